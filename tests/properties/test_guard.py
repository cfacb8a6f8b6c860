"""What holds for every text: offsets, byte-identity, idempotence, restore, and that no value is left."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pii_guard.errors import DetectionError
from pii_guard.keys.files import load_key_file, new_key_file
from pii_guard.messages.vault import Vault

SLOW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

VALUES = [
    "wren.halloway@example.com", "torun+kund@example.org", "4111 1111 1111 1111", "5555-5555-5555-4444", "DE89 3704 0044 0532 0130 00",
    "+46 70 174 06 12", "07700 900812", "860718-9845", "203.0.113.54", "GB82 WEST 1234 5698 7654 32",
]  # fmt: skip
AROUND = [
    "Hello, ",
    "Hej! Mejla ",
    "Zovite ",
    "карта ",
    "電話 ",
    "😀👩‍👩‍👧 ",
    "<p>",
    "> ",
    "\r\n",
    "e\u0301 ",
    "| ",
    "\t",
    ", thanks",
    " 🏳️‍🌈",
    "</p>",
]

value = st.sampled_from(VALUES)
noise = st.one_of(
    st.sampled_from(AROUND), st.text(alphabet=st.characters(exclude_categories=[]), max_size=12)
)
pieces = st.lists(st.tuples(noise, st.one_of(value, st.just(""))), min_size=1, max_size=5)


def spelled(parts):
    return "".join(f"{before} {value} " if value else before for before, value in parts)


@SLOW
@given(parts=pieces)
def test_detections_lie_in_order_inside_the_text(guard, parts):
    text = spelled(parts)
    found = guard.detect(text)
    assert all(0 <= d.start < d.end <= len(text) and 0 < d.score <= 1 for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@SLOW
@given(parts=pieces)
def test_outside_the_items_every_character_stays(guard, parts):
    text = spelled(parts)
    result = guard.redact(text, channel="social_public")
    rebuilt, last = [], 0
    for item in result.items:
        rebuilt.append(text[last : item.start])
        assert result.text[item.new_start : item.new_end] == item.placeholder
        rebuilt.append(item.placeholder)
        last = item.end
    assert "".join([*rebuilt, text[last:]]) == result.text


@SLOW
@given(parts=pieces)
def test_a_second_pass_changes_nothing(guard, parts):
    once = guard.redact(spelled(parts), channel="social_public").text
    assert guard.redact(once, channel="social_public").text == once


@SLOW
@given(parts=pieces)
def test_no_detected_value_is_left(guard, parts):
    text = spelled(parts)
    result = guard.redact(text, channel="social_public")
    for item in result.items:
        written = text[item.start : item.end]
        assume(sum(c.isalnum() for c in written) >= 6)
        assert written not in result.text


@SLOW
@given(value=value, before=st.sampled_from(AROUND), after=st.sampled_from([" ok", ".", "\n", " 😀", ""]))
def test_a_plain_value_is_found_wherever_it_stands(guard, value, before, after):
    result = guard.redact(f"{before} {value}{after}", channel="social_public")
    assert value not in result.text


@SLOW
@given(parts=pieces)
def test_restore_gives_back_the_exact_text(guard, tmp_path, parts):
    text = spelled(parts)
    key = tmp_path / "k.key"
    if not key.exists():
        new_key_file(key)
    vault = Vault.create_or_open(tmp_path / "v.vault", load_key_file(key))
    assume(max(text, default="") < "\ud800" or all(not 0xD800 <= ord(c) <= 0xDFFF for c in text))
    result = guard.redact(text, channel="social_public", vault=vault)
    assert guard.restore(result.text, vault) == text


@SLOW
@given(length=st.integers(5, 60))
def test_length_does_not_leak(guard, length):
    result = guard.redact(f"Mail {'a' * length}@example.com now", channel="social_public")
    assert result.text == "Mail [EMAIL_1] now"


def test_sixteen_threads_give_what_one_gives(guard):
    texts = [
        f"{n} mail p{n}.q@example.com ring 07700 900{n:03}, kort 4111 1111 1111 1111" for n in range(120)
    ]
    alone = [guard.redact(text, channel="social_public") for text in texts]
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda t: guard.redact(t, channel="social_public"), texts))
    assert together == alone


def test_same_value_same_placeholder_and_other_texts_are_not_linked(guard):
    text = "Mail wren.halloway@example.com or WREN.HALLOWAY@example.com, not torun@example.org"
    assert guard.redact(text, channel="social_public").text == "Mail [EMAIL_1] or [EMAIL_1], not [EMAIL_2]"
    assert guard.redact("torun@example.org", channel="social_public").text == "[EMAIL_1]"


@pytest.mark.parametrize("method", ["detect", "redact", "check", "explain"])
def test_planted_fault_never_leaks(guard, monkeypatch, method):
    """R1: a recognizer that raises makes every door raise, and no door answers."""

    def broken(*_args, **_kwargs):
        raise ValueError("wren.halloway@example.com")

    monkeypatch.setattr(type(guard._parts.detector._scanner), "find", broken)
    call = getattr(guard, method)
    with pytest.raises(DetectionError) as caught:
        call("mail wren.halloway@example.com", **({} if method == "detect" else {"channel": "email"}))
    assert "halloway" not in f"{caught.value!r} {caught.value.__cause__!r}"
