"""Rules of evidence, cues and their reach, lists, look-alike words."""

import pytest

from pii_guard.detect.overlap import resolve
from pii_guard.detect.packs import Pack
from pii_guard.detect.prefilter import Prefilter, widened
from pii_guard.detect.scanner import Scanner

WORDS = {
    "bank": {"en": ["bank"]},
    "secret": {"en": ["password"]},
    "code": {"en": ["code"]},
    "error": {"en": ["error"]},
    "card": {"en": ["card"]},
    "link": {"en": ["is", "no"]},
    "be": {"en": ["is"]},
    "and": {"en": ["and"]},
    "stop": {"en": ["forgotten"]},
}


def scanner(*rules):
    return Scanner([Pack.model_validate({"version": 1, "words": WORDS, "recognizers": list(rules)})])


def pattern(form="weak", regex=r"\d{16}", **parts):
    return {"name": "p", "entity_type": "CREDIT_CARD", "patterns": [{"regex": regex, "form": form}], **parts}


def cued(value=r"\w{4,}", **parts):
    return {"name": "c", "entity_type": "PASSWORD", "cues": ["secret"], "value": value, **parts}


def values(rule, text, **kwargs):
    return [text[d.start : d.end] for d in scanner(rule).scan(text, **kwargs)]


GOOD, BAD = "4111111111111111", "4111111111111112"


@pytest.mark.parametrize(
    ("form", "text", "score"),
    [
        ("distinctive", BAD, 0.5),
        ("distinctive", GOOD, 0.85),
        ("distinctive", f"bank {GOOD}", 0.95),
        ("checked", BAD, None),
        ("checked", GOOD, 0.8),
        ("checked", f"bank {BAD}", 0.6),
        ("weak", GOOD, None),
        ("weak", f"bank {GOOD}", 0.9),
        ("weak", f"{GOOD} bank", 0.9),
        ("bare", GOOD, None),
        ("bare", f"bank {BAD}", 0.6),
    ],
)
def test_evidence_table(form, text, score):
    found = scanner(pattern(form, validator="luhn", context=["bank"])).scan(text)
    assert [d.score for d in found] == ([score] if score else [])


def test_expected_country_makes_a_valid_number_count():
    rule = pattern("weak", validator="luhn", country="SE")
    assert values(rule, GOOD) == []
    assert values(rule, GOOD, regions=frozenset({"SE"})) == [GOOD]
    assert values(rule, BAD, regions=frozenset({"SE"})) == []


def test_veto_beats_context():
    assert values(pattern("checked", validator="luhn", invalid="veto", context=["bank"]), f"bank {BAD}") == []


def test_another_number_uses_the_word_up():
    text = f"bank 12345 then {GOOD}"
    assert values(pattern(context=["bank"]), text) == []


def test_items_of_a_list_share_the_word_when_written_alike():
    rule = pattern(regex=r"\d[\d ]{3,4}\d", context=["bank"], before=6, after=0)
    assert values(rule, "bank 123456, 654321; 12 456") == ["123456", "654321"]


@pytest.mark.parametrize(("boundary", "found"), [("word", []), ("digit", ["12345"]), ("none", ["12345"])])
def test_boundaries(boundary, found):
    assert values(pattern("distinctive", r"\d{5}", boundary=boundary), "ab12345cd") == found


def test_digits_behind_a_separator_belong_to_the_number():
    assert values(pattern("distinctive", r"\d{5}", boundary="digit"), "12345-6 and 1,23456 and 77777.") == [
        "77777"
    ]


@pytest.mark.parametrize(
    ("reach", "text", "found"),
    [
        ("direct", "password: abcd1", ["abcd1"]),
        ("direct", "password no. is «abcd1»", ["abcd1"]),
        ("direct", "password you gave her: abcd1", []),
        ("marked", "password abcd1", []),
        ("marked", "password = abcd1", ["abcd1"]),
        ("loose", "password you gave her (abcd1)", ["abcd1"]),
        ("loose", "password for the shop is abcd1", ["abcd1"]),
        ("loose", "password lost. Now: abcd1", []),
        ("words", "password modem abcd1", ["modem", "abcd1"]),
        ("answer", "password please?\nAnna: abcd1", ["abcd1"]),
    ],
)
def test_reach_of_a_cue(reach, text, found):
    rule = cued(r"[a-z]+\d|modem", reach=reach, boundary="none")
    assert [v for v in values(rule, text) if v in found] == found[:1] or values(rule, text) == found


