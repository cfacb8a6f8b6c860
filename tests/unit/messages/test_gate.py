from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.types import Detection, KnownValue, Whose
from pii_guard.errors import UsageError
from pii_guard.messages.asking import Ask
from pii_guard.messages.gate import decide, judge
from pii_guard.messages.operators import apply_cuts
from pii_guard.messages.placeholders import PlaceholderBook
from pii_guard.messages.types import Action, Conversation, Organisation, Person, RedactionResult
from pii_guard.messages.whose import conversation_known, secrets_said
from pii_guard.policy.loader import PolicySet
from pii_guard.vocabulary.entities import load_entities

POLICIES = PolicySet.load()
ENTITIES = load_entities()
TAMSIN = Person(
    "Tamsin Penhale",
    "tamsin.penhale@example.com",
    "07700 900377",
    "3 Quay Cottages, Fowey PL23 1XX",
    ("TW-550912",),
    ("@tamsinrows",),
)
HOUSE = Organisation(
    "Tideway Oars",
    ("tideway.example.com",),
    ("help@tideway.example.com", "01632 960 555", "1 Boathouse Lane, Truro TR1 1XX"),
    ("Orla", "Piers Hallam"),
)


def at(draft, value, entity_type, *, why=(), whose=None, score=0.9):
    start = draft.index(value)
    return Detection(
        start,
        start + len(value),
        entity_type,
        score,
        "test",
        why,
        ENTITIES.category(entity_type),
        None,
        whose,
    )


def talk(*customer, verified=False, purpose="support.general", **more):
    return Conversation(
        turns=tuple(("customer", text) for text in customer),
        requester=more.pop("requester", TAMSIN),
        organisation=more.pop("organisation", HOUSE),
        verified=verified,
        purpose=purpose,
        **more,
    )


def run(channel, draft, found=(), asks=(), conversation=None):
    policy = POLICIES.channel(channel)
    private = POLICIES.channel(policy.private_channel) if policy.private_channel else None
    book = PlaceholderBook()

    def apply(text, cuts, /):
        new, items = apply_cuts(text, cuts, book)
        return RedactionResult(new, items, policy.id, policy.digest)

    detections = [at(draft, *entry[:2], **(entry[2] if len(entry) > 2 else {})) for entry in found]
    return judge(
        draft, detections, asks, conversation or talk(), policy, private=private, language="en", apply=apply
    )


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


# public


def test_an_order_number_moves_a_public_reply_to_private_with_both_halves():
    draft = "Hi @tamsinrows, TW-550912 leaves tonight. ^Orla"
    verdict = run("social_public", draft, [("@tamsinrows", "SOCIAL_HANDLE"), ("TW-550912", "ORDER_ID")])
    assert verdict.action is Action.MOVE_TO_PRIVATE
    assert verdict.safe_text.startswith("Hi @tamsinrows")
    assert verdict.safe_text.endswith("^Orla")
    assert "TW-550912" not in verdict.safe_text
    assert verdict.private_text == draft


def test_a_number_that_the_customer_posted_by_mistake_is_not_repeated():
    verdict = run(
        "social_public",
        "We rang 07700 900377.",
        [("07700 900377", "PHONE_NUMBER")],
        conversation=talk("call 07700 900377"),
    )
    assert verdict.action is Action.MOVE_TO_PRIVATE


def test_what_the_customer_said_about_a_product_may_be_said_again():
    draft = "Oh no, not the Fowey skiff!"
    found = [("Fowey skiff", "PURCHASE_CUE")]
    assert (
        run("social_public", draft, found, conversation=talk("my Fowey skiff leaks")).action is Action.ALLOW
    )
    assert run("social_public", draft, found, conversation=talk("it leaks")).action is Action.MOVE_TO_PRIVATE


def test_of_a_full_name_only_the_surname_goes():
    draft = "Sorry about that, Tamsin Penhale! We are on it."
    verdict = run("social_public", draft, [("Tamsin Penhale", "PERSON")])
    assert verdict.action is Action.REDACT
    assert verdict.safe_text.startswith("Sorry about that, Tamsin [PERSON_1]! We")


