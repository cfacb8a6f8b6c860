"""Scripts, style sheets and JSON in a page: only strings and comments are read, so that code stays code.

A replacement is written with its quotes, brackets of tags, backslashes and line ends as escapes of the
language, so that it can end neither its string nor the element.
"""

from __future__ import annotations

import re
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
    r"""|`(?P<template>(?:[^`\\]|\\[\s\S])*+)`?""",
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
        if kind in ("block", "line"):
            leaf.plain(source, *match.span(kind))
        else:
            _unescape_into(leaf, source, *match.span(kind))
        out += leaf.edits(redact, _escaped)
    return out


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
