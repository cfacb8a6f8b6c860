"""Mail addresses that were dictated, spaced out or broken over lines, put together."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.views.domains import PROVIDERS, SAFE_ENDS, is_domain_end, leet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.detect.view import View
    from pii_guard.detect.views.lexicon import Lexicon

Edit = tuple[int, int, str]

MAX_LABELS: Final = 5
MAX_LOCAL: Final = 16
_LABEL: Final = lazy(r"[^\W_](?:[^\W_]|[@$-]){0,62}")
_BEFORE: Final = lazy(r"[\w.+@$!%'-]{1,64}$")
_GAP: Final = r"[ \t]{0,3}"
_MAIL_WORDS: Final = lazy(
    r"mail|adress|indirizzo|correo|courriel|e-post|epost|sähköposti|почт|пошт|gmail", re.IGNORECASE
)


class _Domain(NamedTuple):
    text: str
    end: int
    spoken: bool


class MailAddresses:
    """Finds "name at example dot com" and the like, in all languages at once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def view(self, base: View) -> View:
        """Return `base` with addresses written as addresses, or `base` itself."""
        edits = list(self.edits(base.text))
        return base.replaced("address", edits, whole=True) if edits else base

    def edits(self, text: str) -> Iterator[Edit]:
        """Yield the rewritings of a text, in order."""
        folded = fold(text)
        last = 0
        for match in self._patterns.at.finditer(folded):
            if match.start() < last:
                continue
            edit = self._address(text, folded, match, last)
            if edit is not None and edit[2] != text[edit[0] : edit[1]]:
                yield edit
                last = edit[1]

    @cached_property
    def _patterns(self) -> _Patterns:
        return _Patterns(self._lexicon)

    def _address(self, text: str, folded: str, at: re.Match[str], floor: int) -> Edit | None:
        kind = at.lastgroup or "weak"
        domain = self._domain(text, folded, at.end(), strict=kind == "weak")
        if domain is None:
            return None
        local = self._local(text, folded, at.start(), floor, leet_at=kind != "sign")
        if local is None:
            return None
        start, name = local
        if kind == "weak" and not self._likely(text, start, name, domain):
            return None
        return start, domain.end, f"{name}@{domain.text}"

    def _likely(self, text: str, start: int, name: str, domain: _Domain) -> bool:
        """Decide whether a weak "at" stands for the sign: not in "look at example.com"."""
        if fold(name) in self._lexicon.common or len(name) < 2:  # noqa: PLR2004
            return False
        structured = any(not char.isalpha() for char in name)
        return domain.spoken or structured or bool(_MAIL_WORDS.search(text, max(0, start - 40), start))

    def _domain(self, text: str, folded: str, place: int, *, strict: bool) -> _Domain | None:
        """Read labels joined by dots, in signs or words, up to a known top-level domain."""
        pieces: list[str] = []
        best: _Domain | None = None
        spoken = False
        patterns = self._patterns
        for _ in range(MAX_LABELS):
            label = _LABEL.match(text, place)
            if label is None:
                break
            raw = patterns.inner_dot.split(fold(label[0]), 1)[0].rstrip("-")
            place = label.start() + len(raw)
            end = is_domain_end(raw)
            if pieces and pieces[-1] == "." and end is not None:
                best = _Domain("".join(pieces) + end, place, spoken)
            pieces.append(leet(raw))
            dash = patterns.dash.match(folded, place)
            dot = patterns.dot.match(folded, place)
            if dot is not None:
                spoken = spoken or any(char.isalpha() for char in dot[0])
                if not self._goes_on(text, dot):
                    break
                pieces.append(".")
                place = dot.end()
            elif dash is not None:
                pieces.append("-")
                place = dash.end()
            else:
                missing = patterns.missing.match(folded, place)
                if len(pieces) == 1 and missing is not None and not strict:
                    best = _Domain(f"{pieces[0]}.{missing[1]}", missing.end(1), spoken=True)
                break
        return best or self._provider(pieces, place, strict=strict)

    @staticmethod
    def _goes_on(text: str, dot: re.Match[str]) -> bool:
        """Tell a dot inside a domain from the full stop of a sentence."""
        return not (dot[0].startswith(".") and dot[0] != "." and text[dot.end() : dot.end() + 1].isupper())

    @staticmethod
    def _provider(pieces: Sequence[str], place: int, *, strict: bool) -> _Domain | None:
        if len(pieces) != 1 or pieces[0] not in PROVIDERS:
            return None
        return _Domain(f"{pieces[0]}.com", place, spoken=not strict)

    def _local(
        self, text: str, folded: str, end: int, floor: int, *, leet_at: bool
    ) -> tuple[int, str] | None:
        """Read the part before the sign, backwards: words joined by dots and dashes, letters, digits."""
        pieces: list[str] = []
        start = end
        patterns = self._patterns
        window = max(floor, end - 200)
        for _ in range(MAX_LOCAL):
            word = _BEFORE.search(text[window:start])
            if word is None:
                break
            begin = window + word.start()
            raw = word[0]
            if pieces and pieces[-1] == "" and not self._spelled(raw, pieces):
                if not _before_digits(raw, pieces):
                    break
                start = begin
                pieces.append(raw)
                break
            start = begin
            pieces.append(self._spelled(raw, pieces) or raw)
            joint = patterns.joint_before(folded, max(window, start - 24), start)
            if joint is None:
                break
            start, sign = joint
            pieces.append(sign)
        while pieces and not pieces[-1].strip(".-_+"):
            start = self._forward(text, start)
            pieces.pop()
        name = patterns.inner_dot.sub(".", "".join(reversed(pieces)))
        if leet_at:
            name = name.replace("@", "a").replace("$", "s").replace("!", "i")
        return (start, name) if name.strip(".-_") and "@" not in name else None

    @staticmethod
    def _forward(text: str, start: int) -> int:
        """Step over the joint that led to no word."""
        while start < len(text) and not text[start].isalnum():
            start += 1
        return start

    def _spelled(self, raw: str, pieces: Sequence[str]) -> str:
        """Return what a word adds without a dot before the next one: a single letter, or a spoken digit."""
        word = fold(raw)
        digit = self._patterns.digits.get(word)
        if digit is not None and (not pieces or pieces[-1] == "" or pieces[-1] in ".-_"):
            return digit
        return raw if len(raw) == 1 and raw.isalnum() else (raw if raw.isdigit() else "")


