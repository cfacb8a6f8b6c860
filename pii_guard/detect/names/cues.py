"""Names by cues: what announces a name in writing, in all languages at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names import artefacts, mailboxes, roles, rules, scripts, shapes, things
from pii_guard.detect.names.data import CueHit, lexicon, spaced
from pii_guard.detect.names.forms import NameForms, shared_beginning
from pii_guard.detect.names.tokens import MASK, WORD, Reader
from pii_guard.detect.types import Detection

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.detect.names.data import Lexicon
    from pii_guard.detect.names.rules import Found

CATEGORY = "user.name"
PROPAGATED = 0.75
# So many names of one text are looked for in the rest of it; a longer list is a table, found by its
# structure.
MAX_PROPAGATED = 500
# A cue counts when its language has this share of the stop words of the text's main language: in a Swedish
# text
# Portuguese "att." is no sign-off. Texts with fewer stop words than the second figure are too short to tell.
LANGUAGE_SHARE, LANGUAGE_LEAST = 0.3, 3
# Kinds of cues after which a name must be capitalised or be a frequent one.
_NAME_FOLLOWS = frozenset({"am", "greet", "title", "behalf", "relation", "ask", "named", "speaker", "role"})
_RULES = rules.RULES | roles.RULES
_SHORTEST = 2
# Names times characters beyond which counting letters costs more than looking for the names.
_WORTH_COUNTING = 50_000
# Characters of a name; capitalised words without end are none.
_LONGEST = 120
_SYLLABLES = lazy(r"(?<![\w-])[^\W\d_]{1,5}(?:-[^\W\d_]{1,5}){1,6}(?![\w-])")


class CueNames:
    """Recognises names by cues; see `pii_guard.detect.names.NameRecognizer` for the contract.

    Thread-safe: it holds compiled data only.
    """

    name = "names_cues"

    def __init__(self, data: Lexicon | None = None) -> None:
        """Load the bundled language data, or take compiled data."""
        self._lexicon = data if data is not None else lexicon()

    def find(
        self,
        text: str,
        taken: Sequence[tuple[int, int]],
        language: str | None = None,
        folded: str | None = None,
    ) -> list[Detection]:
        """Return the names in a text, in order; see `NameRecognizer.find`."""
        masked = _masked(text, taken)
        low = fold(masked) if folded is None else _masked(folded, taken)
        reader = Reader(masked, low, self._lexicon.titles, self._lexicon.common)
        found = list(self._by_cues(reader, language))
        if found:
            reader.named = frozenset([item.start for item in found if item.subtype == "full"])
        found.extend(shapes.find(reader, self._lexicon))
        found.extend(artefacts.find(reader, text, self._lexicon))
        if "@" in text:
            found.extend(
                mailboxes.find(reader, text, fold(text) if folded is None else folded, self._lexicon)
            )
        if not text.isascii():
            found.extend(scripts.find(masked))
        if not found:
            return []
        kept = _resolve(item for item in found if not self._is_product(reader, item))
        kept = _resolve([*kept, *self._again(reader, kept)])
        return [
            Detection(f.start, f.end, "PERSON", f.score, self.name, (f.why,), CATEGORY, f.subtype)
            for f in kept
        ]

    def _by_cues(self, reader: Reader, language: str | None) -> Iterable[Found]:
        text = spaced(reader.folded)
        spoken: dict[str, int] | None = None
        most = 0
        for hit in self._hits(reader, text):
            found = list(_RULES[hit.cue.kind](reader, hit, self._lexicon))
            if not found:
                continue
            if spoken is None:
                spoken = self._lexicon.languages(text)
                if language is not None:
                    spoken[language] = max([*spoken.values(), 1])
                most = max(spoken.values(), default=0)
            if most < LANGUAGE_LEAST or any(
                spoken.get(code, 0) >= LANGUAGE_SHARE * most for code in hit.cue.languages
            ):
                yield from found

    def _hits(self, reader: Reader, text: str) -> Iterable[CueHit]:
        """Find the cues that a name can follow, judged by the first letter after them."""
        lexicon = self._lexicon
        for start, end, index in lexicon.find(text):
            begins: bool | None = None
            for cue in lexicon.cues(index):
                if cue.capital and not reader.text[start].isupper():
                    continue
                if cue.kind in _NAME_FOLLOWS and cue.phrase not in rules.LOWER_GREETINGS:
                    if begins is None:
                        begins = reader.may_begin(end, lexicon.beginnings)
                    if not begins:
                        continue
                yield CueHit(start, end, cue)

    def _is_product(self, reader: Reader, found: Found) -> bool:
        """Whether what stands beside the name says that it is a thing's: "the Oliver Finch armchair"."""
        if things.is_thing(reader, found, self._lexicon):
            return True
        if found.score < rules.STRONG:
            words_before = WORD.findall(reader.folded, max(0, found.start - 20), found.start)
            between = reader.folded[max(0, found.start - 20) : found.start].rstrip(" \"'“„«\u00a0")[-1:]
            if words_before and between.isalpha() and words_before[-1] in self._lexicon.product:
                return True
        after = reader.text[found.end : found.end + 24]
        if after[:1] not in (" ", "-"):
            return False
        word = WORD.match(after, 1)
        return word is not None and fold(word.group()) in self._lexicon.product and found.why != "cue:label"

    def _again(self, reader: Reader, kept: Sequence[Found]) -> Iterable[Found]:
        """Find the other mentions of the names already found: parts, initials, inflected forms, syllables."""
        if not kept:
            return
        forms = NameForms(self._lexicon.common, sharing=4)
        sensible = [f for f in kept if f.end - f.start <= _LONGEST]
        first = {reader.folded[f.start : f.end]: f for f in reversed(sensible)}
        sources = _elsewhere(reader.folded, kept, list(first.values())[-MAX_PROPAGATED:])
        names = [reader.text[found.start : found.end] for found in sources]
        for index, name in enumerate(names):
            forms.add(name, index)
        covered = _Cover(kept)
        for mention in forms.find(reader.text, reader.folded):
            if covered.holds(mention.start, mention.end) or self._other_thing(
                reader, mention.start, mention.end, names[mention.owner]
            ):
                continue
            whole = sources[mention.owner]
            subtype = (
                "full" if mention.words > 1 else (whole.subtype if whole.subtype != "full" else mention.part)
            )
            yield rules.Found(mention.start, mention.end, PROPAGATED, "cue:mentioned_again", subtype)
        if "-" in reader.text:
            parts = {part for name in first for part in WORD.findall(name) if len(part) > _SHORTEST}
            for match in _SYLLABLES.finditer(reader.text):
                if fold(match.group()).replace("-", "") in parts and not covered.holds(*match.span()):
                    yield rules.Found(*match.span(), PROPAGATED, "cue:spelled", "given")

    def _other_thing(self, reader: Reader, start: int, end: int, name: str) -> bool:
        """Whether the same word means something else here: "Mercedes-Benz", "LAX", "Boateng Consulting"."""
        text = reader.text
        if text[end : end + 1] == "-" and text[end + 1 : end + 2].isalpha():
            return True
        if text[start:end].isupper() and end - start > 1 and not name.isupper() and not reader.shouting:
            return True
        word = WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        if word is None or not word.group()[0].isupper():
            return word is not None and fold(word.group()) in self._lexicon.product
        folded = fold(word.group())
        return folded in self._lexicon.org or folded in self._lexicon.product


