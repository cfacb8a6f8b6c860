from __future__ import annotations

import subprocess
import sys

import pytest

from pii_guard.detect.types import Detection
from pii_guard.errors import PolicyError, UsageError
from pii_guard.keys.handle import KeyHandle
from pii_guard.messages.operators import OPERATORS, Cut, apply_cuts, check_operator
from pii_guard.messages.placeholders import PlaceholderBook
from pii_guard.messages.redaction import redact
from pii_guard.messages.vault import Vault


def one(value, entity_type, operator, params=None, **tools):
    text, items = apply_cuts(
        f"<{value}>",
        [Cut(1, 1 + len(value), entity_type, operator, params or {})],
        PlaceholderBook(),
        **tools,
    )
    assert text[items[0].new_start : items[0].new_end] == items[0].placeholder == text[1:-1]
    return items[0].placeholder


@pytest.mark.parametrize(
    ("value", "entity_type", "expected"),
    [
        ("4111 1111 1111 4471", "CREDIT_CARD", "•••• 4471"),
        ("4111-1111-1111-4471", "CREDIT_CARD", "•••• 4471"),
        ("SE45 5000 0000 0583 9825 7466", "IBAN_CODE", "•••• 7466"),
        ("07700 900461", "PHONE_NUMBER", "•••• 0461"),
        ("AB-77210934", "ORDER_ID", "•••• 0934"),
        ("1234567", "ORDER_ID", "••••"),
        ("123", "CVV", "[CVV_1]"),
        ("12345678", "PIN", "[SECRET_1]"),
        ("12345678", "PASSWORD", "[SECRET_1]"),
        ("Anna Andersson", "PERSON", "[PERSON_1]"),
        ("anna@example.com", "EMAIL_ADDRESS", "[EMAIL_1]"),
    ],
)
def test_mask(value, entity_type, expected):
    assert one(value, entity_type, "mask") == expected


def test_mask_keeps_less_when_told_and_never_more():
    assert one("07700 900461", "PHONE_NUMBER", "mask", {"keep": "2"}) == "•••• 61"
    assert one("07700 900461", "PHONE_NUMBER", "mask", {"keep": "0"}) == "••••"
    for keep in ("5", "-1", "many"):
        with pytest.raises(PolicyError):
            one("07700 900461", "PHONE_NUMBER", "mask", {"keep": keep})


@pytest.mark.parametrize("operator", ["replace", "redact", "generalise", "mask"])
def test_length_does_not_leak(operator):
    # R5: values of 5 to 60 characters in the same ticket give the same bytes.
    values = [("7" * n + "4471", "CREDIT_CARD") for n in range(5, 57)] if operator == "mask" else []
    values += [("x" * n, "PERSON") for n in range(5, 61)] if operator != "mask" else []
    assert len({one(value, entity_type, operator) for value, entity_type in values}) == 1


@pytest.mark.parametrize(
    ("value", "entity_type", "expected"),
    [
        ("1990-03-12", "DATE_OF_BIRTH", "1990"),
        ("12 mars 1990", "DATE_OF_BIRTH", "1990"),
        ("19900312", "DATE_OF_BIRTH", "1990"),
        ("١٢/٠٣/١٩٩٠", "DATE_OF_BIRTH", "1990"),
        ("12/03/90", "DATE_OF_BIRTH", "[DOB_1]"),
        ("twelfth of March", "DATE_OF_BIRTH", "[DOB_1]"),
        ("SK4 3AB", "POSTCODE", "SK4"),
        ("sw1a1aa", "POSTCODE", "SW1A"),
        ("D02 X285", "POSTCODE", "D02"),
        ("K1A 0B1", "POSTCODE", "K1A"),
        ("113 46", "POSTCODE", "11"),
        ("SE-113 46", "POSTCODE", "11"),
        ("HR-10000", "POSTCODE", "10"),
        ("00-950", "POSTCODE", "00"),
        ("1012 AB", "POSTCODE", "10"),
        ("90210-1234", "POSTCODE", "902"),
        ("01310-100", "POSTCODE", "01"),
        ("somewhere", "POSTCODE", "[POSTCODE_1]"),
        ("34", "AGE", "30-39"),
        ("34 years old", "AGE", "30-39"),
        ("7", "AGE", "0-17"),
        ("101", "AGE", "90+"),
        ("340", "AGE", "[AGE_1]"),
        ("203.0.113.77", "IP_ADDRESS", "203.0.113.x"),
        ("2001:db8:1:2::9", "IP_ADDRESS", "2001:db8:1:x"),
        ("203.0.113", "IP_ADDRESS", "[IP_1]"),
        ("Anna", "PERSON", "[PERSON_1]"),
    ],
)
def test_generalise(value, entity_type, expected):
    assert one(value, entity_type, "generalise") == expected


def test_redact_leaves_nothing():
    assert one("Anna", "PERSON", "redact") == ""


def test_pseudonyms_hold_as_long_as_their_key():
    key = KeyHandle.random()
    here = one("Anna Berg", "PERSON", "pseudonym", pseudonym_key=key)
    assert here == one("ANNA  BERG", "PERSON", "pseudonym", pseudonym_key=key)
    assert here != one("Anna Borg", "PERSON", "pseudonym", pseudonym_key=key)
    assert here != one("Anna Berg", "PERSON", "pseudonym", pseudonym_key=KeyHandle.random())
    assert here != one("Anna Berg", "PERSON", "pseudonym", {"scope": "conversation"}, pseudonym_key=key)


