"""A detector small enough to see through, for tests of document handlers."""

from __future__ import annotations

import re

from pii_guard.messages.operators import Cut, apply_cuts
from pii_guard.messages.placeholders import PlaceholderBook
from pii_guard.messages.structures import redact_document

FORMS = re.compile(
    r"(?P<EMAIL_ADDRESS>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<PHONE_NUMBER>\+?\d[\d \-\n]{8,15}\d)|(?P<PERSON>Anna Berg)"
)


class Toy:
    """Finds addresses, numbers and one name; remembers what it was asked."""

    def __init__(self, operator="replace", params=None):
        self.book = PlaceholderBook()
        self.operator = operator
        self.params = params or {}
        self.seen = []

    def __call__(self, text, *, context):
        self.seen.append((context, text))
        cuts = [Cut(*m.span(), m.lastgroup, self.operator, self.params) for m in FORMS.finditer(text)]
        return apply_cuts(text, cuts, self.book)

    def context_of(self, text):
        return next(context for context, seen in self.seen if text in seen)


def run(kind, source, operator="replace", params=None):
    """Redact a document; check the promises that hold for every kind; return new source and toy."""
    toy = Toy(operator, params)
    data = source if isinstance(source, bytes) else source.encode("utf-8", "surrogatepass")
    out = redact_document(data, toy, kind=kind)
    if kind not in ("eml", "mbox"):
        new, old = out.data.decode("utf-8-sig"), data.decode("utf-8-sig")
        last = 0
        for item in out.items:
            assert new[item.new_start : item.new_end] == item.placeholder
            assert 0 <= last <= item.start < item.end <= len(old)
            last = item.start
    if not out.items:
        assert out.data == data
    return (out.data if isinstance(source, bytes) else out.data.decode()), toy
