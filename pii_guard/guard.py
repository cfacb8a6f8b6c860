"""PIIGuard: the façade that puts the rooms together. CLI, host code and tests use it alike.

    draft -> known values of the conversation -> detection -> asks -> gate -> verdict
    text  ------------------------------------> detection -----> operators -> redacted text
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.detect.engine import Detector
    from pii_guard.detect.types import Detection, KnownValue
    from pii_guard.keys.handle import KeyHandle
    from pii_guard.messages.asking import Asking
    from pii_guard.messages.placeholders import PlaceholderBook
    from pii_guard.messages.types import Conversation, RedactionResult, Verdict
    from pii_guard.messages.vault import Vault
    from pii_guard.policy.channel import ChannelPolicy
    from pii_guard.policy.loader import PolicySet


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding with what made it and what the policy says of it; no value.

    Attributes:
        detection: The finding.
        policy: Channel and id of the rule that decides, with action and operator.
    """

    detection: Detection
    policy: str

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as the JSONL contract has it, with its policy line."""
        return {**self.detection.to_dict(), "policy": self.policy}


class PIIGuard:
    """Detects personal data, redacts stored text and judges outgoing drafts; thread-safe, no network.

    Nothing is loaded before it is needed; `warm_up` loads everything at once.

    Args:
        policies: Folder of the user's own policies, laid over the bundled ones (docs/how-to/write-a-policy.md).
        regions: Countries whose numbers are expected in every text (ISO 3166 codes).
        pseudonym_key: Key of the `pseudonym` operator; without it pseudonyms hold within one call only.

    Raises:
        PolicyError: A policy, pack or language file is wrong.
    """

    def __init__(
        self,
        *,
        policies: Path | str | None = None,
        regions: Iterable[str] = (),
        pseudonym_key: KeyHandle | None = None,
    ) -> None:
        self._folder = Path(policies) if policies is not None else None
        self._regions = tuple(regions)
        self._pseudonym_key = pseudonym_key
        self._lock = threading.RLock()
        self._ready_detector: Detector | None = None
        self._ready_policies: PolicySet | None = None
        self._ready_asking: Asking | None = None

    def warm_up(self) -> PIIGuard:
        """Load everything now and check one text, so that the first real call is quick; returns itself."""
        for channel in self.policies.ids():
            self.policies.channel(channel)
        self.check("Hello", channel=self.policies.ids()[0])
        return self

    @property
    def policies(self) -> PolicySet:
        """The channel policies in force."""
        if self._ready_policies is None:
            from pii_guard.policy.loader import PolicySet  # noqa: PLC0415 - start-up time

            with self._lock:
                self._ready_policies = self._ready_policies or PolicySet.load(self._folder)
        return self._ready_policies

    @property
    def _detector(self) -> Detector:
        if self._ready_detector is None:
            from pii_guard.detect.build import build_detector  # noqa: PLC0415 - start-up time
            from pii_guard.messages.placeholders import find_placeholders  # noqa: PLC0415 - start-up time

            with self._lock:
                if self._ready_detector is None:
                    self._ready_detector = build_detector(
                        self._folder, regions=self._regions, leave=find_placeholders
                    )
        return self._ready_detector

    @property
    def _asking(self) -> Asking:
        if self._ready_asking is None:
            from pii_guard.messages.asking import Asking  # noqa: PLC0415 - start-up time

            with self._lock:
                self._ready_asking = self._ready_asking or Asking()
        return self._ready_asking

    def channel(self, channel: str) -> ChannelPolicy:
        """Return a channel's policy.

        Raises:
            UsageError: There is no such channel.
        """
        return self.policies.channel(channel)

    def detect(
        self, text: str, *, known: Sequence[KnownValue] = (), language: str | None = None
    ) -> tuple[Detection, ...]:
        """Find personal data in a text, in any language.

        Args:
            text: At most a million code points.
            known: Values that the caller knows, and whose they are.
            language: Hint, an ISO 639-1 code.

        Returns:
            Detections in order of position, none overlapping another, with offsets in code points.

        Raises:
            BadInputError: Not a text, or too large.
            DetectionError: A recognizer failed; treat the text as unsafe.
        """
        return self._detector.detect(text, known=_index(known), language=language)

    def redact(
        self,
        text: str,
        *,
        channel: str,
        known: Sequence[KnownValue] = (),
        vault: Vault | None = None,
        book: PlaceholderBook | None = None,
        language: str | None = None,
    ) -> RedactionResult:
        """Replace personal data as the channel's policy says; never blocks.

        Args:
            text: At most a million code points.
            channel: Id of a channel.
            known: Values that the caller knows.
            vault: Reversible mode: placeholders that `restore` can undo.
            book: Placeholders of a conversation, so that several texts share them.
            language: Hint, an ISO 639-1 code.

        Raises:
            UsageError: There is no such channel.
            BadInputError: Not a text, or too large.
            DetectionError: A recognizer failed; nothing is returned.
        """
        from pii_guard.messages.placeholders import PlaceholderBook  # noqa: PLC0415 - start-up time
        from pii_guard.messages.redaction import redact  # noqa: PLC0415 - start-up time

        policy = self.channel(channel)
        found = self.detect(text, known=known, language=language)
        return redact(
            text,
            found,
            policy.operator_for,
            book or PlaceholderBook(),
            channel=policy.id,
            policy_digest=policy.digest,
            pseudonym_key=self._pseudonym_key,
            vault=vault,
        )


def _index(known: Sequence[KnownValue], terms: Sequence[str] = ()) -> Any:
    if not known and not terms:
        return None
    from pii_guard.detect.known import KnownIndex  # noqa: PLC0415 - start-up time

    return KnownIndex(known, terms=terms)
