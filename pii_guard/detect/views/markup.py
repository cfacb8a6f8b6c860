"""Markup taken away: HTML tags, comments and CDATA, Markdown emphasis and escapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.detect.view import View

Edit = tuple[int, int, str]

# Tags that end a line or a cell; all others stand inside words.
_BLOCKS: Final = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "fieldset", "figcaption",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol",
        "option", "p", "pre", "section", "select", "table", "tbody", "td", "tfoot", "th", "thead", "title",
        "tr", "ul",
    }
)  # fmt: skip
# Written like a tag, but meant as a sign: "anna<at>example.org".
_SIGNS: Final = frozenset({"at", "dot"})
_MARKUP: Final = lazy(
    r"<!--(?:\[if [^\]<>]{0,80}\]>)?|(?:<!\[endif\])?-->"
    r"|<!\[CDATA\[|\]\]>|<!\[[^\]<>]{0,80}\]>|<!DOCTYPE[^<>]{0,300}>"
    r"|</?(?P<name>[A-Za-z][A-Za-z0-9:-]{0,40})(?:\s[^<>]{0,4000})?\s?/?>",
    re.IGNORECASE,
)
_COMMENT: Final = lazy(r"<!--(?!\[if)([^<]{0,400}?)-->")
# An element that is not shown, put into a word to break it.
_HIDDEN: Final = lazy(
    r"<([A-Za-z]{1,10})\s[^<>]{0,300}"
    r"(?:display\s?:\s?none|visibility\s?:\s?hidden|font-size\s?:\s?0|size\s?=\s?[\"']?0|opacity\s?:\s?0(?!\.)"
    r"|(?:width|height)\s?:\s?0|color\s?:\s?(?:transparent|white|#fff)|hidden|sr-only)[^<>]{0,300}>"
    r"[^<>]{0,300}</\1>",
    re.IGNORECASE,
)
# Struck-out and phonetic text, which breaks a word too.
_STRUCK: Final = lazy(
    r"<(s|del|strike|rt|rp|script|style|template|noscript)(?:\s[^<>]{0,100})?>[^<>]{0,40}</\1>", re.IGNORECASE
)
# An image that stands for a sign, and a field that holds a value.
_SHOWN: Final = lazy(
    r"<(?:img\s[^<>]{0,300}alt|input\s[^<>]{0,300}value)\s?=\s?(?P<quote>[\"']?)(?P<value>[^\"'<>]{1,80})"
    r"(?P=quote)[^<>]{0,300}>",
    re.IGNORECASE,
)
# A picture of the sign: <i class="fa fa-at"></i>.
_ICON: Final = lazy(r"<(i|span|em|b)\s[^<>]{0,80}\bat\b[^<>]{0,60}></\1>", re.IGNORECASE)
_LINK: Final = lazy(r"\[(?P<text>[^\[\]\n]{1,100})\]\((?P<link>[^()\s]{0,300})\)")
_MACRO: Final = lazy(r"(?:\\[a-z]{2,12}\{|\{\\[a-z]{1,8} )(?P<text>[^{}\n]{1,100})\}")
_EMPHASIS: Final = lazy(r"(\*\*\*|\*\*|\*|__|~~|``|`)(?=[^\s*_~`])([^\n*~`]{0,200}?[^\s*~`])\1")
_BACKSLASH: Final = lazy(r"\\(?=[\\`*_{}\[\]()#+.!@|<>~-])")
_BBCODE: Final = lazy(
    r"\[/?(?:b|i|u|s|color|size|font|url|email|quote|code)(?:=[^\]\n]{0,200})?\]", re.IGNORECASE
)


def unmarked(base: View) -> View:
    """Return a view without markup, or `base` itself.

    Inline tags vanish, so that a word they cut is whole again; tags of blocks and cells become a space or a
    line break. The text of comments and CDATA stays, except for a comment in the middle of a word.
    """
    text = base.text
    edits = list(_html(text)) if "<" in text else []
    view = base.replaced("markup", edits) if edits else base
    edits = list(_markdown(view.text))
    return view.replaced("markup", edits) if edits else view


def _html(text: str) -> Iterator[Edit]:
    last = 0
    for match in _MARKUP.finditer(text):
        start, end = match.span()
        if start < last:
            continue
        sign = _picture(text, start, end)
        if sign is not None:
            last, instead = sign
            yield start, last, instead
            continue
        unseen = _COMMENT.match(text, start) if match[0] == "<!--" else _hidden(text, start)
        if unseen is not None and _inside_word(text, start, unseen.end()):
            yield start, unseen.end(), ""
            last = unseen.end()
            continue
        name = (match["name"] or "").lower()
        if name not in _SIGNS:
            yield start, end, "" if not name and _inside_word(text, start, end) else _instead(name)
        last = end


def _picture(text: str, start: int, end: int) -> tuple[int, str] | None:
    """Return the end of an image or a field, and what it shows."""
    shown = _SHOWN.match(text, start)
    if shown is not None and shown.end() == end:
        value = {"at": "@", "dot": "."}.get(shown["value"].lower(), shown["value"])
        return end, value if text[start + 1 : start + 4].lower() == "img" else f"{value} "
    icon = _ICON.match(text, start)
    if icon is not None and _inside_word(text, start, icon.end()):
        return icon.end(), "@"
    return None


def _hidden(text: str, start: int) -> re.Match[str] | None:
    return _HIDDEN.match(text, start) or _STRUCK.match(text, start)


def _instead(name: str) -> str:
    if not name or name in ("td", "th"):
        return " "
    return "\n" if name in _BLOCKS else ""


def _inside_word(text: str, start: int, end: int) -> bool:
    return start > 0 and end < len(text) and _solid(text[start - 1]) and _solid(text[end])


def _solid(char: str) -> bool:
    return char.isalnum() or char in "@._-<>"


def _markdown(text: str) -> Iterator[Edit]:
    edits = []
    for match in _EMPHASIS.finditer(text):
        width = len(match[1])
        edits += [(match.start(), match.start() + width, ""), (match.end() - width, match.end(), "")]
    for pattern in (_LINK, _MACRO):
        for match in pattern.finditer(text):
            after = text[match.end() : match.end() + 1]
            told = "@" in match[0] + after or match["text"].isdigit()
            if not told and not _inside_word(text, *match.span()):
                continue
            edits += [(match.start(), match.start("text"), ""), (match.end("text"), match.end(), "")]
    edits += [(*match.span(), "") for match in _BACKSLASH.finditer(text)]
    edits += [(*match.span(), "") for match in _BBCODE.finditer(text)]
    last = 0
    for edit in sorted(edits):
        if edit[0] >= last:
            yield edit
            last = edit[1]