def test_pseudonyms_without_a_key_hold_within_the_conversation_only():
    cuts = [Cut(0, 4, "PERSON", "pseudonym"), Cut(5, 9, "PERSON", "pseudonym")]
    _, items = apply_cuts("Anna Anna", cuts, PlaceholderBook())
    assert items[0].placeholder == items[1].placeholder
    _, other = apply_cuts("Anna Anna", cuts, PlaceholderBook())
    assert other[0].placeholder != items[0].placeholder
    for params in ({"scope": "subject"}, {"scope": "galaxy"}):
        with pytest.raises(PolicyError):
            one("Anna", "PERSON", "pseudonym", params)


def test_reversible_needs_a_vault():
    with pytest.raises(PolicyError, match="vault"):
        one("Anna", "PERSON", "reversible")


@pytest.mark.parametrize("name", ["", "shred", "REPLACE", "presidio", "presidio:", "presidio:nothing"])
def test_unknown_operators_are_refused(name):
    with pytest.raises(PolicyError):
        one("Anna", "PERSON", name)


@pytest.mark.parametrize("name", ["hash", "encrypt", "decrypt", "custom"])
def test_presidio_operators_that_only_look_safe_are_refused_with_the_reason(name):
    with pytest.raises(PolicyError, match=f"presidio:{name} is refused: .{{20}}"):
        check_operator(f"presidio:{name}")


def test_presidio_operators_run():
    params = {"masking_char": "*", "chars_to_mask": "5", "from_end": "true"}
    assert one("07700900461", "PHONE_NUMBER", "presidio:mask", params) == "077009*****"
    assert one("Anna", "PERSON", "presidio:replace", {"new_value": "somebody"}) == "somebody"
    assert one("Anna", "PERSON", "presidio:redact") == ""
    with pytest.raises(PolicyError) as caught:
        one("Anna", "PERSON", "presidio:mask", {"masking_char": "**"})
    assert "Anna" not in str(caught.value)


def test_our_own_operators_never_import_presidio():
    code = (
        "import sys; from pii_guard.messages.operators import *; "
        "apply_cuts('Anna', [Cut(0, 4, 'PERSON', o) for o in ['mask']], PlaceholderBook()); "
        "sys.exit(any('presidio_' in m or 'spacy' in m for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_cuts_must_not_overlap_or_leave_the_text():
    for cuts in (
        [Cut(0, 3, "A"), Cut(2, 4, "B")],
        [Cut(0, 3, "A"), Cut(0, 3, "A")],
        [Cut(2, 2, "A")],
        [Cut(-1, 2, "A")],
        [Cut(0, 99, "A")],
        [Cut(0, 3, "A", pieces=((0, 1), (1, 4)))],
        [Cut(0, 3, "A", pieces=((1, 2), (0, 1)))],
    ):
        with pytest.raises(UsageError):
            apply_cuts("abcd", cuts, PlaceholderBook())


def test_touching_cuts_are_fine_in_any_order():
    text, items = apply_cuts("abcd", [Cut(2, 4, "PERSON"), Cut(0, 2, "PERSON")], PlaceholderBook())
    assert text == "[PERSON_1][PERSON_2]"
    assert [(i.new_start, i.new_end) for i in items] == [(0, 10), (10, 20)]


def test_pieces_keep_the_markup_between_them():
    html = "x <b>an</b>na@<i>example</i>.com y"
    cut = Cut(5, 32, "EMAIL_ADDRESS", pieces=((5, 7), (11, 14), (17, 24), (28, 32)))
    text, (item,) = apply_cuts(html, [cut], PlaceholderBook())
    assert text == "x <b>[EMAIL_1]</b><i></i> y"
    assert (item.start, item.end) == (5, 32)
    assert text[item.new_start : item.new_end] == "[EMAIL_1]"


def test_every_operator_is_documented_and_checked():
    for name in OPERATORS:
        check_operator(name)
    with pytest.raises(PolicyError):
        check_operator("mask", {"keep": "9"})


class Choice:
    def __init__(self, operator, **params):
        self.operator, self.params = operator, params


def test_redact_applies_what_the_policy_chooses(tmp_path):
    text = "Anna, 07700 900461, SK4 3AB"
    found = [
        Detection(0, 4, "PERSON", 1.0, "t"),
        Detection(6, 18, "PHONE_NUMBER", 1.0, "t"),
        Detection(20, 27, "POSTCODE", 1.0, "t"),
    ]
    chosen = {"PERSON": None, "PHONE_NUMBER": Choice("mask", keep="2"), "POSTCODE": Choice("replace")}
    result = redact(
        text, found, lambda d: chosen[d.entity_type], PlaceholderBook(), channel="email", policy_digest="d"
    )
    assert result.text == "Anna, •••• 61, [POSTCODE_1]"
    assert [i.operator for i in result.items] == ["mask", "replace"]
    vault = Vault.create_or_open(tmp_path / "vault", KeyHandle.random())
    result = redact(
        text,
        found,
        lambda d: chosen[d.entity_type],
        PlaceholderBook(),
        channel="email",
        policy_digest="d",
        vault=vault,
    )
    assert [i.operator for i in result.items] == ["reversible", "reversible"]
    assert vault.restore(result.text) == text
