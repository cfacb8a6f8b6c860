# ruff: noqa: SIM905 - word lists read best as text
"""What looks like a name and is none: fields, companies, goods with a person's name.

Asked once for every name that was found, with what stands around it. Who is called by a title, a label or in
so many words ("my name is …") is a person whatever the words look like; for the weaker kinds of evidence the
words count, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.lazy import lazy
from pii_guard.detect.names.tokens import MASK, WORD

if TYPE_CHECKING:
    from pii_guard.detect.names.data import Lexicon
    from pii_guard.detect.names.rules import Found
    from pii_guard.detect.names.tokens import Reader

# Kinds of evidence that the form of the words does not outweigh.
_SURE = frozenset("cue:intro cue:title cue:label cue:header cue:named cue:speaker cue:behalf".split())
# Kinds that also find a firm which is greeted, asked for or signs.
_WEAK = frozenset(
    "cue:ask cue:salutation cue:signature cue:signoff cue:beside_data cue:line cue:about".split()
)
# Names of fields, in the languages at once: a word before a number, never a person's name.
_FIELDS = frozenset(
    "sku ean gtin upc isbn asin imei vin nr nro num no art artnr ref réf rif pos qty pcs stk kpl szt kom "
    "code kod kode cod tel tlf fax mob id idnr pin puk tan iban bic swift vat ust ustid oib cif nif nie dni "
    "nip pesel regon kvk btw cvr siret siren orgnr org mpn url app sms otp pnr eta etd faq crm api ip vpn "
    "kw knr kdnr renr zip plz psc cap cep adr abs".split()
)
# Ends of words for firms, authorities and shops, without which the word would be no surname.
_FIRM_ENDS = tuple(
    map(
        fold,
        "verket bolaget banken kassan myndigheten styrelsen nämnden skolan affären butiken bryggeriet "
        "kompaniet gruppen centralen tjänst service föreningen försäkring försäkringar apoteket hotellet "
        "bokhandeln handeln selskabet selskapet foreningen centret senteret sentralen forsikring etaten "
        "direktoratet boghandel bokhandel apotek apotheke versicherung versicherungen gesellschaft "
        "genossenschaft betriebe bäckerei metzgerei gärtnerei brauerei druckerei molkerei buchhandlung "
        "stadtwerke wasserwerke sparkasse krankenkasse volksbank verzekering verzekeringen bedrijf "
        "waterschap dienst boekhandel centrum energie energi energia telecom telekom airlines airways "
        "pankki kauppa palvelu palvelut yhtiö vakuutus banka osiguranje pojišťovna poisťovňa "
        "software".split(),
    )
)
# Beginnings of what is written in one word with a capital inside ("AguaViva"), when it is a person's.
_INNER = lazy(
    r"(?:Mc|Mac|De|Del|Della|Di|Da|Dal|Do|Dos|Du|Des|La|Le|Lo|Van|Vander|Von|Fitz|St|Ten|Ter|Al|El|Ben|O|D)"
    r"(?=[A-Z])"
)
_HUMP = lazy(r"[a-zß-öø-ÿ][A-ZÀ-ÖØ-Þ]")
_ARTICLES = frozenset(
    "der die das den dem the a il lo la le el los las o os het de en et ett ten ta to ovaj taj a az".split()
)
_OPENERS, _CLOSERS = '"“„«”»', '"”“»«'
_SHORTEST_STEM = 4
_VOWELS = "aeiouyąęåäöáéíóúàèìòùěů"
_SENTENCE_START = lazy(r"(?:^|[.!?\n:])[ \t\"“„«¿¡]*$")
_BARE = lazy(r"[ \u00a0]" + MASK)


def is_thing(reader: Reader, found: Found, lexicon: Lexicon) -> bool:
    """Tell whether what was found is a field's, a firm's or a product's name rather than a person's.

    Args:
        reader: Reads the text, with taken spans masked.
        found: A name with its evidence.
        lexicon: Word lists of all languages.
    """
    words = WORD.findall(reader.folded[found.start : found.end])
    if not words:
        return False
    if _field(reader, found, words, lexicon):
        return True
    if _goods(reader, found, words, lexicon):
        return True
    if found.why in _SURE:
        return False
    if found.why in _WEAK and (
        _firm(reader, found, words, lexicon) or _quoted_or_owned(reader, found, words, lexicon)
    ):
        return True
    return found.why == "cue:beside_data" and _sentence(reader, found, words, lexicon)


def _field(reader: Reader, found: Found, words: list[str], lexicon: Lexicon) -> bool:
    """Whether the last word names a field: "Affected SKU 5012…", "Art.-Nr. 4711"."""
    last = words[-1]
    if last not in _FIELDS or last in lexicon.given:
        return False
    written = reader.text[found.end - len(last) : found.end]
    after = reader.text[found.end : found.end + 3].lstrip(".: #\u00a0")
    return (
        (written.isupper() and len(last) > 1 and not reader.shouting)
        or after[:1] == MASK
        or after[:1].isdigit()
    )


def _firm(reader: Reader, found: Found, words: list[str], lexicon: Lexicon) -> bool:
    """Whether a word has the form of a firm's or authority's name and none is a given name."""
    if words[0] in lexicon.given:
        return False
    if any(
        word.endswith(_FIRM_ENDS) or (word in lexicon.org and word not in lexicon.common) for word in words
    ):
        return True
    if len(words) > 1 or reader.shouting:
        return False
    written = reader.text[found.start : found.end]
    hump = _HUMP.search(written)
    return (
        hump is not None
        and _INNER.match(written) is None
        and fold(written[: hump.start() + 1]) not in lexicon.given
    )


def _quoted_or_owned(reader: Reader, found: Found, words: list[str], lexicon: Lexicon) -> bool:
    """Whether a single unknown word is quoted ("Skatteverket") or a shop's ("shoutout to Dunkley's")."""
    if len(words) > 1 or words[0] in lexicon.given or found.why == "cue:signature":
        return False
    before, after = reader.text[found.start - 1 : found.start], reader.text[found.end : found.end + 2]
    if before and before in _OPENERS and after[:1] and after[0] in _CLOSERS:
        return True
    return found.why == "cue:ask" and after in ("'s", "’s")