def test_a_full_name_beside_a_code_that_nobody_explains_moves_to_private():
    draft = "Sorry, Tamsin Penhale! You are in seat 14C now."
    assert run("social_public", draft, [("Tamsin Penhale", "PERSON")]).action is Action.MOVE_TO_PRIVATE


@pytest.mark.parametrize(
    ("draft", "name"),
    [("Thanks Tamsin!", "Tamsin"), ("Ask for Piers at the desk.", "Piers"), ("Done. /Orla", "Orla")],
)
def test_first_names_of_customer_and_agents_stay_in_public(draft, name):
    assert run("social_public", draft, [(name, "PERSON")]).action is Action.ALLOW


def test_another_person_by_name_blocks_a_public_reply():
    draft = "Your neighbour Morwenna Tregear took it in."
    verdict = run("social_public", draft, [("Morwenna Tregear", "PERSON")])
    assert (verdict.action, verdict.safe_text, verdict.private_text) == (Action.BLOCK, None, None)
    assert "third_party_in_public" in codes(verdict)


def test_somebody_in_a_public_role_may_be_named():
    draft = "Our chief executive, Dermot Vashti, answers tonight."
    assert run("social_public", draft, [("Dermot Vashti", "PERSON")]).action is Action.ALLOW


@pytest.mark.parametrize("entity_type", ["HEALTH_CUE", "BALANCE_CUE"])
def test_health_and_debt_block_a_public_reply(entity_type):
    assert run("social_public", "Your insulin came in.", [("insulin", entity_type)]).action is Action.BLOCK


def test_health_in_general_is_no_matter():
    found = [("insulin", "HEALTH_CUE", {"why": ("about:general",)})]
    assert run("social_public", "Yes, we stock insulin.", found).action is Action.ALLOW


@pytest.mark.parametrize(
    ("value", "entity_type"),
    [
        ("help@tideway.example.com", "EMAIL_ADDRESS"),
        ("press@tideway.example.com", "EMAIL_ADDRESS"),
        ("01632 960 555", "PHONE_NUMBER"),
        ("+44 1632 960555", "PHONE_NUMBER"),
        ("1 Boathouse Lane", "STREET_ADDRESS"),
        ("https://tideway.example.com/reset", "URL"),
    ],
)
def test_the_organisations_own_contacts_stay(value, entity_type):
    assert run("social_public", f"See {value} please.", [(value, entity_type)]).action is Action.ALLOW


@pytest.mark.parametrize(
    ("draft", "action"),
    [
        ("Come to our workshop at 12 Mill Lane.", Action.ALLOW),
        ("Notre atelier, 12 Mill Lane.", Action.ALLOW),
        ("Our driver left it at 12 Mill Lane.", Action.MOVE_TO_PRIVATE),
        ("She rang us from 12 Mill Lane.", Action.MOVE_TO_PRIVATE),
        ("It is ours. Go to 12 Mill Lane.", Action.MOVE_TO_PRIVATE),
    ],
)
def test_an_address_right_after_our_is_the_organisations(draft, action):
    assert run("social_public", draft, [("12 Mill Lane", "STREET_ADDRESS")]).action is action


def test_all_parts_of_one_address_have_one_holder():
    draft = "Come to our workshop at 12 Mill Lane, 31500 Truro."
    found = [
        at(draft, value, kind) for value, kind in (("12 Mill Lane", "STREET_ADDRESS"), ("31500", "POSTCODE"))
    ]
    policy = POLICIES.channel("social_public")
    apart = decide(draft, found, (), talk(), policy)
    together = decide(draft, [replace(d, address=1) for d in found], (), talk(), policy)
    assert (apart.action, together.action) == (Action.MOVE_TO_PRIVATE, Action.ALLOW)


def test_the_organisations_name_in_the_sign_off_is_no_person():
    assert run("social_public", "Done. Your team Tideway", [("Tideway", "PERSON")]).action is Action.ALLOW


def test_a_thin_mask_of_the_mail_address_gives_it_away():
    draft = "It went to the mail starting tamsin.pen and ending ple.com, Tamsin"
    verdict = run("social_public", draft)
    assert verdict.action is Action.MOVE_TO_PRIVATE
    assert "contact_in_public" in codes(verdict)


def test_a_piece_of_the_order_number_counts_without_any_detection():
    assert run("social_public", "We found 550912 for you.").action is Action.MOVE_TO_PRIVATE


