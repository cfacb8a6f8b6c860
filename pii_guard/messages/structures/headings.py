"""What a document's own labels say of a value: a short cell under "Ort" is a town, whatever stands in it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from pii_guard.detect.folding import fold
from pii_guard.detect.types import Detection
from pii_guard.resources import bundled, load_model
from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RECOGNIZER = "document_heading"
_MAX_HEADING = 60
_MAX_WORDS = 4
_MAX_CELL = 80
_SCORE = 0.8
_WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORD = r"[^\W\d_](?:[^\W\d_]|['\u2019\u02bc.\-])*"
_CELL = re.compile(rf"{_WORD}(?:,?[ \t\u00a0]+{_WORD}){{0,{_MAX_WORDS - 1}}}")
_PARTICLES = frozenset(
    {"von", "van", "de", "der", "den", "da", "di", "du", "la", "le", "af", "av", "del", "dos", "zu", "ter"}
)
_MAILBOX = re.compile(
    r"(?:^|,)[\s\"']{0,8}([^<>@,\"\r\n]{2,80}(?:, ?[^<>@,\"\r\n]{2,40})?)[\"'\s]{0,8}<[^<>\s]{1,128}@",
    re.MULTILINE,
)
_MAIL_FIELDS = frozenset(
    {
        "from",
        "to",
        "cc",
        "bcc",
        "sender",
        "reply-to",
        "resent-from",
        "resent-to",
        "resent-cc",
        "resent-sender",
    }
    | {"x-google-original-from", "x-original-from", "x-original-to", "mail-followup-to", "errors-to"}
    | {"disposition-notification-to", "return-receipt-to", "x-envelope-from", "x-sender", "mail-reply-to"}
)


class Headings(BaseModel):
    """`policies/taxonomy/headings.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    version: int
    types: dict[str, dict[str, list[str]]]
    owners: list[str]
    roles: list[str]
    papers: list[str]


@cache
def _data() -> tuple[dict[str, str], frozenset[str], frozenset[str], frozenset[str]]:
    data = load_model(bundled("policies") / "taxonomy" / "headings.yaml", Headings)
    kinds = {
        fold(h): kind for kind, tongues in data.types.items() for words in tongues.values() for h in words
    }
    return kinds, frozenset(data.owners), frozenset(data.roles), frozenset(data.papers)


@cache
def type_under(heading: str) -> str | None:
    """Return the entity type of short cells under a heading or key; None: it says nothing."""
    if len(heading) > _MAX_HEADING:
        return None
    kinds, owners, _, _ = _data()
    words = _WORDS.findall(fold(_CAMEL.sub(" ", heading)))
    for at in range(len(words)):
        if (kind := kinds.get(" ".join(words[at:]))) is not None:
            return kind
        if words[at] not in owners:
            break
    return None


def labelled(found: Iterable[Detection], text: str, context: str | None) -> list[Detection]:
    """Return the findings of `context: text` as those of the text, with what its label alone says.

    Args:
        found: Findings with offsets in the labelled text; without context, in the text.
        text: A leaf of a document.
        context: What the document calls it.
    """
    by = len(context) + 2 if context else 0
    moved = [replace(d, start=max(0, d.start - by), end=d.end - by) if by else d for d in found if d.end > by]
    if not context:
        return moved
    out: list[Detection] = []
    said = list(_said(text, context))
    for new in sorted([*moved, *said], key=lambda d: d.start):
        if (
            out and new.start < out[-1].end
        ):  # one covers the other in part: both go, under what the label says
            kind = new if new in said else out[-1]
            out[-1] = replace(kind, start=out[-1].start, end=max(out[-1].end, new.end))
        else:
            out.append(new)
    return out


def _said(text: str, context: str) -> Iterator[Detection]:
    """Yield what a label says of a text."""
    if context in _MAIL_FIELDS:
        for match in _MAILBOX.finditer(text):
            yield from _typed("PERSON", text, *match.span(1))
    elif context == "filename":
        yield from _in_file_name(text)
    elif len(text) <= _MAX_CELL and (kind := type_under(context)):
        yield from _typed(kind, text, 0, len(text))


def _typed(kind: str, text: str, start: int, end: int) -> Iterator[Detection]:
    """Yield a finding if a span is one to four words as names are written, none of a role."""
    span = text[start:end]
    start += len(span) - len(span.lstrip())
    span = span.strip()
    words = [word for word in re.split(r"[,\s]+", span) if word]
    if _CELL.fullmatch(span) and all(map(_name_like, words)) and not _known(words, _data()[2]):
        yield Detection(
            start,
            start + len(span),
            kind,
            _SCORE,
            RECOGNIZER,
            ("context:heading",),
            load_entities().category(kind),
        )


def _name_like(word: str) -> bool:
    return not word[0].islower() or word.lower() in _PARTICLES or word[1:2] in ("'", "\u2019")


def _known(words: Sequence[str], known: frozenset[str]) -> bool:
    return any(part in known for word in words for part in _WORDS.findall(fold(word)))


def _in_file_name(text: str) -> Iterator[Detection]:
    """Yield the name in `Wren Halloway.pdf`: two or three words in capitals that no paper is called by."""
    stem = text.rpartition(".")[0] or text
    words = [m for m in _WORDS.finditer(stem) if not _known([m[0]], _data()[3])]
    if 2 <= len(words) <= 3 and all(m[0][0].isupper() for m in words):  # noqa: PLR2004 - given name, surname
        yield from _typed("PERSON", text, words[0].start(), words[-1].end())