def test_list_after_a_cue():
    rule = cued(r"[a-z]+\d", lists=True, tail=r"[a-z]{4,}")
    assert values(rule, "password a1, b2 and c3; then d4") == ["a1", "b2", "c3"]
    assert values(rule, "password a1, b2 and plain.") == ["a1", "b2", "plain"]
    assert values(rule, "password a1, plain words") == ["a1"]
    assert values(rule, "password (a1, plain, other)") == ["a1", "plain", "other"]


def test_rejected_words_and_least_digits():
    assert values(cued(reject=["stop"]), "password: FORGOTTEN") == []
    assert values(cued(digits=2), "password: abcd1") == []
    assert values(cued(letters=2), "password: 12345") == []


def test_word_joined_to_the_cue_makes_it_a_look_alike():
    rule = cued(r"\d{4}", cues=["code"], unless=["error"])
    assert values(rule, "error code 4042") == []
    assert values(rule, "code error 4042") == []
    assert values(rule, "An error. Door opens with code 4042") == ["4042"]


def test_needed_word_may_stand_behind_other_numbers():
    rule = cued(r"\d{3}", cues=["code"], needs=["card"], before=40)
    assert values(rule, f"card {GOOD} code 123") == ["123"]
    assert values(rule, "code 123") == []


def test_cue_after_its_value():
    assert values(cued(r"\d{4}", cues=["code"], cue_after=True), "4896 is the code") == ["4896"]
    assert values(cued(r"\d{4}", cues=["code"]), "4896 is the code") == []


def test_subtype_follows_the_cue():
    rule = cued(r"\d{4}", cues=["code", "card"], subtype="order", subtypes={"card": "customer"})
    assert [d.subtype for d in scanner(rule).scan("code 1234, card 5678")] == ["order", "customer"]


def test_offsets_beside_emoji_and_combining_marks():
    text = f"😀é́ bank 😀{GOOD}😀"
    assert values(pattern(context=["bank"]), text) == [GOOD]


def test_lone_surrogates_keep_offsets():
    text = f"\ud800 password: abcd1 \udfff {GOOD}"
    assert values(cued(r"[a-z]+\d"), text) == ["abcd1"]


def test_look_alike_removes_what_lies_in_it():
    rules = scanner(
        pattern("distinctive", r"\d{5}"),
        {
            "name": "l",
            "entity_type": "LOOK_ALIKE",
            "score": 0.9,
            "patterns": [{"regex": r"v\d{5}", "scores": {"form": 0.9}}],
            "boundary": "none",
        },
    )
    assert resolve(rules.scan("v12345")) == []


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (r"[2-6]\d{3}-x[0-9a-f]", "4123-x7"),
        (r"(?:19|20)\d\d", "2024"),
        (r"[^0-9]1", "a1"),
        (r"\x{00a0}7", "\u00a07"),
        (r"\p{Lu}[\pL\d]+3", "Åb3"),
        (r"[\d\-]+", "1-2"),
        (r"[1-3-]+", "1-"),
        (r"a{2}b{1,3}", "aab"),
    ],
)
def test_widened_expression_matches_all_that_the_exact_one_does(expression, text):
    assert Prefilter([expression]).occurring(text.encode()) == [0]
    assert widened(widened(expression)) is not None


def test_prefilter_asks_only_for_what_is_wanted():
    many = Prefilter([f"w{letter}" for letter in "abcdefghijklmnopqrstuvwxyz" * 2])
    assert many.occurring(b"wa wb") == [0, 1, 26, 27]
    assert many.occurring(b"wa wb", {27, 5}) == [27]