# private


def test_a_verified_person_reads_their_own_data():
    draft = "We go to 3 Quay Cottages and ring 07700 900377."
    found = [("3 Quay Cottages", "STREET_ADDRESS"), ("07700 900377", "PHONE_NUMBER")]
    assert run("email", draft, found, conversation=talk(verified=True)).action is Action.ALLOW
    assert run("email", draft, found).action in (Action.REDACT, Action.BLOCK)


def test_what_the_person_wrote_may_be_repeated_without_verification():
    draft = "Noted: 07700 900377."
    assert (
        run(
            "live_chat", draft, [("07700 900377", "PHONE_NUMBER")], conversation=talk("ring 07700 900377")
        ).action
        is Action.ALLOW
    )


def test_a_full_card_number_keeps_its_last_four_digits_only():
    draft = "The charge on 4111 1111 1111 1234 is reversed."
    verdict = run(
        "email", draft, [("4111 1111 1111 1234", "CREDIT_CARD")], conversation=talk(draft, verified=True)
    )
    assert verdict.action is Action.REDACT
    assert "1234" in verdict.safe_text
    assert "4111" not in verdict.safe_text


def test_a_password_blocks_and_one_that_the_customer_wrote_is_cut():
    draft = "Your password is Heron-Gate-71, use it."
    found = [("Heron-Gate-71", "PASSWORD")]
    assert run("social_dm", draft, found).action is Action.BLOCK
    verdict = run("social_dm", draft, found, conversation=talk("my password is Heron-Gate-71"))
    assert verdict.action is Action.REDACT
    assert "Heron" not in verdict.safe_text


def test_another_persons_phone_and_street_are_not_passed_on():
    draft = "Yes! Nell took it at 9 Station Approach and wants 07700 900148 as her number. Orla"
    found = [("Nell", "PERSON"), ("9 Station Approach", "STREET_ADDRESS"), ("07700 900148", "PHONE_NUMBER")]
    verdict = run("social_dm", draft, found, conversation=talk("has my sister Nell got it?", verified=True))
    assert verdict.action is Action.REDACT
    assert verdict.safe_text == "Yes! [ADDRESS_1] Orla"


def test_a_statement_of_somebody_else_is_a_misdirected_message():
    draft = "Here it is: Gaspar Nogueira, balance 2,310.44 EUR. Orla"
    found = [("Gaspar Nogueira", "PERSON"), ("balance 2,310.44 EUR", "BALANCE_CUE")]
    verdict = run("email", draft, found, conversation=talk(verified=True))
    assert verdict.action is Action.BLOCK
    assert codes(verdict)[0] == "misdirected"


def test_a_line_about_somebody_else_in_a_longer_message_is_cut_to_its_end():
    draft = "Hi Tamsin,\n\nthe chat from yesterday, as you wished, with everything we said about the broken paddle and the refund:\n[10:04] Hi Gaspar, your card ending 3658 was charged 45 pounds\n[10:05] Orla: your new paddle leaves tomorrow\n\nOrla"
    found = [("Tamsin", "PERSON"), ("Gaspar", "PERSON", {"why": ("cue:greet",)}), ("3658", "CARD_LAST4")]
    verdict = run("email", draft, found, conversation=talk(verified=True))
    assert verdict.action is Action.REDACT
    assert not re.search("Gaspar|3658|45 pounds", verdict.safe_text)
    assert "your new paddle leaves tomorrow" in verdict.safe_text


def test_another_customer_on_file_is_cut_by_name():
    other = Person("Gaspar Nogueira")
    draft = "The parcel beside yours is for Gaspar Nogueira, we will swap them."
    verdict = run(
        "email", draft, [("Gaspar Nogueira", "PERSON")], conversation=talk(others=(other,), verified=True)
    )
    assert "Nogueira" not in (verdict.safe_text or "")


