"""`data:` links in attributes (RFC 2397): the text within is redacted and written anew in the same coding."""

from __future__ import annotations

import base64
import binascii
import html
import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote_to_bytes

from pii_guard.errors import BadInputError
from pii_guard.messages.structures import redact_document, redact_string
from pii_guard.messages.structures.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.messages.structures.edits import Redactor
    from pii_guard.messages.types import RedactionItem

_LINK = re.compile(r"\s*data:([^,;]*)((?:;[^,;]*)*),", re.IGNORECASE)
_TEXT = re.compile(r"(?:text/.*|application/(?:json|xml|xhtml\+xml)|image/svg\+xml|)", re.IGNORECASE)
_MAX_NESTED = 200_000  # characters; a longer link holds no more links that are followed


def data_edits(source: str, start: int, end: int, redact: Redactor) -> Sequence[Edit] | None:
    """Return the edit of an attribute value that is a link with text in it; None: it is none.

    The whole link is one edit, because no character of what it says stands in the document as such.
    """
    value = source[start:end]
    if not value.lstrip()[:9].lower().startswith(("data:", "&#")):
        return None
    value = html.unescape(value)
    match = _LINK.match(value)
    if match is None or not _TEXT.fullmatch(match[1].strip()):
        return None
    coded = ";base64" in match[2].lower().replace(" ", "")
    data = unquote_to_bytes(value[match.end() :])
    if coded:
        try:
            data = base64.b64decode(re.sub(rb"\s+", b"", data).rstrip(b"=") + b"==", altchars=None)
        except binascii.Error:
            return None  # read as it stands
    new, items = _redacted(
        data, "html" if "html" in match[1].lower() and len(data) < _MAX_NESTED else "text", redact
    )
    if not items:
        return ()
    body = base64.b64encode(new).decode() if coded else quote(new)
    written = html.escape(value[: match.end()] + body)
    first = Edit(start, end, written, replace(items[0], start=start, end=end, placeholder=written))
    more = [replace(item, start=start, end=end, placeholder="") for item in items[1:]]
    return [first, *(Edit(end, end, "", item) for item in more)]


def _redacted(data: bytes, kind: str, redact: Redactor) -> tuple[bytes, Sequence[RedactionItem]]:
    try:
        done = redact_document(data, redact, kind=kind)
    except BadInputError:  # not UTF-8: Latin-1 reads any byte
        text, items = redact_string(data.decode("latin-1"), redact, kind=kind)
        return text.encode("latin-1", "xmlcharrefreplace"), items
    return done.data, done.items
