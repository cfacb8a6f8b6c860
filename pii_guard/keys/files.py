"""Key files, and the careful way of writing any file that holds secrets.

A key file is two lines, a header with the version and the base64 text of 32 bytes; nobody but its owner may
read it. Losing it makes what it sealed unreadable, which is also how that is erased.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from pii_guard.errors import KeyFileError, UsageError
from pii_guard.keys.handle import KEY_BYTES, KeyHandle

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER = "pii-guard-key-v1"
_MAX_KEY_FILE = 4096
_OWNER_ONLY = 0o600
_OTHERS = 0o077


def new_key_file(path: Path | str) -> KeyHandle:
    """Make a key and write it to a new file that only its owner may read.

    Raises:
        KeyFileError: The file exists already (a key is never overwritten) or cannot be written.
    """
    path = Path(path)
    secret = secrets.token_bytes(KEY_BYTES)
    text = f"{HEADER}\n{base64.b64encode(secret).decode('ascii')}\n"
    try:
        _write_new(path, text.encode("ascii"))
        _sync_folder(path.parent)
    except FileExistsError:
        raise KeyFileError(
            f"{path.name} exists; a key is never overwritten",
            hint="Choose another file name, or move the old key away; what it sealed needs it.",
        ) from None
    except OSError as error:
        raise KeyFileError(f"{path.name}: cannot be written ({type(error).__name__})") from None
    return KeyHandle(secret)


def load_key_file(path: Path | str) -> KeyHandle:
    """Read a key file.

    Raises:
        KeyFileError: Missing, readable by others than its owner, or not a key file.
    """
    path = Path(path)
    data = read_secret_file(path, _MAX_KEY_FILE)
    lines = data.split(b"\n")
    try:
        header, body = lines[0].strip(), lines[1].strip()
        secret = base64.b64decode(body, validate=True)
    except (IndexError, binascii.Error):
        header, secret = b"", b""
    if (
        header != HEADER.encode("ascii")
        or len(secret) != KEY_BYTES
        or any(line.strip() for line in lines[2:])
    ):
        raise KeyFileError(f"{path.name} is not a key file of pii-guard")
    return KeyHandle(secret)


def load_key(reference: str) -> KeyHandle:
    """Read the key that an option such as `--key @FILE` names.

    Raises:
        UsageError: Not of the form `@FILE`; a key itself is never taken from a command line.
        KeyFileError: As `load_key_file`.
    """
    if not reference.startswith("@") or len(reference) == 1:
        raise UsageError(
            "a key is given as @FILE", hint="Write --key @FILE; `pii-guard keys new FILE` makes one."
        )
    return load_key_file(reference[1:])


def read_secret_file(path: Path, limit: int) -> bytes:
    """Read a small file that nobody but its owner may touch.

    Args:
        path: A regular file, or a link to one.
        limit: Most bytes that are read.

    Raises:
        KeyFileError: Missing, not a regular file, open to others, or larger than the limit.
    """
    try:
        # Not blocking: a pipe in place of the file must not hang the call before it is refused.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise KeyFileError(f"{path.name}: cannot be read ({type(error).__name__})") from None
    try:
        info = os.fstat(number)
        if not stat.S_ISREG(info.st_mode):
            raise KeyFileError(f"{path.name} is not a regular file")
        if os.name == "posix" and info.st_mode & _OTHERS:
            raise KeyFileError(f"{path.name} is open to other users", hint=f"Run: chmod 600 {path.name}")
        with os.fdopen(number, "rb", closefd=False) as file:
            data = file.read(limit + 1)
    finally:
        os.close(number)
    if len(data) > limit:
        raise KeyFileError(f"{path.name} is larger than {limit} bytes")
    return data


def replace_file(path: Path, data: bytes) -> None:
    """Write a whole file so that a crash leaves the old one or the new one, readable by its owner only.

    Raises:
        OSError: It cannot be written; the old file is untouched.
    """
    beside = path.with_name(f".{path.name}.{secrets.token_hex(6)}.new")
    try:
        _write_new(beside, data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file, `<name>.lock` beside it, against other processes; waits for it."""
    number = os.open(path.with_name(path.name + ".lock"), os.O_RDWR | os.O_CREAT, _OWNER_ONLY)
    try:
        _lock(number)
        yield
    finally:
        os.close(number)  # gives the lock back too


def _lock(number: int) -> None:
    try:
        import fcntl  # noqa: PLC0415 - POSIX only
    except ImportError:  # Windows
        import msvcrt  # noqa: PLC0415

        msvcrt.locking(number, msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        fcntl.flock(number, fcntl.LOCK_EX)


def _write_new(path: Path, data: bytes) -> None:
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), _OWNER_ONLY)
    with os.fdopen(number, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(number)


def _sync_folder(folder: Path) -> None:
    """Make a new name durable; not every system can open a folder."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
