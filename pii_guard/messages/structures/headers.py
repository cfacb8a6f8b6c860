"""Header fields of e-mail: all are read but ids and signatures; in those of machines, the addresses.

Encoded words (RFC 2047) are decoded, and written anew only if something in them was replaced. Replacements
that are not ASCII stand in a field as UTF-8 (RFC 6532).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.messages.structures.edits import Leaf, redact_long
from pii_guard.messages.structures.filenames import CONTEXT, coded_names, readable, redact_coded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.structures.edits import Redactor
    from pii_guard.messages.types import RedactionItem

MAX_HEADER_BYTES = 1_000_000
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]?")
_WORD = re.compile(r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z-]*)?\?([BbQq])\?([^? \t\r\n]*)\?=")
# Ids, signatures and what says how to read the message; everything else is read.
_MACHINE = frozenset(
    {"message-id", "in-reply-to", "references", "resent-message-id", "original-message-id", "date"}
    | {"resent-date", "mime-version", "content-transfer-encoding", "content-id", "content-md5"}
    | {"content-language", "dkim-signature", "domainkey-signature", "x-google-dkim-signature"}
    | {"arc-seal", "arc-message-signature", "thread-index"}
)
# Machines wrote these, with ids, versions and keys between the addresses: only addresses are read in them.
_TRACE = frozenset(
    {"received", "x-received", "received-spf", "authentication-results", "arc-authentication-results"}
    | {"authentication-results-original", "autocrypt", "feedback-id", "user-agent", "x-mailer", "x-uidl"}
    | {"list-unsubscribe", "list-subscribe", "list-post", "list-help", "list-owner", "list-archive"}
    | {"x-originating-ip", "list-unsubscribe-post", "dkim-filter"}
)
_TRACE_FAMILIES = ("x-google-", "x-gm-", "x-ms-", "x-microsoft-anti", "x-forefront-", "x-spam-", "x-mozilla-")
_WRITTEN = ("x-google-original-",)
_ADDRESS = re.compile(
    rb"(?P<url>https?://[^\s<>\"]+)"
    rb"|(?:(?<![\w.+-])(?:addr|(?:smtp|header|policy)\.[a-z-]{1,20}|envelope-from|mailfrom|from|to|rcpt|sender"
    rb"|identity|receiver|helo|mailto|d|i)[=:])?(?P<mail>[^\s<>()\[\],;:\"'@]{1,128}@[\w.\x80-\xff-]{1,255})"
    rb"|(?<![\w.-])(?<!\bid )(?P<ip>[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"
    rb"(?:[0-9]{0,3}(?:\.[0-9]{1,3}){3})?)(?![0-9A-Fa-f:]|\.[0-9])",
    re.IGNORECASE,
)
_CONTEXTS = {"mail": "to", "ip": "ip", "url": "url"}
_FILE_NAME = re.compile(
    rb"""(?:file)?name(?:\*[0-9]*\*?)?[ \t]*=[ \t]*(?:"([^"\r\n]*)"|([^\s";]+))""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Header:
    """One field as it stands in the message.

    Attributes:
        name: In lower case.
        value: Everything after the colon and one space, with its line ends.
        prefix: Everything before that.
    """

    name: str
    value: bytes
    prefix: bytes = b""

    @property
    def raw(self) -> bytes:
        """The field as it was."""
        return self.prefix + self.value


def split_headers(data: bytes, start: int, end: int, *, strict: bool) -> tuple[list[Header], int]:
    """Return the fields of a message or part, and where its body begins.

    Args:
        data: The whole file.
        start: Where the fields begin.
        end: Where the message or part ends.
        strict: Whether a first line that is no field is an error; in a part, it is the body.

    Raises:
        BadInputError: A line that is no field; with line.
        TooLargeError: More than `MAX_HEADER_BYTES` of fields.
    """
    fields: list[tuple[str, int, int]] = []  # name, where it begins, where its value begins
    at = start
    while at < end:
        stop = data.find(b"\n", at, end) + 1 or end
        line = data[at:stop]
        if not line.strip(b"\r\n"):
            return _headers(data, fields, at), stop
        field = _FIELD.match(line)
        if line[:1] in (b" ", b"\t") and fields:
            pass  # goes on from the line before
        elif field:
            fields.append((field[1].decode("ascii").lower(), at, at + field.end()))
        elif fields or not strict:
            break  # the empty line is missing: what follows is the body
        else:
            number = data.count(b"\n", 0, at) + 1
            raise BadInputError("not an e-mail: a header field is missing", line=number)
        if stop - start > MAX_HEADER_BYTES:
            raise TooLargeError(f"header fields of more than {MAX_HEADER_BYTES} bytes")
        at = stop
    return _headers(data, fields, at), at


def _headers(data: bytes, fields: Sequence[tuple[str, int, int]], end: int) -> list[Header]:
    ends = [*(begin for _, begin, _ in fields[1:]), end][: len(fields)]
    return [
        Header(name, data[value:stop], data[begin:value])
        for (name, begin, value), stop in zip(fields, ends, strict=True)
    ]


