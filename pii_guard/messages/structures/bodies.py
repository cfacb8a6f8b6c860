"""Bodies of e-mail parts: transfer encoding and character set off, redacted, and on again.

Where nothing was replaced the part's bytes stay. Quoted-printable is edited in place: characters outside the
replaced spans keep the very bytes they had, soft line breaks too.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.messages.structures import reader
from pii_guard.messages.structures.edits import spliced
from pii_guard.messages.structures.encoding import decoded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.structures.edits import Edit, Redactor
    from pii_guard.messages.structures.headers import Header
    from pii_guard.messages.types import RedactionItem

_BASE64_LINE = 76
_CHARSET = re.compile(rb"""(charset[ \t]*=[ \t]*)("[^"]*"|[^\s;]+)""", re.IGNORECASE)
_QP = re.compile(rb"=(?:([0-9A-Fa-f]{2})|[ \t]*\r?\n)|[ \t]+(?=\r?\n)")
_QP_PLAIN = frozenset(range(33, 127)) - {ord("=")} | {ord(" ")}
_SHIFTING = ("utf-7", "iso2022", "hz")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HINT = "Save the message again from the mail program."


@dataclass(frozen=True, slots=True)
class Body:
    """A body as it stands in the message.

    Attributes:
        raw: Its bytes.
        transfer: Content-Transfer-Encoding in lower case.
        charset: Declared character set.
        kind: Kind of document in it.
        line: Line of the file where it begins.
        widened: Whether it is in UTF-8 now because its character set lacks a replacement's characters.
    """

    raw: bytes
    transfer: str
    charset: str
    kind: str
    line: int
    widened: bool = False

    def declared(self, written: list[bytes], headers: Sequence[Header]) -> list[bytes]:
        """Return the header fields with the character set told, if it is another now."""
        if not self.widened:
            return written
        end = b"\r\n" if b"\r\n" in b"".join(h.raw for h in headers) + self.raw else b"\n"
        out, names = [], set()
        for header, data in zip(headers, written, strict=True):
            names.add(header.name)
            out.append(self._with_charset(header, data))
        if "content-type" not in names:
            out.append(b"Content-Type: text/plain; charset=utf-8" + end)
        if "content-transfer-encoding" not in names:
            out.append(b"Content-Transfer-Encoding: 8bit" + end)
        return out

    @staticmethod
    def _with_charset(header: Header, data: bytes) -> bytes:
        if header.name == "content-transfer-encoding" and b"7bit" in header.value.lower():
            return header.prefix + re.sub(rb"(?i)7bit", b"8bit", header.value)
        if header.name != "content-type":
            return data
        new, count = _CHARSET.subn(rb"\g<1>utf-8", data)
        kept = data.rstrip(b"\r\n")
        return new if count else kept + b"; charset=utf-8" + data[len(kept) :]


def redact_body(body: Body, redact: Redactor) -> tuple[Body, Sequence[RedactionItem], Sequence[str]]:
    """Redact a body.

    Returns:
        The new body, what was replaced (offsets in the decoded text), and media types inside that were not
        read.

    Raises:
        BadInputError: Its transfer encoding or what it holds is malformed; with line of the file.
    """
    data = _untransferred(body)
    if body.kind == "eml":
        from pii_guard.messages.structures.mail import redact_eml  # noqa: PLC0415 - mail holds bodies hold mail

        inner = redact_eml(data, redact)
        return replace(body, raw=_transferred(inner.data, body)), inner.items, inner.skipped
    text, codec = _decoded(data, body.charset)
    try:
        edits = reader(body.kind)(text, redact)
    except BadInputError as error:
        raise BadInputError(f"a {body.kind} part: {error.message}", hint=error.hint, line=body.line) from None
    new, items = spliced(text, edits)
    if not items:
        return body, (), ()
    edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
    return _written(body, text, new, codec, edits), items, ()


def _untransferred(body: Body) -> bytes:
    if body.transfer == "base64":
        try:
            return base64.b64decode(re.sub(rb"[\s]+", b"", body.raw), validate=True)
        except binascii.Error:
            raise BadInputError("a part is not base64", hint=_HINT, line=body.line) from None
    if body.transfer == "quoted-printable":
        return _QP.sub(lambda m: bytes([int(m[1], 16)]) if m[1] else b"", body.raw)
    return body.raw


