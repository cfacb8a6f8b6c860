"""Over-asking: what is asked, what is only named, where, what for, and what is cut."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_guard.errors import PolicyError
from pii_guard.messages.asking import Asking
from pii_guard.resources import bundled, load_yaml, yaml_files

if TYPE_CHECKING:
    from pathlib import Path

ASKING = Asking()
CASES = [
    pytest.param(data["language"], pair, id=f"{data['language']}-{number}")
    for path in yaml_files(bundled("policies") / "cases" / "asking")
    for data in [load_yaml(path)]
    for number, pair in enumerate(data["pairs"])
]


def things(text: str, language: str | None = None) -> list[str]:
    return sorted({thing for ask in ASKING.find(text, language) for thing in ask.things})


@pytest.mark.parametrize("hinted", [True, False])
@pytest.mark.parametrize(("language", "pair"), CASES)
def test_one_twin_asks_and_the_other_only_names(language, pair, hinted):
    hint = language if hinted else None
    asks = ASKING.find(pair["asks"], hint)
    assert sorted({thing for ask in asks for thing in ask.things}) == sorted(pair["things"])
    assert ASKING.find(pair["names"], hint) == []
    if "where" in pair:
        assert {ask.where for ask in asks} == {pair["where"]}
    if pair.get("purpose"):
        assert any(ask.purpose_said for ask in asks)


def test_every_main_language_has_twelve_pairs():
    counts: dict[str, int] = {}
    for case in CASES:
        counts[case.values[0]] = counts.get(case.values[0], 0) + 1
    wanted = {"en", "sv", "hr", "de", "fr", "es", "it", "pt", "nl", "da", "no", "pl"}
    assert {code for code, count in counts.items() if count >= 12} >= wanted


@pytest.mark.parametrize(
    ("draft", "cut", "kept"),
    [
        ("Let me check! I'd need your meter number and your mother's maiden name first. -Jo", "your meter number and your mother's maiden name", ["Let me check!", "-Jo"]),
        ("No worries, just send me the PIN and the expiry and I'll sort it.", "send me the PIN and the expiry", ["No worries", "I'll sort it"]),
        ("Hej! Skriv ditt lösenord här så loggar jag in. /Moa", "Skriv ditt lösenord här", ["Hej!", "så loggar jag in", "/Moa"]),
        ("Bok! Jeste li u braku i imate li djece? Ana", "Jeste li u braku i imate li djece", ["Bok!", "Ana"]),
    ],
)  # fmt: skip
def test_the_span_is_the_asking_phrase_and_nothing_else(draft, cut, kept):
    rest = draft
    for ask in reversed(ASKING.find(draft)):
        rest = rest[: ask.start] + rest[ask.end :]
    assert cut not in rest
    assert cut.split()[-1] not in rest.split()
    for piece in kept:
        assert piece in rest


@pytest.mark.parametrize(
    "draft",
    [
        'She wrote "send me your PIN" and hung up.',
        "> Please send me your password\n\nThat mail was not from us.",
        "«Donnez-moi votre code PIN», voilà ce que disent les escrocs.",
    ],
)
def test_quotations_ask_nothing(draft):
    assert ASKING.find(draft) == []


def test_a_draft_that_is_one_quotation_is_read():
    assert things('"Please send me your PIN."') == ["pin"]


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Tell me the last 4 digits of your card.", ["card_last4"]),
        ("Tell me the last three digits of your social security number.", ["national_id_part"]),
        ("Send me the expiry and the 3 digits on the back.", ["card_expiry", "cvv"]),
        ("Send us a photo of your ID.", ["id_document_copy"]),
        ("Send us a photo of both sides of your card.", ["card_number"]),
        ("Send us a photo of the broken notebook.", ["photo_of_item"]),
        ("Send me a screenshot of your banking app.", ["bank_statement"]),
        ("Read me the code we sent to your phone.", ["otp"]),
        ("What's your booking code?", ["order_number"]),
    ],
)
def test_what_words_ask_for_together(draft, expected):
    assert things(draft, "en") == expected


def test_answers_in_a_form_of_our_own_are_marked():
    (ask,) = ASKING.find("Please confirm your postcode in the app.", "en")
    assert ask.where == "form"
    assert ASKING.find("Enter your card number on the payment page.", "en") == []


def test_the_sentence_beside_says_where_and_what_for():
    (ask,) = ASKING.find("Please DM us. We need your postcode. It's only used for the courier.", "en")
    assert (ask.where, ask.purpose_said) == ("private", True)


def test_a_list_belongs_to_the_sentence_that_opens_it():
    draft = "To go on, please send:\n\n1. your full name\n2. your date of birth\n3. a copy of your passport\n\nBest, Jo"
    assert things(draft) == ["date_of_birth", "id_document_copy", "name"]
    assert "Best, Jo" in draft[max(ask.end for ask in ASKING.find(draft)) :]


def test_line_breaks_invisible_and_emphasis_marks_do_not_hide_an_ask():
    assert things("Could you send me your **card\nnumber** please?") == ["card_number"]
    assert things("Send me your pass\u200bword.") == ["password"]


def test_two_languages_in_one_draft():
    assert things("Vad är ditt personnummer?\n\nWhat is your date of birth?") == [
        "date_of_birth",
        "national_id",
    ]


def test_near_languages_are_read_with_one_set_of_words():
    assert things("Pošaljite broj kartice.", "bs") == ["card_number"]


def test_why_names_rules_and_never_the_draft():
    (ask,) = ASKING.find("Please send us your Fernwood password.", "en")
    assert "thing:password" in ask.why
    assert not any("fernwood" in reason.lower() for reason in ask.why)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nouns: {shoe_size: shoe size}", "unknown things"),
        ("copies: {painting: painting}", "unknown keys"),
        ("needs: i need (a|b", "unbalanced"),
        ("wants: i want", "wants"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, text, said):
    (tmp_path / "asking.yaml").write_bytes((bundled("policies") / "asking.yaml").read_bytes())
    (tmp_path / "languages" / "en").mkdir(parents=True)
    (tmp_path / "languages" / "en" / "asking.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=said):
        Asking(tmp_path).warm_up()


def test_all_language_files_load():
    asking = Asking()
    asking.warm_up()
    assert len(asking.languages) >= 12


FRAGMENTS = st.lists(
    st.sampled_from(
        ["send me", "your pin", "don't", "please", ", ", ". ", "\n", "\n- ", "and", "so that", "?", '"', "skicka", "lösenord", "are you", "pregnant", "photo of", "card", "last 4", "\u200b", "  ", "🙂", "what's your", "name", "i need", "send it here", "bitte", "nennen"]
    ),
    max_size=40,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(FRAGMENTS)
def test_spans_lie_in_the_draft_in_order_and_apart(parts):
    draft = " ".join(parts)
    asks = ASKING.find(draft)
    assert all(0 <= ask.start < ask.end <= len(draft) and ask.things for ask in asks)
    assert all(left.end <= right.start for left, right in pairwise(asks))
    assert asks == ASKING.find(draft)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read(text):
    ASKING.find(text)
