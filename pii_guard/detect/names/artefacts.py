# ruff: noqa: SIM905 - word lists read best as text
"""Names in things of the trade: mail headers, chat logs, file names, database values, spelled-out names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.rules import MEDIUM, STRONG, Found, ending_at, found_at
from pii_guard.detect.names.tokens import MASK

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pii_guard.detect.names.data import Lexicon
    from pii_guard.detect.names.tokens import Reader

_BRACKETED = lazy(r"[<(\[](?:mailto:)?(?:" + MASK + r"|[^\s<>()@]{1,64}@)")
_DISPLAY = lazy(r"([^\W\d_][^\n<>()\[\]:;,@\"']{1,60}?)[\"']?[ ]?$")
_LONGEST_DISPLAY = 63
_LOG = lazy(r"^[> ]*\[?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?\]?[ ,\-–]*(?=[^\W\d_])", re.MULTILINE)
_SPELLED = lazy(r"[^\W\d_](?<![\w-].)(?:-[^\W\d_]){3,15}(?![\w-])")
_QUOTED_PAIR = lazy(r"(['\"])([^\W\d_]{2,30})\1\s*,\s*(['\"])([^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?)\3")
_TABLE_WORD = lazy(r"values|insert|name")
_ENDINGS = r"\.(?:jpe?g|png|pdf|docx?|heic|tiff?|xlsx?|zip|txt|eml|msg|gif|webp|mp[34]|wav)(?!\w)"
_FILE_ENDING = lazy(_ENDINGS)
_FILE = lazy(r"(?<![\w/])[\w-]{4,80}" + _ENDINGS, re.IGNORECASE)
_HUMPS = lazy(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,20}|[a-zà-öø-ÿ]{2,20}")
_DOCUMENT_WORDS = frozenset(
    "scan scanned img image photo foto bild slika pic picture screenshot copy kopie kopia kopija front "
    "back vorne "
    "hinten passport pass reisepass putovnica passeport pasaporte passaporto paszport id idcard ausweis "
    "personalausweis osobna dni licence license fuehrerschein korkort invoice rechnung faktura facture "
    "factura "
    "fattura fatura racun receipt kvitto quittung bill statement kontoauszug contract vertrag avtal "
    "ugovor contrat "
    "contrato contratto umowa letter brief brev pismo lettre carta lettera form formular application "
    "bewerbung "
    "antrag ansokan cv resume lebenslauf zivotopis medical arztbrief befund nalaz report attest "
    "certificate zeugnis "
    "signed unterschrieben doc document dokument payslip lohnabrechnung lonespec selfie portrait avatar "
    "card karte "
    "kort ticket final new neu ny v rev draft visa insurance payment tax".split()
)
_NAME_HUMPS = (2, 3)


def find(reader: Reader, original: str, lexicon: Lexicon) -> Iterable[Found]:
    """Yield the names in such things; may overlap.

    Args:
        reader: Reads the text whose taken spans are masked.
        original: The text itself, at the same length.
        lexicon: Word lists of all languages.
    """
    text = reader.text
    if "@" in original:
        yield from _display_names(reader, original, lexicon)
    if "." in text:
        yield from _files(reader)
    if "-" in text:
        yield from _spelled(reader)
    if ":" in text:
        yield from _log_speakers(reader, lexicon)
    if "'," in text or '",' in text:
        yield from _quoted_pairs(reader, lexicon)


def _display_names(reader: Reader, original: str, lexicon: Lexicon) -> Iterable[Found]:
    """Find "Frank Osei <…@…>" and "Priya Venkataraman (…@…)"."""
    text = reader.text
    for bracket in _BRACKETED.finditer(text):
        inside = original[bracket.end() - 1 : bracket.end() + 80].partition(">")[0].partition(")")[0]
        if "@" not in inside:
            continue
        at = bracket.start()
        match = _DISPLAY.search(text, max(0, at - _LONGEST_DISPLAY), at)
        if match is None:
            continue
        name = ending_at(reader, match.group(1), match.end(1), lexicon)
        if name is not None and name.first not in lexicon.org:
            yield from found_at(name, "header", STRONG)


def _spelled(reader: Reader) -> Iterable[Found]:
    """Find "S-T-I-G"."""
    for match in _SPELLED.finditer(reader.text):
        if match.group().replace("-", "").isupper():
            yield Found(match.start(), match.end(), MEDIUM, "cue:spelled", "given")


def _log_speakers(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Find "[10:02] Femi: …"."""
    for match in _LOG.finditer(reader.text):
        name = reader.read(match.end(), lexicon.stop, limit=4)
        if (
            name is not None
            and reader.text[name.end : name.end + 1] == ":"
            and name.first not in lexicon.relations
        ):
            yield from found_at(name, "speaker", STRONG)


def _quoted_pairs(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Given and family name as neighbouring values: `VALUES ('Marisol','Quenby', …)`."""
    if not _TABLE_WORD.search(reader.folded):
        return
    for match in _QUOTED_PAIR.finditer(reader.text):
        first, last = match.group(2), match.group(4)
        if first[0].isupper() and last[0].isupper() and not {fold(first), fold(last)} & lexicon.stop:
            yield Found(match.start(2), match.end(2), MEDIUM, "cue:quoted_pair", "given")
            yield Found(match.start(4), match.end(4), MEDIUM, "cue:quoted_pair", "family")


def _files(reader: Reader) -> Iterable[Found]:
    """A person's name in a file's name: "Scan_MarisolQuenbyPassport.jpg"."""
    if _FILE_ENDING.search(reader.folded) is None:
        return
    for match in _FILE.finditer(reader.text):
        stem = match.group().rpartition(".")[0]
        humps = [(m.start(), m.end()) for m in _HUMPS.finditer(stem)]
        kept = [(s, e) for s, e in humps if fold(stem[s:e]) not in _DOCUMENT_WORDS]
        if len(kept) not in _NAME_HUMPS or len(kept) == len(humps):
            continue
        start, end = kept[0][0], kept[-1][1]
        between = stem[start:end]
        if all(stem[s].isupper() for s, _ in kept) and re.fullmatch(r"[^\W\d]+(?:[-_][^\W\d_]+)*", between):
            yield Found(match.start() + start, match.start() + end, MEDIUM, "cue:file_name", "full")