def textual(raw: bytes, transfer: str) -> bool:
    """Return whether a part of unknown type is text: UTF-8 without control characters, or marked UTF-16."""
    try:
        data = _untransferred(Body(raw, transfer, "utf-8", "text", 0))
        text, _ = decoded(data)
    except (BadInputError, TooLargeError):
        return False
    return not _CONTROL.search(text)


def _decoded(data: bytes, charset: str) -> tuple[str, str]:
    """Decode so that encoding gives the same bytes; Latin-1 does so for whatever was declared wrongly.

    Character sets with escape sequences are the exception: there only what is read counts.
    """
    wide = _wide(data, charset)
    for codec in (wide or charset, "us-ascii", "utf-8"):
        try:
            known = codecs.lookup(codec).name
            text = data.decode(codec)
            if known.startswith(_SHIFTING) or text.encode(codec) == data:
                return text, codec
        except (LookupError, ValueError):
            continue
    return data.decode("latin-1"), "latin-1"


def _wide(data: bytes, charset: str) -> str | None:
    """Return the codec of UTF-16 or UTF-32 with its byte order: by its mark, or by where its zeros are."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32-le" if data.startswith(codecs.BOM_UTF32_LE) else "utf-32-be"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if data.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    name = charset.lower().replace("_", "-")
    if name not in ("utf-16", "utf16", "utf-32", "utf32", "ucs-2", "iso-10646-ucs-2", "unicode"):
        return None
    width = "32" if "32" in name else "16"
    little = (
        data[1::2].count(0) > data[::2].count(0)
        if width == "16"
        else data[3::4].count(0) > data[::4].count(0)
    )
    return f"utf-{width}-{'le' if little else 'be'}"  # RFC 2781, 4.3: big where nothing says otherwise


def _written(body: Body, text: str, new: str, codec: str, edits: Sequence[Edit]) -> Body:
    """Encode what was redacted, in UTF-8 where the character set lacks something."""
    errors = "xmlcharrefreplace" if body.kind == "html" else "strict"
    try:
        data = new.encode(codec, errors)
    except UnicodeEncodeError:
        return replace(body, raw=_transferred(new.encode("utf-8", "replace"), body), widened=True)
    in_place = None
    if body.transfer == "quoted-printable":
        in_place = _in_place(
            body.raw, text, codec, [(e.start, e.end, e.new.encode(codec, errors)) for e in edits]
        )
    return replace(body, raw=_transferred(data, body) if in_place is None else in_place)


def _transferred(data: bytes, body: Body) -> bytes:
    end = b"\r\n" if b"\r\n" in body.raw else b"\n"
    if body.transfer == "base64":
        width = max((len(line.rstrip()) for line in body.raw.splitlines()), default=_BASE64_LINE)
        coded = base64.b64encode(data)
        width = max(width, 4)
        lines = [coded[at : at + width] for at in range(0, len(coded), width)]
        tail = body.raw[len(body.raw.rstrip()) :]
        return end.join(lines) + tail
    if body.transfer == "quoted-printable":
        return re.sub(rb"\r?\n", end, quopri.encodestring(data))
    return data


def _in_place(raw: bytes, text: str, codec: str, edits: Sequence[tuple[int, int, bytes]]) -> bytes | None:
    """Edit quoted-printable where it stands; None where characters have no bytes of their own."""
    spans = _byte_spans(raw)
    offsets = [0]
    for char in text:
        offsets.append(offsets[-1] + len(char.encode(codec)))
    if offsets[-1] != len(spans) - 1:
        return None
    out, last = [], 0
    for first, past, new in edits:
        start, end = max(spans[offsets[first]][0], last), spans[offsets[past] - 1][1]
        if start < end:
            out += [raw[last:start], _quoted(new)]
            last = end
    return b"".join([*out, raw[last:]])


def _byte_spans(raw: bytes) -> list[tuple[int, int]]:
    """Return the span in quoted-printable text of each byte it stands for, and one past the last."""
    spans: list[tuple[int, int]] = []
    at = 0
    for match in _QP.finditer(raw):
        spans.extend((n, n + 1) for n in range(at, match.start()))
        if match[1]:
            spans.append(match.span())
        at = match.end()
    spans.extend((n, n + 1) for n in range(at, len(raw)))
    return [*spans, (len(raw), len(raw))]


def _quoted(data: bytes) -> bytes:
    text = b"".join(bytes([c]) if c in _QP_PLAIN else b"=%02X" % c for c in data)
    return text[:-1] + b"=20" if text.endswith(b" ") else text
