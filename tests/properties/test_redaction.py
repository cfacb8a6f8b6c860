"""R4 to R7 of design "Reliability": offsets, length, idempotence, consistency."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pii_guard.messages.operators import Cut, apply_cuts
from pii_guard.messages.placeholders import PlaceholderBook, find_placeholders

ENTITIES = ["EMAIL_ADDRESS", "PHONE_NUMBER", "PERSON", "SE_PERSONNUMMER", "DATE_OF_BIRTH", "PASSWORD", "X"]
OPERATORS = ["replace", "mask", "redact", "generalise", "pseudonym"]
SYNTAX = [
    "[EMAIL_1]",
    "[PERSON_2]",
    "[EMAIL_1·k7f3]",
    "<EMAIL_ADDRESS_1>",
    "{{pii:CARD_1}}",
    "[",
    "]",
    "·",
    "_1",
    "\r\n",
    "🙂",
    "e\u0301",
]
texts = st.lists(st.one_of(st.text(max_size=12), st.sampled_from(SYNTAX)), max_size=12).map("".join)


@st.composite
def cases(draw, operators=OPERATORS):
    text = draw(texts)
    marks = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    cuts = [
        Cut(start, end, draw(st.sampled_from(ENTITIES)), draw(st.sampled_from(operators)))
        for start, end in zip(marks[::2], marks[1::2], strict=False)
    ]
    return text, cuts


@given(cases())
def test_outside_the_cuts_nothing_changes_and_offsets_are_exact(case):
    text, cuts = case
    new, items = apply_cuts(text, cuts, PlaceholderBook())
    assert len(items) == len(cuts)
    old_at = new_at = 0
    for item in items:
        assert text[old_at : item.start] == new[new_at : item.new_start]
        assert new[item.new_start : item.new_end] == item.placeholder
        old_at, new_at = item.end, item.new_end
    assert text[old_at:] == new[new_at:]


@given(cases())
def test_the_same_input_gives_the_same_output_in_any_order(case):
    text, cuts = case
    cuts = [c for c in cuts if c.operator != "pseudonym"]  # keyed by the book
    assert apply_cuts(text, cuts, PlaceholderBook()) == apply_cuts(text, cuts[::-1], PlaceholderBook())


@given(cases(["replace", "pseudonym"]))
def test_a_second_pass_finds_every_placeholder_whole(case):
    text, cuts = case
    new, items = apply_cuts(text, cuts, PlaceholderBook())
    spans = set(find_placeholders(new))
    assert all((item.new_start, item.new_end) in spans for item in items)


@given(cases(["replace"]))
def test_new_ordinals_never_meet_those_of_the_input(case):
    text, cuts = case
    _, items = apply_cuts(text, cuts, PlaceholderBook())
    there = {text[s:e] for s, e in find_placeholders(text)}
    assert not there & {item.placeholder for item in items}


@given(st.text(min_size=1), st.text(min_size=1), st.sampled_from(ENTITIES))
def test_same_value_same_token_and_other_value_other_token(one, two, entity_type):
    book = PlaceholderBook()
    cuts = [Cut(0, len(one), entity_type)]
    first, _ = apply_cuts(one, cuts, book)
    again, _ = apply_cuts(one, cuts, book)
    assert first == again
    if (
        one.casefold() != two.casefold()
        and one.isascii()
        and two.isascii()
        and one.isalpha()
        and two.isalpha()
    ):
        assert apply_cuts(two, [Cut(0, len(two), entity_type)], book)[0] != first


@given(st.integers(5, 60), st.integers(5, 60), texts, texts, st.sampled_from(["replace", "redact"]))
def test_length_does_not_leak(one, two, before, after, operator):
    def redacted(size):
        text = before + "x" * size + after
        return apply_cuts(
            text, [Cut(len(before), len(before) + size, "PERSON", operator)], PlaceholderBook()
        )[0]

    assert redacted(one) == redacted(two)


@given(st.text(min_size=1, max_size=20))
def test_conversations_cannot_be_linked_by_pseudonym(value):
    cut = [Cut(0, len(value), "PERSON", "pseudonym")]
    assert apply_cuts(value, cut, PlaceholderBook())[0] != apply_cuts(value, cut, PlaceholderBook())[0]
