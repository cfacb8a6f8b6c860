"""E-mail (RFC 5322, MIME) and mbox: header fields, every text, and messages within messages.

The message is edited in place. Ids, signatures and boundaries are never touched. A part is written anew only
if something in it was replaced, in the transfer encoding that it had. What cannot be read is refused
or listed in `skipped`, never passed as clean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.message import Message
from pathlib import PurePath
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.messages.structures import SUFFIXES, Redacted
from pii_guard.messages.structures.bodies import Body, redact_body, textual
from pii_guard.messages.structures.headers import Header, redact_header, split_headers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.messages.structures.edits import Redactor
    from pii_guard.messages.types import RedactionItem

MAX_DEPTH = 20
MAX_PARTS = 2_000
_HINT = "Save the message again from the mail program, or pass the file as text."
# With a time of day, as every program writes it: "From here on" at the start of a paragraph is text.
_SEPARATOR = re.compile(rb"^From [^\r\n]*[0-9]{2}:[0-9]{2}", re.MULTILINE)
_READERS = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "text/csv": "csv",
    "text/vtt": "vtt",
}
_TRANSFERS = frozenset({"7bit", "8bit", "binary", "base64", "quoted-printable", ""})
# Text to the eye of a program, but not what a person reads of them: streams, archives, signatures.
_SEALED = re.compile(
    r"(?:application/(?:pdf|postscript|zip|gzip|pkcs|x-pkcs|pgp|x-.*zip|x-tar)|audio/|video/|font/)"
)
_XML = re.compile(r"[a-z]+/(?:[^\s/]+\+)?xml")
_TEXT_SUFFIXES = frozenset(
    {
        ".xml",
        ".yaml",
        ".yml",
        ".ini",
        ".cfg",
        ".conf",
        ".ics",
        ".vcf",
        ".ldif",
        ".sql",
        ".rtf",
        ".tex",
        ".rst",
    }
    | {".js", ".py", ".sh", ".bat", ".ps1", ".css", ".svg", ".asc", ".adoc", ".properties", ".diff", ".patch"}
)


def redact_eml(data: bytes, redact: Redactor) -> Redacted:
    """Redact one message.

    Raises:
        BadInputError: Not a message, or its parts cannot be told apart; with line.
        TooLargeError: Too many or too deeply nested parts.
    """
    run = _Run(data, redact)
    new = run.entity(0, len(data), 0, "text/plain")
    return Redacted(new if run.items else data, tuple(run.items), tuple(run.skipped))


def redact_mbox(data: bytes, redact: Redactor) -> Redacted:
    """Redact a file of messages, each after its `From ` line.

    Raises:
        BadInputError: It does not begin with a `From ` line; or as `redact_eml`, with line.
        TooLargeError: As `redact_eml`.
    """
    if not data.strip():
        return Redacted(data, ())
    run = _Run(data, redact)
    out = []
    for start, body, end in _messages(data):
        run.parts = 0
        out.append(run.separator(start, body))
        out.append(run.entity(body, end, 0, "text/plain"))
    return Redacted(b"".join(out) if run.items else data, tuple(run.items), tuple(run.skipped))


def _messages(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield where a message's `From ` line begins, where the message begins, and where it ends."""
    first = len(data) - len(data.lstrip())
    if not data.startswith(b"From ", first):
        raise BadInputError("an mbox file begins with a line `From `", hint=_HINT, line=1)
    starts = [m.start() for m in _SEPARATOR.finditer(data, first + 1) if _after_blank(data, m.start())]
    for start, end in zip([0, *starts], [*starts, len(data)], strict=True):
        line = data.find(b"\n", max(start, first), end)
        yield start, (line + 1 if line >= 0 else end), end


def _after_blank(data: bytes, at: int) -> bool:
    return data[max(0, at - 4) : at].endswith((b"\n\n", b"\n\r\n"))


