"""Names by cues. The sentences are ours; none is from the development sets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.folding import fold
from pii_guard.detect.names import CueNames, NameRecognizer
from pii_guard.detect.names.data import Lexicon, NameData, fold_long
from pii_guard.detect.names.forms import NameForms, shared_beginning
from pii_guard.detect.words import Words

NAMES: NameRecognizer = CueNames()


def found(text: str, *taken: str) -> list[str]:
    spans = [(text.index(part), text.index(part) + len(part)) for part in taken]
    return [text[d.start : d.end] for d in NAMES.find(text, spans)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Hello, my name is Petra Hollins and my parcel is late.", ["Petra Hollins"]),
        ("my name is petra hollins, parcel is late", ["petra hollins"]),
        ("Hej, jag heter Tove Granlund och väntar på svar.", ["Tove Granlund"]),
        ("hej jag heter tove granlund och väntar", ["tove granlund"]),
        ("Dobar dan, zovem se Mislav Perkov i čekam paket.", ["Mislav Perkov"]),
        ("Guten Tag, ich heiße Ulrike Rothmann und warte.", ["Ulrike Rothmann"]),
        ("Bonjour, je m'appelle Solène Barraud et j'attends.", ["Solène Barraud"]),
        ("Hola, me llamo Nerea Urrutia y espero un paquete.", ["Nerea Urrutia"]),
        ("Salve, mi chiamo Ottavia Brusa e aspetto.", ["Ottavia Brusa"]),
        ("Olá, meu nome é Jandira Peixoto e espero.", ["Jandira Peixoto"]),
        ("Hallo, mijn naam is Femke de Wit en ik wacht.", ["Femke de Wit"]),
        ("Hej, jeg hedder Asger Brandt og venter.", ["Asger Brandt"]),
        ("Hei, jeg heter Synnøve Haugen og venter.", ["Synnøve Haugen"]),
        ("Dzień dobry, nazywam się Bożena Kruszyńska i czekam.", ["Bożena Kruszyńska"]),
        ("Dobrý den, jmenuji se Ludmila Vrbová a čekám.", ["Ludmila Vrbová"]),
        ("Dobrý deň, volám sa Ľubica Hrušková a čakám.", ["Ľubica Hrušková"]),
        ("Hei, nimeni on Aino Lehtonen ja odotan.", ["Aino Lehtonen"]),
        ("Здравствуйте, меня зовут Тамара Белова, жду ответа.", ["Тамара Белова"]),
        ("Поштовани, зовем се Радмила Остојић и чекам.", ["Радмила Остојић"]),
        ("Tisztelt cím, a nevem Kiss Boglárka, várok.", ["Kiss Boglárka"]),
        ("佐藤花子と申します。", ["佐藤花子"]),
        ("您好,我叫王小雨,请问快递到哪了?", ["王小雨"]),
        ("제 이름은 박서연입니다.", ["박서연"]),
    ],
)
def test_self_introduction(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dear Mr Abernathy,\n\nYour claim is settled.", ["Abernathy"]),
        ("Hej Torbjörn,\n\nPaketet är på väg.", ["Torbjörn"]),
        ("Poštovana gospođo Lukšić,\n\nzahtjev je riješen.", ["Lukšić"]),
        ("Sehr geehrter Herr Prof. Dr. Windisch,\n\nanbei die Unterlagen.", ["Windisch"]),
        ("Liebe Frau Özkan, vielen Dank.", ["Özkan"]),
        ("Bonjour Madame Lachenal,\n\nvotre dossier est clos.", ["Lachenal"]),
        ("Estimada Sra. Bermúdez:\n\nAdjuntamos la factura.", ["Bermúdez"]),
        ("Gentile dott.ssa Marchetti,\n\nin allegato la fattura.", ["Marchetti"]),
        ("Prezado Sr. Albuquerque,\n\nsegue a fatura.", ["Albuquerque"]),
        ("Geachte mevrouw Van den Heuvel,\n\nbijgaand de factuur.", ["Van den Heuvel"]),
        ("Szanowny Panie Wójtowicz,\n\nw załączeniu faktura.", ["Wójtowicz"]),
        ("Vážená paní Dvořáčková,\n\nv příloze faktura.", ["Dvořáčková"]),
        ("Arvoisa rouva Koskinen,\n\nliitteenä lasku.", ["Koskinen"]),
        ("Уважаемая госпожа Белова,\n\nсчёт во вложении.", ["Белова"]),
        ("Hi Anna and Peter, your booking is confirmed.", ["Anna", "Peter"]),
        ("山本様、お世話になっております。", ["山本"]),
        ("尊敬的李女士：您好", ["李"]),
    ],
)
def test_salutations_and_titles_leave_the_title_out(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Where is it?\n\nKind regards,\nOonagh Tierney", ["Oonagh Tierney"]),
        ("Var är den?\n\nMed vänliga hälsningar\nBirger Stensson", ["Birger Stensson"]),
        ("Gdje je?\n\nLijep pozdrav\nNediljka Barbir", ["Nediljka Barbir"]),
        ("Gdzie jest?\n\nZ poważaniem\nZdzisława Małek", ["Zdzisława Małek"]),
        ("Wo ist es? MfG Gundula Petz", ["Gundula Petz"]),
        ("Paketet är framme nu. /Gurli", ["Gurli"]),
        ("We are on it, sorry for the wait! ^Rosheen", ["Rosheen"]),
        ("We will call you tomorrow. -Darnell", ["Darnell"]),
        ("Ska kolla. // pelle n", ["pelle n"]),
        ("Bitte stornieren. Gundula Petz", ["Gundula Petz"]),
        ("Please cancel.\n\nOonagh Tierney\n4 Quay Row\nExmouth", ["Oonagh Tierney"]),
    ],
)
def test_signatures(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("From: Oonagh Tierney <o.tierney@example.com>\nTo: help@example.org", ["Oonagh Tierney"]),
        ("On 3 May Birger Stensson <b.s@example.com> wrote:\n> Hello", ["Birger Stensson"]),
        ("Cardholder: Thandiwe Nkosi", ["Thandiwe Nkosi"]),
        ("name: thandiwe nkosi", ["thandiwe nkosi"]),
        ("Kontoinhaberin: Gundula Petz", ["Gundula Petz"]),
        ('{"full_name": "Thandiwe Nkosi"}', ["Thandiwe Nkosi"]),
        ("The booking is in the name of Thandiwe Nkosi please", ["Thandiwe Nkosi"]),
        ("La reserva está a nombre de Nerea Urrutia", ["Nerea Urrutia"]),
        ("Min dotter Ylva får hämta ut det", ["Ylva"]),
        ("javite mojoj sestri Nediljki, molim", ["Nediljki"]),
        ("It is my neighbour Thandiwe Nkosi who has it", ["Thandiwe Nkosi"]),
        ("AGENT Rosheen: Hello. CUSTOMER: Hi.", ["Rosheen"]),
        ("[14:05] Darnell: any news?\n[14:06] Rosheen: not yet", ["Darnell", "Rosheen"]),
        ("INSERT INTO people VALUES ('Thandiwe','Nkosi')", ["Thandiwe", "Nkosi"]),
        ("see scan_ThandiweNkosiPassport.pdf", ["ThandiweNkosi"]),
        ("M. Quenby rang twice about it", ["M. Quenby"]),
        ("That is spelled T-H-A-N-D-I", ["T-H-A-N-D-I"]),
        ("this is darnell, no wait: Darnell here. parcel?", ["Darnell"]),
    ],
)
def test_other_cues(text, names):
    assert set(names) <= set(found(text))


@pytest.mark.parametrize(
    "text",
    [
        "I'm waiting for my parcel and I am very disappointed",
        "I am British and this is ridiculous",
        "Hi there, hello team, dear customer, thanks support",
        "Hello I would like to know where My card is",
        "Ich bin Rentnerin und sauer. Das ist Betrug!",
        "jag heter inte så. Det är Måndag",
        "The Oliver Finch armchair and the Clara lamp are back",
        "Anders Holm-stolen är slut i lager",
        "La serie Frida Kahlo sale desde el almacén",
        "our dog is called Biscuit, hunden heter Bella",
        "Kind regards,\nCustomer Service Team\nBrightwater Ltd",
        "Order Confirmation\nShipping Address\nThank You",
        "お客様、皆さん、担当者様",
        "고객님 안녕하세요",
        "Reply with STOP. Terms apply.",
        "",
    ],
)
def test_no_name(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Dear Siobhán O'Shaughnessy-Blake, hello", ["Siobhán O'Shaughnessy-Blake"]),
        ("my name is Karl-Heinz von der Tann, hello", ["Karl-Heinz von der Tann"]),
        ("my name is R. J. Ponsonby, hello", ["R. J. Ponsonby"]),
        ("Customer: Delroy Baptiste Jr., hello", ["Delroy Baptiste Jr."]),
        ("my wife Oonagh's parcel", ["Oonagh"]),
        ("My name is Horst Sauer.", ["Horst Sauer"]),
        ("MY NEIGHBOUR OONAGH TIERNEY AND HER DOG ARE VERY LOUD", ["OONAGH TIERNEY"]),
    ],
)
def test_whole_names(text, names):
    assert found(text) == names


def test_other_mentions_are_found():
    text = "Ja sam Nediljka Barbir. Javite se Nediljki ili N. Barbir, a ne Barbirovoj."
    assert found(text) == ["Nediljka Barbir", "Nediljki", "N. Barbir", "Barbirovoj"]


def test_another_meaning_of_a_name_is_left():
    assert found("Doña Mercedes, la oficina de Mercedes-Benz es otra.") == ["Mercedes"]
    assert found("I'm Siri Apelgren. LAX is far. My name is Lax.").count("LAX") == 0


@pytest.mark.parametrize(
    ("text", "names"),
    [("william okafor", ["william okafor"]), ("Ulrike", ["Ulrike"]), ("grace", []), ("thanks", [])],
)
def test_a_message_that_is_only_a_name(text, names):
    assert found(text) == names


def test_a_taken_span_is_never_entered():
    text = "Dear Oonagh Tierney Street 12, hello"
    assert found(text, "Tierney Street 12") == ["Oonagh"]


def test_full_name_beside_data():
    text = "Cancel it please. Thandiwe Nkosi, NI no. QQ123456C, thanks"
    assert "Thandiwe Nkosi" in found(text, "QQ123456C")


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("Hi Oonagh,\nyes", "given"),
        ("Dear Mrs Tierney,\nyes", "family"),
        ("Dear Oonagh Tierney,\nyes", "full"),
        ("Pani Tereso, tak", "given"),
    ],
)
def test_subtype(text, subtype):
    assert [d.subtype for d in NAMES.find(text, [])] == [subtype]


def test_detections_say_why():
    (one,) = NAMES.find("It was Mrs Tierney who rang", [])
    assert (one.entity_type, one.category, one.why) == ("PERSON", "user.name", ("cue:title",))


def test_language_of_the_text_decides_between_cues():
    # "att" closes a Portuguese message and is a Swedish conjunction
    assert found("Jag ser att Klarna har godkänt köpet och att det är på väg") == []


def test_own_data_can_take_the_place_of_the_bundled():
    own = CueNames(Lexicon({"tlh": NameData(intro="pongwij", stop="jih")}))
    assert [(d.start, d.end) for d in own.find("pongwij Worf", [])] == [(8, 12)]


@given(st.text(max_size=300), st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4))
def test_spans_are_ordered_disjoint_inside_and_off_taken(text, pairs):
    size = len(text)
    taken = [(min(a, b), max(a, b)) for a, b in pairs if min(a, b) < max(a, b) <= size]
    last = 0
    for d in NAMES.find(text, taken):
        assert last <= d.start < d.end <= size
        assert not any(d.start < end and start < d.end for start, end in taken)
        last = d.end


_CUES = [
    "Dear",
    "my name is",
    "Mr",
    "/",
    "^",
    "Anna",
    "anna",
    "O'",
    "A.",
    "van",
    "\n",
    ", ",
    "(",
    "@",
    ": ",
    "Kind regards\n",
    "x-",
    "様",
]


@given(st.lists(st.sampled_from(_CUES), max_size=60).map(" ".join))
def test_cue_like_noise_is_safe(text):
    for d in NAMES.find(text, []):
        assert text[d.start : d.end].strip()


def test_words_helper_is_not_needed():
    # the cue automaton must agree with the general word finder about what a whole word is
    assert Words({"g": ["dear"]}).find("endear deary") == []
    assert found("endear Mr deary") == []


def test_cues_of_several_languages_come_with_the_words_of_all_of_them():
    own = Lexicon(
        {
            "aa": NameData(greet="salve | Ave, | tu", stop="ego", given="marcus", label="de"),
            "bb": NameData(greet="salve", title="ave", stop="io", given="io luca", label="de | no"),
        }
    )
    found = {c.phrase: c for at in range(3) for c in own.cues(at) if c.kind == "greet"}
    both = found["salve"]
    assert (both.languages, both.stop, both.given) == ({"aa", "bb"}, {"ego", "io"}, {"marcus", "luca"})
    assert (found["ave"].capital, found["ave"].breaks, found["ave"].languages) == (True, True, {"aa"})
    assert own.short_labels == {"de", "no"}


@given(st.text(max_size=80))
def test_long_texts_are_folded_alike(text):
    assert fold_long(text) == fold(text)


@given(st.text(alphabet="abcdehinorstzk", min_size=3, max_size=9))
def test_every_form_of_a_word_has_its_beginning(word):
    forms = NameForms(frozenset())
    forms.add(word, 0)
    assert all(key.startswith(shared_beginning(word)) for key in forms)


def test_capitalised_words_without_end_are_no_single_name():
    spans = [(d.start, d.end) for d in NAMES.find("Anna " * 2000, [])]
    assert len(spans) > 100
    assert max(end - start for start, end in spans) < 60
