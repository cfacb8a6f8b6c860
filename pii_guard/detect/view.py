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
            The engine looks for names, addresses and cues in the last clear view.
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

    def renamed(self, name: str) -> str:
        """Return this view's name with a step added, each step once."""
        steps = self.name.split("+") if self.name else []
        return "+".join(steps if name in steps else [*steps, name])

    def mapped(self, name: str, text: str) -> View:
        """Return a view whose characters replace this one's one for one."""
        return View(text, self.renamed(name), self.starts, self.ends)

    def replaced(self, name: str, edits: Iterable[tuple[int, int, str]], *, whole: bool = False) -> View:
        """Return a view with some spans of this one's text replaced.

        Each character of a replacement stands for the whole replaced span, unless the replacement has the
        same length, when characters correspond one to one.

        Args:
            name: Added to the view's name with `+`.
            edits: (start, end, replacement) in order, not overlapping.
            whole: Replacements of the same length stand for the whole span too.
        """
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        size = len(self.text)
        own_starts: Sequence[int] = range(size) if self.starts is None else self.starts
        own_ends: Sequence[int] = range(1, size + 1) if self.ends is None else self.ends
        last = 0
        for start, end, new in edits:
            if start > last:
                pieces.append(self.text[last:start])
                starts += own_starts[last:start]
                ends += own_ends[last:start]
            if new:
                pieces.append(new)
                if len(new) == end - start and not whole:
                    starts += own_starts[start:end]
                    ends += own_ends[start:end]
                else:
                    low, high = self._hull(start, end)
                    starts += [low] * len(new)
                    ends += [high] * len(new)
            last = end
        pieces.append(self.text[last:])
        starts += own_starts[last:]
        ends += own_ends[last:]
        return View("".join(pieces), self.renamed(name), starts, ends)

    def _hull(self, start: int, end: int) -> tuple[int, int]:
        """Return the original's span of some of this text; of nothing, an empty span where it would be."""
        if start < end:
            return self.span(start, end)
        if self.starts is None or self.ends is None:
            return start, start
        edge = self.starts[start] if start < len(self.text) else (self.ends[-1] if self.ends else 0)
        return edge, edge
