"""Names by the shape of what surrounds them: signatures, mail headers, chat logs, file names, honorifics."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.names.rules import LOWER, MEDIUM, STRONG, Found
from pii_guard.detect.names.tokens import CAPITAL, MASK, PARTICLES, WORD, Name, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pii_guard.detect.names.data import Lexicon

_SLASH = re.compile(r"(?:^|[\s.!?…)])(?:/{1,2}|\^|[-–—~])[ ]?(?=[^\W\d_])", re.MULTILINE)
_CARET = re.compile(r"\^(?=[^\W\d_])")
_DISPLAY = re.compile(
    r"([^\W\d_][^\n<>()\[\]:;,@\"']{1,60}?)[\"']?[ ]?[<(\[](?:mailto:)?(?:" + MASK + r"|[^\s<>()@]{1,64}@)"
)
_BEFORE_DATA = re.compile(
    r"(?<![\w.-])((?:[^\W\d_][\w'’.-]*[ ]){0,4}[^\W\d_][\w'’-]*)(?:,? ?\(|, |: | – | - | )(?:[^\W\d_][\w.-]{0,11}[:.]? ){0,2}(?="
    + MASK
    + ")"
)
_AFTER_DATA = re.compile(MASK + r"(?:, |\. | - | – )(?=[^\W\d_])")
_LOG = re.compile(
    r"^[> ]*\[?\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[AaPp][Mm])?\]?[ ,\-–]*(?=[^\W\d_])", re.MULTILINE
)
_ATTRIBUTION = re.compile(
    r"(?:wrote|schrieb|skrev|napisao je|napisala je|napisał|napisała|a écrit|escribió|ha scritto|escreveu|schreef|kirjoitti|napsal|napísal)\b",
    re.IGNORECASE,
)
_AFTER_PRONOUN = re.compile(rf"(?:,? \(|, )(?={CAPITAL})")
_PRONOUNS = frozenset("i ich ik jag jeg yo io eu moi ja minä mina ako ја я én eu".split())
_CALLED = re.compile(r", ([^\W\d_]{3,20})[?!.…]{1,3}\s*$")
_SHORT_LABEL = re.compile(r"([^\W\d_]{1,2})[ ]?: ")
_INITIAL = re.compile(rf"(?<![^\W_])(?<![.&/-])(?:{CAPITAL}\.[ -]?){{1,3}}(?={CAPITAL}\w)")
_SPELLED = re.compile(r"(?<![\w-])[^\W\d_](?:-[^\W\d_]){3,15}(?![\w-])")
_QUOTED_PAIR = re.compile(r"(['\"])([^\W\d_]{2,30})\1\s*,\s*(['\"])([^\W\d_]{2,30}(?:-[^\W\d_]{2,30})?)\3")
_TWO_CAPITALS = re.compile(
    rf"(?<![\w.'’-])({CAPITAL}[\w'’]{{0,30}}(?:-[^\W\d_]\w{{0,30}})?) (?={CAPITAL}|[dv][aeoi'])"
)
_FILE = re.compile(
    r"(?<![\w/])[\w-]{4,80}\.(?:jpe?g|png|pdf|docx?|heic|tiff?|xlsx?|zip|txt|eml|msg|gif|webp|mp[34]|wav)\b",
    re.IGNORECASE,
)
_FILE_ENDING = re.compile(
    r"\.(?:jpe?g|png|pdf|docx?|heic|tiff?|xlsx?|zip|txt|eml|msg|gif|webp|mp[34]|wav)(?!\w)"
)
_LAST_WORD = re.compile(r"(?<!\w)\w{1,5}$")
_HUMPS = re.compile(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,20}|[a-zà-öø-ÿ]{2,20}")
_DOCUMENT_WORDS = frozenset(
    "scan scanned img image photo foto bild slika pic picture screenshot copy kopie kopia kopija front back vorne hinten passport pass reisepass "
    "putovnica passeport pasaporte passaporto paszport id idcard ausweis personalausweis osobna dni licence license fuehrerschein korkort "
    "invoice rechnung faktura facture factura fattura fatura racun receipt kvitto quittung bill statement kontoauszug contract vertrag avtal "
    "ugovor contrat contrato contratto umowa letter brief brev pismo lettre carta lettera form formular application bewerbung antrag ansokan "
    "cv resume lebenslauf zivotopis medical arztbrief befund nalaz report attest certificate zeugnis signed unterschrieben doc document dokument "
    "payslip lohnabrechnung lonespec selfie portrait avatar card karte kort ticket final new neu ny v rev draft visa insurance payment tax".split()
)

# Japanese, Chinese and Korean: an honorific after the name, or a phrase around it.
_JA_HONORIFIC = re.compile(
    r"([\u4e00-\u9fff々]{1,6}(?:[ \u3000][\u4e00-\u9fff々]{1,4})?|[\u30a1-\u30fa\u30fcー・]{2,12}|[\u3041-\u3096]{2,6})(?:様|さん|さま|氏|くん|ちゃん)"
)
_JA_NOT = (
    "お客",
    "皆",
    "客",
    "担当者",
    "業者",
    "店員",
    "奥",
    "お嬢",
    "各",
    "神",
    "王",
    "何",
    "者",
    "員",
    "お母",
    "お父",
    "お姉",
    "お兄",
    "おじ",
    "おば",
    "母",
    "父",
    "姉",
    "兄",
    "祖",
    "たく",
    "赤",
    "会社",
    "サポート",
    "オペレーター",
    "スタッフ",
)
_JA_INTRO = re.compile(
    r"([\u4e00-\u9fff々]{2,5}(?:[ \u3000][\u4e00-\u9fff々]{1,4})?|[\u30a1-\u30fa\u30fcー・]{2,12})(?:[（(][\u3041-\u30ff \u3000]{2,16}[）)])?(?:と申します|といいます|と言います)"
)
_JA_READING = re.compile(
    r"([\u4e00-\u9fff々]{2,4}[ \u3000]?[\u4e00-\u9fff々]{0,3})[（(]([\u3041-\u3096\u30a1-\u30fc]{2,8}[ \u3000・]?[\u3041-\u3096\u30a1-\u30fc]{1,8})[）)]"
)
_JA_LABEL = re.compile(
    r"(?:氏名|お名前|名前|名義|名義人|ご契約者|契約者|宛名|担当|受取人|差出人|姓名|收件人|联系人|客户|户名|持卡人|收货人|聯絡人|이름|성명|고객명|예금주|받는 사람)(?:は)?[ \u3000]*[:：は][ \u3000]*([\u4e00-\u9fff々\u30a1-\u30fa\u30fc\uac00-\ud7af]{2,6}(?:[ \u3000][\u4e00-\u9fff々\u30a1-\u30fa\u30fc\u3041-\u3096]{1,6})?)"
)
_ZH_INTRO = re.compile(
    r"(?:我叫|我的名字是|我的名字叫|我名叫|名叫|本人)([\u4e00-\u9fff]{2,4}?)(?=[，,。.!！、\s]|$)"
)
_ZH_TITLE = re.compile(r"([\u4e00-\u9fff]{1,3})(?:先生|女士|小姐|太太|老师|经理)")
_ZH_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤張劉陳楊黃趙吳孫馬鄭謝許韓馮鄧葉蘇呂盧鍾譚陸賈韋龍賀顧龔錢嚴湯"
)
_KO_TITLE = re.compile(r"([\uac00-\ud7af]{2,4})(?: ?(?:고객|회원))?(?:님|씨)")
_KO_INTRO = re.compile(
    r"(?:제 이름은|저는|이름은) ([\uac00-\ud7af]{2,4}?)(?:입니다|이라고|라고|이고|예요|이에요)"
)
_KO_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현함변염"
)
_KO_NOT = frozenset("고객 회원 손 선생 사장 담당자 관리자 상담사 여러분 기사 부모 아버 어머".split())
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TAIL_AFTER = re.compile(
    r"[ \u00a0]*(?:,[^\n]{1,28}|\([^()\n]{1,20}\)|[xX]{1,3}|[.!]|[^\w\s,.;:()?]{1,6}|"
    + MASK
    + r"[^\n]*)*\s*$"
)


def find(reader: Reader, original: str, lexicon: Lexicon) -> Iterable[Found]:
    """Yield the names that a text's shape shows; may overlap.

    Args:
        reader: Reads the text whose taken spans are masked.
        original: The text itself, at the same length.
        lexicon: Word lists of all languages.
    """
    text = reader.text
    yield from _signed(reader, lexicon)
    yield from _tail(reader, lexicon)
    yield from _lines(reader, lexicon)
    if "@" in original:
        yield from _display_names(reader, original, lexicon)
    if MASK in text:
        yield from _beside_data(reader, lexicon)
    if "." in text:
        yield from _initials(reader, lexicon)
        yield from _files(reader)
    if "-" in text:
        yield from _spelled(reader)
    if ":" in text:
        yield from _log_speakers(reader, lexicon)
    if "'," in text or '",' in text:
        yield from _quoted_pairs(reader, lexicon)
    if not text.isascii() and _UNSPACED.search(text):
        yield from _unspaced(text)
    if "(" in text or "," in text:
        yield from _self(reader, lexicon)
    yield from _given_and_family(reader, lexicon)


def _found(name: Name | None, why: str, score: float, single: str | None = "given") -> Iterable[Found]:
    if name is not None and not name.joined:
        yield Found(
            name.start,
            name.end,
            LOWER if name.lower else score,
            f"cue:{why}",
            "full" if name.parts > 1 else single,
        )


def _signed(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """ "/Emma", "^Priya", "-Skyler", "// hasse p": at the end of a line."""
    text = reader.text
    if not ("/" in text or "^" in text or "-" in text or "–" in text or "—" in text or "~" in text):
        return
    for match in _SLASH.finditer(text):
        mark = match.group().strip(" .!?…)\n\t")
        loose = mark.startswith(("//", "^")) or (mark == "/" and not match.group().endswith(" "))
        name = reader.read(match.end(), lexicon.stop, lower=2 if loose else 0, limit=4)
        if name is None or _any_org(reader, name, lexicon, loose=True):
            continue
        line_end = text.find("\n", name.end)
        rest = text[name.end : line_end if line_end >= 0 else len(text)]
        if mark[:1] in "-–—~" and (line_end >= 0 and text[line_end:].strip() or name.parts > 3):
            continue  # a list item, not a signature
        if (
            mark.startswith("^")
            or len(rest) < 34
            and (rest[:1] in ",.( " or not rest or rest[0] == MASK)
            and not _sentence(rest)
        ):
            yield from _found(name, "signature", STRONG)
    for match in _CARET.finditer(text):
        yield from _found(reader.read(match.end(), lexicon.stop), "signature", STRONG)


def _sentence(rest: str) -> bool:
    words = rest.strip(" .,!").split()
    return len(words) > 3


def _tail(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A message's last words, when they are a name: "… bitte löschen. Kerstin Haas"."""
    text = reader.text
    end = len(text.rstrip())
    for at in range(end - 2, max(0, end - 90), -1):
        char = text[at]
        if not (char in ".!?…\n)" + MASK or (ord(char) > 0x2600 and not char.isalpha())) or _abbreviation(
            text, at
        ):
            continue
        start = at + 1
        while start < end and text[start] in " \u00a0\t-–—*_\n>,;":
            start += 1
        if start >= end or not text[start].isalpha():
            continue
        name = reader.read(start, lexicon.stop)
        if name is None or not _TAIL_AFTER.match(text, name.end) or text[name.end : name.end + 1] == "?":
            return
        if _is_signature(reader, name, lexicon, char):
            yield from _found(name, "signature", MEDIUM)
        return


