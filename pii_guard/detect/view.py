"""A reading of a text with a map back to the original.

A view is the original after some characters were removed, replaced or decoded. Detection runs on the view's
text; spans are mapped back, whole, and output is always cut from the original.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class View:
    """A text derived from an original, with the original's span of each of its characters.

    Attributes:
        text: What is read.
        name: How it came about, for `why`, such as `invisible` or `spoken`; empty for the original.
        starts: For each character of `text`, the first original code point it stands for; None: identity.
        ends: For each character of `text`, one past the last original code point it stands for.
        clear: Whether words can be read from it: characters cleaned and decoded, nothing joined or rewritten.
            Names, addresses and cues are looked for in the last clear view.
    """

    text: str
    name: str = ""
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None
    clear: bool = False

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty span of the view to the span of the original that holds all of it."""
        if self.starts is None or self.ends is None:
            return start, end
        return min(self.starts[start:end]), max(self.ends[start:end])

    def replaced(self, name: str, edits: Iterable[tuple[int, int, str]]) -> View:
        """Return a view with some spans of this one's text replaced.

        Each character of a replacement stands for the whole replaced span, unless the replacement has the
        same length, when characters correspond one to one.

        Args:
            name: Added to the view's name with `+`.
            edits: (start, end, replacement) in order, not overlapping.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        own_starts = range(len(self.text)) if self.starts is None else self.starts
        own_ends = range(1, len(self.text) + 1) if self.ends is None else self.ends
        last = 0
        for start, end, new in edits:
            pieces.append(self.text[last:start])
            starts.extend(own_starts[last:start])
            ends.extend(own_ends[last:start])
            pieces.append(new)
            if len(new) == end - start:
                starts.extend(own_starts[start:end])
                ends.extend(own_ends[start:end])
            elif new:
                starts.extend([min(own_starts[start:end], default=own_starts[start] if start < len(self.text) else 0)] * len(new))
                ends.extend([max(own_ends[start:end], default=own_starts[start] if start < len(self.text) else 0)] * len(new))
            last = end
        pieces.append(self.text[last:])
        starts.extend(own_starts[last:])
        ends.extend(own_ends[last:])
        return View("".join(pieces), f"{self.name}+{name}" if self.name else name, starts, ends)
