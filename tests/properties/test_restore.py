"""restore(redact(x)) == x, for any text and any spans of it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pii_guard.keys.handle import KeyHandle
from pii_guard.messages.operators import Cut, apply_cuts
from pii_guard.messages.placeholders import PlaceholderBook
from pii_guard.messages.vault import Vault

SYNTAX = [
    "[EMAIL_1]",
    "[EMAIL_1·k7f3]",
    "[PERSON_1·",
    "[",
    "]",
    "·",
    "{{EMAIL_1}}",
    "\r\n",
    "🙂",
    "\ud800",
    "\x00",
]
parts = st.lists(
    st.tuples(st.one_of(st.text(max_size=10), st.sampled_from(SYNTAX)), st.booleans()), max_size=12
)


@pytest.fixture(scope="module")
def vault():
    with tempfile.TemporaryDirectory() as folder:
        yield Vault.create_or_open(Path(folder) / "vault", KeyHandle.random())


def cut_up(drawn):
    text, cuts = "", []
    for piece, secret in drawn:
        if secret and piece:
            cuts.append(Cut(len(text), len(text) + len(piece), "EMAIL_ADDRESS", "reversible"))
        text += piece
    return text, cuts


@settings(max_examples=60, deadline=None)  # each example writes and syncs a file
@given(parts)
def test_restore_gives_the_exact_original(vault, drawn):
    text, cuts = cut_up(drawn)
    redacted, items = apply_cuts(text, cuts, PlaceholderBook(), vault=vault)
    assert vault.restore(redacted) == text
    assert all(item.placeholder.startswith("[EMAIL_") for item in items)


@settings(max_examples=60, deadline=None)
@given(parts, st.data())
def test_an_altered_placeholder_never_gives_a_value(vault, drawn, data):
    text, cuts = cut_up(drawn)
    redacted, items = apply_cuts(text, cuts, PlaceholderBook(), vault=vault)
    for item in items:
        at = data.draw(st.integers(0, len(item.placeholder) - 1))
        char = data.draw(st.sampled_from("a2k7[]_·EMAIL1"))
        changed = item.placeholder[:at] + char + item.placeholder[at + 1 :]
        if changed not in vault._sealed:
            assert vault.restore(changed) == changed
    assert vault.restore(redacted) == text
