"""The reversible mode's vault: placeholder -> value, sealed, in one file.

The file is JSON Lines: a header, one line an entry, and a closing line with a MAC over all before it, so that
any change is seen. Values are AES-256-GCM sealed under a subkey of this vault, each bound to its own
placeholder. The file is replaced as a whole (a crash leaves the old or the new one) under a lock, so that
processes may share it. Put back an older copy of the whole file, and its values open: that is not seen.

A reversible placeholder `[PHONE_1·k7f3]` says by its ordinal *which* value (equal for all writings of it),
and by its tag *which writing*, so that restoring gives the exact original. The tag is an HMAC over vault,
label, ordinal and writing: another vault's or an invented one stays what it is, text.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import json
import secrets
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pii_guard.errors import KeyFileError, TooLargeError, UsageError
from pii_guard.keys.files import locked, read_secret_file, replace_file
from pii_guard.keys.handle import equal
from pii_guard.messages.placeholders import LABELS, find_tagged, normalised, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pii_guard.keys.handle import KeyHandle

FORMAT = "pii-guard-vault"
VERSION = 1
MAX_VAULT_BYTES = 256 * 1024 * 1024
MAX_ENTRIES = 1_000_000  # far below the 2^32 random nonces that AES-GCM allows a key
_Stamp = tuple[int, int, int]


class Vault:
    """Sealed values by placeholder; make one with `create_or_open`. Safe to share between threads.

    Plain values are in memory only while one is sealed or restored.
    """

    def __init__(self, path: Path, key: KeyHandle, vault_id: str) -> None:
        self._path = path
        self._key_id = key.key_id
        self._id = vault_id
        own = key.subkey(f"vault {vault_id}")
        self._seal_key, self._tag_key = own.subkey("seal"), own.subkey("tag")
        self._index_key, self._file_key = own.subkey("index"), own.subkey("file")
        self._thread_lock = threading.RLock()
        self._depth = 0
        self._stamp: _Stamp | None = None
        self._dirty = False
        self._clear()

    @classmethod
    def create_or_open(cls, path: Path | str, key: KeyHandle) -> Vault:
        """Open a vault file, or make it when there is none.

        Raises:
            KeyFileError: Not a vault, altered, open to other users, or sealed with another key.
        """
        path = Path(path)
        with _writing(path), locked(path):
            if path.exists():
                return cls.open(path, key)
            vault = cls(path, key, secrets.token_hex(16))
            vault._save()
            return vault

    @classmethod
    def open(cls, path: Path | str, key: KeyHandle) -> Vault:
        """Open a vault file that exists.

        Raises:
            KeyFileError: As `create_or_open`, and when there is none.
        """
        path = Path(path)
        header = _header(path, read_secret_file(path, MAX_VAULT_BYTES))
        if header["key"] != key.key_id:
            raise KeyFileError(
                f"{path.name} was sealed with key {header['key']}, not {key.key_id}",
                hint="Give the key file that was made for this vault.",
            )
        vault = cls(path, key, header["vault"])
        vault._load()
        return vault

    @property
    def vault_id(self) -> str:
        """Name of the vault, to which its placeholders' tags are bound; no secret."""
        return self._id

    def seal(self, label: str, value: str, *, avoid: str = "") -> str:
        """Keep a value and return its placeholder; the same value gives the same placeholder.

        When this returns, the value is durable, unless in a `batch`.

        Args:
            label: A label of `placeholders.LABELS`.
            value: The exact text that `restore` shall give.
            avoid: A text whose own placeholder look-alikes must not come to life.

        Raises:
            KeyFileError: The file was altered or cannot be written.
            TooLargeError: The vault is full.
        """
        with self.batch():
            exact = self._index(b"exact", label, value)
            name = self._exact.get(exact)
            if name is None:
                name = self._new_name(label, value, avoid)
                self._add(name, label, value)
                self._dirty = True
            return name

    def restore(self, text: str) -> str:
        """Put the values back; foreign, altered or unknown placeholders stay as text.

        Raises:
            KeyFileError: The file was altered.
        """
        with self._thread_lock:
            if self._depth == 0:
                self._refresh()
            pieces, last = [], 0
            for match in find_tagged(text):
                sealed = self._sealed.get(match[0])
                if sealed is not None:
                    pieces += [text[last : match.start()], self._opened(match[0], sealed)]
                    last = match.end()
        return "".join([*pieces, text[last:]])

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Hold the file and write it once at the end; nothing redacted may be handed on before that.

        Raises:
            KeyFileError: The file was altered or cannot be written.
        """
        with self._thread_lock:
            if self._depth:
                yield
                return
            with _writing(self._path), locked(self._path):
                self._refresh()
                self._depth, self._dirty = 1, False
                try:
                    yield
                    if self._dirty:
                        self._save()
                except BaseException:
                    self._stamp = None  # what was not written is forgotten
                    raise
                finally:
                    self._depth = 0

    def __len__(self) -> int:
        return len(self._sealed)

    def __repr__(self) -> str:
        return f"Vault({self._path.name}, {len(self._sealed)} values)"

    # Names

    def _index(self, kind: bytes, label: str, value: str) -> bytes:
        return self._index_key.hmac_tag(kind, label.encode(), value.encode("utf-8", "surrogatepass"))

    def _new_name(self, label: str, value: str, avoid: str) -> str:
        """Choose the ordinal of the value and a tag of this writing of it that nothing else has."""
        if label not in LABELS:
            raise UsageError(f"no placeholder has the label {label}")
        if len(self._sealed) >= MAX_ENTRIES:
            raise TooLargeError(f"the vault holds {MAX_ENTRIES} values; begin a new one")
        ordinal = self._ordinals.get(self._index(b"like", label, normalised(label, value)))
        if ordinal is None:
            ordinal = self._last.get(label, 0) + 1
        for writing in range(1000):
            name = numbered(label, ordinal, self._tag(label, ordinal, writing))
            if name not in self._sealed and name not in avoid:
                return name
        raise TooLargeError("one value is written in too many ways for one vault")

    def _tag(self, label: str, ordinal: int, writing: int) -> str:
        place = (label.encode(), ordinal.to_bytes(4, "big"), writing.to_bytes(4, "big"))
        return base64.b32encode(self._tag_key.hmac_tag(*place)).decode("ascii")[:4].lower()

    # Entries

    def _clear(self) -> None:
        self._sealed: dict[str, bytes] = {}
        self._exact: dict[bytes, str] = {}
        self._ordinals: dict[bytes, int] = {}
        self._last: dict[str, int] = {}
        self._stamp = None
        self._dirty = False

    def _add(self, name: str, label: str, value: str) -> None:
        plain = value.encode("utf-8", "surrogatepass")
        self._sealed[name] = self._seal_key.aead_seal(plain, self._id.encode(), name.encode())
        self._remember(name, label, value)

    def _remember(self, name: str, label: str, value: str) -> None:
        ordinal = int(name[len(label) + 2 : name.index("·")])
        self._exact[self._index(b"exact", label, value)] = name
        self._ordinals[self._index(b"like", label, normalised(label, value))] = ordinal
        self._last[label] = max(self._last.get(label, 0), ordinal)

    def _opened(self, name: str, sealed: bytes) -> str:
        return self._seal_key.aead_open(sealed, self._id.encode(), name.encode()).decode(
            "utf-8", "surrogatepass"
        )

    # File

    def _refresh(self) -> None:
        if self._stamp is None or self._stamp != _stamp(self._path):
            self._load()

    def _load(self) -> None:
        """Read the whole file again, checking every byte of it."""
        self._clear()
        stamp = _stamp(self._path)
        data = read_secret_file(self._path, MAX_VAULT_BYTES)
        cut = data.rstrip(b"\n").rfind(b"\n") + 1
        body, closing = data[:cut], data[cut:]
        if not equal(closing, self._closing(body)) or _header(self._path, body)["vault"] != self._id:
            raise KeyFileError(
                f"{self._path.name} was altered", hint="Put back the last good copy of the vault."
            )
        for line in body.splitlines()[1:]:
            row = json.loads(line)
            name, sealed = row["placeholder"], base64.b64decode(row["sealed"])
            self._sealed[name] = sealed
            self._remember(name, name[1 : name.rindex("_")], self._opened(name, sealed))
        self._stamp = stamp

    def _save(self) -> None:
        header = {"format": FORMAT, "version": VERSION, "vault": self._id, "key": self._key_id}
        rows = [header, *({"placeholder": n, "sealed": _text(s)} for n, s in self._sealed.items())]
        body = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)
        replace_file(self._path, body + self._closing(body))
        self._stamp = _stamp(self._path)

    def _closing(self, body: bytes) -> bytes:
        mac = _text(self._file_key.hmac_tag(self._id.encode(), body))
        return json.dumps({"mac": mac}).encode() + b"\n"


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _stamp(path: Path) -> _Stamp | None:
    """Tell versions of the file apart; every write makes a new inode."""
    try:
        info = path.stat()
    except OSError:
        return None
    return info.st_ino, info.st_mtime_ns, info.st_size


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise KeyFileError(f"{path.name}: cannot be written ({type(error).__name__})") from None


def _header(path: Path, data: bytes) -> dict[str, str]:
    """Return the header, which is believed only after the MAC was checked."""
    try:
        row: Any = json.loads(data.split(b"\n", 1)[0])
        if row["format"] == FORMAT and row["version"] == VERSION:
            return {"vault": str(row["vault"]), "key": str(row["key"])}
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        pass
    raise KeyFileError(f"{path.name} is not a vault of this version")
