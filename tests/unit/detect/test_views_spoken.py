"""Numbers, dates, plates and addresses that were dictated."""

import unicodedata

import pytest

from pii_guard.detect.views import Views
from pii_guard.detect.views.lexicon import Lexicon, Spoken

PHONE = {
    "en": "oh seven seven double oh nine double oh one two three",
    "de": "null sieben sieben null null neun null null eins zwei drei",
    "sv": "noll sju sju noll noll nio noll noll ett två tre",
    "da": "nul syv syv nul nul ni nul nul en to tre",
    "no": "null sju sju null null ni null null en to tre",
    "nl": "nul zeven zeven nul nul negen nul nul een twee drie",
    "fr": "zéro sept sept zéro zéro neuf zéro zéro un deux trois",
    "it": "zero sette sette zero zero nove zero zero uno due tre",
    "es": "cero siete siete cero cero nueve cero cero uno dos tres",
    "pt": "zero sete sete zero zero nove zero zero um dois três",
    "pl": "zero siedem siedem zero zero dziewięć zero zero jeden dwa trzy",
    "cs": "nula sedm sedm nula nula devět nula nula jedna dva tři",
    "sk": "nula sedem sedem nula nula deväť nula nula jeden dva tri",
    "sl": "nič sedem sedem nič nič devet nič nič ena dva tri",
    "hr": "nula sedam sedam nula nula devet nula nula jedan dva tri",
    "sr": "нула седам седам нула нула девет нула нула један два три",
    "ru": "ноль семь семь ноль ноль девять ноль ноль один два три",
    "uk": "нуль сім сім нуль нуль дев'ять нуль нуль один два три",
    "fi": "nolla seitsemän seitsemän nolla nolla yhdeksän nolla nolla yksi kaksi kolme",
    "hu": "nulla hét hét nulla nulla kilenc nulla nulla egy kettő három",
    "ro": "zero șapte șapte zero zero nouă zero zero unu doi trei",
    "tr": "sıfır yedi yedi sıfır sıfır dokuz sıfır sıfır bir iki üç",
    "el": "μηδέν επτά επτά μηδέν μηδέν εννέα μηδέν μηδέν ένα δύο τρία",
    "hi": "शून्य सात सात शून्य शून्य नौ शून्य शून्य एक दो तीन",
}


@pytest.fixture(scope="module")
def read():
    views = Views()
    return lambda text: [view.text for view in views.of(text)]


@pytest.mark.parametrize("language", PHONE)
def test_every_language_dictates_a_number(read, language):
    assert "tel: 07700900123." in read(f"tel: {PHONE[language]}.")


@pytest.mark.parametrize("language", ["sv", "fr", "pl", "hr", "cs"])
def test_people_write_without_diacritics(read, language):
    bare = "".join(
        char for char in unicodedata.normalize("NFD", PHONE[language]) if not unicodedata.combining(char)
    )
    assert "tel: 07700900123" in read(f"tel: {bare}")


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("sextionio noll tre noll tre, nittioåtta nittioåtta", "690303-9898"),
        ("soixante-cinq, zéro trois, zéro huit, neuf cent cinquante-deux, nonante-six", "65 03 08 952 96"),
        ("quatre-vingt-dix-sept, quatre-vingts, soixante et onze", "97 80 71"),
        ("dreiundzwanzig fünfundvierzig null neun", "234509"),
        ("otteogtyve fireogtredive tolv", "283412"),
        ("ottantadue ventuno quarantatré", "822143"),
        ("četrdeset i dva, sto dvadeset tri, nula", "42 123 0"),
        ("osiemset czternaście, zero dziewięćdziesiąt trzy", "814 093"),
        ("four one four seven, triple five six, double oh nine eight", "4147 5556 0098"),
        ("dos ceros cinco, uno nueve", "005 19"),
        ("tel 2 zero 2 - 5 five 5 - 0 one 4 3", "tel 202-555-0143"),
        ("cpf 111 ponto 444 ponto 777 traço 35", "cpf 111.444.777-35"),
        ("two oh two triple five oh one four four", "202-555-0144"),
        ("plus four six seven oh one seven four oh six three three", "+46701740633"),
    ],
)
def test_compounds_groups_and_signs(read, text, digits):
    assert digits in read(text)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("born on the third of October nineteen ninety", "03.10.1990"),
        ("born October third, nineteen ninety-one", "03.10.1991"),
        ("geboren am einundzwanzigsten Mai zweitausendeins", "21.05.2001"),
        ("född den fjortonde elfte sjuttiosex", "14.11.76"),
        ("rođena petog svibnja tisuću devetsto osamdeset i četvrte", "05.05.1984"),
        ("rođena trećeg drugog četrdeset i osme", "03.02.48"),
        ("née le douze mars mille neuf cent quatre-vingt-sept", "12.03.1987"),
        ("nato il primo aprile sessantadue", "01.04.62"),
        ("nata l'undici aprile sessantadue", "11.04.62"),
        ("nacida el tres de mayo de mil novecientos ochenta y dos", "03.05.1982"),
        ("nascida em dois de abril de cinquenta e sete", "02.04.57"),
        ("geboren tien mei tweeduizend vier", "10.05.2004"),
        ("urodzona piętnastego maja tysiąc dziewięćset osiemdziesiątego drugiego", "15.05.1982"),
        ("родился двадцать первого мая тысяча девятьсот семьдесят седьмого", "21.05.1977"),
    ],
)
def test_dates(read, text, date):
    assert any(text.endswith(date) for text in read(text))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("nummer Adam Bertil Cesar ett två Urban", "nummer ABC12U"),
        ("placa bê efe gê três agá zero um", "placa BFG3H01"),
        ("tablica ZG tri tri osam dva AB", "tablica ZG 3382 AB"),
        ("eircode: haitch nine two, X three F eight", "eircode: H92 X3F8"),
        ("n as in nancy four two seven k as in kilo", "N427K"),
    ],
)
def test_plates_and_letters(read, text, written):
    assert written in read(text)


