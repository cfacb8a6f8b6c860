from __future__ import annotations

import json
import multiprocessing
import os
import stat

import pytest

from pii_guard.errors import KeyFileError, UsageError
from pii_guard.keys.files import replace_file
from pii_guard.keys.handle import KeyHandle
from pii_guard.messages import vault as vault_module
from pii_guard.messages.placeholders import find_placeholders
from pii_guard.messages.vault import Vault

KEY = KeyHandle(bytes(range(32)))
VALUE = "anna.svensson@example.com"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vault"


def test_what_is_sealed_is_restored(path):
    vault = Vault.create_or_open(path, KEY)
    placeholder = vault.seal("EMAIL", VALUE)
    assert find_placeholders(placeholder) == [(0, len(placeholder))]
    assert placeholder.startswith("[EMAIL_1·")
    assert Vault.create_or_open(path, KEY).restore(f"to {placeholder}.") == f"to {VALUE}."


def test_the_file_holds_no_value_and_is_the_owners(path):
    vault = Vault.create_or_open(path, KEY)
    vault.seal("EMAIL", VALUE)
    data = path.read_bytes()
    assert b"anna" not in data
    assert VALUE not in repr(vault)
    assert all(VALUE not in repr(v) for v in vars(vault).values())
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_lengths_do_not_show_in_the_file(path):
    vault = Vault.create_or_open(path, KEY)
    for size in range(5, 61):
        vault.seal("PERSON", "x" * size)
    rows = [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()[1:-1]]
    assert len({len(row["sealed"]) for row in rows}) == 1


def test_later_messages_go_on_counting(path):
    first = Vault.create_or_open(path, KEY).seal("EMAIL", VALUE)
    later = Vault.create_or_open(path, KEY)
    assert later.seal("EMAIL", VALUE) == first
    assert later.seal("EMAIL", "b@example.com").startswith("[EMAIL_2·")
    assert len(later) == 2


def test_every_writing_comes_back_as_it_was_under_one_ordinal(path):
    vault = Vault.create_or_open(path, KEY)
    writings = ["07700 900461", "07700-900461", "07700900461"]
    placeholders = [vault.seal("PHONE", w) for w in writings]
    assert len(set(placeholders)) == 3
    assert all(p.startswith("[PHONE_1·") for p in placeholders)
    assert [vault.restore(p) for p in placeholders] == writings


@pytest.mark.parametrize(
    "value", ["", "\ud800", "a\x00b", "🙂\u200d", "[EMAIL_1·k7f3]", "x" * 100_000, "\r\n"]
)
def test_any_value_comes_back(path, value):
    vault = Vault.create_or_open(path, KEY)
    assert vault.restore(vault.seal("PERSON", value)) == value


def test_foreign_and_altered_placeholders_stay_text(path, tmp_path):
    vault = Vault.create_or_open(path, KEY)
    own = vault.seal("EMAIL", VALUE)
    other = Vault.create_or_open(tmp_path / "other", KEY)
    foreign = other.seal("EMAIL", "eve@example.org")
    changed = own[:-2] + ("a" if own[-2] != "a" else "b") + "]"
    for text in (
        foreign,
        changed,
        own.replace("_1", "_2"),
        own.replace("EMAIL", "PHONE"),
        own[:-1],
        "[EMAIL_1]",
        own.upper(),
    ):
        assert vault.restore(text) == text


def test_a_restored_value_is_not_restored_again(path):
    vault = Vault.create_or_open(path, KEY)
    inner = vault.seal("EMAIL", VALUE)
    outer = vault.seal("PERSON", inner)
    assert vault.restore(outer) == inner


def test_a_look_alike_in_the_text_does_not_come_to_life(path):
    vault = Vault.create_or_open(path, KEY)
    expected = Vault._tag(vault, "EMAIL", 1, 0)
    text = f"[EMAIL_1·{expected}] and {VALUE}"
    placeholder = vault.seal("EMAIL", VALUE, avoid=text)
    assert placeholder not in text
    assert vault.restore(text.replace(VALUE, placeholder)) == text


