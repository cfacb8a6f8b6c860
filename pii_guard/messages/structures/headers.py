"""Header fields of e-mail: what people wrote into them is read, what machines wrote stays.

Encoded words (RFC 2047) are decoded, and written anew only if something in them was replaced. Replacements
that are not ASCII stand in a field as UTF-8 (RFC 6532).
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.messages.structures.edits import Leaf, redact_long

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.structures.edits import Redactor
    from pii_guard.messages.types import RedactionItem

MAX_HEADER_BYTES = 1_000_000
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:[ \t]?")
_WORD = re.compile(r"=\?([A-Za-z0-9_.:-]{1,40})(?:\*[A-Za-z-]*)?\?([BbQq])\?([^? \t\r\n]*)\?=")
_MACHINE = frozenset(
    {"message-id", "in-reply-to", "references", "resent-message-id", "original-message-id", "date"}
    | {"resent-date", "mime-version", "content-transfer-encoding", "content-id", "content-md5"}
    | {"authentication-results", "received-spf", "autocrypt", "thread-index", "list-id", "user-agent"}
    | {"precedence", "x-mailer", "x-priority", "importance", "x-received", "feedback-id", "auto-submitted"}
    | {"content-language", "x-uidl", "x-mozilla-status", "x-mozilla-status2", "status", "x-status"}
)
_MACHINE_FAMILIES = (
    "dkim-",
    "domainkey-",
    "arc-",
    "x-google-",
    "x-gm-",
    "x-ms-exchange-",
    "x-microsoft-anti",
)
_FOR = re.compile(rb"\bfor[ \t\r\n]+<?([^\s<>;]+@[^\s<>;]+)")
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
    """Return a field with what people wrote in it redacted."""
    if header.name in _MACHINE or header.name.startswith(_MACHINE_FAMILIES):
        return header.raw, ()
    if header.name == "received":
        return _inside(header, _FOR, redact, "to")
    if header.name in ("content-type", "content-disposition"):
        return _inside(header, _FILE_NAME, redact, "filename")
    value, items = _value(header.value, redact, header.name)
    return (header.prefix + value, items) if items else (header.raw, ())


def _inside(
    header: Header, form: re.Pattern[bytes], redact: Redactor, context: str
) -> tuple[bytes, Sequence[RedactionItem]]:
    """Redact only what a pattern finds in a field."""
    out, last = [header.prefix], 0
    found: list[RedactionItem] = []
    for match in form.finditer(header.value):
        group = match.lastindex or 0
        new, items = _value(match[group], redact, context)
        if items:
            found += items
            out += [header.value[last : match.start(group)], new]
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