@pytest.mark.parametrize(
    "text", ["Bor på Lindgatan femtiotvå.", "Rosenweg zweiundfünfzig", "u ulici Lipa pedeset dva"]
)
def test_house_numbers(read, text):
    assert any("52" in reading for reading in read(text))


SPOKEN_MAIL = [
    "anna dot berg at example dot org",
    "anna.berg [at] example [dot] org",
    "anna.berg AT example DOT org",
    "anna.berg_at_example_dot_org",
    "anna.berg(a)example.org",
    "anna.berg@example org",
    "anna . berg @ example . org",
    "@nn@.berg [at] ex@mple . 0rg",
    "anna punkt berg klammeraffe example punkt org",
    "anna punkt berg snabel-a example punkt org",
    "anna punktum berg krøllalfa example punktum org",
    "anna punt berg apenstaartje example punt org",
    "anna point berg arobase example point org",
    "anna punto berg chiocciola example punto org",
    "anna punto berg arroba example punto org",
    "anna ponto berg arroba example ponto org",
    "anna kropka berg małpa example kropka org",
    "anna tečka berg zavináč example tečka org",
    "anna točka berg manki example točka org",
    "anna точка berg собака example точка org",
    "anna piste berg miukumauku example piste org",
    "a n n a dot b e r g at example dot org",
    "a n n a . b e r g @ e x a m p l e . o r g",
]


@pytest.mark.parametrize("spoken", SPOKEN_MAIL)
def test_spoken_addresses(read, spoken):
    assert any("anna.berg@example.org" in reading for reading in read(f"Email: {spoken} please"))


def test_a_spoken_address_is_one_span():
    text = "It is anna dot berg at example dot org, thanks"
    view = next(view for view in Views().of(text) if "@" in view.text)
    start = view.text.index("anna")
    low, high = view.span(start, start + len("anna.berg@example.org"))
    assert text[low:high] == "anna dot berg at example dot org"


@pytest.mark.parametrize(
    "text",
    [
        "Meet me at dot matrix printer number two at noon",
        "Use the form user@ or @mention, not an address",
        "Look at example.com and order at shop.example.com today",
        "Avgången är sju och femton och kostar fyrtiofem kronor",
        "The ferry leaves at twelve thirty and costs two thousand five hundred",
        "Open from 2031-03-03 10:00 to 2031-03-04 12:30 UTC",
        "One of the two must go, and three more for the four of us",
        "C'est le point de départ, à un moment où deux sur trois partent",
        "Er hat zwei Pakete und drei Briefe bekommen",
    ],
)
def test_prose_times_and_amounts_are_left(read, text):
    assert read(text) == [text]


def test_a_users_own_words():
    lexicon = Lexicon({"xx": Spoken(zero="nol", ones="wan tu tri for faiv siks seven et nain")})
    assert "nambra 1230" in [view.text for view in Views(lexicon).of("nambra wan tu tri nol")]