@pytest.mark.parametrize(
    ("draft", "name", "cue", "action"),
    [
        ("The Oliver Finch is lovely in moss.", "Oliver Finch", "cue:given_name", Action.ALLOW),
        ("Oliver Finch and his stool are back in stock.", "Oliver Finch", "cue:given_name", Action.ALLOW),
        ("Sofaen Freja Holm er på lager i august.", "Freja Holm", "cue:given_name", Action.ALLOW),
        ("Oliver Finch has it.", "Oliver Finch", "cue:given_name", Action.BLOCK),
        ("Mr Oliver Finch says it is back in stock.", "Oliver Finch", "cue:title", Action.BLOCK),
    ],
)
def test_a_likely_name_in_a_sentence_about_stock_is_a_product(draft, name, cue, action):
    assert run("social_public", draft, [(name, "PERSON", {"why": (cue,)})]).action is action


def test_secrets_of_the_thread_become_known_values():
    thread = talk("my pw is Fern2021! if that helps", "my name is Tamsin")

    def detect(text):
        return [at(text, "Fern2021!", "PASSWORD")] if "pw" in text else [at(text, "Tamsin", "PERSON")]

    (known,) = secrets_said(thread, detect)
    assert (known.value, known.entity_type, known.whose) == ("Fern2021!", "PASSWORD", Whose.REQUESTER)


# notes and texts


def test_an_internal_note_keeps_contact_data_and_loses_belief():
    draft = "Rang Tamsin on 07700 900377; she is in the union."
    found = [("Tamsin", "PERSON"), ("07700 900377", "PHONE_NUMBER"), ("in the union", "UNION_CUE")]
    verdict = run("internal_note", draft, found)
    assert verdict.action is Action.REDACT
    assert "07700 900377" in verdict.safe_text
    assert "union" not in verdict.safe_text


def test_an_insult_in_a_note_warns_and_stays_for_the_agent_to_rewrite():
    verdict = run("internal_note", "A nightmare of a woman.", [("nightmare of a woman", "OPINION_CUE")])
    assert (verdict.action, verdict.safe_text) == (Action.WARN, "A nightmare of a woman.")
    assert verdict.reasons[0].ground.startswith("GDPR 15")


def test_a_number_in_an_article_is_a_customers_only_beside_a_customer():
    alone = "Meter numbers look like 1ESY1160000001."
    beside = "Gaspar Nogueira has meter 1ESY1160000001."
    number = ("1ESY1160000001", "ORDER_ID")
    assert run("kb_article", alone, [number], conversation=Conversation()).action is Action.ALLOW
    verdict = run("kb_article", beside, [("Gaspar Nogueira", "PERSON"), number], conversation=Conversation())
    assert verdict.safe_text == "[PERSON_1] has meter [ORDER_1]."


# asking


def ask(draft, *things, where=None, purpose=False):
    return [Ask(0, len(draft), things, where, purpose, ())]


@pytest.mark.parametrize("channel", ["social_public", "social_dm", "email", "live_chat", "sms", "ticket"])
@pytest.mark.parametrize("where", [None, "here", "private"])
def test_asking_for_a_secret_blocks_everywhere(channel, where):
    draft = "Send me the code"
    verdict = run(channel, draft, asks=ask(draft, "order_number", "otp", where=where, purpose=True))
    assert verdict.action is Action.BLOCK
    assert "asks_secret" in codes(verdict)


def test_an_identifier_may_be_asked_in_private_and_not_in_public():
    draft = "What is your order number?"
    assert run("social_public", draft, asks=ask(draft, "order_number")).action is Action.MOVE_TO_PRIVATE
    assert (
        run("social_public", draft, asks=ask(draft, "order_number", where="private")).action is Action.ALLOW
    )
    assert run("social_dm", draft, asks=ask(draft, "order_number")).action is Action.ALLOW


def test_more_than_the_purpose_needs_blocks_unless_the_purpose_is_said():
    draft = "Your date of birth?"
    assert run("email", draft, asks=ask(draft, "date_of_birth")).action is Action.BLOCK
    assert run("email", draft, asks=ask(draft, "date_of_birth", purpose=True)).action is Action.ALLOW
    conversation = talk(purpose="support.identity")
    assert (
        run("email", draft, asks=ask(draft, "date_of_birth"), conversation=conversation).action
        is Action.ALLOW
    )


def test_official_and_special_data_need_more_than_a_purpose_said():
    draft = "A copy of your passport, so that we can help."
    verdict = run("email", draft, asks=ask(draft, "id_document_copy", purpose=True))
    assert verdict.action is Action.WARN
    assert "passport" not in verdict.safe_text


