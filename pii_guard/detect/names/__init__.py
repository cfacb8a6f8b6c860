"""Finding the names of persons.

A name recogniser takes a text and the spans that other recognisers have settled, and returns PERSON
detections. `CueNames` goes by cues (salutations, sign-offs, labels, kinship words …); a trained model takes
its place beside it behind the same protocol.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pii_guard.detect.names.cues import CueNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.types import Detection

__all__ = ["CueNames", "NameRecognizer"]


class NameRecognizer(Protocol):
    """What finds names; must be safe to call from many threads."""

    def find(
        self, text: str, taken: Sequence[tuple[int, int]], language: str | None = None
    ) -> list[Detection]:
        """Return the names in a text.

        Args:
            text: What is read.
            taken: Spans of structured findings (addresses, numbers, e-mails), in code points; a name never
                reaches into one.
            language: ISO 639-1 code, when the caller knows it; only a hint.

        Returns:
            PERSON detections in order of their starts, not overlapping. `subtype` is `given`, `family` or
            `full` as far as the cue tells.
        """
        ...
