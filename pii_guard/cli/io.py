"""Standard input, output and errors as the commands share them."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import typer

from pii_guard.cli.exits import exit_code
from pii_guard.errors import BadInputError, PIIGuardError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Callable

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


def write_private(path: Any, text: str) -> None:
    """Write a file that only its owner can read."""
    import os  # noqa: PLC0415 - used by few commands

    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8", "surrogatepass"))
