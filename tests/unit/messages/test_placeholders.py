from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pii_guard.errors import TooLargeError
from pii_guard.messages.placeholders import (
    LABELS,
    PlaceholderBook,
    find_placeholders,
    label_of,
    numbered,
    ordinals_in,
    token,
)


@pytest.mark.parametrize(
    ("entity_type", "label"),
    [
        ("EMAIL_ADDRESS", "EMAIL"),
        ("CREDIT_CARD", "CARD"),
        ("SE_PERSONNUMMER", "ID"),
        ("US_SSN", "ID"),
        ("NATIONAL_ID", "ID"),
        ("PASSWORD", "SECRET"),
        ("MEDICAL_LICENSE", "DATA"),
        ("whatever [x](y)", "DATA"),
    ],
)
def test_labels(entity_type, label):
    assert label_of(entity_type) == label
    assert label in LABELS


@pytest.mark.parametrize(
    "text",
    ["[EMAIL_1]", "[ID_999999]", "[PHONE_12·k7f3]", "[PERSON_k7f3m2q4b6t5]"],
)
def test_own_placeholders_are_found(text):
    assert find_placeholders(f"x{text}y") == [(1, 1 + len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "<EMAIL_ADDRESS_1>",
        "{{pii:CARD_1}}",
        "[EMAIL_ADDRESS_1]",
        "[EMAIL_0]",
        "[EMAIL_01]",
        "[EMAIL_1234567]",
        "[email_1]",
        "[EMAIL_1 ]",
        "[EMAIL_1·K7F3]",
        "[EMAIL_1·k7f]",
        "[EMAIL_1.k7f3]",
        "[EMAIL_]",
        "[EMAIL_١]",
        "[PHONE_k1234567890a]",
        "[PERSON_annakarenina]",
        "[FOO_1]",
        "(EMAIL_1)",
    ],
)
def test_other_things_are_text(text):
    assert find_placeholders(text) == []


def test_same_value_same_ordinal_however_it_is_written():
    book = PlaceholderBook()
    phone = [
        book.placeholder("PHONE_NUMBER", v) for v in ("+44 7700 900461", "+44-7700-900461", "00447700900461")
    ]
    assert phone == ["[PHONE_1]"] * 3
    mail = [
        book.placeholder("EMAIL_ADDRESS", v)
        for v in ("Anna@Example.com", "anna@example\u200b.com", "ａnna@example.com", "anna%40example.com")
    ]
    assert mail == ["[EMAIL_1]"] * 4
    assert (
        book.placeholder("PHONE_NUMBER", "٠٧٧٠٠ ٩٠٠٤٦٢")
        == book.placeholder("PHONE_NUMBER", "07700 900462")
        == "[PHONE_2]"
    )
    assert book.placeholder("PERSON", "Anna  Berg") == book.placeholder("PERSON", "ANNA BERG")


def test_types_count_apart_and_values_count_up():
    book = PlaceholderBook()
    assert book.placeholder("EMAIL_ADDRESS", "a@example.com") == "[EMAIL_1]"
    assert book.placeholder("EMAIL_ADDRESS", "b@example.com") == "[EMAIL_2]"
    assert book.placeholder("PERSON", "a@example.com") == "[PERSON_1]"
    assert book.placeholder("SE_PERSONNUMMER", "19900312-1234") == "[ID_1]"


def test_ordinals_that_stand_in_the_text_are_not_given_again():
    book = PlaceholderBook()
    book.reserve("[EMAIL_1] and [EMAIL_3·k7f3], [PHONE_999999]")
    got = [book.placeholder("EMAIL_ADDRESS", f"{c}@example.com") for c in "abc"]
    assert got == ["[EMAIL_2]", "[EMAIL_4]", "[EMAIL_5]"]
    assert book.placeholder("PHONE_NUMBER", "555-0100") == "[PHONE_1]"


def test_a_book_shows_and_keeps_no_value():
    book = PlaceholderBook()
    book.placeholder("EMAIL_ADDRESS", "anna@example.com")
    assert "anna" not in repr(book)
    held = [repr(getattr(book, name)) for name in vars(book)]
    assert not any("anna" in text for text in held)


def test_books_are_not_linkable():
    one, two = PlaceholderBook(), PlaceholderBook()
    one.placeholder("PERSON", "Anna")
    two.placeholder("PERSON", "Anna")
    assert not set(one._ordinals) & set(two._ordinals)
    assert one.key != two.key


def test_threads_agree_on_ordinals():
    book = PlaceholderBook()
    values = [f"u{n % 50}@example.com" for n in range(2000)]
    with ThreadPoolExecutor(16) as pool:
        got = list(pool.map(lambda v: (v, book.placeholder("EMAIL_ADDRESS", v)), values))
    assert len(set(got)) == 50
    assert {p for _, p in got} == {f"[EMAIL_{n}]" for n in range(1, 51)}


def test_too_many_values_are_refused():
    with pytest.raises(TooLargeError):
        numbered("EMAIL", 1_000_000)


def test_tokens_follow_the_grammar():
    for n in (0, 1, 2**256 - 1, 123456789):
        text = f"[PERSON_{token(n.to_bytes(32, 'big'))}]"
        assert find_placeholders(text) == [(0, len(text))]
    assert ordinals_in("[PERSON_k7f3m2q4b6t5] [PERSON_7]") == {("PERSON", 7)}
