"""Text and findings in, safe text out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pii_guard.messages.companions import with_companions
from pii_guard.messages.operators import Cut, apply_cuts
from pii_guard.messages.types import RedactionResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.keys.handle import KeyHandle
    from pii_guard.messages.placeholders import PlaceholderBook
    from pii_guard.messages.vault import Vault

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
) -> RedactionResult:
    """Apply a policy's operators to what was found.

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

    Raises:
        PolicyError: The policy names an operator that does not exist or lacks what it needs.
        UsageError: Findings that are to be replaced overlap.
        KeyFileError: The vault cannot be used.
    """
    cuts = []
    for found in detections:
        choice = choose(found)
        if choice is None:
            continue
        operator = "reversible" if vault is not None and choice.operator in _UNDONE else choice.operator
        cuts.append(Cut(found.start, found.end, found.entity_type, operator, choice.params))
    new, items = apply_cuts(text, with_companions(text, cuts), book, pseudonym_key=pseudonym_key, vault=vault)
    return RedactionResult(new, items, channel, policy_digest)
