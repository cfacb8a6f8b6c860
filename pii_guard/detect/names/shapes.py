# ruff: noqa: PLR2004, SIM905 - lengths of words are the subject, and word lists read best as text
"""Names by where they stand: signatures, lines of their own, beside a person's data, after an initial."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.roles import PLACE_FIRST, thing
from pii_guard.detect.names.rules import MEDIUM, STRONG, Found, ending_at, found_at
from pii_guard.detect.names.tokens import CAPITAL, MASK, PARTICLES, WORD, Name, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pii_guard.detect.names.data import Lexicon

# What stands before the mark is looked at afterwards: a pattern that starts with one class is found faster.
_SLASH = lazy(r"[/^–—~-](?:(?<=/)/)?[ ]?(?=[^\W\d_])")
_BEFORE_SLASH = lazy(r"[\s.!?…)]")
_CARET = lazy(r"\^(?=[^\W\d_])")
# Up to five words, a separator, up to two words of a label ("NIE", "CPF:"), and a taken span.
_BEFORE_DATA = lazy(
    r"(?<![\w.'’-])((?:[^\W\d_][\w'’.-]{0,30}[ ]){0,4}[^\W\d_][\w'’-]{0,30})"
    r"(?:,? ?\(|, |: | – | - | )(?:[^\W\d_][\w.-]{0,11}[:.]? ){0,2}(?=" + MASK + ")"
)
_AFTER_DATA = lazy(MASK + r"(?:, |\. | - | – )(?=[^\W\d_])")
_PRONOUNS = frozenset("i ich ik jag jeg yo io eu moi ja minä mina ako ја я én".split())
_CALLED = lazy(r", ([^\W\d_]{3,20})[?!.…]{1,3}\s*$")
_SHORT_LABEL = lazy(r"([^\W\d_]{1,2})[ ]?: ")
_INITIAL = lazy(rf"(?:{CAPITAL}\.[ -]?){{1,3}}(?={CAPITAL}\w)")
_TWO_CAPITALS = lazy(rf"({CAPITAL}[\w'’]{{0,30}}(?:-[^\W\d_]\w{{0,30}})?) (?={CAPITAL}|[dv][aeoi'])")
_NUMBERED = lazy(r"\d{1,3}[.)] ?")
_LAST_WORD = lazy(r"(?<!\w)\w{1,5}$")
# What may follow a signature: ", 71", "(comité)", "x", a full stop, a smiley, and then only taken spans.
_TAIL_AFTER = lazy(
    r"[ \u00a0]*(?:,[^\n]{1,28}|\([^()\n]{1,20}\))?(?:[xX.!\s]|[^\w\s,;:()?"
    + MASK
    + r"])*(?:"
    + MASK
    + r"[^\n]*)?\s*$"
)
# Also whatever is no letter beyond the arrows and technical signs: emoji.
_SENTENCE_END = lazy(r"[.!?…\n)\u2601-\U0010ffff]")
# A signature in the text's last characters, a salutation on its first line.
_TAIL_LENGTH = 90
_LONGEST_REST = 34
# The score of an unknown full name beside a person's data.
BESIDE = 0.65
# Labels of a car's number: before them stands the car.
_CAR_LABELS = ("reg", "kennz", "plat", "matr", "targa", "kentek", "vin", "tabl", "nummerp", "spz", "plaka")
_LINE_START = lazy(r"(?:^|\n)[ \t>*•-]*$")
_FEW_WORDS = 3
_ONLY_A_NAME = 40


def find(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Yield the names that a text's layout shows; may overlap."""
    text = reader.text
    if len(text) < _ONLY_A_NAME:
        yield from _alone(reader, lexicon)
    yield from _signed(reader, lexicon)
    yield from _tail(reader, lexicon)
    yield from _lines(reader, lexicon)
    if MASK in text:
        yield from _beside_data(reader, lexicon)
    if "." in text:
        yield from _initials(reader, lexicon)
    if "(" in text or "," in text:
        yield from _self(reader, lexicon)
    yield from _given_and_family(reader, lexicon)


