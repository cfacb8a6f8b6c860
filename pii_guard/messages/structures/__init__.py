"""Documents: what is personal in them is replaced, and every other byte stays.

`redact_document` takes bytes and the kind of document; one module per kind finds the texts in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from pii_guard.errors import BadInputError, UsageError
from pii_guard.messages.structures.edits import Edit, Redactor, spliced
from pii_guard.messages.structures.encoding import MAX_BYTES, check_size, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pii_guard.messages.types import RedactionItem

__all__ = ["KINDS", "MAX_BYTES", "Redacted", "Redactor", "kind_of", "redact_document", "redact_string"]

# Kind -> module and function; imported when used, because one run mostly reads one kind.
_READERS = {
    "text": ("plain", "edits"),
    "markdown": ("plain", "edits"),
    "html": ("html", "edits"),
    "json": ("tree", "edits"),
    "jsonl": ("tree", "line_edits"),
    "csv": ("table", "edits"),
    "vtt": ("subtitles", "edits"),
    "srt": ("subtitles", "edits"),
}
KINDS = (*_READERS, "eml", "mbox")
SUFFIXES = {
    **{f".{kind}": kind for kind in KINDS if kind not in ("text", "markdown")},
    ".txt": "text",
    ".log": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".htm": "html",
    ".xhtml": "html",
    ".ndjson": "jsonl",
    ".tsv": "csv",
}


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted document.

    Attributes:
        data: Its bytes.
        items: What was replaced; offsets count characters of the decoded document, in e-mail those of the
            header field or part.
        skipped: Media types of parts that were not read, such as `application/pdf`; they are in `data`
            unchanged.
    """

    data: bytes = field(repr=False)
    items: tuple[RedactionItem, ...]
    skipped: tuple[str, ...] = ()


def kind_of(name: str | PurePath) -> str:
    """Return the kind of a document by the end of its file name.

    Raises:
        BadInputError: Files of this type are not read.
    """
    suffix = PurePath(name).suffix.lower()
    kind = SUFFIXES.get(suffix)
    if kind is None:
        known = ", ".join(sorted(SUFFIXES))
        raise BadInputError(
            f"files of type {suffix or 'without suffix'} are not read", hint=f"Read are {known}."
        )
    return kind


def redact_document(data: bytes, redact: Redactor, *, kind: str) -> Redacted:
    """Redact a document; outside what is replaced it stays byte-identical.

    Args:
        data: UTF-8, or UTF-16 with byte order mark; for `eml` and `mbox` as the mail system wrote it.
        redact: Called with every text of the document.
        kind: One of `KINDS`.

    Raises:
        UsageError: An unknown kind.
        BadInputError: Malformed, with line; or in another encoding, with the byte offset.
        TooLargeError: Over a limit, which is named.
    """
    if kind in ("eml", "mbox"):
        check_size(data)
        module = import_module("pii_guard.messages.structures.mail")
        out: Redacted = getattr(module, f"redact_{kind}")(data, redact)
        return out
    text, encoding = decoded(data)
    new, items = redact_string(text, redact, kind=kind)
    return Redacted(encoding.encode(new) if items else data, items)


def redact_string(text: str, redact: Redactor, *, kind: str) -> tuple[str, tuple[RedactionItem, ...]]:
    """Redact a document that was decoded already; not for e-mail, which is bytes.

    Raises:
        UsageError: An unknown kind.
        BadInputError: Malformed, with line.
        TooLargeError: Nested too deep.
    """
    return spliced(text, reader(kind)(text, redact))


def reader(kind: str) -> Callable[[str, Redactor], Sequence[Edit]]:
    """Return the function that finds the edits of a kind of document.

    Raises:
        UsageError: An unknown kind, or one that is not text.
    """
    if kind not in _READERS:
        raise UsageError(f"there is no kind of document {kind!r}", hint=f"Kinds are {', '.join(KINDS)}.")
    module, name = _READERS[kind]
    found: Callable[[str, Redactor], Sequence[Edit]] = getattr(
        import_module(f"pii_guard.messages.structures.{module}"), name
    )
    return found
