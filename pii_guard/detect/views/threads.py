"""Values that are split over the messages of one thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

TAIL: Final = 400


@dataclass(frozen=True, slots=True)
class Joined:
    """The end of a thread and the draft as one text.

    Attributes:
        text: What is read.
        offset: Where the draft begins in it.
    """

    text: str
    offset: int

    def in_draft(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the part of a span that lies in the draft, in the draft's offsets; None if there is none."""
        if end <= self.offset:
            return None
        return max(start, self.offset) - self.offset, end - self.offset


def joined(parts: Sequence[str], *, tail: int = TAIL) -> Joined:
    """Put the end of a thread before the draft.

    Args:
        parts: The messages of the thread in order; the draft is the last.
        tail: How many characters of the thread are read again at most.
    """
    before: list[str] = []
    room = tail
    for part in reversed(parts[:-1]):
        if room <= 0:
            break
        before.append(part[-room:])
        room -= len(part) + 1
    thread = "".join(f"{part}\n" for part in reversed(before))
    return Joined(thread + (parts[-1] if parts else ""), len(thread))
