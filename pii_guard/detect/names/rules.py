# ruff: noqa: PLR2004, SIM905 - lengths of words are the subject, and word lists read best as text
"""What counts as a name after (or before) each kind of cue."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.tokens import MASK, WORD, Name, Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pii_guard.detect.names.data import Cue, CueHit, Lexicon

STRONG, MEDIUM, LOWER = 0.85, 0.7, 0.6


class Found(NamedTuple):
    """A name with the evidence for it.

    Attributes:
        start: First code point.
        end: One past the last code point.
        score: 0 to 1.
        why: `cue:` and the kind of evidence.
        subtype: `given`, `family`, `full`, or None where nothing tells.
    """

    start: int
    end: int
    score: float
    why: str
    subtype: str | None


_OPENING = lazy(r"[ \t\u00a0]*(?:[,:?][ \t\u00a0]*)?[\"'“„«‘*_(]{0,2}")
_LABEL_GAP = lazy(
    r"[\"'*_)\]]{0,3}[ \t\u00a0]*(?:\([^()\n]{1,20}\))?(?: \w{1,8} \w{1,8})?[ \t\u00a0]*"
    r"[:=：][ \t\u00a0]*[\"'*_“„«]{0,3}"
)
_SIGNOFF_GAP = lazy(r"[ \t]*[,!:;…]{0,2}[ \t]*(?:\.?(?:\r?\n[ \t>]*){1,3})?(?:[-–—/~][ \t]*)?[*_]{0,2}")
RELATION_GAP = lazy(r"[ \t\u00a0]*(?:[,(–—:=-]{1,2}[ \t\u00a0]*)?[\"'“„«‘]?")
# "au nom de …": no part of the name, as the same word is after a given name.
PREPOSITION = lazy(r"(?:de|di|von|da|do|del) (?=[^\W\d_])")
_LEGAL_FORM = lazy(
    r",? (?:d\.? ?o\.? ?o|j\.d\.o\.o|S\.p\.A|S\.r\.l|S\.A|S\.L|sp\. z|s\.r\.o|a\.s\b|e\.V|A/S|B\.V|N\.V"
    r"|& Co|AS\b)"
)
_LEGAL_WORD = lazy(r"[a-zà-öø-ÿ] (?:S[AELP]|A[BGS]|[BN]V|KG|S[RP]L|SPA|SAS|SARL|OYJ?|PLC|LLC|INC|LTD)$")
_SPACE = lazy(r"/?[ \t\u00a0]+[\"'“„«‘]?")
_GREET_GAP = lazy(r"(,)?[ \t\u00a0]+")
_AND = lazy(r" (and|und|och|og|i|a|e|y|et|en|ja|&|и|ve|si|es|in) ")
# Words for "and" that mean something else in other languages.
_AND_IN = {
    "i": {"hr", "sr", "pl"},
    "a": {"cs", "sk"},
    "e": {"it", "pt"},
    "y": {"es"},
    "et": {"fr"},
    "en": {"nl"},
    "in": {"sl"},
    "es": {"hu"},
    "si": {"ro"},
}
_BEFORE_HERE = lazy(
    r"(?:^|[\n.!?,…:][ \t]*|^[ \t]*)"
    r"(?:(?:hi|hej|hei|hello|hallo|hola|ciao|hoi|hey|bok|cześć|oi|salut|moin|moi)[ ,!]+)?"
    r"([^\W\d_][^\n.,!?:]{1,30}?)[ \t]+$",
    re.IGNORECASE,
)
_GERMAN_NOUN = ("ung", "heit", "keit", "schaft", "tion", "ismus", "nis", "tum", "tät")
_ADJECTIVE = tuple(
    "ish ese ian ing ed ican less ful able ous isch sk ska ski ano ana eño ais aise ien ienne".split()
)
LOWER_GREETINGS = frozenset(
    "dear hi hello hey hej hola ciao hallo hoi bok salut oi ola moi ahoj czesc tack kara kaere kjaere "
    "liebe lieber beste cher chere caro cara".split()
)


def found_at(name: Name | None, why: str, score: float, single: str | None = "given") -> Iterable[Found]:
    """Yield a name with its evidence, unless there is none or it is a product's.

    Args:
        name: What was read.
        why: Kind of evidence, without `cue:`.
        score: For a capitalised name; one in lower case gets less.
        single: Subtype of a name of one word.
    """
    if name is not None and not name.joined:
        worth = LOWER if name.lower else score
        yield Found(name.start, name.end, worth, f"cue:{why}", "full" if name.parts > 1 else single)


def ending_at(reader: Reader, written: str, end: int, lexicon: Lexicon) -> Name | None:
    """Read the longest name that ends where some words end."""
    words = written.split(" ")
    unsure = False
    for skip in range(max(0, len(words) - 5), len(words)):
        name = reader.read(end - len(" ".join(words[skip:])), lexicon.stop)
        if name is None or name.end != end:
            continue
        if name.parts > 2 and name.first in lexicon.every_stop:  # "3 May Birger Stensson"
            unsure = True
            continue
        before = words[skip - 1] if skip else ""
        cut = before[:1].isupper() and before[-1:].isalpha() and fold(before) not in lexicon.titles
        return None if cut and not unsure else name
    return None


def and_another(reader: Reader, name: Name, cue: Cue, why: str, single: str) -> Iterable[Found]:
    """The second of two: "Hi Anna and Peter", "i signori Brambilla e Cheng"."""
    link = _AND.match(reader.folded, name.end) if not reader.shouting else None
    if link is not None and cue.languages & _AND_IN.get(link.group(1), cue.languages):
        yield from found_at(reader.read(link.end(), cue.stop), why, MEDIUM, single)


def _intro(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    if _animal_before(reader, hit.start, lexicon):
        return ()
    name = reader.read(after(_OPENING, reader, hit.end), hit.cue.stop, lower=2)
    if (
        name is not None
        and name.lower
        and hit.end - hit.start < 9
        and name.first not in hit.cue.given
        and not reader.ends_at(name.end)
    ):
        name = None if name.first in lexicon.stop else name
    return found_at(name, "intro", STRONG, None)


def _am(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    cue = hit.cue
    name = reader.read(after(_OPENING, reader, hit.end), cue.stop, lower=1)
    if name is None or reader.shouting or name.first in lexicon.org:
        return ()
    known = name.first in lexicon.given
    if name.lower:
        return found_at(name if name.first in cue.given else None, "intro", MEDIUM, "given")
    if name.parts == 1 and not known:
        ends = reader.ends_at(name.end) or _stop_follows(reader, name.end, cue)
        if (
            not (ends or _name_shaped(reader.text[name.start : name.end]))
            or name.first.endswith(_ADJECTIVE)
            or "de" in cue.languages
        ):
            return ()
    return found_at(name, "intro", STRONG if known else MEDIUM, "given")


def _here(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    """The name stands before the cue, at the start of a sentence or after a greeting."""
    base = max(0, hit.start - 40)
    match = _BEFORE_HERE.search(reader.text[base : hit.start])
    if match is None or (base and match.start() == 0):
        return ()
    name = reader.read(base + match.start(1), hit.cue.words.widest_stop, lower=2)
    if name is None or name.end != base + match.end(1) or name.first in lexicon.org:
        return ()
    if name.lower and match.start(1) == match.start() and name.first not in hit.cue.given:
        return ()
    return found_at(name, "here", MEDIUM, "given")


def _greet(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    gap = _GREET_GAP.match(reader.text, hit.end)
    if gap is None:
        return
    comma = gap.group(1) is not None
    at = reader.skip_titles(gap.end())
    name = reader.read(at, hit.cue.stop, lower=0 if comma else 1)
    if name is None or of_organisation(name, lexicon):
        return
    ends = reader.ends_at(name.end)
    if (name.lower or comma) and not ends:
        return
    if name.lower and (len(name.first) < 3 or not (name.first in hit.cue.given or _greets(reader, hit))):
        return
    if not ends and reader.shouting:
        return
    single = "family" if at != gap.end() else "given"
    yield from found_at(name, "salutation", STRONG if ends else MEDIUM, single)
    yield from and_another(reader, name, hit.cue, "salutation", single)


def _title(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    at = hit.end + (reader.text[hit.end : hit.end + 1] == "." and reader.text[hit.end - 1] != ".")
    if reader.text[at : at + 1] not in (" ", "\u00a0"):
        return
    if reader.skip_titles(at + 1) > at + 1:
        return  # the last title is the one that counts
    name = reader.read(at + 1, hit.cue.stop, limit=1 if reader.shouting else 5)
    if name is None or (name.first in lexicon.org and name.first not in lexicon.common):
        return
    yield from found_at(name, "title", STRONG, "given" if _vocative(hit, name) else "family")
    yield from and_another(reader, name, hit.cue, "title", "family")


def _signoff(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    at = after(_SIGNOFF_GAP, reader, hit.end)
    between = reader.text[hit.end : at]
    if not between or (hit.cue.breaks and not {",", "\n"} & set(between)):
        return ()
    name = reader.read(at, hit.cue.stop, lower=2)
    if name is None:
        return ()
    line = line_after(reader, name.end)
    if name.lower and (line.strip(" .!x\u00a0\r") or not (name.first in hit.cue.given or "\n" in between)):
        return ()
    if organisation(reader, name, lexicon) or ("\n" not in between and not opens(reader, hit.start)):
        return ()
    return found_at(name, "signoff", STRONG, "given")


def _label(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    gap = _LABEL_GAP.match(reader.text, hit.end)
    if gap is None:
        return ()
    name = reader.read(gap.end(), hit.cue.stop, lower=2)
    if name is None or of_organisation(name, lexicon) or organisation(reader, name, lexicon):
        return ()
    says_name = any(
        word in hit.cue.phrase for word in ("nam", "nom", "nimi", "ime", "imi", "jmen", "men", "имя", "фио")
    )
    if name.lower and name.first not in hit.cue.given and not says_name:
        return ()
    if hit.cue.phrase in _SPEAKERS and name.parts == 1 and line_after(reader, name.end).strip(" .\r"):
        return ()  # a transcript: what follows the speaker is speech
    return found_at(name, "label", STRONG, None)


def _behalf(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    at = after(_OPENING, reader, hit.end)
    preposition = PREPOSITION.match(reader.text, at) if "nl" not in hit.cue.languages else None
    at = preposition.end() if preposition is not None else at
    name = reader.read(at, hit.cue.stop, lower=1)
    if name is None or of_organisation(name, lexicon) or (name.lower and name.first not in hit.cue.given):
        return ()
    if organisation(reader, name, lexicon):
        return ()
    return found_at(name, "behalf", MEDIUM, None)


def _relation(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    at = after(RELATION_GAP, reader, hit.end)
    if at == hit.end:
        return
    name = reader.read(at, hit.cue.stop, lower=2, limit=2 if reader.shouting else 5)
    if name is None or (name.lower and name.first not in hit.cue.given):
        return
    if name.first not in lexicon.given and organisation(reader, name, lexicon):
        return
    if name.parts == 1 and "de" in hit.cue.languages and name.first.endswith(_GERMAN_NOUN):
        return
    if ":" in reader.text[hit.end : at] and name.parts == 1 and line_after(reader, name.end).strip(" .\r"):
        return  # a transcript: what follows the speaker is speech
    yield from found_at(name, "relation", MEDIUM, "given")
    yield from and_another(reader, name, hit.cue, "relation", "given")


def _ask(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    name = reader.read(after(_SPACE, reader, hit.end), hit.cue.stop)
    if name is None or reader.shouting or of_organisation(name, lexicon):
        return ()
    known = name.first in lexicon.given
    if not known and organisation(reader, name, lexicon):
        return ()
    ends = reader.ends_at(name.end) or reader.text[name.end : name.end + 2] == " " + MASK
    if name.parts == 1 and not known and not (" " in hit.cue.phrase or ends):
        return ()
    return found_at(name, "ask", MEDIUM, "given")


def _named(reader: Reader, hit: CueHit, lexicon: Lexicon) -> Iterable[Found]:
    if _animal_before(reader, hit.start, lexicon):
        return ()
    name = reader.read(after(_SPACE, reader, hit.end), hit.cue.stop)
    if name is None or (name.first not in lexicon.given and organisation(reader, name, lexicon)):
        return ()
    return found_at(name, "named", MEDIUM, "given")


def _speaker(reader: Reader, hit: CueHit, _lexicon: Lexicon) -> Iterable[Found]:
    """Find "AGENT Beth:": a role and a name before a colon."""
    at = after(_SPACE, reader, hit.end)
    name = reader.read(at, hit.cue.stop, limit=3)
    if name is None or at == hit.end or reader.text[name.end : name.end + 1] != ":":
        return ()
    return found_at(name, "speaker", STRONG, "given")


_SPEAKERS = frozenset(
    "agent customer caller operator client user support agente cliente asesor operador operatore utente "
    "assistente atendente "
    "konsultant konsultantka klient klientka kund kunde kunden kundin handlaggare klant medewerker "
    "korisnik korisnica agentica "
    "operater asiakas zakaznik zakaznicka clienta conseiller cust rep oператор клиент".split()
)
RULES: dict[str, Callable[[Reader, CueHit, Lexicon], Iterable[Found]]] = {
    "intro": _intro,
    "am": _am,
    "here": _here,
    "greet": _greet,
    "title": _title,
    "signoff": _signoff,
    "label": _label,
    "behalf": _behalf,
    "relation": _relation,
    "ask": _ask,
    "named": _named,
    "speaker": _speaker,
}


def after(gap: re.Pattern[str], reader: Reader, at: int) -> int:
    """Return where a gap that may stand at a place ends."""
    match = gap.match(reader.text, at)
    return match.end() if match is not None else at


def line_after(reader: Reader, at: int) -> str:
    """Return the rest of a line."""
    end = reader.text.find("\n", at, at + 200)
    return reader.text[at : end if end >= 0 else at + 200]


def organisation(reader: Reader, name: Name, lexicon: Lexicon) -> bool:
    """Whether a name's words, or the word right after it, say that it is an organisation's."""
    last = max(name.start, reader.text.rfind(" ", name.start, name.end))
    if _LEGAL_FORM.match(reader.text, name.end) or _LEGAL_FORM.match(reader.text, last):
        return True
    if _LEGAL_WORD.search(reader.text, max(name.start, last - 1), name.end):
        return True
    words = WORD.findall(reader.folded[name.start : name.end])
    then = WORD.match(reader.text, name.end + 1) if reader.text[name.end : name.end + 1] == " " else None
    if then is not None and then.group()[0].isupper() and not reader.shouting:
        words.append(reader.folded[then.start() : then.end()])
    return any(
        word in lexicon.org and word not in lexicon.common and word not in lexicon.given for word in words
    )


def of_organisation(name: Name, lexicon: Lexicon) -> bool:
    """Whether the first word is one of organisations and headings, and no given name."""
    return name.first in lexicon.org and name.first not in lexicon.given


def _stop_follows(reader: Reader, at: int, cue: Cue) -> bool:
    word = WORD.match(reader.text, at + 1) if reader.text[at : at + 1] == " " else None
    return (
        word is not None
        and word.group()[0].islower()
        and reader.folded[word.start() : word.end()] in cue.stop
    )


def _name_shaped(word: str) -> bool:
    """Whether a word looks like a surname by itself: "O'Shaughnessy", "Reyes-Whitlock", "McBride"."""
    return any(char.isupper() for char in word[1:]) and not word.isupper()


def _greets(reader: Reader, hit: CueHit) -> bool:
    return opens(reader, hit.start) and hit.cue.phrase in LOWER_GREETINGS


def opens(reader: Reader, at: int) -> bool:
    """Whether a line, a sentence or a clause starts here."""
    before = reader.text[max(0, at - 4) : at].rstrip(" \t>\u00a0")
    return not before or not before[-1].isalnum()


def _vocative(hit: CueHit, name: Name) -> bool:
    """Polish "Pani Tereso", "Panie Marku", Spanish "doña Mercedes": the title goes with a given name."""
    title = hit.cue.phrase
    return title in ("don", "dona") or (title in ("pani", "panie") and name.first.endswith(("o", "u", "ie")))


def _animal_before(reader: Reader, at: int, lexicon: Lexicon) -> bool:
    words = WORD.findall(reader.folded[max(0, at - 40) : at])
    return any(word in lexicon.pets for word in words[-4:])
