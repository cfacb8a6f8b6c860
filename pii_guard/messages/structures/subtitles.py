"""WebVTT and SubRip: what is said; cue names, timings, styles and regions stay.

The payloads of all cues are one leaf, so that a number spoken over two cues is found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError
from pii_guard.messages.structures.edits import Edit, Leaf, Redactor, whole
from pii_guard.messages.structures.html import escaped, unescape_into

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMING = re.compile(r"[ \t]*(?:[0-9]+:)?[0-9]{1,2}:[0-9]{2}[.,][0-9]{1,3}[ \t]+-->[ \t]")
_TAG = re.compile(r"<(/?)([A-Za-z0-9:.]*)([^<>\r\n]*)>")
_TURN = re.compile(r"[ \t]*(?:[-\u2013\u2014>]|<v[. \t]|[^\W\d_][\w ]{0,20}:[ \t])")
_UNREAD = ("STYLE", "REGION")


def edits(text: str, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of a subtitle file.

    Raises:
        BadInputError: There is text, and no cue timing.
    """
    said, out, timed = Leaf(), [], False
    for block in _blocks(text):
        timing = next((n for n, (start, end) in enumerate(block) if _TIMING.match(text, start, end)), None)
        if timing is not None:
            timed = True
            # The line before a timing is the cue's name; what stands before that belongs to no cue, or to
            # the cue before it where the empty line is missing.
            payload = [*block[: max(timing - 1, 0)], *block[timing + 1 :]]
        else:
            first = text[slice(*block[0])]
            if first.startswith(_UNREAD):
                continue
            payload = block  # header, note, or text after an empty line within a cue
        for start, end in payload:
            if _TIMING.match(text, start, end):
                continue
            # What one voice says runs on from line to line and from cue to cue, and so do its numbers.
            said.joint("\n" if timing is None or _TURN.match(text, start, end) else " ", start)
            out += _line(text, start, end, said, redact)
        if timing is None:
            said.joint("\n", block[-1][1])
    if not timed and text.strip():
        raise BadInputError("no cue timing such as 00:00:01.000 --> 00:00:02.000", line=1)
    return [*out, *said.edits(redact, escaped)]


def _blocks(text: str) -> list[list[tuple[int, int]]]:
    """Return groups of lines between empty lines, as spans without line ends."""
    blocks: list[list[tuple[int, int]]] = [[]]
    for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", text):
        line = match[0].rstrip("\r\n")
        if line.strip():
            blocks[-1].append((match.start(), match.start() + len(line)))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _line(text: str, start: int, end: int, said: Leaf, redact: Redactor) -> list[Edit]:
    """Add what a line says to the leaf; return the edits of the speaker's name in `<v Name>`."""
    out: list[Edit] = []
    at = start
    for match in _TAG.finditer(text, start, end):
        if not match[2]:  # `< 5` is text
            continue
        unescape_into(said, text, at, match.start())
        at = match.end()
        if match[2].split(".")[0] == "v":
            inside = match.start(3) + len(match[3]) - len(match[3].lstrip())
            out += whole(text, inside, match.end(3), "speaker").edits(redact, escaped)
        elif "@" in match[0]:  # <anna@example.com> is no tag
            out += whole(text, match.start() + 1, match.end() - 1).edits(redact, escaped)
    unescape_into(said, text, at, end)
    return out