def redact_header(header: Header, redact: Redactor) -> tuple[bytes, Sequence[RedactionItem]]:
    """Return a field redacted; ids, signatures and boundaries stay."""
    if header.name in _MACHINE:
        return header.raw, ()
    trace = header.name in _TRACE or header.name.startswith(_TRACE_FAMILIES)
    if trace and not header.name.startswith(_WRITTEN):
        return _traced(header, redact)
    if header.name in ("content-type", "content-disposition"):
        return _named(header, redact)
    value, items = _value(header.value, redact, header.name)
    return (header.prefix + value, items) if items else (header.raw, ())


def _traced(header: Header, redact: Redactor) -> tuple[bytes, Sequence[RedactionItem]]:
    """Redact the mail addresses, internet addresses and links of a field; an address goes as a whole."""
    out, last = [header.prefix], 0
    found: list[RedactionItem] = []
    for match in _ADDRESS.finditer(header.value):
        kind = match.lastgroup or "mail"
        new, items = _value(match[kind], redact, _CONTEXTS[kind])
        if not items:
            continue
        if kind == "mail":  # `bounce+anna=example.com@...`: what stands before what was found tells as much
            new = items[-1].placeholder.encode("utf-8", "replace")
            items = [replace(items[-1], start=0, end=len(match[kind].decode("utf-8", "replace")))]
        found += items
        out += [header.value[last : match.start(kind)], new]
        last = match.end(kind)
    return b"".join([*out, header.value[last:]]), found


def _named(header: Header, redact: Redactor) -> tuple[bytes, Sequence[RedactionItem]]:
    """Redact the file names of a field."""
    text = header.value.decode("latin-1")
    if coded_names(text):
        new, coded = redact_coded(text, redact)
        value = b"".join(c.encode("latin-1" if c < "\u0100" else "utf-8") for c in new)
        return (header.prefix + value, coded) if coded else (header.raw, ())
    out, last = [header.prefix], 0
    found: list[RedactionItem] = []
    for match in _FILE_NAME.finditer(header.value):
        group = match.lastindex or 0
        name, items = _value(match[group], readable(redact), CONTEXT)
        if items:
            found += items
            bare = header.value[match.start(group) - 1 : match.start(group)] != b'"'
            out += [header.value[last : match.start(group)], b'"' + name + b'"' if bare else name]
            last = match.end(group)
    return b"".join([*out, header.value[last:]]), found


@dataclass(frozen=True, slots=True)
class _Token:
    """A stretch of a field: as it is, or an encoded word with what it says."""

    raw: str
    text: str
    word: bool


def _value(data: bytes, redact: Redactor, context: str) -> tuple[bytes, Sequence[RedactionItem]]:
    try:
        source, codec = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        source, codec = data.decode("latin-1"), "latin-1"
    tokens = _tokens(source)
    leaf = Leaf(context)
    for token in tokens:
        leaf.decoded(token.text, 0, 1)
    items = redact_long(leaf.text, redact, context) if leaf.text.strip() else []
    if not items:
        return data, ()
    out, at = [], 0
    for token in tokens:
        new = _cut(token.text, at, items)
        at += len(token.text)
        if new == token.text:
            out.append(token.raw.encode(codec))
        elif token.word:
            out.append(_word(new))
        elif codec == "latin-1":  # one field has one encoding
            out.append(_latin(new))
        else:
            out.append(new.encode("utf-8", "surrogatepass"))
    return b"".join(out), items


def _tokens(source: str) -> list[_Token]:
    """Split a field at its encoded words; spaces between two of them are not part of the text."""
    out: list[_Token] = []
    last = 0
    for match in _WORD.finditer(source):
        text = _decoded(match)
        if text is None:
            continue
        between = source[last : match.start()]
        hidden = bool(out) and out[-1].word and not between.strip()
        out.append(_Token(between, "" if hidden else between, word=False))
        out.append(_Token(match[0], text, word=True))
        last = match.end()
    return [*out, _Token(source[last:], source[last:], word=False)]


def _decoded(match: re.Match[str]) -> str | None:
    charset, form, body = match[1], match[2].upper(), match[3]
    try:
        if form == "B":
            data = base64.b64decode(body + "=" * (-len(body) % 4))
        else:
            data = binascii.a2b_qp(body.encode("latin-1"), header=True)
        return data.decode(charset)
    except (LookupError, ValueError):
        return None


def _cut(text: str, at: int, items: Sequence[RedactionItem]) -> str:
    """Return what is left of a token that begins at `at`; a replacement stands where its value begins."""
    out, last = [], 0
    for item in items:
        start, end = max(item.start - at, 0), min(item.end - at, len(text))
        if start < end:
            out += [text[last:start], item.placeholder if item.start >= at else ""]
            last = end
    return "".join([*out, text[last:]])


def _word(text: str) -> bytes:
    """Write an encoded word, in pieces of at most 75 characters (RFC 2047, 2)."""
    pieces, piece = [], ""
    for char in text:
        if len((piece + char).encode("utf-8", "replace")) > 45:  # noqa: PLR2004 - 60 characters of base64
            pieces.append(piece)
            piece = ""
        piece += char
    pieces.append(piece)
    words = [base64.b64encode(part.encode("utf-8", "replace")) for part in pieces if part]
    return b" ".join(b"=?utf-8?B?" + word + b"?=" for word in words)


def _latin(text: str) -> bytes:
    """Write Latin-1 where it reaches, and encoded words where it does not."""
    return b"".join(c.encode("latin-1") if c < "\u0100" else _word(c) for c in text)
