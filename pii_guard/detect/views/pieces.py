"""Numbers told in pieces: any sign between the groups, "then", a list, a table, a label for each part.

What joins the pieces is so wild here that the digits alone must convince: a card number has an issuer and a
check digit. Other numbers become bare digits, only in a usual shape, and these count beside a word that
announces them.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.checks import CARD, is_card, of_issuer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.detect.views.lexicon import Lexicon

Edit = tuple[int, int, str]

MAX_GAP: Final = 40
MAX_CARD_GAP: Final = 28
CUE_REACH: Final = 60
MIN_SINGLES: Final = 7
MAX_DIGITS: Final = 16
MIN_GROUPS: Final = 2
_GROUP: Final = lazy(r"(?<![^\W_\dx])\d+(?![^\W_\dx])")
# The number of an item: "1) ", "b. ", "| 2 |" at the beginning of a line, "part 3: ".
_MARKER: Final = lazy(
    r"^[ \t>]{0,6}(?:\d{1,2}[.)]|[A-Za-z][.)]|\|[ \t]{0,3}\d{1,2}[ \t]{0,3}\|)[ \t]{1,3}(?=\d{2})"
    r"|[^\W\d_]{3,10}[ #.]{0,2}\d{1,2}[ ]?[:=)][ ]?(?=\d{2})",
    re.MULTILINE,
)
_CARD_CUE: Final = lazy(
    r"\b(?:cards?|debit|credit|kort|kortet|karte|carte|tarjeta|carta|cartao|cartoes|kaart|visa|mastercard)\b"
    r"|\b(?:maestro|amex|diners|discover|jcb|pan|cc|mc)\b|\bkart|kredit|kortn|kartenn|luottok|pankkik|bankk|bankp"
    r"|карт|καρτα|カード|卡|카드|بطاق|כרטיס|บัตร|कार्ड|কার্ড"
)
# Sizes of the groups of telephone and identity numbers as people write them.
_SHAPES: Final = frozenset(
    {
        (3, 2, 4), (3, 3, 4), (1, 3, 3, 4), (3, 4, 4), (2, 4, 4), (4, 3, 4), (3, 4, 3), (4, 3, 3),
        (2, 3, 4), (2, 3, 5), (5, 3, 3), (5, 6), (5, 5), (3, 3, 3), (3, 3, 2, 2), (3, 2, 2, 2), (3, 3, 5),
        (2, 2, 2, 2, 2), (3, 7), (4, 6), (6, 4), (8, 4), (4, 7), (2, 8), (3, 3, 3, 2), (3, 3, 3, 3),
        (4, 3, 2, 2), (3, 4, 2, 2),
    }
)  # fmt: skip
_USUAL: Final = frozenset("-./")


class _Group(NamedTuple):
    start: int
    end: int


class Pieces:
    """Puts numbers together that were told in pieces.

    Args:
        lexicon: Words said between the pieces.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    @cached_property
    def _words(self) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._lexicon.all("fillers", "joiner", "parts", "ordinals", "ones")))
        return re.compile(rf"[\s,.;:(–-]{{0,3}}(?:(?:{words})[\s,.;:)–-]{{1,3}}){{1,5}}")

    def edits(self, text: str) -> Iterator[Edit]:
        """Yield the rewritings of a text, in order."""
        shown = _MARKER.sub(lambda match: " " * len(match[0]), text)
        known: dict[str, str] = {}
        for chain in _chains(shown):
            gaps = [shown[left.end : right.start] for left, right in pairwise(chain)]
            for gap in set(gaps) - known.keys():
                known[gap] = self._sign(gap)
            signs = [known[gap] for gap in gaps]
            yield from sorted(_in_chain(shown, chain, signs))

    def _sign(self, gap: str) -> str:
        """Name what stands between two groups: a space, a sign, `w` for words, `any` for the rest."""
        mark = re.sub(r"[ \t\r>]+" if "\n" in gap else r"[ \t]+", "", gap)
        if not mark:
            return "\t" if "\t" in gap else " " * min(len(gap), 2)
        if mark.strip("\n") in ("-", ".", "/") and "\n" not in mark:
            return mark if gap == mark else f" {mark} "
        if not any(char.isalnum() for char in mark):
            return "\n" + mark.strip("\n|") if "\n" in mark else mark
        return "w" if self._words.fullmatch(fold(gap)) else "any"


