"""JSON Lines in, JSON Lines out: one answer a line, in order, whatever a line holds."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from pii_guard.cli.exits import BAD_INPUT, OK
from pii_guard.errors import BadInputError, PIIGuardError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_LINE_BYTES = 8_000_000


def run(answer: Callable[[Any], dict[str, Any]]) -> int:
    """Answer every line of standard input on standard output.

    A bad line gets `{"line", "id"?, "error"}` in its place and the rest goes on. An error that is not about
    the line (a wrong policy, a detector that fails) ends the run.

    Args:
        answer: Takes a parsed line, returns the answer without `id`.

    Returns:
        The exit code: 65 when at least one line was bad.

    Raises:
        PIIGuardError: Anything but bad input or usage.
    """
    bad = False
    for number, raw in enumerate(_lines(), start=1):
        if not raw.strip():
            continue
        identity: Any = None
        try:
            data = _parse(raw)
            identity = data.get("id") if isinstance(data, dict) else None
            line = {"id": identity, **answer(data)}
        except (BadInputError, UsageError) as error:
            bad = True
            line = _problem(number, identity, error)
        _write(line)
    return BAD_INPUT if bad else OK


def _lines() -> Any:
    """Yield raw lines; one that is over the limit comes truncated, which makes it bad."""
    stream = sys.stdin.buffer
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        yield raw
        while len(raw) > MAX_LINE_BYTES and not raw.endswith(b"\n"):
            raw = stream.readline(MAX_LINE_BYTES + 1)
            if not raw:
                return


def _parse(raw: bytes) -> Any:
    if len(raw) > MAX_LINE_BYTES:
        raise BadInputError(f"longer than the limit of {MAX_LINE_BYTES} bytes a line")
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_no_duplicates)
    except UnicodeDecodeError as error:
        raise BadInputError(f"not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise BadInputError(f"not JSON (column {error.colno})") from None
    except RecursionError:
        raise BadInputError("nested too deep") from None


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise BadInputError("a key occurs twice")
    return data


def _problem(number: int, identity: Any, error: PIIGuardError) -> dict[str, Any]:
    line: dict[str, Any] = {"line": number}
    if isinstance(identity, str | int) and not isinstance(identity, bool):
        line["id"] = identity
    line["error"] = {"code": error.code, "message": error.message}
    return line


def _write(line: dict[str, Any]) -> None:
    text = json.dumps(line, ensure_ascii=False)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
