"""Facts whose words may be anybody's: what the sentence around them says of whom they are about."""

from __future__ import annotations

import pytest

from pii_guard.detect.facts import Facts
from pii_guard.detect.folding import fold

FACTS = Facts()


def about(text: str, entity_type: str) -> list[tuple[str, bool]]:
    """Return the facts of a type, each with whether it is about the reader or somebody named."""
    found = FACTS.find(text, fold(text), file_facts=True)
    return [
        (text[d.start : d.end], "about:general" not in d.why) for d in found if d.entity_type == entity_type
    ]


@pytest.mark.parametrize(
    ("text", "thing", "own"),
    [
        ("The walnut sideboard went out this morning", "walnut sideboard", False),
        ("Soffbordet i ek lämnade lagret i morse", "Soffbordet", False),
        ("We have sent the velvet headboard to you", "velvet headboard", True),
        ("Your walnut sideboard comes on Friday", "walnut sideboard", True),
        ("Vaš hladnjak je krenuo jutros", "hladnjak", True),
    ],
)
def test_things_that_are_sent_are_the_readers_only_where_the_words_say_so(
    text: str, thing: str, own: bool
) -> None:
    assert (thing, own) in about(text, "PURCHASE_CUE")


@pytest.mark.parametrize(
    "text",
    [
        "Please send us a photo of the sideboard",
        "I understand that you are waiting",
        "Schreiben Sie uns bitte eine Nachricht, dann ist alles bereit",
        "Refunds usually reach your account within 5 days once the item is back with us",
        "Dzień dobry Pani Grażyno, miska z wodą czeka",
    ],
)
def test_requests_and_general_talk_name_nothing_bought(text: str) -> None:
    assert [thing for thing, own in about(text, "PURCHASE_CUE") if own] == []


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("You have two unpaid bills", True),
        ("Two bills are unpaid since March", False),
        ("If a bill is unpaid, we write to you first", False),
    ],
)
def test_a_debt_is_the_readers_when_it_is_told_to_them(text: str, own: bool) -> None:
    assert [o for _, o in about(text, "BALANCE_CUE")] == [own]


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("A technician is booked for you on Thursday", True),
        ("Majstor dolazi k Vama u četvrtak između 9 i 11", True),
        ("Our technicians work on Thursdays, too", False),
    ],
)
def test_an_appointment_needs_a_day_and_a_reader(text: str, own: bool) -> None:
    assert [o for _, o in about(text, "DELIVERY_CUE")][:1] == [own]


def test_an_appointment_without_a_day_is_none() -> None:
    assert about("Our technician knows best", "DELIVERY_CUE") == []


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Ihr Termin beim Urologen ist am 14.5. um 10:30", True),
        ("Free for anyone who is pregnant", False),
        ("We can see you bought the fertility tracker", True),
        ("Antidepressants need a prescription", False),
    ],
)
def test_health_is_the_readers_with_an_appointment_or_a_purchase(text: str, own: bool) -> None:
    assert own in [o for _, o in about(text, "HEALTH_CUE")]