def _chains(text: str) -> Iterator[list[_Group]]:
    chain: list[_Group] = []
    for match in _GROUP.finditer(text):
        group = _Group(*match.span())
        if chain and group.start - chain[-1].end > MAX_GAP:
            if len(chain) >= MIN_GROUPS:
                yield chain
            chain = []
        chain.append(group)
    if len(chain) >= MIN_GROUPS:
        yield chain


def _in_chain(text: str, chain: Sequence[_Group], signs: Sequence[str]) -> Iterator[Edit]:
    place = first = 0
    while place < len(chain):
        count = _card_at(text, chain[place : place + CARD[-1]], signs[place : place + CARD[-1]])
        if count:
            yield from _others(text, chain[first:place], signs[first : max(first, place - 1)])
            yield _edit(text, chain[place : place + count])
            first = place + count
        place += count or 1
    yield from _others(text, chain[first:], signs[first:])


def _edit(text: str, groups: Sequence[_Group]) -> Edit:
    return groups[0].start, groups[-1].end, "".join(text[start:end] for start, end in groups)


def _card_at(text: str, groups: Sequence[_Group], signs: Sequence[str]) -> int:
    """Return how many groups from the first on make a card number told in pieces; 0 if none do."""
    digits = text[groups[0].start : groups[0].end]
    if digits[0] not in "23456":
        return 0
    for count, group in enumerate(groups[1:], 2):
        if group.start - groups[count - 2].end > MAX_CARD_GAP:
            return 0
        digits += text[group.start : group.end]
        if len(digits) > CARD[-1]:
            return 0
        if of_issuer(digits) and is_card(digits) and _convincing(text, groups[:count], signs[: count - 1]):
            return count
    return 0


def _convincing(text: str, groups: Sequence[_Group], signs: Sequence[str]) -> bool:
    """Say whether pieces of a card number belong together: one sign in usual groups, or a word for a card."""
    kinds = set(signs)
    if kinds <= {" ", "-"} and len(kinds) == 1:
        return False  # as cards are written: found without us
    sizes = [end - start for start, end in groups]
    if len(kinds) == 1 and "any" not in kinds and sizes in ([4, 4, 4, 4], [4, 6, 5], [4, 6, 4]):
        return True
    cue = _CARD_CUE.search(fold(text[max(0, groups[0].start - CUE_REACH) : groups[0].start]))
    return cue is not None and (min(sizes) > 1 or max(sizes) == 1 or sizes[-1] == 1)


def _others(text: str, chain: Sequence[_Group], signs: Sequence[str]) -> Iterator[Edit]:
    """Yield telephone and identity numbers: stretches with one sign between the groups."""
    place = 0
    for sign, same in groupby(signs):
        count = len(list(same))
        groups = chain[place : place + count + 1]
        place += count
        if sign not in (" ", "any") and _likely(text, groups, sign):
            yield _edit(text, groups)


def _likely(text: str, groups: Sequence[_Group], sign: str) -> bool:
    sizes = tuple(end - start for start, end in groups)
    total = sum(sizes)
    if max(sizes) == 1:
        return MIN_SINGLES <= total <= MAX_DIGITS and sign != "w"
    if sizes not in _SHAPES:
        return False
    pairs = max(sizes) == 2  # noqa: PLR2004
    if sign in _USUAL:
        return pairs and sign != "/"
    if sign in ("w", ",", "'", "\n,") and set(sizes[1:]) == {3}:
        return False  # thousands, or amounts
    return len(sizes) > 2 or text[groups[0].start] == "0"  # noqa: PLR2004
