"""What is written where a value stood.

`replace`, `mask`, `redact`, `generalise`, `pseudonym` and `reversible` are ours and import nothing heavy;
`presidio:<name>` runs an operator of presidio-anonymizer. An operator that cannot do its work on a value
(a postcode of unknown form, a mask of a name) falls back to `replace`, never to the value itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from pii_guard.errors import PolicyError, UsageError
from pii_guard.messages.generalise import generalised
from pii_guard.messages.placeholders import (
    NUMBER_LABELS,
    PlaceholderBook,
    label_of,
    normalised,
    token,
)
from pii_guard.messages.types import RedactionItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.keys.handle import KeyHandle
    from pii_guard.messages.vault import Vault

MASK = "••••"
MAX_KEPT = 4  # as PCI DSS 3.4 allows at the end of a card number
_MIN_HIDDEN = 4
_NEVER_KEPT = frozenset({"SECRET", "CVV", "EXPIRY", "DOB", "POSTCODE"})

# Both look safe and are not (design "Reliability", section 5): with the reason, because people will ask.
_REFUSED = {
    "hash": "an unkeyed hash of an identifier is found again by trying all of them; use `pseudonym`",
    "encrypt": "it is AES-CBC without authentication; use `reversible`",
    "decrypt": "it is the way back of `encrypt`; use `reversible` and `pii-guard restore`",
    "custom": "it needs a function, and policies are data",
}
PRESIDIO = "presidio:"
_SETTINGS = {"mask": frozenset({"keep"}), "pseudonym": frozenset({"scope"})}


@dataclass(frozen=True, slots=True)
class Cut:
    """A span to be replaced.

    Attributes:
        start: First code point.
        end: One past the last.
        entity_type: What stands there.
        operator: One of `OPERATORS`, or `presidio:<name>`.
        params: The operator's settings, such as `keep` of `mask`.
        pieces: When the span runs over markup that must stay: its parts in order, inside the span. The first
            part is replaced, the others become empty, what lies between is kept.
    """

    start: int
    end: int
    entity_type: str
    operator: str = "replace"
    params: Mapping[str, str] = field(default_factory=dict)
    pieces: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Tools:
    """What operators work with.

    Attributes:
        book: Gives ordinals, and the key of pseudonyms that hold within the conversation.
        pseudonym_key: Key of pseudonyms that hold longer: one for all, or the subject's own, whose loss makes
            their tokens unlinkable for good.
        vault: Where `reversible` keeps values.
        text: The whole input.
    """

    book: PlaceholderBook
    pseudonym_key: KeyHandle | None = None
    vault: Vault | None = None
    text: str = field(default="", repr=False)


Operator = Callable[[str, str, Mapping[str, str], Tools], str]


def apply_cuts(
    text: str,
    cuts: Sequence[Cut],
    book: PlaceholderBook,
    *,
    pseudonym_key: KeyHandle | None = None,
    vault: Vault | None = None,
) -> tuple[str, tuple[RedactionItem, ...]]:
    """Replace spans; everything outside them stays as it is, character for character.

    Args:
        text: The input.
        cuts: Spans of it, in any order, not empty and not overlapping.
        book: The conversation's placeholders.
        pseudonym_key: For `pseudonym` beyond this conversation.
        vault: For `reversible`; written once, before this returns.

    Returns:
        The new text, and what was replaced, in order.

    Raises:
        UsageError: Cuts overlap, are empty or lie outside the text.
        PolicyError: An unknown or refused operator, or wrong settings of one.
        KeyFileError: The vault cannot be used.
    """
    ordered = sorted(cuts, key=lambda cut: (cut.start, cut.end))
    _check(text, ordered)
    book.reserve(text)
    tools = Tools(book, pseudonym_key, vault, text)
    with vault.batch() if vault is not None else nullcontext():
        return _joined(text, [(cut, _operator(cut.operator)) for cut in ordered], tools)


def _joined(
    text: str, cuts: Sequence[tuple[Cut, Operator]], tools: Tools
) -> tuple[str, tuple[RedactionItem, ...]]:
    pieces: list[str] = []
    items: list[RedactionItem] = []
    last = length = 0
    for cut, operator in cuts:
        parts = cut.pieces or ((cut.start, cut.end),)
        value = "".join(text[start:end] for start, end in parts)
        new = operator(value, cut.entity_type, cut.params, tools)
        new_start = length + parts[0][0] - last
        for number, (start, end) in enumerate(parts):
            written = new if number == 0 else ""
            pieces += [text[last:start], written]
            length += start - last + len(written)
            last = end
        items.append(
            RedactionItem(
                cut.entity_type, cut.operator, cut.start, cut.end, new_start, new_start + len(new), new
            )
        )
    return "".join([*pieces, text[last:]]), tuple(items)


def _check(text: str, cuts: Sequence[Cut]) -> None:
    for cut in cuts:
        parts = cut.pieces or ((cut.start, cut.end),)
        inside = 0 <= cut.start <= parts[0][0] and parts[-1][1] <= cut.end <= len(text)
        apart = all(one[1] <= two[0] for one, two in pairwise(parts))
        if not (inside and apart and all(start < end for start, end in parts)):
            raise UsageError(f"cut {cut.start}..{cut.end} is empty, not in the text or has wrong pieces")
    for one, two in pairwise(cuts):
        if two.start < one.end:
            raise UsageError(f"cuts {one.start}..{one.end} and {two.start}..{two.end} overlap")


def _operator(name: str) -> Operator:
    if name in OPERATORS:
        return OPERATORS[name]
    if name.startswith(PRESIDIO):
        return _presidio(name.removeprefix(PRESIDIO))
    known = ", ".join(sorted(OPERATORS))
    raise PolicyError(f"there is no operator {name!r}", hint=f"Use one of {known}, or presidio:<name>.")


def check_operator(name: str, params: Mapping[str, str] | None = None) -> None:
    """Check an operator's name and settings, as the policy linter does, on an invented value.

    Raises:
        PolicyError: As `apply_cuts`. A key or vault that is not there now is no fault of the policy.
    """
    operator = _operator(name)
    given = params or {}
    if name in OPERATORS and (strange := set(given) - _SETTINGS.get(name, frozenset())):
        raise PolicyError(f"{name} has no setting {min(strange)!r}")
    if name == "pseudonym":
        _scope(given, "conversation")
    if name not in ("pseudonym", "reversible"):
        operator("AB12 3456 7890 4471", "ORDER_ID", given, Tools(PlaceholderBook()))


# The operators


def _replace(value: str, entity_type: str, _params: Mapping[str, str], tools: Tools) -> str:
    return tools.book.placeholder(entity_type, value)


def _redact(_value: str, _entity_type: str, _params: Mapping[str, str], _tools: Tools) -> str:
    return ""


def _mask(value: str, entity_type: str, params: Mapping[str, str], tools: Tools) -> str:
    """Write `•••• 4471`: the same for every length, and at least four characters stay hidden."""
    try:
        keep = int(params.get("keep", MAX_KEPT))
    except ValueError:
        keep = -1
    if not 0 <= keep <= MAX_KEPT:
        raise PolicyError(f"mask keeps 0 to {MAX_KEPT} characters")
    label = label_of(entity_type)
    if label not in NUMBER_LABELS or label in _NEVER_KEPT:
        return _replace(value, entity_type, params, tools)
    plain = normalised(label, value).upper()
    if keep == 0 or len(plain) < keep + _MIN_HIDDEN:
        return MASK
    return f"{MASK} {plain[-keep:]}"


def _generalise(value: str, entity_type: str, params: Mapping[str, str], tools: Tools) -> str:
    return generalised(entity_type, value) or _replace(value, entity_type, params, tools)


def _pseudonym(value: str, entity_type: str, params: Mapping[str, str], tools: Tools) -> str:
    """Write `[PERSON_k7f3m2q4b6t5]`: a keyed HMAC of the value; GDPR Art. 4(5), not anonymous."""
    scope = _scope(params, "conversation" if tools.pseudonym_key is None else "subject")
    if scope == "subject" and tools.pseudonym_key is None:
        raise PolicyError("pseudonym with scope subject needs a key", hint="Pass the key with --key @FILE.")
    key = tools.book.key if scope == "conversation" or tools.pseudonym_key is None else tools.pseudonym_key
    label = label_of(entity_type)
    plain = normalised(label, value).encode("utf-8", "surrogatepass")
    return f"[{label}_{token(key.hmac_tag(b'pseudonym', label.encode(), plain))}]"


def _scope(params: Mapping[str, str], default: str) -> str:
    scope = params.get("scope", default)
    if scope not in ("conversation", "subject"):
        raise PolicyError(f"pseudonym has no scope {scope!r}", hint="Use conversation or subject.")
    return scope


def _reversible(value: str, entity_type: str, _params: Mapping[str, str], tools: Tools) -> str:
    if tools.vault is None:
        raise PolicyError("reversible needs a vault", hint="Pass --vault FILE and --key @FILE.")
    return tools.vault.seal(label_of(entity_type), value, avoid=tools.text)


def _presidio(name: str) -> Operator:
    if name in _REFUSED:
        raise PolicyError(f"{PRESIDIO}{name} is refused: {_REFUSED[name]}")

    def operate(value: str, entity_type: str, params: Mapping[str, str], _tools: Tools) -> str:
        from pii_guard.messages.presidio import anonymize  # noqa: PLC0415 - paid only by who asks for it

        return anonymize(name, value, entity_type, params)

    return operate


OPERATORS: Mapping[str, Operator] = {
    "replace": _replace,
    "mask": _mask,
    "redact": _redact,
    "generalise": _generalise,
    "pseudonym": _pseudonym,
    "reversible": _reversible,
}
