"""What the words around a finding tell about whose it is: sign-offs, public roles, goods, our own premises.

Words come from `policies/languages/*/reply.yaml`. They are short and mean other things in other languages, so
only those of the draft's language and its near relations are read.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.words import Words
from pii_guard.messages.language import guess_language, replies
from pii_guard.messages.record import ADDRESS
from pii_guard.messages.types import Speaker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.messages.asking.sentences import Sentence
    from pii_guard.messages.types import Conversation

_NEAR = (("da", "no", "sv"), ("hr", "sl", "sr"), ("cs", "sk"), ("es", "pt"), ("de", "nl"))
# Reasons by which a name is likely at best.
_LIKELY = frozenset(
    {"cue:given_name", "cue:beside_data", "cue:mentioned_again", "cue:shape", "cue:about", "cue:quoted_pair"}
)
# Where an article never stands before the name of a person.
_ARTICLES = {
    "en": ("the",),
    "nl": ("de", "het"),
    "fr": ("le", "la", "l", "les"),
    "es": ("el", "la"),
    "it": ("il", "la", "lo", "i", "le"),
}
_PRICE = re.compile(
    r"[€£$]|(?<=\d)[ \u00a0]?(?:kr|zł|kč|ft|eur|euros?|eura|din|chf|kn|pounds?|dollars?)\b|:-", re.IGNORECASE
)
_OF_A_FILE = ("user.financial", "user.government_id", "user.health_and_medical", "user.contact.email")
# Lists whose words mean the same in whatever language they stand.
_EVERYWHERE = frozenset({"samples", "specimens", "company", "ours"})
_STOPS = re.compile(r"[.!?;](?=\s)|\n")
_TOKEN = re.compile(r"\S+")
_BEFORE_ROLE = 48
_AFTER_ROLE = 40
_WORDS_OF_ROLE = 6
_WORDS_OURS = 3
_SENTENCE_READ = 240
_AFTER_SIGN = 70
_SIGN_BEFORE = re.compile(r"(?:^|[.!?…)\n^/~*–—:]|\s-|\n-|[\U0001F000-\U0001FAFF☀-➿])\s*$")


@cache
def words_of(kind: str, languages: tuple[str, ...] = ()) -> Words:
    """Return one list of `reply.yaml` in some languages, or in all, ready to be found."""
    chosen = [reply for language, reply in replies().items() if not languages or language in languages]
    return Words({kind: [word for reply in chosen for word in getattr(reply, kind)]})


def _relations(language: str) -> tuple[str, ...]:
    return next((group for group in _NEAR if language in group), (language,))


_OPEN_REACH = 28
_PERSONAL_MAIL = re.compile(
    r"@(?:g(?:oogle)?mail|hotmail|outlook|live|yahoo|icloud|me|aol|gmx|web|proton(?:mail)?|mail|wp|o2|onet|seznam|libero)\.[a-z.]+$"
)
# A person that stands between "our" and a contact: the contact is theirs.
_PERSON_BETWEEN = re.compile(
    r"(?i)\b(?:customers?|clients?|kund(?:en|in)?|klijent\w*|kupac|kupc\w*|client[ei]?|klant\w*|kunde[nr]?|klient\w*|about|om|über)\b"
)


class Surroundings:
    """Reads the words around findings of one draft.

    Args:
        draft: The draft.
        conversation: What surrounds it.
        sentence_of: Returns the sentence that holds a position.
        language: The draft's language, if somebody has found out.
    """

    # Other findings of the draft: what identifies somebody beside a name shows that the name is a person's.
    detections: Sequence[Detection] = ()

    def __init__(
        self,
        draft: str,
        conversation: Conversation,
        sentence_of: Callable[[int], Sentence | None],
        language: str | None = None,
    ) -> None:
        self._draft = draft
        self._conversation = conversation
        self._sentence_of = sentence_of
        self._given_language = language
        self._found: dict[str, list[tuple[int, int]]] = {}

    @cached_property
    def _language(self) -> str:
        if self._given_language is not None:
            return self._given_language
        around = self._conversation
        return guess_language(self._draft, [turn.text for turn in around.turns], hint=around.language)

    @cached_property
    def _folded(self) -> str:
        return fold(self._draft)

    def _hits(self, kind: str) -> list[tuple[int, int]]:
        """Return where words of a list stand in the draft, in order; found once a draft."""
        if kind not in self._found:
            words = words_of(kind, () if kind in _EVERYWHERE else _relations(self._language))
            self._found[kind] = sorted((hit.start, hit.end) for hit in words.find(self._folded))
        return self._found[kind]

    def _between(self, kind: str, start: int, end: int) -> list[tuple[int, int]]:
        hits = self._hits(kind)
        return hits[bisect_left(hits, (start, 0)) : bisect_left(hits, (end, 0))]

    def specimen(self, detection: Detection) -> bool:
        """Tell whether a name or street is a specimen's (`Mustermann`), or stands in a sentence with one."""
        kind = detection.entity_type
        if (kind in ADDRESS or kind == "PERSON") and self._between("samples", detection.start, detection.end):
            return True
        return bool(self._hits("specimens")) and bool(self._between("specimens", *self._reach(detection)))

    def is_company(self, detection: Detection, reach: int) -> bool:
        """Tell whether a number is said to be a company's: `OIB tvrtke`."""
        return bool(self._between("company", max(0, detection.start - reach), detection.start))

    def is_ours(self, detection: Detection) -> bool:
        """Tell whether `our workshop at`, `call us on` or opening hours say that a contact is ours.

        A mail address at a public provider is a person's, whatever stands beside it.
        """
        written = self._draft[detection.start : detection.end].lower()
        if detection.entity_type == "EMAIL_ADDRESS" and _PERSONAL_MAIL.search(written):
            return False
        start = self._words_before(detection.start, _WORDS_OURS)
        if any(
            not _PERSON_BETWEEN.search(self._draft[hit[0] : detection.start])
            for hit in self._between("ours", start, detection.start)
        ):
            return True
        first, last = self._reach(detection)
        first, last = max(first, detection.start - _OPEN_REACH), min(last, detection.end + _OPEN_REACH)
        return bool(self._between("open", first, last))

    def in_role(self, detection: Detection) -> bool:
        """Tell whether a public role stands beside a name: "our chief executive, Dana Whitlock,"."""
        start = self._words_before(detection.start, _WORDS_OF_ROLE)
        if self._between("yours", start, detection.start):
            return False
        if self._between("roles", start, detection.start):
            return True
        end = detection.end
        if self._draft[end : end + 1] not in (",", " "):
            return False
        stop = _STOPS.search(self._draft, end, end + _AFTER_ROLE)
        end = stop.start() if stop else end + _AFTER_ROLE
        return bool(self._between("roles", detection.end, end)) and not self._between(
            "yours", detection.end, end
        )

    def _words_before(self, position: int, count: int) -> int:
        """Return where the last words before a position begin, within its clause."""
        low = max(0, position - _BEFORE_ROLE)
        text = self._draft[low:position]
        cut = max((stop.end() for stop in _STOPS.finditer(text)), default=0)
        starts = [match.start() for match in _TOKEN.finditer(text, cut)]
        return low + (starts[-count:][0] if starts else cut)

    def is_product(self, detection: Detection) -> bool:
        """Tell whether a likely name is a product's: "the Oliver Finch", or in talk about stock and prices.

        A sentence that tells what only people do ("signed", "paid", "her") is about people.
        """
        if not detection.why or not _LIKELY.issuperset(detection.why):
            return False
        start, end = self._reach(detection)
        sentence = self._draft[start:end]
        deeds = self._between("deeds", start, end)
        apart = any(hit[1] <= detection.start or detection.end <= hit[0] for hit in deeds)
        if not sentence or apart or self._beside_data(detection):
            return False
        name = self._draft[detection.start : detection.end]
        if self._behind_article(detection, name):
            return True
        return (
            bool(self._between("stock", start, end))
            or (_PRICE.search(sentence) is not None and any(map(str.isdigit, sentence)))
            or self._beside_term(sentence)
            or self._asked_for_goods
        )

    def signs(self, detection: Detection) -> bool:
        """Tell whether a name stands where the writer signs."""
        if "cue:signoff" in detection.why:
            return True
        after = self._draft[detection.end : detection.end + 4 * _AFTER_SIGN]
        rest = after.strip()
        if (
            len(rest) > _AFTER_SIGN
            or after[:1] not in ("", "\n", ",", " ", "!")
            or (rest and not _closes(after))
        ):
            return False
        return _SIGN_BEFORE.search(self._draft[max(0, detection.start - 6) : detection.start]) is not None

    def _reach(self, detection: Detection) -> tuple[int, int]:
        """Return the part of a finding's sentence that is read; empty where there is none."""
        sentence = self._sentence_of(detection.start)
        if sentence is None:
            return detection.start, detection.start
        start, end = detection.start - _SENTENCE_READ, detection.end + _SENTENCE_READ
        return max(sentence.start, start), min(max(sentence.end, detection.end), end)

    def _beside_data(self, detection: Detection) -> bool:
        """Tell whether the sentence also holds what only a person's file does."""
        sentence = self._sentence_of(detection.start)
        if sentence is None:
            return False
        starts = self._data
        return bisect_left(starts, sentence.start) < bisect_left(starts, sentence.end)

    @cached_property
    def _data(self) -> list[int]:
        """Where findings stand that only a person's file holds."""
        return sorted(
            other.start
            for other in self.detections
            if other.whose != "organisation" and (other.category or "").startswith(_OF_A_FILE)
        )

    def _behind_article(self, detection: Detection, name: str) -> bool:
        articles = _ARTICLES.get(self._language, ())
        before = re.split(
            r"[\s'’]+", self._draft[max(0, detection.start - 12) : detection.start].rstrip("'’ ")
        )
        first = re.split(r"[\s'’]", name, maxsplit=1)[0]
        return " " in name and (fold(before[-1]) in articles or fold(first) in articles)

    def _beside_term(self, sentence: str) -> bool:
        """Tell whether a known product name stands in the sentence; what is named beside it is one, too."""
        house = self._conversation.organisation
        folded = fold(sentence)
        for term in house.terms if house else ():
            parts = fold(term).split()
            pairs = [" ".join(pair) for pair in pairwise(parts)] or parts
            if any(pair in folded for pair in pairs):
                return True
        return False

    @cached_property
    def _asked_for_goods(self) -> bool:
        """Whether the customer's last message asks about goods, not about their own or about people."""
        around = self._conversation
        asked = [turn.text for turn in around.turns if turn.speaker == Speaker.CUSTOMER][-1:]
        if not asked:
            return False
        text, near = fold(asked[0][:_SENTENCE_READ]), _relations(self._language)
        if words_of("mine", near).find(text):
            return False
        kinds = ("goods", "stock") if around.requester is None else ("goods",)
        return any(words_of(kind, near).find(text) for kind in kinds)


def _closes(after: str) -> bool:
    """Tell whether what follows a name is only a line or two of a signature."""
    first = after.partition("\n")[0].strip()
    return (
        after.lstrip(" x!.,").startswith("\n")
        or first in ("", "x", "xx", "!", ".")
        or bool(
            re.fullmatch(r"(?:,? [^.!?]{1,40}|[^\w]{1,4})", after.strip("\n") if after[:1] != "\n" else " ")
        )
    )
