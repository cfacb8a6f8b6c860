"""`pii-guard redact FILE|FOLDER`: documents in, documents out, with progress, resumable."""

from __future__ import annotations

import json
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pii_guard.cli.exits import BAD_INPUT, OK
from pii_guard.cli.io import say, write_private
from pii_guard.errors import BadInputError, MissingPartError, TooLargeError, UsageError
from pii_guard.messages.structures import MAX_BYTES, kind_of
from pii_guard.resources import bundled, digest, folder_digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pii_guard.guard import PIIGuard
    from pii_guard.messages.vault import Vault

NOTE = ".pii-guard-run.json"
NOTE_EVERY = 25


def redact_path(
    guard: PIIGuard,
    source: Path,
    target: Path | None,
    channel: str,
    vault: Vault | None,
    policies: Path | None,
) -> int:
    """Redact a file or every file of a folder.

    A folder run writes each result under its own name only when it is complete, and notes the digest of its
    source, so that an interrupted run goes on where it stopped and a changed source is done again. The note
    also tells by which rules the results were made; results of other rules are refused.

    Returns:
        The exit code: 65 when a file, or a part of one, could not be read.

    Raises:
        MissingPartError: No such file or folder.
        UsageError: A folder without `-o`, or source and target are the same.
        PIIGuardError: A single file cannot be read, or detection failed.
    """
    guard.channel(channel)
    if source.is_file():
        return _one_file(guard, source, target, channel, vault)
    if not source.is_dir():
        raise MissingPartError(f"there is no file or folder {source.name}", hint="Give an existing path.")
    if target is None:
        raise UsageError("a folder needs -o FOLDER for the results")
    if target.exists() and not target.is_dir():
        raise UsageError(
            f"{target.name} is no folder", hint="A folder of files needs a folder for the results."
        )
    if _inside(target, source):
        raise UsageError("the results may not be written into the source folder")
    rules = [channel, guard.channel(channel).digest, folder_digest(bundled("policies"), policies)]
    run = _Run(target, [*rules, version("pii-guard"), "" if vault is None else vault.vault_id])
    return _folder(guard, source, run, channel, vault)


def _one_file(guard: PIIGuard, source: Path, target: Path | None, channel: str, vault: Vault | None) -> int:
    data = _read(source)
    if target is not None:
        target = target / source.name if target.is_dir() else target
        if target.exists() and target.samefile(source):
            raise UsageError("the result would overwrite its source")
    done = guard.redact_document(data, kind=kind_of(source), channel=channel, vault=vault)
    if target is None:
        sys.stdout.buffer.write(done.data)
        sys.stdout.buffer.flush()
    else:
        write_private(target, done.data)
    say(_summary([(item.entity_type, 1) for item in done.items], done.skipped))
    return BAD_INPUT if done.skipped else OK


class _Run:
    """A folder of results, with the note of what was made from what.

    Args:
        target: The folder.
        rules: What the results depend on beside their sources.

    Raises:
        UsageError: The folder holds results of other rules.
    """

    def __init__(self, target: Path, rules: list[str]) -> None:
        self.target = target
        self._note = target / NOTE
        self._rules = rules
        self._done: dict[str, str] = {}
        if not self._note.exists():
            return
        try:
            noted = json.loads(self._note.read_text(encoding="utf-8"))
            same, self._done = noted["rules"] == rules, dict(noted["done"])
        except (OSError, ValueError, KeyError, TypeError):
            same = False
        if not same:
            raise UsageError(
                f"{target.name} holds results of another channel, policy or version",
                hint="Give an empty folder, or remove the old results.",
            )

    def has(self, name: str, data: bytes) -> bool:
        """Tell whether the result of a source stands."""
        return self._done.get(name) == digest(data) and (self.target / name).is_file()

    def add(self, name: str, source: bytes, result: bytes) -> None:
        """Write a result, then note it."""
        if not self._note.exists():
            self.note()  # before the first result, so that no other run takes the folder for its own
        write_private(self.target / name, result)
        self._done[name] = digest(source)
        if len(self._done) % NOTE_EVERY == 0:
            self.note()

    def note(self) -> None:
        """Write down what was made; what an interruption keeps from being noted is made again."""
        write_private(self._note, json.dumps({"rules": self._rules, "done": self._done}).encode())


def _folder(guard: PIIGuard, source: Path, run: _Run, channel: str, vault: Vault | None) -> int:
    files, unread = _listed(source)
    counts: Counter[str] = Counter()
    skipped: list[str] = []
    left = 0
    unlisted = len(unread)
    for path in _progress(files):
        name = path.relative_to(source).as_posix()
        try:
            data = _read(path)
            if run.has(name, data):
                left += 1
                continue
            done = guard.redact_document(data, kind=kind_of(path), channel=channel, vault=vault)
        except BadInputError as error:
            unread.append(f"{name}: {error.message}")
            continue
        run.add(name, data, done.data)
        counts.update(item.entity_type for item in done.items)
        skipped.extend(done.skipped)
    run.note()
    for problem in unread:
        say(f"not written: {problem}")
    say(_summary(counts.items(), skipped))
    written = len(files) - left - (len(unread) - unlisted)
    say(f"{written} files written, {left} were there already, {len(unread)} could not be read")
    return BAD_INPUT if unread or skipped else OK


def _listed(source: Path) -> tuple[list[Path], list[str]]:
    """Return the regular files of a folder, and what else stands there: it is not read, and that is told."""
    files: list[Path] = []
    unread: list[str] = []
    pending = [source]
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(folder.iterdir())
        except OSError:
            unread.append(f"{folder.name} (closed folder)")
            continue
        for path in entries:
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                unread.append(f"{path.relative_to(source)} (no regular file)")
            else:
                (pending if path.is_dir() else files).append(path)
    return sorted(files), unread


def _read(path: Path) -> bytes:
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise TooLargeError(f"{path.name} has {size} bytes; the limit is {MAX_BYTES}", hint="Split the file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(f"{path.name} cannot be read ({type(error).__name__})") from None


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
