"""Text whose order on the screen is not its order in memory: override controls, words written backwards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy
from pii_guard.detect.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator

# RIGHT-TO-LEFT OVERRIDE up to POP DIRECTIONAL FORMATTING or ISOLATE, or the end of the paragraph.
_OVERRIDE: Final = lazy("\u202e([^\u202c\u2069\u202e\n]*)")
# A token that ends in "@...", and begins with a common top-level domain written backwards.
_BACKWARDS_MAIL: Final = lazy(
    r"(?<![\w.@-])(?:moc|gro|ten|ofni|ude|vog|ue|oi|ku|ed|es|rh|ta|hc|rf|se|tp|ti|ln|kd|on|if|lp|ur|zc|ks|is|uh|or|rg|rt|xm|rb|ra|ac|ua|zn|elpmaxe)"
    r"(?:\.[\w-]{1,63}){1,5}@[\w.+-]{1,64}",
    re.IGNORECASE,
)
# An account number, or any mail address, where the text says so.
_BACKWARDS_TOKEN: Final = lazy(r"(?<!\w)(?:\w{9,32}\d\d[A-Za-z]{2}|[\w.-]{2,80}@[\w.+-]{1,64})(?!\w)")
_BACKWARDS_NUMBER: Final = lazy(r"(?<!\w)[\d+()][\d /.()+-]{5,40}(?!\w)")


def visual_order(base: View, *, cued: bool) -> View:
    """Return a view with reversed stretches the right way round, or `base` itself.

    Args:
        base: What to read.
        cued: The text says that something is written backwards; then numbers are turned round too.
    """
    spans = [match.span(1) for match in _OVERRIDE.finditer(base.text)]
    spans += [match.span() for match in _BACKWARDS_MAIL.finditer(base.text)]
    if cued:
        spans += [match.span() for match in _BACKWARDS_TOKEN.finditer(base.text)]
        spans += [_stripped(base.text, *match.span()) for match in _BACKWARDS_NUMBER.finditer(base.text)]
    spans = list(_apart(sorted(spans)))
    return _reversed(base, spans) if spans else base


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    return start, start + len(text[start:end].rstrip(" ./-("))


def _apart(spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    last = 0
    for start, end in spans:
        if start >= last and end - start > 1:
            yield start, end
            last = end


def _reversed(base: View, spans: list[tuple[int, int]]) -> View:
    size = len(base.text)
    order: list[int] = []
    last = 0
    for start, end in spans:
        order += range(last, start)
        order += range(end - 1, start - 1, -1)
        last = end
    order += range(last, size)
    starts = range(size) if base.starts is None else base.starts
    ends = range(1, size + 1) if base.ends is None else base.ends
    text = "".join(map(base.text.__getitem__, order))
    return View(text, base.renamed("reversed"), [starts[i] for i in order], [ends[i] for i in order])