def _before_digits(raw: str, pieces: Sequence[str]) -> bool:
    """Say whether a word belongs to the digits after it: "anna seven seven at ..."."""
    return raw.isalpha() and "".join(pieces).isdigit()


class _Patterns:
    """Expressions built from the words of all languages; over folded text."""

    def __init__(self, lexicon: Lexicon) -> None:
        def words(*fields: str) -> str:
            return "|".join(re.escape(form).replace(r"\ ", "[ -]") for form in lexicon.all(*fields))

        strong, weak = words("at"), words("weak_at")
        dots, dashes, lines, pluses = words("dot"), words("dash"), words("underscore"), words("plus")
        opened, closed = r"[\[({<«*_|/#~=-]{1,2}[ \t]?", r"[ \t]?[\])}>»*_|/#~=-]{1,2}"
        self.at = re.compile(
            rf"(?P<boxed>{_GAP}{opened}(?:{strong}|{weak}|a|@){closed}{_GAP})"
            rf"|(?P<sign>{_GAP}@{_GAP})"
            rf"|(?P<strong>[ \t]{{1,3}}(?:{strong})[ \t]{{1,3}})"
            rf"|(?P<weak>[ \t]{{1,3}}(?:{weak})[ \t]{{1,3}})"
        )
        self.dot = re.compile(
            rf"\.(?=\w)|[ \t]\.[ \t](?=\w)|\.[ \t](?=(?:com|org|net)\b)"
            rf"|{_GAP}{opened}(?:{dots}|\.){closed}{_GAP}|[ \t,]{{1,3}}(?:{dots})[ \t,]{{1,3}}(?=\w)"
        )
        self.dash = re.compile(rf"[ \t]{{1,3}}(?:{dashes})[ \t]{{1,3}}(?=\w)|[ \t]-[ \t](?=\w)")
        self.missing = re.compile(rf"[ \t]({'|'.join(SAFE_ENDS)})(?![\w@'.-]\w|\w)")
        spaced = r"[ \t]{1,3}"
        self._joints = tuple(
            (
                re.compile(
                    rf"(?:{_GAP}{opened}(?:{names}|{re.escape(sign)}){closed}{_GAP}|{spaced}(?:{names}){spaced})$"
                ),
                sign,
            )
            for names, sign in ((dots, "."), (lines, "_"), (dashes, "-"), (pluses, "+"))
        )
        self._plain_joint = re.compile(r"[ \t]([._-])[ \t]$|(?<=\w)([._-])[ \t]$|[ \t]([._-])$")
        self._space = re.compile(r"[ \t]$")
        self.inner_dot = re.compile(rf"[_-](?:{dots})[_-]")
        self.digits = _spoken_digits(lexicon)

    def joint_before(self, folded: str, window: int, end: int) -> tuple[int, str] | None:
        """Return where the joint that ends at `end` begins, and its sign; an empty sign for a mere space."""
        before = folded[window:end]
        for pattern, sign in self._joints:
            found = pattern.search(before)
            if found is not None:
                return window + found.start(), sign
        plain = self._plain_joint.search(before)
        if plain is not None:
            return window + plain.start(), plain[1] or plain[2] or plain[3]
        space = self._space.search(before)
        return None if space is None else (window + space.start(), "")


def _spoken_digits(lexicon: Lexicon) -> dict[str, str]:
    """Return the words for 0 to 99 in all languages, for local parts such as "anna 77"."""
    found: dict[str, str] = {}
    for language in lexicon.languages:
        for word, value in language.small_numbers():
            found.setdefault(word, str(value))
    return found
