"""Sentences and quotations of a draft, by position."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple


class Sentence(NamedTuple):
    """A sentence, in code points; `question` when it ends with a question mark."""

    start: int
    end: int
    question: bool


# A full stop inside "nr. 5" or "z. B." ends nothing: what may stand before such a stop.
_ABBREVIATIONS = frozenset(
    (
        *(
            "nr",
            "br",
            "tel",
            "tlf",
            "tfn",
            "ca",
            "bzw",
            "etc",
            "ev",
            "evtl",
            "t.ex",
            "f.eks",
            "z.b",
            "u.a",
            "d.h",
        ),
        *(
            "inkl",
            "incl",
            "np",
            "m.in",
            "tzn",
            "itd",
            "itp",
            "tj",
            "ul",
            "sr",
            "sra",
            "dr",
            "mr",
            "mrs",
            "ms",
            "hr",
        ),
        *("p.ej", "ej", "p.ex", "n°", "num", "núm", "nº", "čl", "št", "pkt", "str", "ust", "cod"),
    )
)
# The same, where the stop ends a sentence all the same when a capital follows: "No. Send it".
_WORDS_TOO = frozenset(("no", "art", "ex", "op", "max", "min", "sen", "obs", "es", "fr"))
_STOP = re.compile(r"[.!?…。！？]+[\"'”“’»)\]]*(?=\s|$)|\n")
_ITEM = re.compile(r"\s*(?:[-*•–—·]|\d{1,2}[.)]|[a-z]\))\s")
_WORD_BEFORE = re.compile(r"([^\s(]+)\.$")


def sentences(text: str) -> list[Sentence]:
    """Split a text into sentences.

    A line break ends a sentence unless the line before ends with a colon or comma, or the next line goes on
    in lower case or is an item of a list; a list of what to send belongs to the sentence that opens it.
    """
    found: list[Sentence] = []
    start = 0
    for match in _STOP.finditer(text):
        if match.end() <= start or not _ends(text, match.start(), match.end()):
            continue
        _add(found, text, start, match.end())
        start = match.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if body:
        left = start + len(piece) - len(piece.lstrip())
        question = "?" in body[-4:] or "？" in body[-4:] or body.startswith("¿")
        found.append(Sentence(left, left + len(body), question))


def _ends(text: str, start: int, end: int) -> bool:
    if text[start] == "\n":
        return _line_ends(text, start, end)
    if text[start] != "." or end - start > 1:
        return True
    word = _WORD_BEFORE.search(text[max(0, start - 12) : end])
    if word is not None:
        last = word.group(1).lower()
        if last in _WORDS_TOO and not text[end : end + 3].lstrip()[:1].isupper():
            return False
        if last in _ABBREVIATIONS or (len(last) == 1 and not last.isdigit()):
            return False
        if (
            last.isdigit()
            and _ITEM.match(text[max(0, start - len(last)) : end + 1])
            and _opens_line(text, start - len(last))
        ):
            return False  # "1. your name": the number of a list item
    following = text[end : end + 3].lstrip()
    return not (following[:1].islower() and text[end : end + 1] == " ")


def _opens_line(text: str, position: int) -> bool:
    return not text[text.rfind("\n", max(0, position - 40), position) + 1 : position].strip()


def _line_ends(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 200) : start].rstrip()
    after = text[end : end + 80]
    rest = after.lstrip()
    if not rest or not before:
        return True
    if _ITEM.match(after.lstrip("\n")) and before[-1] not in ".!?":
        return False
    blank = "\n" in after[: len(after) - len(rest)] or text[start - 1 : start] == "\n"
    return blank or not (before[-1] in ":,;" or rest[0].islower())


_QUOTES = re.compile(
    # No class holds its own opening mark, so that a run of opening marks costs one step each.
    r"\"[^\"\n]{2,600}\"|“[^“”\n]{2,600}”|„[^„“”\"\n]{2,600}[“”\"]|«[^«»\n]{2,600}»|»[^»«\n]{2,600}«|”[^”\n]{2,600}”"
    r"|(?<![\w])['‘][^'‘’\n]{2,600}['’](?!\w)|(?m:^[ \t]*>.*$)"
)
_MOSTLY = 0.9


class Quotations:
    """The quoted stretches of a draft; a draft that is one quotation throughout is not taken as quoted."""

    def __init__(self, text: str) -> None:
        spans = [m.span() for m in _QUOTES.finditer(text)] if any(q in text for q in "\"“„«»”'‘>") else []
        if sum(end - start for start, end in spans) > _MOSTLY * len(text.strip()):
            spans = []
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def around(self, position: int) -> tuple[int, int] | None:
        """Return the quotation that holds a position."""
        index = bisect_right(self._starts, position) - 1
        if index >= 0 and position < self._ends[index]:
            return self._starts[index], self._ends[index]
        return None