def _self(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """ "Ich, Horst Sauer, …", "Ik (Babette) …"; and a given name called at the very end: "…, João?"."""
    text = reader.text
    for match in _AFTER_PRONOUN.finditer(text):
        word = _LAST_WORD.search(reader.folded, max(0, match.start() - 6), match.start())
        if word is None or word.group() not in _PRONOUNS:
            continue
        name = reader.read(match.end(), lexicon.stop)
        if (
            name is not None
            and text[name.end : name.end + 1] in (",", ")")
            and (name.parts > 1 or text[match.end() - 1] == "(")
        ):
            yield from _found(name, "intro", MEDIUM)
    last = _CALLED.search(text, max(0, len(text) - 40))
    if last is not None and reader.folded[last.start(1) : last.end(1)] in lexicon.given - lexicon.every_stop:
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
    if before == MASK:
        return False
    # An unknown single word: not when it ends like a sentence, or in "!" ; a signature has no full stop.
    written = text[name.start : name.end]
    return (
        not written.isupper()
        and not text[name.end :].strip(" xX\u00a0\n")
        and name.end - name.start > 2
        and name.first not in lexicon.relations
    )


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
    """A line that is nothing but a name, as in a signature block or an address; list items with a name first."""
    text, at = reader.text, 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        start = at
        while start < end and text[start] in "> \t*-•–—_0123456789.)":
            start += 1
        if 2 < end - start and text[start].isalpha():
            yield from _line(reader, lexicon, at, start, end)
        at = end + 1


def _line(reader: Reader, lexicon: Lexicon, at: int, start: int, end: int) -> Iterable[Found]:
    text = reader.text
    header = _SHORT_LABEL.match(text, start, min(end, start + 6))
    if header is not None and fold(header.group(1)) in lexicon.short_labels:
        start = header.end()
    elif not text[start].isupper():
        return
    name = reader.read(start, lexicon.stop)
    if name is None or name.end > end or _any_org(reader, name, lexicon):
        return
    rest = text[name.end : end].strip(" *_\r")
    known = name.first in lexicon.given
    if header is not None and (name.parts > 1 or known):
        yield from _found(name, "header", MEDIUM)
    elif (
        name.parts > 1
        and (known or "\n" in text)
        and (rest in ("", ",", ".") or (known and rest[:1] in ",–-("))
    ):
        yield from _found(name, "line", MEDIUM)
    elif name.parts == 1 and rest == "," and at == _first_line(text, at):
        yield from _found(name, "salutation", MEDIUM)
    elif known and at == 0 and rest[:1] == "," and rest[2:3].islower():
        yield from _found(name, "salutation", MEDIUM)
    elif known and rest[:1] == "," and at > 0 and len(rest) < 40 and name.first not in lexicon.common:
        yield from _found(name, "signature", MEDIUM)


def _first_line(text: str, at: int) -> int:
    """The start of this line when a blank line follows it and it opens the message's body; -1 otherwise."""
    end = text.find("\n", at)
    blank_after = text[end + 1 : end + 2] == "\n"
    blank_before = at == 0 or text[max(0, at - 2) : at] == "\n\n"
    return at if blank_after and blank_before else -1


def _display_names(reader: Reader, original: str, lexicon: Lexicon) -> Iterable[Found]:
    """ "Frank Osei <…@…>" and "Priya Venkataraman (…@…)"."""
    text = reader.text
    for match in _DISPLAY.finditer(text):
        inside = original[match.end() - 1 : match.end() + 80].partition(">")[0].partition(")")[0]
        if "@" not in inside:
            continue
        name = _ending_at(reader, match.group(1), match.end(1), lexicon)
        if name is not None and name.first not in lexicon.org:
            yield from _found(name, "header", STRONG)


def _ending_at(reader: Reader, written: str, end: int, lexicon: Lexicon) -> Name | None:
    """Read the longest name that ends where some words end."""
    words = written.split(" ")
    for skip in range(max(0, len(words) - 5), len(words)):
        name = reader.read(end - len(" ".join(words[skip:])), lexicon.stop)
        if name is not None and name.end == end:
            cut = skip > 0 and words[skip - 1][:1].isupper() and words[skip - 1][-1:].isalpha()
            return None if cut and fold(words[skip - 1]) not in lexicon.titles else name
    return None


def _beside_data(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A full name beside a person's data: "Yusuf El Amrani, NIE …", "… 099 …, Filip Radman."."""
    text = reader.text
    for match in _BEFORE_DATA.finditer(text):
        name = _ending_at(reader, match.group(1), match.end(1), lexicon)
        if name is None or name.joined or _any_org(reader, name, lexicon):
            continue
        known = name.first in lexicon.given
        if known or (name.parts > 1 and not text[name.start : name.end].isupper()):
            yield from _found(name, "beside_data", MEDIUM if known else LOWER)
    for match in _AFTER_DATA.finditer(text):
        name = reader.read(match.end(), lexicon.stop)
        if name is not None and reader.ends_at(name.end) and not _any_org(reader, name, lexicon):
            known = name.first in lexicon.given
            if (
                known
                or (name.parts > 1 and text[name.end : name.end + 1] in ".\n" or not text[name.end :].strip())
                and name.parts > 1
            ):
                yield from _found(name, "beside_data", MEDIUM if known else LOWER)


def _any_org(reader: Reader, name: Name, lexicon: Lexicon, *, loose: bool = False) -> bool:
    """Whether a name's words are an organisation's, or (unless loose) a single word that is also a common one."""
    words = WORD.findall(reader.folded[name.start : name.end])
    return any(
        word in lexicon.org and word not in lexicon.common and word not in PARTICLES for word in words
    ) or (not loose and name.parts == 1 and words[0] not in lexicon.given and words[0] in lexicon.common)


def _initials(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """ "M. Grgić", "R. J. King"."""
    for match in _INITIAL.finditer(reader.text):
        if not reader.text[match.start()].isupper():
            continue
        before = reader.text[max(0, match.start() - 2) : match.start()]
        if before[:1].isalnum() and before[1:] == " " and reader.text[match.start() - 2].isdigit():
            continue  # a house letter: "18 B. Tack"
        name = reader.read(match.start(), lexicon.stop, limit=5)
        if (
            name is not None
            and name.parts > 1
            and name.end > match.end()
            and not _any_org(reader, name, lexicon)
        ):
            yield from _found(name, "initial", MEDIUM)


def _spelled(reader: Reader) -> Iterable[Found]:
    """ "S-T-I-G"."""
    for match in _SPELLED.finditer(reader.text):
        if match.group().replace("-", "").isupper():
            yield Found(match.start(), match.end(), MEDIUM, "cue:spelled", "given")


def _log_speakers(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """ "[10:02] Femi: …"."""
    for match in _LOG.finditer(reader.text):
        name = reader.read(match.end(), lexicon.stop, limit=4)
        if (
            name is not None
            and reader.text[name.end : name.end + 1] == ":"
            and name.first not in lexicon.relations
        ):
            yield from _found(name, "speaker", STRONG)


def _quoted_pairs(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """Given and family name as neighbouring values: `VALUES ('Marisol','Quenby', …)`."""
    if not re.search(r"values|insert|name", reader.folded):
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
        if not 2 <= len(kept) <= 3 or len(kept) == len(humps):
            continue
        start, end = kept[0][0], kept[-1][1]
        between = stem[start:end]
        if all(stem[s].isupper() for s, _ in kept) and re.fullmatch(r"[^\W\d]+(?:[-_][^\W\d_]+)*", between):
            yield Found(match.start() + start, match.start() + end, MEDIUM, "cue:file_name", "full")


def _given_and_family(reader: Reader, lexicon: Lexicon) -> Iterable[Found]:
    """A frequent given name, capitalised, followed by a capitalised word that is in no list, or by an initial."""
    text = reader.text
    for match in _TWO_CAPITALS.finditer(text):
        start, end = match.start(1), match.end(1)
        first = reader.folded[start:end]
        if (
            first not in lexicon.given
            or not text[start].isupper()
            or not (text[end + 1].isupper() or text[end + 1].islower())
        ):
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
        yield from _found(name, "given_name", MEDIUM)


def _lower_noun(reader: Reader, at: int, lexicon: Lexicon) -> bool:
    word = WORD.match(reader.text, at + 1) if reader.text[at : at + 1] == " " else None
    return word is not None and reader.folded[word.start() : word.end()] in lexicon.product


def _unspaced(text: str) -> Iterable[Found]:
    for pattern, score in (
        (_JA_HONORIFIC, STRONG),
        (_JA_INTRO, STRONG),
        (_JA_LABEL, STRONG),
        (_ZH_INTRO, STRONG),
        (_KO_INTRO, STRONG),
    ):
        for match in pattern.finditer(text):
            if pattern is _JA_HONORIFIC and match.group(1).startswith(_JA_NOT):
                continue
            yield Found(
                match.start(1),
                match.end(1),
                score,
                "cue:honorific" if pattern is _JA_HONORIFIC else "cue:intro",
                None,
            )
    for match in _JA_READING.finditer(text):
        yield Found(match.start(1), match.end(1), STRONG, "cue:reading", "full")
        yield Found(match.start(2), match.end(2), STRONG, "cue:reading", "full")
    for match in _ZH_TITLE.finditer(text):
        for at in range(match.start(1), match.end(1)):
            if text[at] in _ZH_SURNAMES:
                yield Found(
                    at, match.end(1), STRONG, "cue:title", "family" if match.end(1) - at == 1 else "full"
                )
                break
    for match in _KO_TITLE.finditer(text):
        word = match.group(1)
        if (
            word not in _KO_NOT
            and not word.startswith(("고객", "회원", "선생", "상담"))
            and (word[0] in _KO_SURNAMES and len(word) == 3)
        ):
            yield Found(match.start(1), match.end(1), STRONG, "cue:title", "full")
