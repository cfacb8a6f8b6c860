"""Facts that the conversation makes the reader's own, and names that surroundings make nobody's."""

from __future__ import annotations

import pytest

from pii_guard.guard import PIIGuard
from pii_guard.messages.types import Action, Conversation, Organisation, Person

GUARD = PIIGuard()
MERLE = Person(
    "Merle Ashgrove", "merle.ashgrove@example.com", "07700 900688", None, ("QB-55017",), ("@merlea",)
)
HOUSE = Organisation("Quill & Bough", ("quillbough.example.com",), (), ("Wyn",), ("Edith Harrow lamp",))


def action(draft: str, *said: str, channel: str = "social_public", person: Person | None = MERLE) -> Action:
    talk = Conversation(
        tuple(("customer", text) for text in said),  # type: ignore[arg-type]
        person,
        organisation=HOUSE,
    )
    return GUARD.check(draft, channel=channel, conversation=talk).action


def test_what_is_sent_to_a_customer_by_name_is_theirs() -> None:
    draft = "Hi Merle, the walnut sideboard went out this morning. Wyn"
    assert action(draft, "any news?") is Action.MOVE_TO_PRIVATE
    assert action(draft, "where is my walnut sideboard?") is Action.ALLOW
    assert action("The walnut sideboard went out of print. Wyn", "any news?") is Action.ALLOW


def test_a_greeting_of_its_own_makes_the_next_sentence_the_readers() -> None:
    assert action("Hi @merlea! The walnut sideboard is packed. Wyn", "hello?") is Action.MOVE_TO_PRIVATE


def test_a_debt_said_to_nobody_in_particular_is_the_requesters() -> None:
    draft = "Two instalments are unpaid. Wyn"
    assert action(draft, "why is it blocked?") is Action.BLOCK
    assert action(draft, "why is it blocked?", person=None) is Action.ALLOW
    assert action("If an instalment is unpaid, we write first. Wyn", "what happens then?") is Action.ALLOW


def test_health_is_the_readers_with_a_result_and_not_with_people_in_general() -> None:
    assert action("Hi Merle, the antidepressants are ready. Wyn", "hi") is Action.BLOCK
    assert action("Hi Merle, it is free for anyone with asthma. Wyn", "is it free?") is Action.ALLOW


@pytest.mark.parametrize(
    ("draft", "asked", "expected"),
    [
        ("Walter Finch costs £349 and Ada Brook is back in June. Wyn", "is it back?", Action.ALLOW),
        ("Edith Harrow and Nora Vane come in brass. Wyn", "which lamps?", Action.ALLOW),
        ("Walter Finch signed for it at 3. Wyn", "who has it?", Action.MOVE_TO_PRIVATE),
        ("Our head of service, Beatrix Lomond, reads it all. Wyn", "who is in charge?", Action.ALLOW),
        ("Your manager, Beatrix Lomond, signed for it. Wyn", "who has it?", Action.MOVE_TO_PRIVATE),
    ],
)
def test_names_of_goods_and_of_public_roles_are_nobodys_unless_they_did_something(
    draft: str, asked: str, expected: Action
) -> None:
    assert action(draft, asked, person=None) is expected


def test_a_code_beside_a_person_goes_with_the_person() -> None:
    draft = "Example: Davor Kosanić, davor.kosanic@example.org, BT5R2K, refunded."
    verdict = GUARD.check(draft, channel="kb_article")
    assert verdict.action is Action.REDACT
    assert "BT5R2K" not in (verdict.safe_text or "")
    assert action("Reason code BT5R2K means damaged.", channel="kb_article", person=None) is Action.ALLOW


def test_specimens_and_what_stands_beside_them_are_nobodys() -> None:
    draft = "Testkonto: Erika Mustermann, 01.01.1970, A000000000."
    assert GUARD.check(draft, channel="kb_article").action is Action.ALLOW


def test_numbers_of_the_file_are_not_told_to_the_unverified() -> None:
    draft = "Your customer number is 88120034."
    assert action(draft, "what do you hold?", channel="social_dm") is Action.REDACT
    assert action(draft, "is mine 88120034?", channel="social_dm") is Action.ALLOW
