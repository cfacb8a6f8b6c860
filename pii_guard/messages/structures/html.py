"""HTML: visible and hidden text, attributes and comments; tags stay, scripts stay whole.

All text of a page is one leaf, in which inline tags are nothing and blocks are line breaks: a value that is
split over `<b>` is found, and so is a label in the cell before. Tags inside a value are kept. Where elements
are hidden the text is read a second time without them: decoys inside a value do not hide it. Malformed HTML
is never an error, as in the standard: what cannot be a tag is text (WHATWG HTML, 13.2.5).
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from pii_guard.messages.structures.datalinks import data_edits
from pii_guard.messages.structures.edits import Edit, Leaf, Redactor, whole
from pii_guard.messages.structures.scripts import script_edits

if TYPE_CHECKING:
    from collections.abc import Sequence

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "main", "menu", "nav",
    "object", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "template",
    "textarea", "tfoot", "thead", "title", "tr", "ul", "video", "audio",
))
# fmt: on
_CELLS = frozenset({"td", "th"})
_CODE = frozenset({"script", "style"})
_RAW = frozenset({"textarea", "title", "xmp", "iframe", "noembed", "noframes"})
# Attributes that hold keywords or code-like values of the page, never of a person.
# fmt: off
_KEYWORDS = frozenset((
    "class", "style", "type", "rel", "lang", "dir", "charset", "integrity", "nonce", "xmlns", "method",
    "enctype", "target", "media", "width", "height", "colspan", "rowspan", "align", "valign", "bgcolor",
    "color", "border", "cellpadding", "cellspacing", "role", "http-equiv", "loading",
))
# fmt: on
_VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|opacity\s*:\s*0(?![.\d]*[1-9])",
    re.IGNORECASE,
)
_TAG_NAME = re.compile(r"</?([A-Za-z][^\s/>]*)")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"([^\s/>=][^\s/>=]*)(\s*=\s*)?")
_UNQUOTED = re.compile(r"[^\s>]*")
_ENTITY = re.compile(r"&(?:#[xX]?[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?")
_ENDS = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _CODE | _RAW}
_Attribute = tuple[str, int, int, str]  # name, span of the value, its quote


def edits(text: str, redact: Redactor) -> Sequence[Edit]:
    """Return the edits of an HTML document or fragment."""
    return _Page(text, redact).read()


class _Page:
    def __init__(self, source: str, redact: Redactor) -> None:
        self._source = source
        self._redact = redact
        self._visible = Leaf()
        self._edits: list[Edit] = []
        self._hidden: list[tuple[int, int]] = []
        self._hiding: tuple[str, int, int] | None = None  # element, how deep in its like, where it begins

    def read(self) -> list[Edit]:
        at = 0
        while at < len(self._source):
            tag = self._source.find("<", at)
            if tag < 0:
                tag = len(self._source)
            self._text(at, tag)
            at = self._markup(tag) if tag < len(self._source) else tag
        everything = self._visible.edits(self._redact, escaped)
        self._edits += everything
        if self._hiding is not None:
            self._hidden.append((self._hiding[2], len(self._source)))
        if self._hidden:
            shown = self._visible.without(self._hidden).edits(self._redact, escaped)
            self._edits += _not_in(everything, shown)
        return self._edits

    def _text(self, start: int, end: int) -> None:
        unescape_into(self._visible, self._source, start, end)

    def _markup(self, at: int) -> int:
        """Read what begins with `<` and return where it ends."""
        source = self._source
        if source.startswith("<!--", at):
            return self._aside(at, at + 4, "-->")
        if source.startswith("<![CDATA[", at):
            return self._aside(at, at + 9, "]]>")
        if source.startswith(("<!", "<?"), at):
            return self._aside(at, at + 2, ">")
        match = _TAG_NAME.match(source, at)
        if match is None or "@" in match[1]:  # <anna@example.com> is no element
            self._text(at, at + 1)
            return at + 1
        return self._tag(match)

    def _aside(self, at: int, start: int, close: str) -> int:
        """Read a comment or declaration; without its end it runs to the end of the page."""
        end = self._source.find(close, start)
        stop = len(self._source) if end < 0 else end
        leaf = Leaf()
        unescape_into(leaf, self._source, start, stop)
        self._edits += leaf.edits(self._redact, escaped)
        return stop if end < 0 else max(end + len(close), at + 1)

    def _tag(self, match: re.Match[str]) -> int:
        name = match[1].lower()
        opening = self._source[match.start() + 1] != "/"
        end, attributes = self._attributes(match.end())
        if end < 0:  # never closed: nobody knows where it ends, so all of it is read as text
            self._text(match.start(), len(self._source))
            return len(self._source)
        if name in _BLOCKS or name in _CELLS:
            self._visible.joint("\t" if name in _CELLS else "\n", match.start())
        for attribute in attributes:
            self._attribute(attribute, attributes)
        self._follow_hidden(name, match.start(), end, attributes, opening=opening)
        if opening and name in _ENDS and self._source[end - 2] != "/":
            return self._raw(name, end, attributes)
        return end

    def _attributes(self, at: int) -> tuple[int, list[_Attribute]]:
        """Read attributes up to `>`; the end is -1 where there is none."""
        source = self._source
        found: list[_Attribute] = []
        while True:
            space = _SPACE.match(source, at)
            at = space.end() if space else at
            if at >= len(source):
                return -1, found
            if source[at] == ">":
                return at + 1, found
            match = _ATTRIBUTE.match(source, at)
            if match is None:  # a stray `=`
                at += 1
                continue
            at = match.end()
            if match[2] is None:
                found.append((match[1].lower(), at, at, ""))
                continue
            quote = source[at : at + 1]
            if quote in ("'", '"'):
                stop = source.find(quote, at + 1)
                if stop < 0:
                    return -1, found
                found.append((match[1].lower(), at + 1, stop, quote))
                at = stop + 1
            else:
                value = _UNQUOTED.match(source, at)
                stop = value.end() if value else at
                found.append((match[1].lower(), at, stop, ""))
                at = stop

    def _follow_hidden(
        self, name: str, start: int, end: int, attributes: Sequence[_Attribute], *, opening: bool
    ) -> None:
        """Note where elements begin and end that a browser does not show."""
        if self._hiding is None:
            if opening and name not in _VOID and any(self._hides(attribute) for attribute in attributes):
                self._hiding = name, 1, start
        elif name == self._hiding[0]:
            _, depth, begun = self._hiding
            depth += 1 if opening else -1
            self._hiding = (name, depth, begun) if depth else None
            if not depth:
                self._hidden.append((begun, end))

    def _hides(self, attribute: _Attribute) -> bool:
        name, start, end, _ = attribute
        return name == "hidden" or (name == "style" and bool(_HIDING.search(self._source, start, end)))

    def _attribute(self, attribute: _Attribute, others: Sequence[_Attribute]) -> None:
        name, start, end, quote = attribute
        if name in _KEYWORDS or name.startswith("xmlns:") or end - start < 2:  # noqa: PLR2004 - one letter
            return
        if name.startswith("on"):
            self._edits += script_edits(self._source, start, end, self._redact)
            return
        if (token := data_edits(self._source, start, end, self._redact)) is not None:
            self._edits += token
            return
        leaf = Leaf(self._context(name, others))
        unescape_into(leaf, self._source, start, end)
        self._edits += leaf.edits(self._redact, escaped if quote else _unspaced)

    def _context(self, name: str, others: Sequence[_Attribute]) -> str | None:
        """Name what an attribute holds: `data-email`, or the field whose `value` or `content` it is."""
        if name.startswith("data-"):
            return name.removeprefix("data-")
        if name in ("value", "content", "placeholder"):
            fields = {other[0]: self._source[other[1] : other[2]] for other in others}
            return next((fields[n] for n in ("name", "itemprop", "property", "id") if fields.get(n)), None)
        return None

    def _raw(self, name: str, start: int, attributes: Sequence[_Attribute]) -> int:
        """Read an element in which there are no tags."""
        close = _ENDS[name].search(self._source, start)
        end = close.start() if close else len(self._source)
        if name not in _CODE:
            self._text(start, end)
        else:
            kind = next((self._source[s:e].lower() for n, s, e, _ in attributes if n == "type"), "")
            if kind in ("text/html", "text/template", "text/plain"):
                self._edits += whole(self._source, start, end).edits(self._redact, escaped)
            else:
                self._edits += script_edits(self._source, start, end, self._redact)
        return end


def _not_in(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return the edits of the second reading that touch anything the first one leaves."""
    groups: list[list[Edit]] = []
    for edit in second:
        if edit.item is not None:
            groups.append([])
        groups[-1].append(edit)
    spans = sorted((edit.start, edit.end) for edit in first)
    starts = [start for start, _ in spans]

    def covered(edit: Edit) -> bool:
        at = bisect_right(starts, edit.start) - 1
        return at >= 0 and edit.end <= spans[at][1]

    return [edit for group in groups if not all(map(covered, group)) for edit in group]


def unescape_into(leaf: Leaf, source: str, start: int, end: int) -> None:
    """Add a stretch of HTML text to a leaf, character references decoded."""
    at = start
    if source.find("&", start, end) >= 0:
        for match in _ENTITY.finditer(source, start, end):
            plain = html.unescape(match[0])
            if plain != match[0]:
                leaf.plain(source, at, match.start())
                leaf.decoded(plain, *match.span())
                at = match.end()
    leaf.plain(source, at, end)


def escaped(text: str) -> str:
    """Write a replacement as HTML text or in a quoted attribute."""
    return html.escape(text)


def _unspaced(text: str) -> str:
    """Write a replacement in an attribute without quotes."""
    return re.sub(r"[\s=`]", lambda m: f"&#{ord(m[0])};", escaped(text))
