"""Finds where a draft asks for data: an act of asking, the things asked, and what takes the asking back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.errors import PolicyError
from pii_guard.messages.asking.lexicon import SHARED, Lexicon, Profile, Squeezed, Word
from pii_guard.messages.asking.model import AskingThings, AskingWords
from pii_guard.messages.asking.reader import Found, Reader
from pii_guard.messages.asking.sentences import Quotations, Sentence, sentences
from pii_guard.resources import bundled, load_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pii_guard.messages.asking.model import Thing

# A language is tried for a sentence when its words cover at least this share of what the best one's cover.
_NEAR = 0.75
_HINT = 12
_DRAFT_SHARE = 0.3
_QUOTED_NOUN = 30


@dataclass(frozen=True, slots=True)
class Ask:
    """One request for data.

    Attributes:
        start: First code point of the whole asking phrase in the draft.
        end: One past its last.
        things: What is asked, keys of `policies/asking.yaml`, in order, each once.
        where: `here` (told to answer in the open), `private` (in a private channel), `form` (in a form of the
            organisation's own, so not asked in the message at all), or None.
        purpose_said: Whether the draft says what for.
        why: What was found, without any text of the draft.
    """

    start: int
    end: int
    things: tuple[str, ...]
    where: str | None
    purpose_said: bool
    why: tuple[str, ...]


class Asking:
    """Over-asking in all languages at once. Build it once; it holds no state of a draft and is thread-safe.

    Args:
        folder: A folder laid out as the bundled `policies/`; the bundled one when None.

    Raises:
        PolicyError: A file is wrong, or names a thing that `asking.yaml` lacks.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._root = folder if folder is not None else bundled("policies")
        self._known = load_model(self._root / "asking.yaml", AskingThings)
        _check_names(self._known, SHARED, self._known.shared)
        files = (self._root / "languages").glob("*/asking.yaml")
        self._files = {path.parent.name: path for path in sorted(files)}
        self._shared = Lexicon(SHARED, self._known.shared)
        self._profile = Profile({c: w for c, w in self._known.profile.items() if c in self._files})
        self._loaded: dict[str, Lexicon] = {}

    @property
    def things(self) -> Mapping[str, Thing]:
        """What can be asked."""
        return self._known.things

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that have words."""
        return tuple(self._files)

    def warm_up(self) -> None:
        """Load every language now; otherwise each is loaded when a draft first needs it.

        Raises:
            PolicyError: A file is wrong.
        """
        for code in self._files:
            self._language(code)

    def find(self, text: str, language: str | None = None) -> list[Ask]:
        """Return what a draft asks for, in order.

        Args:
            text: The draft.
            language: ISO 639-1 code that the draft is probably in; the words decide, this only helps.

        Raises:
            PolicyError: The file of a language that is needed for the first time is wrong.
        """
        language = self._known.aliases.get(language or "", language)
        squeezed = Squeezed(text)
        folded = fold(squeezed.text).replace("\n", " ")
        lexicons = self._lexicons(folded, language)
        words = [word for lexicon in lexicons for word in lexicon.things(folded)]
        if not words:
            return []
        asked = False
        direct = {word.language for word in words if word.kind == "direct"}
        question = "?" in folded
        for lexicon in lexicons:
            acting = lexicon.acting(folded)
            if acting or question or lexicon.language in direct:
                words += acting
                words += lexicon.framing(folded)
                asked = True
        if not asked:
            return []
        cut = sentences(squeezed.text)
        quotes = Quotations(squeezed.text)
        found = _Draft(self._known, squeezed.text, folded, cut).read(_unquoted(words, quotes), language)
        return [_ask(item, squeezed) for item in found]

    def _lexicons(self, folded: str, hint: str | None) -> list[Lexicon]:
        guessed = self._profile.guess(folded)
        if hint in self._files and hint not in guessed:
            guessed.append(hint)
        return [self._shared, *(self._language(code) for code in guessed or self._files)]

    def _language(self, code: str) -> Lexicon:
        if code not in self._loaded:
            words = load_model(self._files[code], AskingWords)
            _check_names(self._known, code, words)
            self._loaded[code] = Lexicon(code, words)
        return self._loaded[code]


def _check_names(known: AskingThings, code: str, words: AskingWords) -> None:
    """Refuse words for things that are not in the vocabulary."""
    for kind in ("nouns", "weak", "traits", "direct"):
        if unknown := set(getattr(words, kind)) - set(known.things):
            raise PolicyError(f"asking.yaml of {code}: {kind}: unknown things {sorted(unknown)}")
    if unknown := set(words.copies) - {"photo_of_item", "screenshot", "copy"}:
        raise PolicyError(f"asking.yaml of {code}: copies: unknown keys {sorted(unknown)}")


def _unquoted(words: Iterable[Word], quotes: Quotations) -> list[Word]:
    """Drop what is quoted; a short quotation with a noun alone may still be what is asked for."""
    kept = []
    for word in words:
        span = quotes.around(word.start)
        if span is None or (word.kind in ("nouns", "weak") and span[1] - span[0] <= _QUOTED_NOUN):
            kept.append(word)
    return kept


def _ask(found: Found, squeezed: Squeezed) -> Ask:
    start, end = squeezed.original(found.start, found.end)
    return Ask(start, end, found.things, found.where, found.purpose_said, found.why)


class _Draft:
    """One draft, sentence by sentence; chooses the language of each."""

    def __init__(self, known: AskingThings, text: str, folded: str, cut: list[Sentence]) -> None:
        self._known = known
        self._text = text
        self._folded = folded
        self._cut = cut

    def read(self, words: list[Word], hint: str | None) -> list[Found]:
        words.sort()
        draft = _weights(words)
        if hint in draft:
            draft[hint] += _HINT / _DRAFT_SHARE
        groups = self._by_sentence(words)
        reader = Reader(self._known, self._text, self._folded)
        found: list[Found] = []
        for index, sentence in enumerate(self._cut):
            if groups[index]:
                found.extend(self._read_one(reader, sentence, groups, index, draft))
        return reader.placed(found, self._cut)

    def _by_sentence(self, words: list[Word]) -> list[list[Word]]:
        groups: list[list[Word]] = [[] for _ in self._cut]
        index = 0
        for word in words:
            while index + 1 < len(self._cut) and word.start >= self._cut[index].end:
                index += 1
            groups[index].append(word)
        return groups

    def _read_one(
        self,
        reader: Reader,
        sentence: Sentence,
        groups: list[list[Word]],
        index: int,
        draft: dict[str, float],
    ) -> list[Found]:
        here = _weights(groups[index])
        scores = {
            code: score + _DRAFT_SHARE * draft.get(code, 0) for code, score in here.items() if code != SHARED
        }
        best = max(scores.values(), default=0)
        for code in sorted(scores, key=lambda code: (-scores[code], code)):
            if scores[code] < _NEAR * best:
                break
            own = [word for word in groups[index] if word.language in (code, SHARED)]
            before = [w for w in groups[index - 1] if w.language in (code, SHARED)] if index else []
            previous = self._cut[index - 1] if index else None
            result = reader.read(sentence, own, previous, before, code)
            if result.decided:
                return result.found
        return []


def _weights(words: list[Word]) -> dict[str, float]:
    """Return how many characters of a text each language's words cover, overlaps counted once."""
    weights: dict[str, float] = {}
    ends: dict[str, int] = {}
    for word in words:
        last = ends.get(word.language, -1)
        if word.end > last:
            weights[word.language] = weights.get(word.language, 0) + word.end - max(word.start, last)
            ends[word.language] = word.end
    return weights
