"""What the façade is put together of; each part is loaded when first needed, once, whatever thread asks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from pii_guard.errors import PolicyError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pii_guard.detect.engine import Detector
    from pii_guard.detect.known import KnownIndex
    from pii_guard.detect.types import KnownValue
    from pii_guard.messages.asking import Asking
    from pii_guard.policy.channel import ChannelPolicy
    from pii_guard.policy.loader import PolicySet


class Parts:
    """Policies, detector and the asking words.

    Args:
        folder: The user's policies folder, or None.
        regions: Countries whose numbers are expected in every text.
    """

    def __init__(self, folder: Path | None, regions: Sequence[str]) -> None:
        self.folder = folder
        self._regions = tuple(regions)
        self._lock = threading.RLock()
        self._detector: Detector | None = None
        self._policies: PolicySet | None = None
        self._asking: Asking | None = None

    @property
    def policies(self) -> PolicySet:
        """The channel policies in force."""
        if self._policies is None:
            from pii_guard.policy.loader import PolicySet  # noqa: PLC0415 - start-up time

            with self._lock:
                self._policies = self._policies or PolicySet.load(self.folder, check_operator=_check_operator)
        return self._policies

    @property
    def detector(self) -> Detector:
        """All recognizers."""
        if self._detector is None:
            if self.folder is not None:
                _ = self.policies  # a folder that is wrong anywhere is refused whatever is asked of it
            from pii_guard.detect.build import build_detector  # noqa: PLC0415 - start-up time
            from pii_guard.messages.placeholders import find_placeholders  # noqa: PLC0415 - start-up time

            with self._lock:
                if self._detector is None:
                    self._detector = build_detector(
                        self.folder, regions=self._regions, leave=find_placeholders
                    )
        return self._detector

    @property
    def asking(self) -> Asking:
        """What finds requests for data."""
        if self._asking is None:
            from pii_guard.messages.asking import Asking  # noqa: PLC0415 - start-up time

            with self._lock:
                self._asking = self._asking or Asking()
        return self._asking

    def ready(self, channel: str, part: str, *, key: bool, vault: bool = False) -> ChannelPolicy:
        """Return a channel's policy, if its operators have what they need: before a text, not in the middle.

        Args:
            channel: Id of a channel.
            part: `rules` or `stored`.
            key: Whether there is a pseudonym key.
            vault: Whether there is a vault.

        Raises:
            UsageError: There is no such channel.
            PolicyError: A rule needs a key or vault that is not there.
        """
        policy = self.policies.channel(channel)
        for text, needs in _needs(policy, part):
            if not (vault if needs == "vault" else key):
                raise PolicyError(text, hint=_PASS[needs])
        return policy

    def lint(self, *, key: bool) -> list[str]:
        """Return what is odd in policies, recognizers and language files, as `file:line: what`.

        Args:
            key: Whether there is a pseudonym key.
        """
        from pii_guard.policy.lint import lint  # noqa: PLC0415 - start-up time
        from pii_guard.vocabulary.entities import load_entities  # noqa: PLC0415 - start-up time

        self.asking.warm_up()
        found = [str(p) for p in lint(self.policies, load_entities(), frozenset(self.asking.things))]
        for policy in self.policies:
            needs = [*_needs(policy, "rules"), *_needs(policy, "stored")]
            found += [f"{policy.id}.yaml:1: {text}" for text, what in needs if what == "vault" or not key]
        return found

    def close(self) -> None:
        """End the worker process of a foreign engine, if one runs."""
        if self._detector is not None:
            self._detector.close()


_PASS = {
    "vault": "Pass --vault FILE and --key @FILE (`vault=`), or choose another operator.",
    "key": "Pass `pseudonym_key=`, or scope: conversation.",
}


def _needs(policy: ChannelPolicy, part: str) -> Iterator[tuple[str, str]]:
    """Yield what operators of a channel need, as a text and as `vault` or `key`."""
    for rule in getattr(policy, part):
        if rule.needs is not None:
            yield f"channel {policy.id}: {part}: {rule.id}: {rule.operator} needs a {rule.needs}", rule.needs


def _check_operator(name: str, params: Mapping[str, str]) -> None:
    from pii_guard.messages.operators import check_operator  # noqa: PLC0415 - start-up time

    check_operator(name, params)


def known_index(known: Sequence[KnownValue], terms: Sequence[str] = ()) -> KnownIndex | None:
    """Compile known values and terms; None when there are none."""
    if not known and not any(terms):
        return None
    from pii_guard.detect.known import KnownIndex  # noqa: PLC0415 - start-up time

    return KnownIndex(known, terms=[term for term in terms if term])
