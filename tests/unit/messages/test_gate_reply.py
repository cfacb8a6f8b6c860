"""The public half, the language it is in, and overrides."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pii_guard.detect.types import Detection, Whose
from pii_guard.errors import UsageError
from pii_guard.messages.language import guess_language, replies
from pii_guard.messages.override import override, propose_term
from pii_guard.messages.stub import public_stub
from pii_guard.messages.types import Action, Conversation, Organisation, Person, Reason, Verdict
from pii_guard.policy.loader import PolicySet

PUBLIC = PolicySet.load().channel("social_public")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def stub(draft, language="en", *, handles=(), agents=("Orla", "Piers Hallam"), turns=()):
    conversation = Conversation(
        turns=turns,
        requester=Person("Tamsin Penhale", handles=handles),
        organisation=Organisation(agents=agents),
    )
    return public_stub(draft, conversation, PUBLIC, language)


@pytest.mark.parametrize("language", sorted(replies()))
def test_every_language_has_a_stub_that_fits_a_post(language):
    text = stub("Hi @tamsinrows_of_fowey, your order. ^Orla", language, handles=("@tamsinrows_of_fowey",))
    assert len(text) <= PUBLIC.max_length
    assert "@tamsinrows_of_fowey" in text
    assert text.endswith("^Orla")
    assert "{" not in text


def test_there_are_stubs_in_at_least_fourteen_languages():
    assert len(replies()) >= 14


def test_a_handle_of_somebody_else_is_not_greeted():
    assert "@other" not in stub("Hi @other, your order.", handles=("@tamsinrows",))


@pytest.mark.parametrize(
    ("draft", "sign"),
    [
        ("Order 1 is out. ^Orla", "^Orla"),
        ("Klart. /Orla", "/Orla"),
        ("Done! -Piers", "-Piers"),
        ("All done.\n\nPiers Hallam\n", "Piers"),
        ("All done. Orla x", "Orla"),
    ],
)
def test_the_agents_sign_off_is_kept_without_surname(draft, sign):
    text = stub(draft)
    assert text.endswith(sign)
    assert "Hallam" not in text


def test_the_customers_name_at_the_end_is_no_sign_off():
    assert "Tamsin" not in stub("We have found your order, Tamsin.")
    assert "Tamsin" not in stub("Found it! ^Tamsin", agents=())


def test_a_limit_is_held_though_the_greeting_is_long():
    handle = "@" + "h" * 29
    short = PolicySet.load().channel("social_public")
    conversation = Conversation(requester=Person(handles=(handle,)))
    from dataclasses import replace

    text = public_stub(f"Hi {handle}", conversation, replace(short, max_length=60), "en")
    assert len(text) <= 60


@pytest.mark.parametrize(
    ("draft", "language"),
    [
        ("Your parcel is on the way and will be with you tomorrow.", "en"),
        ("Ditt paket är på väg och kommer fram till dig i morgon.", "sv"),
        ("Vaš paket je na putu i bit će kod vas sutra.", "hr"),
        ("Ihr Paket ist unterwegs und wird morgen bei Ihnen sein.", "de"),
        ("Votre colis est en route et sera chez vous demain.", "fr"),
        ("Tu paquete está en camino y lo tendrás mañana.", "es"),
        ("A sua encomenda está a caminho e chega amanhã.", "pt"),
        ("Il tuo pacco è in viaggio e arriva domani da te.", "it"),
        ("Je pakket is onderweg en wordt morgen bij je bezorgd.", "nl"),
        ("Din pakke er på vej og bliver hvad vi kan se leveret af os.", "da"),
        ("Państwa paczka jest w drodze i będzie już jutro.", "pl"),
        ("Pakettisi on matkalla ja se on perillä huomenna, kiitos.", "fi"),
        ("Ваша посылка уже в пути и будет у вас завтра, спасибо.", "ru"),
        ("荷物は明日届きますので、お待ちください。", "ja"),
    ],
)
def test_the_language_of_a_draft_is_guessed(draft, language):
    assert guess_language(draft) == language


def test_the_thread_helps_a_short_draft_and_a_hint_decides():
    assert guess_language("NL-482213 ok", ["var är min lampa och när kommer den till mig"]) == "sv"
    assert guess_language("NL-482213 ok", default="hr") == "hr"
    assert guess_language("Your parcel is on the way.", hint="pl") == "pl"


# overrides


def verdict(action=Action.BLOCK):
    reason = Reason("third_party_in_public", "x", "GDPR 5(1)(f)")
    return Verdict(
        action, (reason, reason), None, manifest={"channel": "social_public", "policy_digest": "d"}
    )


def test_an_override_is_a_record_without_values():
    record = override(
        verdict(), "not_personal", now=NOW, note="it is Oliver Finch", clean=lambda _t: "it is [PERSON_1]"
    )
    assert record.to_dict() == {
        "at": "2026-11-21T12:00:00+00:00",
        "reason": "not_personal",
        "action": "block",
        "codes": ["third_party_in_public"],
        "channel": "social_public",
        "policy_digest": "d",
        "note": "it is [PERSON_1]",
        "proposes_term": False,
    }


@pytest.mark.parametrize(
    "call",
    [
        lambda: override(verdict(Action.ALLOW), "safety", now=NOW),
        lambda: override(verdict(), "because", now=NOW),
        lambda: override(verdict(), "safety", now=datetime(2026, 1, 1)),  # noqa: DTZ001 - the fault under test
        lambda: override(verdict(), "safety", now=NOW, note="words"),
    ],
)
def test_an_override_without_type_time_or_cleaning_is_refused(call):
    with pytest.raises(UsageError):
        call()


def test_a_product_name_may_be_proposed_until_a_date():
    draft = "The Oliver Finch armchair is back."
    proposal = propose_term(draft, Detection(4, 16, "PERSON", 0.6, "t"), now=NOW, days=30)
    assert (proposal.term, proposal.expires) == ("Oliver Finch", date(2026, 12, 21))
    record = override(verdict(), "not_personal", now=NOW, proposal=proposal)
    assert "Finch" not in repr(record) + str(record.to_dict())


@pytest.mark.parametrize(
    "found",
    [
        Detection(0, 4, "CREDIT_CARD", 0.9, "t", ("checksum_ok",)),
        Detection(0, 4, "PERSON", 0.9, "t", whose=Whose.REQUESTER),
    ],
)
def test_what_is_proved_never_becomes_a_term(found):
    with pytest.raises(UsageError):
        propose_term("4111 x", found, now=NOW)
