"""Text and findings in, safe text out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from pii_guard.messages.companions import with_companions
from pii_guard.messages.operators import Cut, apply_cuts
from pii_guard.messages.types import RedactionResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.keys.handle import KeyHandle
    from pii_guard.messages.placeholders import PlaceholderBook
    from pii_guard.messages.types import RedactionItem
    from pii_guard.messages.vault import Vault

_LOOKS = 4
_UNDONE = frozenset({"replace", "mask", "generalise", "pseudonym"})


class OperatorChoice(Protocol):
    """What a policy says is done with a finding."""

    @property
    def operator(self) -> str:
        """Name of the operator."""
        ...

    @property
    def params(self) -> Mapping[str, str]:
        """Its settings."""
        ...


def redact(
    text: str,
    detections: Sequence[Detection],
    choose: Callable[[Detection], OperatorChoice | None],
    book: PlaceholderBook,
    *,
    channel: str,
    policy_digest: str,
    pseudonym_key: KeyHandle | None = None,
    vault: Vault | None = None,
    again: Callable[[str], Sequence[Detection]] | None = None,
) -> RedactionResult:
    """Apply a policy's operators to what was found.

    Cutting a value can lay bare another: in "12 4111 1111 1111 1111" the card hides where a telephone number
    ends. What a second look at the result finds is cut too, until nothing new shows, so that redacting it
    once more changes nothing (reliability R6).

    Args:
        text: The text in which it was found.
        detections: Findings, not overlapping.
        choose: What is done with a finding; None keeps it.
        book: The conversation's placeholders.
        channel: Id of the channel, for the record.
        policy_digest: Digest of its policy, for the record.
        pseudonym_key: For pseudonyms beyond this conversation.
        vault: Reversible mode: what would be replaced, masked, generalised or pseudonymised becomes a
            placeholder that can be undone. What a policy removes (`redact`) stays removed.
        again: Detects in a result; None: no second look.

    Raises:
        PolicyError: The policy names an operator that does not exist or lacks what it needs.
        UsageError: Findings that are to be replaced overlap.
        KeyFileError: The vault cannot be used.
    """
    cuts = _chosen(detections, choose, reversible=vault is not None)
    for _ in range(_LOOKS):
        whole = with_companions(text, cuts)
        new, items = apply_cuts(text, whole, book, pseudonym_key=pseudonym_key, vault=vault)
        if again is None or not items:
            break
        more = _chosen(_mapped_back(again(new), items), choose, reversible=vault is not None)
        if not more:
            break
        cuts = [*cuts, *more]
    return RedactionResult(new, items, channel, policy_digest)


def _chosen(
    detections: Iterable[Detection], choose: Callable[[Detection], OperatorChoice | None], *, reversible: bool
) -> list[Cut]:
    cuts = []
    for found in detections:
        choice = choose(found)
        if choice is None:
            continue
        operator = "reversible" if reversible and choice.operator in _UNDONE else choice.operator
        cuts.append(Cut(found.start, found.end, found.entity_type, operator, choice.params))
    return cuts


def _mapped_back(found: Iterable[Detection], items: Sequence[RedactionItem]) -> Iterator[Detection]:
    """Yield findings of a result with their place in the input; none that touches a replacement."""
    for detection in found:
        shift = 0
        for item in items:
            if item.new_end > detection.start:
                break
            shift = item.end - item.new_end
        touched = any(item.new_start < detection.end and detection.start < item.new_end for item in items)
        if not touched:
            yield replace(detection, start=detection.start + shift, end=detection.end + shift)
