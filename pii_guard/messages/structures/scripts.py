"""Scripts, style sheets and JSON in a page: strings, comments and long numbers are read; code stays code.

A replacement is written with its quotes, brackets of tags, backslashes and line ends as escapes of the
language, so that it can end neither its string nor the element. A number that is personal data becomes a
string.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from pii_guard.messages.structures.edits import Edit, Leaf, Redactor

if TYPE_CHECKING:
    from collections.abc import Sequence

# Strings and comments of JavaScript, CSS and JSON. A string that is not closed ends with its line: so every
# quote is read once, and the time is linear.
_TOKEN = re.compile(
    r"""/\*(?P<block>[\s\S]*?)(?:\*/|\Z)"""
    r"""|(?<!:)//(?P<line>[^\r\n]*)"""
    r"""|"(?P<double>(?:[^"\\\r\n]|\\(?:\r\n|[\s\S]))*+)"?"""
    r"""|'(?P<single>(?:[^'\\\r\n]|\\(?:\r\n|[\s\S]))*+)'?"""
    r"""|`(?P<template>(?:[^`\\]|\\[\s\S])*+)`?"""
    r"""|(?<![\w.$#])(?P<number>[0-9]{7,19})(?![\w.])""",
)
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|([\s\S]))")
_SHORT = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_UNSAFE = re.compile(r"[\"'`\\<>&$*/\x00-\x1f\u2028\u2029]")
_MAX_CODE = 0x10FFFF


def script_edits(source: str, start: int, end: int, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of a stretch of code."""
    out: list[Edit] = []
    for match in _TOKEN.finditer(source, start, end):
        kind = match.lastgroup
        if kind is None:
            continue
        leaf = Leaf()
        if kind == "number":
            leaf.plain(source, *match.span())
            out += [_as_string(edit, match) for edit in leaf.edits(redact, _escaped)[:1]]
            continue
        if kind in ("block", "line"):
            leaf.plain(source, *match.span(kind))
        else:
            _unescape_into(leaf, source, *match.span(kind))
        out += leaf.edits(redact, _escaped)
    return out


def _as_string(edit: Edit, match: re.Match[str]) -> Edit:
    """Replace the whole number, whatever part of it was found: half a number is no code."""
    new = f'"{edit.new}"'
    item = replace(edit.item, start=match.start(), end=match.end(), placeholder=new) if edit.item else None
    return Edit(match.start(), match.end(), new, item)


def _unescape_into(leaf: Leaf, source: str, start: int, end: int) -> None:
    at = start
    for match in _ESCAPE.finditer(source, start, end):
        leaf.plain(source, at, match.start())
        code = match[1] or match[2] or match[3]
        if code is None:
            text = _SHORT.get(match[4], match[4])
        else:
            text = chr(int(code, 16)) if int(code, 16) <= _MAX_CODE else "\ufffd"
        leaf.decoded(text, *match.span())
        at = match.end()
    leaf.plain(source, at, end)


def _escaped(text: str) -> str:
    return _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
