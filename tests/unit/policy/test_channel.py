from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.types import Detection, Whose
from pii_guard.policy.channel import Facts, Rule
from pii_guard.policy.loader import PolicySet
from pii_guard.vocabulary.entities import load_entities

POLICIES = PolicySet.load()
ENTITIES = load_entities()


def found(entity_type, *, whose=None, subtype=None, score=0.9, why=()):
    return Detection(0, 5, entity_type, score, "test", why, ENTITIES.category(entity_type), subtype, whose)


@pytest.mark.parametrize(
    "entity_type",
    [
        "EMAIL_ADDRESS",
        "PHONE_NUMBER",
        "CREDIT_CARD",
        "US_SSN",
        "IBAN_CODE",
        "IP_ADDRESS",
        "PERSON",
        "STREET_ADDRESS",
        "ORDER_ID",
        "PASSWORD",
        "HEALTH_CUE",
    ],
)
def test_a_public_text_keeps_nothing_personal(entity_type):
    choice = POLICIES.channel("social_public").operator_for(found(entity_type))
    assert choice is not None
    assert choice.operator == "replace"


@pytest.mark.parametrize("channel", ["email", "ticket", "sms", "internal_note"])
def test_a_stored_text_keeps_its_order_number(channel):
    assert POLICIES.channel(channel).operator_for(found("ORDER_ID", subtype="order")) is None


@pytest.mark.parametrize("channel", POLICIES.ids())
def test_no_channel_keeps_a_secret_a_card_or_a_national_number_in_a_stored_text(channel):
    for entity_type in ("PASSWORD", "CREDIT_CARD", "CVV", "SE_PERSONNUMMER"):
        assert POLICIES.channel(channel).operator_for(found(entity_type)) is not None


@pytest.mark.parametrize("channel", POLICIES.ids())
def test_what_belongs_to_the_organisation_stays_in_a_stored_text(channel):
    mine = found("EMAIL_ADDRESS", whose=Whose.ORGANISATION)
    assert POLICIES.channel(channel).operator_for(mine) is None


def test_health_in_general_stays_and_a_persons_health_goes():
    ticket = POLICIES.channel("ticket")
    assert ticket.operator_for(found("HEALTH_CUE", why=("about:general",))) is None
    assert ticket.operator_for(found("HEALTH_CUE", why=("about:person",))) is not None


def test_a_finding_below_the_threshold_does_not_count():
    assert POLICIES.channel("email").operator_for(found("PERSON", score=0.1)) is None


def test_the_first_rule_that_holds_decides():
    dm = POLICIES.channel("social_dm")
    own = Facts("PHONE_NUMBER", "user.contact.phone_number", whose="requester", verified=True)
    assert dm.rule_for(own).action == "allow"
    assert (
        dm.rule_for(Facts("PHONE_NUMBER", "user.contact.phone_number", whose="requester")).action == "redact"
    )


def test_a_glob_covers_what_lies_below_it_and_the_key_itself():
    rule = Rule(id="x", data=("user.contact.*",), action="allow")
    assert rule.takes("A", "user.contact.address.city")
    assert rule.takes("A", "user.contact")
    assert not rule.takes("A", "user.contacts")
    assert not rule.takes("A", None)


@given(
    channel=st.sampled_from(POLICIES.ids()),
    entity_type=st.sampled_from(sorted(ENTITIES.types)) | st.just("PLUGGED_IN"),
    whose=st.sampled_from(["requester", "third_party", "agent", "organisation", "unknown"]),
    flags=st.tuples(*[st.booleans()] * 4),
    about=st.sampled_from(["person", "general"]),
    form=st.sampled_from([None, "first_name", "surname", "full_name"]),
)
def test_every_finding_gets_a_rule_with_a_reason_unless_it_is_allowed(
    *, channel, entity_type, whose, flags, about, form
):
    verified, said, on_file, linked = flags
    facts = Facts(
        entity_type, ENTITIES.category(entity_type), None, whose, verified, said, on_file, linked, about, form
    )
    rule = POLICIES.channel(channel).rule_for(facts)
    assert rule.action == "allow" or rule.reason in POLICIES.reasons


@given(
    entity_type=st.sampled_from(
        ["PASSWORD", "PIN", "OTP", "CVV", "API_KEY", "CREDIT_CARD", "SE_PERSONNUMMER"]
    ),
    channel=st.sampled_from(POLICIES.ids()),
    flags=st.tuples(*[st.booleans()] * 4),
    whose=st.sampled_from(["requester", "third_party", "unknown"]),
)
def test_no_circumstance_lets_a_secret_a_card_or_a_national_number_through(
    entity_type, channel, flags, whose
):
    facts = Facts(entity_type, ENTITIES.category(entity_type), None, whose, *flags)
    rule = POLICIES.channel(channel).rule_for(facts)
    assert rule.action != "allow"
    assert rule.operator is not None or rule.action == "block"


def test_a_type_that_nobody_knows_is_not_allowed_in_public():
    assert POLICIES.channel("social_public").rule_for(Facts("PLUGGED_IN", "user")).action == "move_to_private"


def test_what_must_not_go_to_a_model_is_not_called_an_article():
    policy = PolicySet.load().channel("llm_prompt")
    reasons = {rule.reason for rule in (*policy.rules, *policy.stored) if rule.action == "redact"}
    assert reasons == {"customer_to_model", "stored_text"}
