"""Characters that look like others or like nothing, look-alike letters, and reversed order."""

import pytest

from pii_guard.detect.views import Views

MAIL = "anna.berg@example.org"
CARD = "5555555555554444"


@pytest.fixture(scope="module")
def read(views):
    return lambda text: [view.text for view in views.of(text)]


@pytest.fixture(scope="module")
def views():
    return Views()


@pytest.mark.parametrize(
    "char",
    ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e", "\u200e", "\u061c", "\u2063", "\ufe0f",
     "\ufe00", "\U000e0100", "\U000e0061", "\x00", "\x08", "\x7f", "\u2068", "\ufffc"],
    ids=ascii,
)  # fmt: skip
def test_invisible_characters_vanish(read, char):
    assert f"mail {MAIL} ok" in read(f"mail {''.join(letter + char for letter in MAIL)} ok")


@pytest.mark.parametrize(
    "char", ["\u3164", "\u2800", "\u115f", "\uffa0", "\u00a0", "\u2009", "\u3000"], ids=ascii
)
def test_blank_letters_and_exotic_spaces_become_spaces(read, char):
    assert "ring 07700 900 123" in read(f"ring 07700{char}900{char}123")


@pytest.mark.parametrize("zero", [0x660, 0x6F0, 0x966, 0xE50, 0xFF10, 0x1D7CE, 0x1FBF0], ids=hex)
def test_digits_of_other_scripts(read, zero):
    assert f"card {CARD}" in read("card " + "".join(chr(zero + int(digit)) for digit in CARD))


@pytest.mark.parametrize("digits", ["⓪①②③④⑤⑥⑦⑧⑨", "⓿❶❷❸❹❺❻❼❽❾", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"])
def test_dressed_up_digits(read, digits):
    assert f"card {CARD}" in read("card " + "".join(digits[int(digit)] for digit in CARD))


@pytest.mark.parametrize("start", [0x1D41A, 0x1D51E, 0x24D0, 0xFF41, 0x249C], ids=hex)
def test_dressed_up_letters(read, start):
    dressed = "".join(chr(start + ord(char) - 97) if char.isalpha() else char for char in MAIL)
    assert f"mail {MAIL}" in read(f"mail {dressed}")


def test_small_capitals_have_no_mapping_of_their_own(read):
    assert MAIL in read("ᴀɴɴᴀ.ʙᴇʀɢ@ᴇxᴀᴍᴘʟᴇ.ᴏʀɢ")


def test_keycaps(read):
    assert f"PAN {CARD}" in read("PAN " + "".join(f"{digit}\ufe0f\u20e3" for digit in CARD))


def test_decomposed_letters_are_composed_and_stray_marks_dropped(read):
    assert "Zoë, tel 07700900123" in read("Zoe\u0308, tel 07700900123")
    assert MAIL in read("".join(char + "\u0335\u0321" for char in MAIL))


@pytest.mark.parametrize("dash", "–—‒−‑")
def test_exotic_dashes_between_digits(read, dash):
    assert "card 5555-5555-5555-4444" in read(f"card 5555{dash}5555{dash}5555{dash}4444")


def test_look_alike_letters_in_an_address(read):
    assert f"mail {MAIL}" in read("mail аnnа.bеrg@ехаmple.оrg")
    assert "IBAN GB33BUKB20201555555555" in read("IBAN GВ33ВUКВ20201555555555")


def test_right_to_left_override_is_read_as_shown(read):
    assert f"mail {MAIL} ok" in read(f"mail \u202e{MAIL[::-1]}\u202c ok")


def test_an_address_written_backwards(read):
    assert f"mail {MAIL}" in read(f"mail {MAIL[::-1]}")


def test_a_number_is_turned_round_only_when_the_text_says_so(read):
    assert any("07700 900 123" in text for text in read("backwards it is 321 009 00770"))
    assert len(read("it is 321 009 00770")) == 1


@pytest.mark.parametrize(
    "text",
    ["می\u200cخواهم سفارش را لغو کنم", "Привет, где мой заказ?", "Καλημέρα σας", "Hej, var är min beställning?", "😀👨\u200d👩\u200d👧 tack!",
     "カードの注文をキャンセルしたいです。", "Das dauert 3–5 Tage – leider.".replace("3–5", "drei bis fünf"), "मेरा ऑर्डर कहाँ है"],
)  # fmt: skip
def test_ordinary_text_in_any_script_has_no_other_reading(read, text):
    assert read(text) == [text]
