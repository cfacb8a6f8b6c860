"""Standard input, output and errors as the commands share them."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import typer

from pii_guard.cli.exits import exit_code
from pii_guard.errors import BadInputError, PIIGuardError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAX_INPUT_BYTES = 50_000_000

P = ParamSpec("P")
R = TypeVar("R")


def say(text: str) -> None:
    """Write one line to standard error."""
    sys.stderr.write(text + "\n")


def out(text: str) -> None:
    """Write text to standard output exactly, in UTF-8, lone surrogates kept."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))
    sys.stdout.buffer.flush()


def guarded(command: Callable[P, R]) -> Callable[P, R]:
    """Turn an error of ours into its message, its cure and its exit code."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PIIGuardError as error:
            say(f"error [{error.code}]: {error.message}")
            say(f"  {error.hint}")
            raise typer.Exit(exit_code(error)) from None

    return run


def read_stdin(prompt: str) -> str:
    """Read all of standard input; on a terminal, prompt for a paste first.

    Raises:
        BadInputError: Not UTF-8.
        TooLargeError: More than `MAX_INPUT_BYTES`.
    """
    if sys.stdin.isatty():
        say(f"{prompt} (end with Ctrl-D on a line of its own)")
    data = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
    if len(data) > MAX_INPUT_BYTES:
        raise TooLargeError(f"standard input is over the limit of {MAX_INPUT_BYTES} bytes")
    return decode(data, "standard input")


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8.

    Raises:
        BadInputError: Not UTF-8, with the byte where it stops being so.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInputError(
            f"{name} is not UTF-8 (byte {error.start})",
            hint="Convert it to UTF-8 first, for example with iconv.",
        ) from None


def write_private(path: Path, data: bytes) -> None:
    """Write a file whole or not at all, readable by its owner only.

    Raises:
        BadInputError: What stands there is no regular file, or it cannot be written.
    """
    from pii_guard.keys.files import replace_file  # noqa: PLC0415 - used by few commands

    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise BadInputError(
            f"{path.name} is no regular file", hint="Name a file that may be written or replaced."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(path, data)
    except OSError as error:
        raise BadInputError(
            f"{path.name} cannot be written ({type(error).__name__})",
            hint="Name a file in a folder of yours.",
        ) from None