def _sentence(reader: Reader, found: Found, words: list[str], lexicon: Lexicon) -> bool:
    """Whether an unknown word opens a sentence with a name in it: "Passar Astrid 140x200"."""
    if words[0] in lexicon.given or not _BARE.match(reader.text, found.end):
        return False
    opens = _SENTENCE_START.search(reader.text, max(0, found.start - 6), found.start) is not None
    return opens and (len(words) > 1 and words[1] in lexicon.given)


def _goods(reader: Reader, found: Found, words: list[str], lexicon: Lexicon) -> bool:
    """Whether a product's noun goes with the name: "Otto der Kühlschrank", "Luka ormar", "sedia Sofia"."""
    if found.why in ("cue:label", "cue:title"):
        return False
    if len(words) > 1 and words[-2] in _ARTICLES and product(words[-1], lexicon):
        return True
    if reader.text[found.end : found.end + 1] not in (" ", "-"):
        return False
    after = WORD.findall(reader.folded[found.end + 1 : found.end + 40])[:2]
    if len(after) > 1 and after[0] in _ARTICLES and product(after[1], lexicon):
        return reader.folded.startswith(f"{after[0]} {after[1]}", found.end + 1)
    first = WORD.match(reader.text, found.end + 1)
    return first is not None and first.group().islower() and product(fold(first.group()), lexicon)


def product(word: str, lexicon: Lexicon) -> bool:
    """Whether a folded word is a product's noun, or a form of one that differs in its last vowel."""
    if word in lexicon.product:
        return True
    stem = word.rstrip(_VOWELS)
    return len(stem) > _SHORTEST_STEM and word != stem and stem in lexicon.product_stems
