"""Numbers told in pieces, letters for digits, machine addresses, odd signs: what is read, and what is left alone."""

import pytest

from pii_guard.detect.views import Views

CARD = "5555555555554444"
IBAN = "GB33BUKB20201555555555"
MAIL = "kim.lund@example.org"


@pytest.fixture(scope="module")
def read():
    views = Views()
    return lambda text: [view.text for view in views.of(text)]


@pytest.mark.parametrize(
    "joint",
    ["*", "=", "^", "<", ">", "&", "!", "?", "→", "•", "--", "...", " - ", "\t", " * ", "; ", " 😀 ",
     " then ", ", then ", " and then ", " dann ", " puis ", " luego ", " poi ", " potem ", " zatim ", " sedan ", " followed by "],
    ids=ascii,
)  # fmt: skip
def test_one_sign_or_word_between_all_groups(read, joint):
    card = joint.join(["5555", "5555", "5555", "4444"])
    assert any(CARD in reading.replace(" ", "") for reading in read(f"my card {card} ok")[1:])
    ssn = joint.join(["219", "09", "9999"])
    assert any(
        "219099999" in reading or "219-09-9999" in reading or "219 09 9999" in reading
        for reading in read(f"ssn {ssn} ok")[1:]
    )


@pytest.mark.parametrize(
    "text",
    [
        "card:\n- 5555\n- 5555\n- 5555\n- 4444",
        "card\n1) 5555\n2) 5555\n3) 5555\n4) 4444",
        "card:\na. 5555\nb. 5555\nc. 5555\nd. 4444",
        "| 1 | 5555 |\n| 2 | 5555 |\n| 3 | 5555 |\n| 4 | 4444 |",
        "card first: 5555, second: 5555, third: 5555, fourth: 4444",
        "card part 1: 5555 part 2: 5555 part 3: 5555 part 4: 4444",
        "card 5555 5555 (one moment) 5555 4444",
    ],
)
def test_a_card_in_a_list_a_table_or_with_labels(read, text):
    assert any(CARD in reading for reading in read(text)[1:])


@pytest.mark.parametrize(
    "text",
    ["phone [2][0][2][5][5][5][0][1][8][8]", "phone '2''0''2''5''5''5''0''1''8''8'", 'phone "2" "0" "2" "5" "5" "5" "0" "1" "8" "8"'],
)  # fmt: skip
def test_every_digit_in_brackets_or_quotes(read, text):
    assert "phone 2025550188" in {reading.replace("[", "").replace("]", "").strip("'\"") for reading in read(text)} or any(
        "2025550188" in reading for reading in read(text)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("phone 2O2-55S-OI88", "2025550188"),
        ("ssn: 21g-0q-gg99", "219099999"),
        ("phone 2Ø2-555-Ø188", "2025550188"),
        ("IBAN GB33 BUKB 2O2O l555 5555 55", IBAN),
        ("IBAN GB33BUKB2O2O1S55SS5555", IBAN),
        ("card 5S55 5555 5555 4444", CARD),
        ("ip 2O3.O.ll3.87", "203.0.113.87"),
    ],
)
def test_letters_for_digits(read, text, plain):
    assert any(plain in reading.replace(" ", "") for reading in read(text)[1:])


@pytest.mark.parametrize(
    "written",
    ["203[.]0[.]113[.]87", "203(.)0(.)113(.)87", "203[dot]0[dot]113[dot]87", "203 . 0 . 113 . 87", "203,0,113,87", "203-0-113-87", "203. 0. 113. 87"],
)  # fmt: skip
def test_machine_addresses(read, written):
    assert "ip 203.0.113.87 now" in read(f"ip {written} now")


def test_a_machine_address_as_one_number_in_a_link(read):
    assert "see http://203.0.113.87/x" in read("see http://3405803863/x")


