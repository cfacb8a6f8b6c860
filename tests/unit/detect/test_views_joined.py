"""Numbers that were broken up, and values split over messages."""

import pytest

from pii_guard.detect.views import Views, joined

CARD = "5555555555554444"


@pytest.fixture(scope="module")
def read():
    views = Views()
    return lambda text: [view.text for view in views.of(text)]


@pytest.mark.parametrize(
    "text",
    [
        "5 5 5 5 5 5 5 5 5 5 5 5 4 4 4 4",
        "5-5-5-5-5-5-5-5-5-5-5-5-4-4-4-4",
        "55 55 55 55 55 55 44 44",
        "5555/5555/5555/4444",
        "5555_5555_5555_4444",
        "5555, 5555, 5555, 4444",
        "5555\\5555\\5555\\4444",
        "(5555)(5555)(5555)(4444)",
        '"5555","5555","5555","4444"',
        "| 5555 | 5555 | 5555 | 4444 |",
        "5555 5555\n5555 4444",
        "> 5555 5555\n> 5555 4444",
        "<td>5555</td><td>5555</td><td>5555</td><td>4444</td>",
        "<li>5555</li>\n<li>5555</li>\n<li>5555</li>\n<li>4444</li>",
        "55S5 5555 5S55 4444",
        "card5555555555554444exp0931cvv123",
    ],
)
def test_a_card_that_was_broken_up(read, text):
    assert any(CARD in reading.replace(" ", "") and (CARD in reading or "5555 5555 5555 4444" in reading)
               for reading in read(f"card {text} ok")[1:])  # fmt: skip


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("tel 07700/900/123", "tel 07700 900 123"),
        ("tel 07700|900|123", "tel 07700 900 123"),
        ("tel 0 7 7 0 0 9 0 0 1 2 3", "tel 07700900123"),
        ("phone 2O2-555-Ol43", "phone 202-555-0143"),
        ("SSN:\n219\n09\n9999", "SSN:\n219-09-9999"),
        ("ssn 219_09_9999", "ssn 219-09-9999"),
        ("iban GB33.BUKB.2020.1555.5555.55", "iban GB33BUKB20201555555555"),
        ("iban gb33 bukb 2020 1555 5555 55", "iban GB33BUKB20201555555555"),
        ("namely S-I-V-A-N, yes", "namely Sivan, yes"),
    ],
)
def test_other_numbers_and_spelled_words(read, text, plain):
    assert plain in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "Serial 4111 1111 1111 1112 on the router",
        "It costs 1,234,567 or 12.345.678 in total",
        "Sizes 38/40/42/44/46 are out",
        "From 03/03/2031 to 04/03/2031",
        "Lindenstr. 35\n88001 Ravensburg",
        "Stays: 2007-06-30, 2009-12-26",
        "Order 2024/35010",
        "ISBN 978-3-16-148410-0",
    ],
)
def test_lists_dates_and_amounts_are_left(read, text):
    assert read(text) == [text]


def test_joined_thread_gives_back_only_what_lies_in_the_draft():
    whole = joined(["hello", "my card is 5555 5555", "5555 4444 thanks"])
    start = whole.text.index("5555 5555\n5555 4444")
    assert whole.in_draft(start, start + len("5555 5555\n5555 4444")) == (0, 9)
    assert whole.in_draft(0, 5) is None


def test_joined_thread_is_bounded():
    assert joined(["x" * 10_000, "draft"], tail=50).offset == 51


def test_joined_without_a_thread_is_the_draft():
    assert joined(["draft"]).in_draft(0, 5) == (0, 5)