def test_an_answer_in_the_organisations_own_form_is_not_asked_in_the_message():
    draft = "Please enter your new password in the app."
    assert run("live_chat", draft, asks=ask(draft, "password", where="form")).action is Action.ALLOW


def test_a_question_too_many_is_left_out_of_the_private_half():
    draft = "Your national number? And the order number?"
    asks = [
        Ask(0, 21, ("national_id",), None, purpose_said=False, why=()),
        Ask(22, len(draft), ("order_number",), None, purpose_said=False, why=()),
    ]
    verdict = run("social_public", draft, asks=asks)
    assert verdict.action is Action.MOVE_TO_PRIVATE
    assert verdict.private_text == " And the order number?"


# the whole


def test_an_unknown_purpose_is_refused():
    with pytest.raises(UsageError):
        run("email", "Hello", conversation=talk(purpose="curiosity"))


def test_the_manifest_counts_and_holds_no_value():
    draft = "TW-550912 goes to 3 Quay Cottages."
    verdict = run("social_public", draft, [("TW-550912", "ORDER_ID"), ("3 Quay Cottages", "STREET_ADDRESS")])
    assert verdict.manifest["findings"] == {
        "ORDER_ID:move_to_private": 1,
        "STREET_ADDRESS:move_to_private": 1,
    }
    assert verdict.manifest["policy_digest"] == POLICIES.channel("social_public").digest
    assert not re.search("TW-|Quay", repr(verdict.manifest) + repr(verdict.reasons))


def test_a_value_that_stands_twice_is_cut_twice_though_found_once():
    draft = "Mail gaspar.n@example.org, yes, gaspar.n@example.org."
    found = [("gaspar.n@example.org", "EMAIL_ADDRESS")]
    verdict = run("email", draft, found, conversation=talk(verified=True))
    assert "gaspar" not in verdict.safe_text


def test_known_values_of_a_conversation_say_whose_they_are():
    known = conversation_known(
        talk(known=(KnownValue("x@example.org", Whose.THIRD_PARTY),), others=(Person("Gaspar Nogueira"),))
    )
    whose = {value.value: value.whose for value in known}
    assert whose["Tamsin Penhale"] is Whose.REQUESTER
    assert whose["Gaspar Nogueira"] is Whose.THIRD_PARTY
    assert whose["Orla"] is Whose.AGENT
    assert whose["01632 960 555"] is Whose.ORGANISATION
    assert whose["x@example.org"] is Whose.THIRD_PARTY
    assert "Penhale" not in repr(known)


TYPES = st.sampled_from(sorted(ENTITIES.types))


@given(
    channel=st.sampled_from(POLICIES.ids()),
    words=st.lists(
        st.tuples(st.text("abcdefgh", min_size=6, max_size=9), TYPES | st.none()),
        min_size=1,
        max_size=6,
        unique_by=lambda w: w[0],
    ),
    verified=st.booleans(),
)
def test_no_cut_value_is_ever_posted_and_the_rest_is_kept(channel, words, verified):
    draft = " ".join(f"x{n}{word}" for n, (word, _kind) in enumerate(words))
    found = [(f"x{n}{word}", kind) for n, (word, kind) in enumerate(words) if kind]
    conversation = Conversation(verified=verified)
    policy = POLICIES.channel(channel)
    ruling = decide(draft, [at(draft, *entry) for entry in found], (), conversation, policy)
    verdict = run(channel, draft, found, conversation=conversation)
    posted = verdict.safe_text or ""
    for cut in ruling.cuts:
        assert draft[cut.start : cut.end] not in posted
    if verdict.action is Action.ALLOW:
        assert posted == draft
    if verdict.action is Action.BLOCK:
        assert verdict.safe_text is None


@pytest.mark.parametrize("piece", ["A", "x", "a.", "*@", "\n", " \n", "A1 ", "@a ", "0 ", "Tom, ", "- "])
@pytest.mark.parametrize("channel", ["social_public", "email"])
def test_hostile_runs_come_back(channel, piece):
    # Nothing is timed: a pattern that backtracks would not come back from these within the day.
    draft = piece * (65536 // len(piece)) + "Tamsin Penhale"
    assert run(channel, draft, [("Tamsin Penhale", "PERSON")]).action in tuple(Action)