@dataclass(slots=True)
class _Run:
    """One pass over a file: what was found, and how much was read."""

    data: bytes
    redact: Redactor
    items: list[RedactionItem] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    parts: int = 0
    counted: tuple[int, int] = (0, 1)  # a place, and its line

    def separator(self, start: int, end: int) -> bytes:
        """Redact the address in the line between messages of an mbox file."""
        line = self.data[start:end]
        match = re.search(rb"From (\S+@\S+)", line)
        if match is None:
            return line
        new, items = redact_header(Header("from", match[1]), self.redact)
        self.items += items
        return line[: match.start(1)] + new + line[match.end(1) :]

    def entity(self, start: int, end: int, depth: int, default: str) -> bytes:
        """Redact one message or part: its header fields and its body."""
        self.parts += 1
        if depth > MAX_DEPTH or self.parts > MAX_PARTS:
            limit = f"{MAX_DEPTH} deep" if depth > MAX_DEPTH else f"{MAX_PARTS} parts"
            raise TooLargeError(f"a message of more than {limit}", line=self._line(start))
        headers, body = split_headers(self.data, start, end, strict=depth == 0)
        out = []
        for header in headers:
            new, items = redact_header(header, self.redact)
            self.items += items
            out.append(new)
        gap = self.data[start + sum(len(h.raw) for h in headers) : body]
        rewritten, data = self._body(_fields(headers), body, end, depth, default)
        if rewritten is not None:
            out = rewritten.declared(out, headers)
        return b"".join([*out, gap, data])

    def _body(
        self, fields: Message, start: int, end: int, depth: int, default: str
    ) -> tuple[Body | None, bytes]:
        kind = fields.get_content_type() if "content-type" in fields else default
        if kind.startswith("multipart/"):
            return None, self._multipart(fields, start, end, depth, kind)
        transfer = (
            re.sub(r"\([^)]*\)", "", str(fields.get("content-transfer-encoding", "7bit"))).strip().lower()
        )
        raw = self.data[start:end]
        if kind == "message/rfc822" and transfer in ("7bit", "8bit", "binary", ""):
            return None, self.entity(start, end, depth + 1, "text/plain")
        reader = None if kind.startswith("image/") and kind != "image/svg+xml" else _reader(kind, fields)
        if reader is not None and transfer not in _TRANSFERS:
            name = transfer if re.fullmatch(r"[a-z][a-z-]{1,20}", transfer) else "unknown"
            raise BadInputError(
                f"a {kind} part in the transfer encoding {name}, which is not read",
                hint=_HINT,
                line=self._line(start),
            )
        if reader is None and (_SEALED.match(kind) or not kind.startswith("application/")):
            self.skipped.append(kind)
            return None, raw
        if reader is None and (transfer not in _TRANSFERS or not textual(raw, transfer)):
            self.skipped.append(kind)
            return None, raw
        charset = fields.get_content_charset() or "us-ascii"
        body = Body(raw, transfer, charset, reader or "text", self._line(start))
        new, items, skipped = redact_body(body, self.redact)
        self.items += items
        self.skipped += skipped
        return (new if items else None), (new.raw if items else raw)

    def _multipart(self, fields: Message, start: int, end: int, depth: int, kind: str) -> bytes:
        boundary = _boundary(fields)
        if not boundary:
            raise BadInputError(f"{kind} without a boundary", hint=_HINT, line=self._line(start))
        mark = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        out, at, inside = [], start, False
        for match in mark.finditer(self.data, start, end):
            out.append(self._between(at, match.start(), depth, default, inside=inside))
            out.append(match[0])
            at, inside = match.end(), match[1] is None
            if not inside:
                break
        else:
            if at == start:
                raise BadInputError(f"{kind} without its parts", hint=_HINT, line=self._line(start))
        out.append(self._between(at, end, depth, default, inside=inside))
        return b"".join(out)

    def _between(self, start: int, end: int, depth: int, default: str, *, inside: bool) -> bytes:
        """Redact a part, or the text before the first or after the last one, which few programs show."""
        tail = self.data[max(start, end - 2) : end]
        close = b"\r\n" if tail == b"\r\n" else b"\n" if tail.endswith(b"\n") else b""
        stop = end - len(close) if inside else end  # the line end before a boundary belongs to the boundary
        if inside:
            return self.entity(start, stop, depth + 1, default) + self.data[stop:end]
        if not self.data[start:end].strip():
            return self.data[start:end]
        body, items, _ = redact_body(
            Body(self.data[start:end], "7bit", "utf-8", "text", self._line(start)), self.redact
        )
        self.items += items
        return body.raw if items else self.data[start:end]

    def _line(self, at: int) -> int:
        place, line = self.counted if self.counted[0] <= at else (0, 1)
        self.counted = at, line + self.data.count(b"\n", place, at)
        return self.counted[1]


def _reader(kind: str, fields: Message) -> str | None:
    """Return how a part is read: by its media type, or by the end of its file name; None: unknown."""
    if kind in ("message/rfc822", "text/rfc822-headers"):
        return "eml"
    if kind in _READERS or kind.endswith("+json"):
        return _READERS.get(kind, "json")
    if kind.startswith(("text/", "message/")) or _XML.fullmatch(kind):
        return "text"
    suffix = PurePath(fields.get_filename() or "").suffix.lower()
    if kind.startswith("application/") and not _SEALED.match(kind):
        return "text" if suffix in _TEXT_SUFFIXES else SUFFIXES.get(suffix)
    return None


def _fields(headers: list[Header]) -> Message:
    """Return the fields that say how a body is to be read, parsed."""
    fields = Message()
    for header in headers:
        if header.name.startswith("content-") and header.name not in fields:
            fields[header.name] = re.sub(r"[\r\n]+[ \t]*", " ", header.value.decode("latin-1")).strip()
    return fields


def _boundary(fields: Message) -> bytes:
    try:
        return (fields.get_boundary() or "").encode("latin-1", "replace")
    except HeaderParseError:
        return b""