def _elsewhere(folded: str, kept: Sequence[Found], names: Sequence[Found]) -> list[Found]:
    """Return the names of which some part may be written outside the spans that are kept already."""
    if len(names) * len(folded) > _WORTH_COUNTING:
        return list(names)
    written = [folded[found.start : found.end] for found in kept]
    alone = "\n".join(written)
    # a part that stands alone may go on with an initial of the whole name, so it does not count as kept there
    full = "\n".join([text for text in written if " " in text])
    result = []
    for found in names:
        words = WORD.findall(folded, found.start, found.end)
        spans = full if len(words) > 1 else alone
        begins = [shared_beginning(word) for word in words]
        if not begins or any(folded.count(letters) > spans.count(letters) for letters in begins):
            result.append(found)
    return result


class _Cover:
    """Answers whether a span lies inside one of some spans; they are in order and do not overlap."""

    def __init__(self, found: Sequence[Found]) -> None:
        self._spans = {index: item.end for item in found for index in range(item.start, item.end)}

    def holds(self, start: int, end: int) -> bool:
        return self._spans.get(start, -1) >= end


def _masked(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """Return the text with taken spans made unreadable, at the same length."""
    if not taken:
        return text
    pieces, last = [], 0
    for start, end in sorted(taken):
        if end <= last:
            continue
        begin = max(start, last)
        pieces += [text[last:begin], MASK * (end - begin)]
        last = end
    return "".join([*pieces, text[last:]])


def _resolve(found: Iterable[Found]) -> list[Found]:
    """Keep, of names that overlap, the longest, then the surest; returns them in order."""
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start, -f.end, -f.score, f.why)):
        if kept and item.start < kept[-1].end:
            last = kept[-1]
            if item.end > last.end:  # two readings of one name that overlap: one span over both
                kept[-1] = last._replace(end=item.end, subtype="full", score=max(last.score, item.score))
            continue
        kept.append(item)
    return kept
