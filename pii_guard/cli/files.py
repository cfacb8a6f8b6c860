"""`pii-guard redact FILE|FOLDER`: documents in, documents out, with progress, resumable."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING

from pii_guard.cli.exits import BAD_INPUT, OK
from pii_guard.cli.io import say
from pii_guard.errors import BadInputError, MissingPartError, TooLargeError, UsageError
from pii_guard.messages.structures import MAX_BYTES, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pii_guard.guard import PIIGuard
    from pii_guard.messages.vault import Vault

UNFINISHED = ".part"
NOTE = ".pii-guard-run.json"


def redact_path(guard: PIIGuard, source: Path, target: Path | None, channel: str, vault: Vault | None) -> int:
    """Redact a file or every file of a folder.

    A folder run writes each result under its own name only when it is complete, and leaves results that are
    newer than their source alone, so that an interrupted run goes on where it stopped. A note in the result
    folder keeps runs of different policies apart.

    Returns:
        The exit code: 65 when a file could not be read.

    Raises:
        MissingPartError: No such file or folder.
        UsageError: A folder without `-o`, or source and target are the same.
        PIIGuardError: A single file cannot be read, or detection failed.
    """
    guard.channel(channel)
    if source.is_file():
        _one_file(guard, source, target, channel, vault)
        return OK
    if not source.is_dir():
        raise MissingPartError(f"there is no file or folder {source.name}", hint="Give an existing path.")
    if target is None:
        raise UsageError("a folder needs -o FOLDER for the results")
    if _inside(target, source):
        raise UsageError("the results may not be written into the source folder")
    return _folder(guard, source, target, channel, vault)


def _one_file(guard: PIIGuard, source: Path, target: Path | None, channel: str, vault: Vault | None) -> None:
    data = _read(source)
    done = guard.redact_document(data, kind=kind_of(source), channel=channel, vault=vault)
    if target is None:
        sys.stdout.buffer.write(done.data)
        sys.stdout.buffer.flush()
    else:
        if target.is_dir():
            target = target / source.name
        if target.exists() and target.samefile(source):
            raise UsageError("the result would overwrite its source")
        _write(target, done.data)
    say(_summary([(item.entity_type, 1) for item in done.items], done.skipped))


def _folder(guard: PIIGuard, source: Path, target: Path, channel: str, vault: Vault | None) -> int:
    _claim(
        target, {"channel": channel, "policy": guard.channel(channel).digest, "reversible": vault is not None}
    )
    files = sorted(p for p in source.rglob("*") if p.is_file() and not p.is_symlink())
    counts: Counter[str] = Counter()
    skipped: list[str] = []
    bad = left = 0
    for path in _progress(files):
        result = target / path.relative_to(source)
        if result.exists() and result.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            left += 1
            continue
        try:
            done = guard.redact_document(_read(path), kind=kind_of(path), channel=channel, vault=vault)
        except BadInputError as error:
            bad += 1
            say(f"not written: {path.relative_to(source)}: {error.message}")
            continue
        _write(result, done.data)
        counts.update(item.entity_type for item in done.items)
        skipped.extend(done.skipped)
    say(_summary(counts.items(), skipped))
    say(f"{len(files) - bad - left} files written, {left} were there already, {bad} could not be read")
    return BAD_INPUT if bad else OK


def _claim(target: Path, run: dict[str, object]) -> None:
    """Note in the result folder whose results it holds, or refuse if they are another run's."""
    note = target / NOTE
    if note.exists() and json.loads(note.read_text(encoding="utf-8")) != run:
        raise UsageError(
            f"{target.name} holds results of another channel or policy",
            hint="Give an empty folder, or remove the old results.",
        )
    _write(note, json.dumps(run).encode())


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLargeError(f"{path.name} has {size} bytes; the limit is {MAX_BYTES}")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path.name} cannot be read ({type(error).__name__})") from None


def _write(path: Path, data: bytes) -> None:
    """Write a file so that its name never stands for half of it, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(path.name + UNFINISHED)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    part.replace(path)


def _inside(target: Path, source: Path) -> bool:
    return target.resolve().is_relative_to(source.resolve())


def _progress(files: list[Path]) -> Iterator[Path]:
    """Yield the files, with a progress bar on a terminal."""
    if not sys.stderr.isatty():
        yield from files
        return
    from rich.console import Console  # noqa: PLC0415 - start-up time
    from rich.progress import track  # noqa: PLC0415 - start-up time

    yield from track(files, "redacting", console=Console(stderr=True))


def _summary(counts: Iterable[tuple[str, int]], skipped: Iterable[str]) -> str:
    total: Counter[str] = Counter()
    for name, number in counts:
        total[name] += number
    text = "replaced: " + (", ".join(f"{n} {name}" for name, n in sorted(total.items())) or "nothing")
    unread = sorted(set(skipped))
    return text + (f"; parts not read, left as they are: {', '.join(unread)}" if unread else "")