def _alone(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A message that is nothing but a name, as when a name was asked for: "nataly pittman"."""
    start = len(reader.text) - len(reader.text.lstrip())
    name = reader.read(start, lexicon.every_stop, lower=3)
    if (
        name is not None
        and name.first in lexicon.given
        and name.first not in lexicon.common
        and not reader.text[name.end :].strip(" .!")
    ):
        yield from found_at(name, "alone", MEDIUM)


def _signed(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Find "/Emma", "^Priya", "-Skyler", "// hasse p": at the end of a line."""
    text = reader.text
    if not ("/" in text or "^" in text or "-" in text or "–" in text or "—" in text or "~" in text):
        return
    for match in _SLASH.finditer(text):
        if match.start() and not _BEFORE_SLASH.match(text, match.start() - 1):
            continue
        mark = match.group().strip()
        loose = mark.startswith(("//", "^")) or (mark == "/" and not match.group().endswith(" "))
        name = reader.read(match.end(), lexicon.stop, lower=2 if loose else 0, limit=4)
        if name is None or _any_org(reader, name, lexicon, loose=True):
            continue
        line_end = text.find("\n", name.end)
        rest = text[name.end : line_end if line_end >= 0 else len(text)]
        if mark[:1] in "-–—~" and ((line_end >= 0 and text[line_end:].strip()) or name.parts > 3):
            continue  # a list item, not a signature
        if mark.startswith("^") or (
            len(rest) < _LONGEST_REST
            and (rest[:1] in ",.( " or not rest or rest[0] == MASK)
            and not _sentence(rest)
        ):
            yield from found_at(name, "signature", STRONG)
    for match in _CARET.finditer(text):
        yield from found_at(reader.read(match.end(), lexicon.stop), "signature", STRONG)


def _sentence(rest: str) -> bool:
    words = rest.strip(" .,!").split()
    return len(words) > _FEW_WORDS


def _tail(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A message's last words, when they are a name: "… bitte löschen. Kerstin Haas"."""
    text = reader.text
    end = len(text.rstrip())
    low = max(0, end - _TAIL_LENGTH)
    if text[low:end].islower():
        return
    for at in [match.start() for match in _SENTENCE_END.finditer(text, low + 1, end - 1)][::-1]:
        char = text[at]
        if char.isalpha() or _abbreviation(text, at):
            continue
        start = at + 1
        while start < end and text[start] in " \u00a0\t-–—*_\n>,;":
            start += 1
        if start in reader.named:
            return
        if start >= end or not text[start].isalpha():
            continue
        name = reader.read(start, lexicon.stop)
        if name is None or not _TAIL_AFTER.match(text, name.end) or text[name.end : name.end + 1] == "?":
            return
        if _is_signature(reader, name, lexicon, char):
            yield from found_at(name, "signature", MEDIUM)
        return


def _self(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Find "Ich, Horst Sauer, …", "Ik (Babette) …"; and a given name called at the very end: "…, João?"."""
    text = reader.text
    for start in reader.capitals:
        gap = text[start - 2 : start]
        if gap not in (" (", ", "):
            continue
        at = start - 3 if gap == " (" and text[start - 3 : start - 2] == "," else start - 2
        word = _LAST_WORD.search(reader.folded, max(0, at - 6), at)
        if word is None or word.group() not in _PRONOUNS:
            continue
        name = reader.read(start, lexicon.stop)
        if (
            name is not None
            and text[name.end : name.end + 1] in (",", ")")
            and (name.parts > 1 or gap == " (")
        ):
            yield from found_at(name, "intro", MEDIUM)
    last = _CALLED.search(text, max(0, len(text) - 40))
    if last is not None and reader.folded[last.start(1) : last.end(1)] in lexicon.given_only:
        yield Found(last.start(1), last.end(1), MEDIUM, "cue:called", "given")


def _is_signature(reader: Reader, name: Name, lexicon: Lexicon, before: str) -> bool:
    """Whether the last words are a signature rather than a last short sentence ("Wunderbar.") or a place."""
    text, known = reader.text, name.first in lexicon.given
    if reader.shouting or _any_org(reader, name, lexicon):
        return reader.shouting and name.parts > 1 and before == "\n"
    if name.parts > 1:
        return before != MASK or known or not text[name.end :].strip(" .\n")
    if known:
        return text[name.end : name.end + 2].strip() != MASK
    if before == MASK or (before == "\n" and _address_line_before(text, name.start)):
        return False
    # An unknown single word: not when it ends like a sentence, or in "!" ; a signature has no full stop.
    written = text[name.start : name.end]
    return (
        not written.isupper()
        and not text[name.end :].strip(" xX\u00a0\n")
        and name.end - name.start > 2
        and name.first not in lexicon.relations
    )


def _address_line_before(text: str, at: int) -> bool:
    """Whether the line before has a number: then a single word is more likely a town than a name."""
    line = text[:at].rstrip().rpartition("\n")[2]
    return MASK in line or any(char.isdigit() for char in line)


def _abbreviation(text: str, at: int) -> bool:
    """Whether a dot ends an initial or title ("J. Marsh") and not a sentence."""
    if text[at] != ".":
        return False
    word = re.search(r"[^\W\d_]+$", text[max(0, at - 6) : at])
    return word is not None and (
        len(word.group()) == 1
        or fold(word.group()) in ("dr", "prof", "mr", "mrs", "ms", "fr", "hr", "sr", "dipl", "ing")
    )


def _lines(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Lines that are nothing but a name, as in a signature or an address; list items with a name first."""
    text, at = reader.text, 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        start = at
        while start < end and text[start] in "> \t*-•–—_":
            start += 1
        numbered = _NUMBERED.match(text, start, end)
        start = numbered.end() if numbered is not None else start
        if end - start > 2 and text[start].isalpha():
            yield from _line(reader, lexicon, at, start, end)
        at = end + 1


def _line(reader: Reader, lexicon: Lexicon, at: int, start: int, end: int) -> Iterable[Found]:
    text = reader.text
    header = _SHORT_LABEL.match(text, start, min(end, start + 6))
    if header is not None and fold(header.group(1)) in lexicon.short_labels:
        start = header.end()
    elif start in reader.named or not text[start].isupper():
        return
    name = reader.read(start, lexicon.stop)
    if name is None or name.end > end or _any_org(reader, name, lexicon):
        return
    rest = text[name.end : end].strip(" *_\r")
    known = name.first in lexicon.given
    if header is not None and (name.parts > 1 or known):
        yield from found_at(name, "header", MEDIUM)
    elif (
        name.parts > 1
        and (known or "\n" in text)
        and (rest in ("", ",", ".") or (known and rest[:1] in ",–-("))
    ):
        yield from found_at(name, "line", MEDIUM)
    elif (name.parts == 1 and rest == "," and at == _first_line(text, at)) or (
        known and at == 0 and rest[:1] == "," and rest[2:3].islower()
    ):
        yield from found_at(name, "salutation", MEDIUM)
    elif known and rest[:1] == "," and at > 0 and len(rest) < 40 and name.first not in lexicon.common:
        yield from found_at(name, "signature", MEDIUM)


def _first_line(text: str, at: int) -> int:
    """The start of this line when a blank line follows it and it opens the message's body; -1 otherwise."""
    end = text.find("\n", at)
    blank_after = text[end + 1 : end + 2] == "\n"
    blank_before = at == 0 or text[max(0, at - 2) : at] == "\n\n"
    return at if blank_after and blank_before else -1


def _beside_data(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A full name beside a person's data: "Yusuf El Amrani, NIE …", "… 099 …, Filip Radman."."""
    text = reader.text
    for match in _BEFORE_DATA.finditer(text):
        name = ending_at(reader, match.group(1), match.end(1), lexicon)
        if name is None or name.joined or _any_org(reader, name, lexicon) or thing(reader, name, lexicon):
            continue
        known = name.first in lexicon.given
        if known or (
            name.parts > 1 and not text[name.start : name.end].isupper() and not _other(reader, match, name)
        ):
            yield from found_at(name, "beside_data", MEDIUM if known else BESIDE)
    for match in _AFTER_DATA.finditer(text):
        name = reader.read(match.end(), lexicon.stop)
        if name is not None and reader.ends_at(name.end) and not _any_org(reader, name, lexicon):
            known = name.first in lexicon.given
            if known or (
                ((name.parts > 1 and text[name.end : name.end + 1] in ".\n") or not text[name.end :].strip())
                and name.parts > 1
            ):
                yield from found_at(name, "beside_data", MEDIUM if known else BESIDE)


def _other(reader: Reader, match: re.Match[str], name: Name) -> bool:
    """Whether what stands before data is a label, a place or a car rather than a person."""
    between = match.group()[len(match.group(1)) :]
    if between.startswith(":") and _LINE_START.search(reader.text, max(0, name.start - 8), name.start):
        return True
    return name.first in PLACE_FIRST or fold(between).lstrip(" ,:–-(").startswith(_CAR_LABELS)


def _any_org(reader: Reader, name: Name, lexicon: Lexicon, *, loose: bool = False) -> bool:
    """Whether the words are an organisation's, or (unless loose) a single one that is also a common word."""
    words = WORD.findall(reader.folded[name.start : name.end])
    return any(
        word in lexicon.org and word not in lexicon.common and word not in PARTICLES for word in words
    ) or (not loose and name.parts == 1 and words[0] not in lexicon.given and words[0] in lexicon.common)


_JOINING = (".", "&", "/", "-")


def _initials(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Find "M. Grgić", "R. J. King"."""
    text, past = reader.text, 0
    for start in reader.capitals:
        if start < past or text[start + 1 : start + 2] != "." or text[start - 1 : start] in _JOINING:
            continue
        match = _INITIAL.match(text, start)
        if match is None:
            continue
        past = match.end()
        if start > 1 and text[start - 1] == " " and text[start - 2].isdigit():
            continue  # a house letter: "18 B. Tack"
        name = reader.read(start, lexicon.stop, limit=5)
        if (
            name is not None
            and name.parts > 1
            and name.end > match.end()
            and not _any_org(reader, name, lexicon)
        ):
            yield from found_at(name, "initial", MEDIUM)


_INSIDE = (".", "'", "’", "-")


def _given_and_family(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A frequent given name, capitalised, and after it a capitalised word in no list, or an initial."""
    text = reader.text
    past = 0
    for start in (at for at in reader.capitals if at not in reader.named):
        inside = start < past or text[start - 1 : start] in _INSIDE
        match = None if inside else _TWO_CAPITALS.match(text, start)
        if match is None:
            continue
        end = match.end(1)
        first = reader.folded[start:end]
        if first not in lexicon.given or not (text[end + 1].isupper() or text[end + 1].islower()):
            continue
        before = text[start - 1 : start]
        words_before = reader.folded[max(0, start - 20) : start].split()
        if words_before and words_before[-1] in lexicon.product:
            continue
        if before and (before in "\"“„«'‘’&-/@#" or before.isalnum()):
            continue
        name = reader.read(start, lexicon.stop)
        if name is None or name.parts < 2 or name.lower or name.joined or _any_org(reader, name, lexicon):
            continue
        if text[name.end : name.end + 1] in tuple("-/'’\"”“") or _lower_noun(reader, name.end, lexicon):
            continue
        if reader.shouting:
            return
        unsure = first in lexicon.common or first in lexicon.every_stop
        if unsure and name.parts < 3 and not (reader.ends_at(name.end) or text[name.end - 1] == "."):
            continue
        past = name.end
        yield from found_at(name, "given_name", MEDIUM)


def _lower_noun(reader: Reader, at: int, lexicon: Lexicon) -> bool:
    word = WORD.match(reader.text, at + 1) if reader.text[at : at + 1] == " " else None
    return word is not None and reader.folded[word.start() : word.end()] in lexicon.product
