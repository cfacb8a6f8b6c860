"""What the façade is put together of; each part is loaded when first needed, once, whatever thread asks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pii_guard.detect.engine import Detector
    from pii_guard.detect.known import KnownIndex
    from pii_guard.detect.types import KnownValue
    from pii_guard.messages.asking import Asking
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
                self._policies = self._policies or PolicySet.load(self.folder)
        return self._policies

    @property
    def detector(self) -> Detector:
        """All recognizers."""
        if self._detector is None:
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

    def close(self) -> None:
        """End the worker process of a foreign engine, if one runs."""
        if self._detector is not None:
            self._detector.close()


def known_index(known: Sequence[KnownValue], terms: Sequence[str] = ()) -> KnownIndex | None:
    """Compile known values and terms; None when there are none."""
    if not known and not any(terms):
        return None
    from pii_guard.detect.known import KnownIndex  # noqa: PLC0415 - start-up time

    return KnownIndex(known, terms=[term for term in terms if term])
