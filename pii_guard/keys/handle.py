"""A secret that does work and is never seen.

Suites follow design "Cryptography figures": AES-256-GCM with a random 96-bit nonce (NIST SP 800-38D), subkeys
by HKDF-SHA-256 (RFC 5869), tags by HMAC-SHA-256. Every sealed value begins with the byte of its suite, and is
bound to its place by length-prefixed associated data, so that it opens nowhere else.
"""

from __future__ import annotations

import hmac
import secrets
from typing import NoReturn

from pii_guard.errors import KeyFileError

KEY_BYTES = 32
NONCE_BYTES = 12
AES_256_GCM = 1  # suite byte
_BLOCK = 64  # plaintexts are padded to it, so that a sealed value does not tell its length


class KeyHandle:
    """A 256-bit secret.

    Neither `repr`, `str`, `format`, pickling nor copying shows it; comparing takes constant time.

    Args:
        secret: 32 bytes from a cryptographic source.
    """

    __slots__ = ("_id", "_secret")

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyFileError(f"a key has {KEY_BYTES} bytes, not {len(secret)}")
        self._secret = bytes(secret)
        self._id = hmac.digest(self._secret, b"pii-guard key id", "sha256")[:6].hex()

    @classmethod
    def random(cls) -> KeyHandle:
        """Return a new secret of the operating system's source."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def key_id(self) -> str:
        """Twelve hexadecimal digits that tell keys apart and tell nothing about them."""
        return self._id

    def subkey(self, purpose: str) -> KeyHandle:
        """Return the key derived for one purpose; other purposes cannot be reached from it."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 - paid only by who uses keys
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

        info = b"pii-guard subkey\x00" + purpose.encode()
        return KeyHandle(HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=info).derive(self._secret))

    def hmac_tag(self, *parts: bytes) -> bytes:
        """Return 32 bytes that only a holder of this key can make for these parts, in this order."""
        return hmac.digest(self._secret, _joined(parts), "sha256")

    def aead_seal(self, plaintext: bytes, *place: bytes) -> bytes:
        """Encrypt and authenticate.

        Args:
            plaintext: Any length; padded, so that the result tells it only in steps of 64 bytes.
            place: Where the value belongs; `aead_open` must be given the same.

        Returns:
            suite (1 byte), nonce (12), ciphertext, tag (16).
        """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        nonce = secrets.token_bytes(NONCE_BYTES)
        padded = plaintext + b"\x80" + bytes(-(len(plaintext) + 1) % _BLOCK)
        suite = bytes([AES_256_GCM])
        return suite + nonce + AESGCM(self._secret).encrypt(nonce, padded, _joined((suite, *place)))

    def aead_open(self, sealed: bytes, *place: bytes) -> bytes:
        """Return what `aead_seal` was given.

        Raises:
            KeyFileError: Another key, another place, an unknown suite or an altered value; always the same
                message, so that it tells an attacker nothing.
        """
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

        suite, nonce, body = sealed[:1], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        known = suite == bytes([AES_256_GCM]) and len(nonce) == NONCE_BYTES
        try:
            padded = AESGCM(self._secret).decrypt(nonce, body, _joined((suite, *place))) if known else b""
        except InvalidTag:
            padded = b""
        if not padded:  # even an empty value is padded
            raise KeyFileError("a sealed value does not open: altered, or sealed with another key")
        return padded[: padded.rindex(b"\x80")]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, KeyHandle) and hmac.compare_digest(self._secret, other._secret)

    def __hash__(self) -> int:
        return hash(self._id)

    def __repr__(self) -> str:
        return f"KeyHandle(id={self._id})"

    def __copy__(self) -> KeyHandle:
        return self

    def __deepcopy__(self, _memo: object) -> KeyHandle:
        return self

    def __reduce_ex__(self, _protocol: object) -> NoReturn:
        raise TypeError("a key is never pickled; load it from its file where it is needed")


def equal(one: bytes, other: bytes) -> bool:
    """Compare two secrets or tags in constant time."""
    return hmac.compare_digest(one, other)


def _joined(parts: tuple[bytes, ...]) -> bytes:
    """Length-prefix parts: ("ab", "c") and ("a", "bc") must not be the same place."""
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)
