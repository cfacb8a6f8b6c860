from __future__ import annotations

import copy
import json
import pickle

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pii_guard.errors import KeyFileError
from pii_guard.keys.handle import KEY_BYTES, KeyHandle

SECRET = bytes(range(KEY_BYTES))


def test_nothing_prints_the_secret():
    key = KeyHandle(SECRET)
    for shown in (repr(key), str(key), f"{key}", f"{key!s:>40}", f"{[key]}"):
        assert key.key_id in shown
        assert SECRET.hex() not in shown
        assert "\\x01" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        json.dumps(key)
    assert copy.deepcopy(key) is key


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_secret_of_another_size_is_refused(size):
    with pytest.raises(KeyFileError):
        KeyHandle(bytes(size))


def test_subkeys_differ_by_purpose_and_repeat():
    key = KeyHandle(SECRET)
    assert key.subkey("a") == KeyHandle(SECRET).subkey("a")
    assert key.subkey("a") != key.subkey("b")
    assert key.subkey("a") != key
    assert key != SECRET
    assert len({key, KeyHandle(SECRET), key.subkey("a")}) == 2


@pytest.mark.parametrize("size", [0, 1, 63, 64, 1000])
def test_open_gives_what_seal_was_given(size):
    key, plain = KeyHandle(SECRET), b"\x80" * size
    assert key.aead_open(key.aead_seal(plain, b"here"), b"here") == plain


def test_sealing_twice_differs_and_hides_the_length():
    key = KeyHandle(SECRET)
    assert key.aead_seal(b"x") != key.aead_seal(b"x")
    assert {len(key.aead_seal(b"x" * n)) for n in range(5, 61)} == {1 + 12 + 64 + 16}


def test_it_opens_nowhere_else():
    key = KeyHandle(SECRET)
    sealed = key.aead_seal(b"value", b"ab", b"c")
    for place in ((b"a", b"bc"), (b"ab",), (b"c", b"ab"), (b"ab", b"c", b"")):
        with pytest.raises(KeyFileError):
            key.aead_open(sealed, *place)
    with pytest.raises(KeyFileError):
        key.subkey("other").aead_open(sealed, b"ab", b"c")


def test_every_altered_byte_is_refused_with_one_message():
    key = KeyHandle(SECRET)
    sealed = key.aead_seal(b"value")
    messages = set()
    for at in range(len(sealed)):
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        with pytest.raises(KeyFileError) as caught:
            key.aead_open(changed)
        messages.add(caught.value.message)
    for cut in range(len(sealed)):
        with pytest.raises(KeyFileError) as caught:
            key.aead_open(sealed[:cut])
        messages.add(caught.value.message)
    assert len(messages) == 1


def test_it_is_aes_256_gcm_with_the_suite_bound_in():
    # Reads the documented layout with the primitive itself: suite, nonce, ciphertext and tag.
    key = KeyHandle(SECRET)
    sealed = key.aead_seal(b"value", b"here")
    aad = b"".join(len(p).to_bytes(8, "big") + p for p in (b"\x01", b"here"))
    assert AESGCM(SECRET).decrypt(sealed[1:13], sealed[13:], aad).rstrip(b"\x00") == b"value\x80"


def test_tags_depend_on_where_parts_end():
    key = KeyHandle(SECRET)
    assert key.hmac_tag(b"ab", b"c") != key.hmac_tag(b"a", b"bc")
    assert key.hmac_tag(b"ab", b"c") == key.hmac_tag(b"ab", b"c")
