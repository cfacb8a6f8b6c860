"""CSV: every cell, with its column's heading as context; delimiter, quoting and line ends stay."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from pii_guard.errors import BadInputError
from pii_guard.messages.structures.edits import Edit, Leaf, Redactor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS = ",;\t|"
_SNIFFED = 50  # rows looked at
_MAX_HEADING = 40
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_HEADING = re.compile(r"[^\W\d][^@]*")
_LONG_NUMBER = re.compile(r"[0-9]{3}")


class _Cell(NamedTuple):
    start: int
    end: int
    quoted: bool


def edits(text: str, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of a table.

    Raises:
        BadInputError: A quoted cell is never closed; with the line where it begins.
    """
    delimiter = sniffed(text)
    headings: list[str] = []
    out: list[Edit] = []
    for number, row in enumerate(_rows(text, delimiter)):
        leaves = [_leaf(text, cell) for cell in row]
        if number == 0:
            headings = _headings([leaf.text for leaf in leaves])
        for column, (cell, leaf) in enumerate(zip(row, leaves, strict=True)):
            if number and column < len(headings):
                leaf.context = headings[column]
            out += _inert(text, cell, _cell_edits(leaf, cell, delimiter, redact))
    return out


def sniffed(text: str) -> str:
    """Return the delimiter: the one that gives the first rows one number of cells, more than one.

    A comma where none does so, which leaves a list of lines a list of lines.
    """
    best, most = ",", 1
    head = text[:65536]
    for delimiter in _DELIMITERS:
        widths = set()
        try:
            for number, row in enumerate(_rows(head, delimiter)):
                if number >= _SNIFFED or (len(head) < len(text) and row and row[-1].end == len(head)):
                    break
                if len(row) > 1 or row[0].start < row[0].end:  # blank lines say nothing
                    widths.add(len(row))
        except BadInputError:
            pass  # the sample ends inside a cell; a whole table is judged when it is read
        if len(widths) == 1 and (width := widths.pop()) > most:
            best, most = delimiter, width
    return best


def _rows(text: str, delimiter: str) -> Iterator[list[_Cell]]:
    """Yield rows of cells as RFC 4180 has them; the span of a quoted cell is without its quotes."""
    plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
    at, row = 0, []
    while at < len(text):
        if text[at] == '"':
            stop = _closing(text, at)
            tail = plain.match(text, stop + 1)
            end = tail.end() if tail else stop + 1
            # Something after the closing quote: not a quoted cell after all, but what is in it is read.
            row.append(_Cell(at + 1, stop, quoted=True) if end == stop + 1 else _Cell(at, end, quoted=True))
        else:
            match = plain.match(text, at)
            end = match.end() if match else at
            row.append(_Cell(at, end, quoted=False))
        at = end
        if text[at : at + 1] == delimiter:
            at += 1
            if at == len(text):
                row.append(_Cell(at, at, quoted=False))
            continue
        at += 2 if text.startswith("\r\n", at) else 1
        yield row
        row = []
    if row:
        yield row


def _closing(text: str, at: int) -> int:
    """Return where the quote that opens a cell is closed."""
    stop = text.find('"', at + 1)
    while stop >= 0 and text.startswith('""', stop):
        stop = text.find('"', stop + 2)
    if stop < 0:
        line = text.count("\n", 0, at) + 1
        raise BadInputError("a quoted cell is never closed", hint="Close the quote, or double it.", line=line)
    return stop


def _leaf(text: str, cell: _Cell) -> Leaf:
    leaf, at = Leaf(), cell.start
    while cell.quoted and (pair := text.find('""', at, cell.end)) >= 0:
        leaf.plain(text, at, pair)
        leaf.decoded('"', pair, pair + 2)
        at = pair + 2
    leaf.plain(text, at, cell.end)
    return leaf


def _headings(cells: Sequence[str]) -> list[str]:
    """Return the first row if it can be headings: short words, all different, no addresses or numbers."""
    names = [cell.strip() for cell in cells]
    fit = all(
        _HEADING.fullmatch(name) and len(name) <= _MAX_HEADING and not _LONG_NUMBER.search(name)
        for name in names
    )
    return names if fit and len(set(names)) == len(names) else []


def _cell_edits(leaf: Leaf, cell: _Cell, delimiter: str, redact: Redactor) -> list[Edit]:
    def escape(new: str) -> str:
        if cell.quoted:
            return new.replace('"', '""')
        return "".join(" " if char in f'{delimiter}"\r\n' else char for char in new)

    return leaf.edits(redact, escape)


def _inert(text: str, cell: _Cell, found: list[Edit]) -> list[Edit]:
    """Keep a removal from making a formula of what follows it (reliability C2)."""
    if not found or found[0].start != cell.start or text[cell.start] in _FORMULA:
        return found
    first = found[0]
    rest = first.new or text[first.end : cell.end]
    if not rest or rest[0] not in _FORMULA:
        return found
    new = "'" + first.new
    item = replace(first.item, placeholder=new) if first.item else None
    return [Edit(first.start, first.end, new, item), *found[1:]]