@pytest.mark.parametrize(
    "written",
    ["kim.lundⓐexample.org", "kim.lundⒶexample.org", "kim.lund©example.org", "kim.lund@@example.org", "kim.lundATexample.org",
     "kimDOTlundATexampleDOTorg", "kim,lund@example,org", "k_i_m_._l_u_n_d_@_e_x_a_m_p_l_e_._o_r_g", "kim.lund\\40 example.org",
     "kim.lund^@example.org", "kim.lund|at|example|dot|org", "kim.lund\n@\nexample.org", '"kim.lund" + "@" + "example.org"',
     "[kim.lund](x)@example.org", "kim.lund<img alt='@'>example.org", "kim.lund<del>x</del>@example.org", "kim.lund@exaɱple.org"],
    ids=ascii,
)  # fmt: skip
def test_odd_signs_in_a_mail_address(read, written):
    assert any(MAIL in reading for reading in read(f"mail {written} ok")[1:])


@pytest.mark.parametrize(
    "spoken",
    ["kim точка lund маймунка example точка org", "kim 점 lund 골뱅이 example 점 org", "kim ドット lund アットマーク example ドット org",
     "kim נקודה lund שטרודל example נקודה org", "kim نقطة lund آت example نقطة org", "kim dot lund at the rate example dot org"],
)  # fmt: skip
def test_dictated_addresses_of_more_languages(read, spoken):
    assert any(MAIL in reading for reading in read(spoken)[1:])


def test_chinese_digits_and_number_words_in_brackets(read):
    assert "电话 2025550188" in read("电话 二零二五五五零一八八")
    assert any("2025550188" in text.replace(" ", "").replace("-", "") for text in read(
        "call (two)(zero)(two)(five)(five)(five)(zero)(one)(eight)(eight)"))  # fmt: skip


def test_reversed_card_and_account_number_where_a_word_says_so(read):
    assert any("5555 5555 5555 4444" in text for text in read("card, reversed: 4444 5555 5555 5555"))
    assert any(IBAN in text for text in read(f"rückwärts {IBAN[::-1]}"))
    assert any("202-555-0188" in text for text in read('<bdo dir="rtl">8810-555-202</bdo>'))


@pytest.mark.parametrize(
    "text",
    [
        "Batch 5555 then 5555 then 5555 then 4445 was recalled",
        "We sold 100 then 200 then 300 then 400 of them",
        "12 × 12 = 144, 7! = 5040, 2^16 = 65536",
        "In 2019 and 2020 and 2021 it was 4500",
        "It went from 12.5 to 13.5 - 14.5 - 15.5",
        "1) 20 boxes\n2) 30 boxes\n3) 40 boxes",
        "a fee of 1,299,500 or 1'299'500",
        "the shelf is 120 x 60 x 180 cm",
        "please return it, or reverse the payment of 120",
    ],
)
def test_lists_sums_and_years_are_left(read, text):
    assert read(text) == [text]


@pytest.mark.parametrize(
    "said",
    [
        "G B three three B U K B two zero two zero one five five five five five five five five five",
        "golf bravo three three bravo uniform kilo bravo two zero two zero one five five five five five five five five five",
    ],
)
def test_an_account_number_said_sign_by_sign(read, said):
    assert any(IBAN in text for text in read(f"iban {said}"))


def test_a_machine_address_of_version_6_that_was_said(read):
    assert any("2001:db8::1" in text for text in read("ip two zero zero one colon d b eight colon colon one"))


@pytest.mark.parametrize(
    "said", ["kilo india mike", "k for kilo, i for india, m as in mike", "Konrad Ida Martha"]
)
def test_the_letters_of_a_mail_address(read, said):
    assert any("kim@example.org" in text for text in read(f"mail {said} at example dot org"))


def test_one_spelling_word_before_at_is_a_name(read):
    assert any("mike@example.org" in text for text in read("mail mike at example dot org"))


@pytest.mark.parametrize(
    "said",
    [
        "공이공 칠구사육 공구칠일",
        "ゼロ に ゼロ なな きゅう よん ろく ゼロ きゅう なな いち",
        "ゼロ二〇 七九四六 〇九七一",
    ],
)
def test_digits_said_without_spaces(read, said):
    assert any("02079460971" in text.replace(" ", "") for text in read(f"tel {said}"))


def test_letters_said_one_by_one_in_a_mail_address(read):
    assert any(MAIL in text for text in read("kim dot lund at e x a m p l e dot o r g"))