def test_another_key_is_refused_and_named(path):
    Vault.create_or_open(path, KEY).seal("EMAIL", VALUE)
    other = KeyHandle.random()
    with pytest.raises(KeyFileError) as caught:
        Vault.create_or_open(path, other)
    assert KEY.key_id in str(caught.value)
    assert "anna" not in str(caught.value)


def test_every_changed_byte_is_seen(path):
    vault = Vault.create_or_open(path, KEY)
    vault.seal("EMAIL", VALUE)
    good = path.read_bytes()
    for at in range(len(good)):
        replace_file(path, good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(KeyFileError) as caught:
            Vault.open(path, KEY)
        assert "anna" not in str(caught.value)
    for cut in range(0, len(good), 7):
        replace_file(path, good[:cut])
        with pytest.raises(KeyFileError):
            Vault.open(path, KEY)
    lines = good.splitlines(keepends=True)
    for changed in (
        good + b"\n",
        good + b"{}\n",
        b"".join([lines[0], lines[2]]),
        b"".join([*lines[:2], lines[1], lines[2]]),
    ):
        replace_file(path, changed)
        with pytest.raises(KeyFileError):
            Vault.open(path, KEY)


def test_an_open_vault_sees_a_change_too(path):
    vault = Vault.create_or_open(path, KEY)
    placeholder = vault.seal("EMAIL", VALUE)
    replace_file(path, path.read_bytes().replace(b"EMAIL", b"PHONE"))
    for call in (lambda: vault.restore(placeholder), lambda: vault.seal("EMAIL", "b@example.com")):
        with pytest.raises(KeyFileError):
            call()
    path.unlink()
    with pytest.raises(KeyFileError):
        vault.restore(placeholder)


def test_entries_of_another_vault_do_not_open_here(path, tmp_path):
    vault = Vault.create_or_open(path, KEY)
    placeholder = vault.seal("EMAIL", VALUE)
    other = Vault.create_or_open(tmp_path / "other", KEY)
    other._sealed[placeholder] = vault._sealed[placeholder]
    with pytest.raises(KeyFileError):
        other._opened(placeholder, other._sealed[placeholder])


def test_a_failed_write_keeps_the_old_file_and_forgets_the_value(path, monkeypatch):
    vault = Vault.create_or_open(path, KEY)
    vault.seal("EMAIL", VALUE)

    def full(*_args):
        raise OSError(28, "no space")

    with monkeypatch.context() as patched:
        patched.setattr(vault_module, "replace_file", full)
        with pytest.raises(KeyFileError, match="cannot be written"):
            vault.seal("EMAIL", "b@example.com")
    assert len(Vault.open(path, KEY)) == 1
    assert vault.seal("EMAIL", "c@example.com").startswith("[EMAIL_2·")


def test_a_batch_writes_once(path, monkeypatch):
    vault = Vault.create_or_open(path, KEY)
    writes = []
    real = vault_module.replace_file
    monkeypatch.setattr(vault_module, "replace_file", lambda *a: (writes.append(1), real(*a)))
    with vault.batch():
        placeholders = [vault.seal("EMAIL", f"u{n}@example.com") for n in range(50)]
        assert vault.restore(placeholders[7]) == "u7@example.com"
    assert len(writes) == 1
    assert Vault.open(path, KEY).restore(placeholders[49]) == "u49@example.com"


def test_labels_outside_the_grammar_are_refused(path):
    with pytest.raises(UsageError):
        Vault.create_or_open(path, KEY).seal("email", VALUE)


def _seal_many(path, worker):
    vault = Vault.create_or_open(path, KEY)
    for n in range(10):
        vault.seal("EMAIL", f"w{worker}n{n}@example.com")
        vault.seal("EMAIL", f"shared{n}@example.com")


def test_processes_share_a_vault(path):
    workers = [
        multiprocessing.get_context("fork").Process(target=_seal_many, args=(path, n)) for n in range(3)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    vault = Vault.open(path, KEY)
    assert len(vault) == 40
    values = {vault.restore(name) for name in vault._sealed}
    assert values == {f"w{w}n{n}@example.com" for w in range(3) for n in range(10)} | {
        f"shared{n}@example.com" for n in range(10)
    }
