"""What the commands answer: one façade call each, in the form of the JSONL contract."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from pii_guard.cli.io import decode, say
from pii_guard.errors import BadInputError, MissingPartError, UsageError
from pii_guard.messages.contract import CheckIn, DetectIn, read_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pii_guard.detect.types import Detection
    from pii_guard.guard import PIIGuard
    from pii_guard.messages.types import Conversation, RedactionItem, Verdict
    from pii_guard.messages.vault import Vault

OFFSETS = ("codepoint", "utf16", "utf8")


def check_offsets(offsets: str) -> None:
    """Refuse an unknown unit of offsets."""
    if offsets not in OFFSETS:
        raise UsageError(f"--offsets is one of {', '.join(OFFSETS)}")


def detect(guard: PIIGuard, offsets: str, language: str | None) -> Callable[[Any], dict[str, Any]]:
    """Return what answers a line of `detect --jsonl`."""

    def answer(data: Any) -> dict[str, Any]:
        line = read_line(data, DetectIn)
        found = guard.detect(line.text, known=line.known_values(), language=language)
        return {"detections": _spans(line.text, found, offsets)}

    return answer


def detect_one(guard: PIIGuard, text: str, offsets: str, language: str | None) -> dict[str, Any]:
    """Return the detections of one text."""
    return {"detections": _spans(text, guard.detect(text, language=language), offsets)}


def redact(
    guard: PIIGuard, channel: str, vault: Vault | None, language: str | None
) -> Callable[[Any], dict[str, Any]]:
    """Return what answers a line of `redact --jsonl`."""
    guard.channel(channel)  # an unknown channel is one error, not one a line

    def answer(data: Any) -> dict[str, Any]:
        line = read_line(data, DetectIn)
        return guard.redact(
            line.text, channel=channel, known=line.known_values(), vault=vault, language=language
        ).to_dict()

    return answer


def check(guard: PIIGuard, channel: str | None) -> Callable[[Any], dict[str, Any]]:
    """Return what answers a line of `check --jsonl`."""

    def answer(data: Any) -> dict[str, Any]:
        if channel is not None and isinstance(data, dict):
            data.setdefault("channel", channel)
        line = read_line(data, CheckIn)
        return guard.check(line.draft, channel=line.channel, conversation=line.to_conversation()).to_dict()

    return answer


def check_one(guard: PIIGuard, channel: str | None, context: Path | None, draft: str) -> Verdict:
    """Judge one draft."""
    if channel is None:
        raise UsageError("--channel is needed", hint="Run `pii-guard policy show` for the channels.")
    return guard.check(draft, channel=channel, conversation=conversation(context))


def conversation(path: Path | None) -> Conversation | None:
    """Read what surrounds a draft from a JSON file with the keys of a `check --jsonl` line.

    Raises:
        BadInputError: Not JSON, or a wrong key.
        MissingPartError: No such file.
    """
    if path is None:
        return None
    try:
        data = json.loads(decode(path.read_bytes(), path.name))
    except OSError:
        raise MissingPartError(f"{path.name} cannot be read", hint="Give a readable JSON file.") from None
    except ValueError:
        raise BadInputError(f"{path.name} is not JSON") from None
    if not isinstance(data, dict):
        raise BadInputError(f"{path.name} is not a JSON object")
    defaults = {"id": 0, "channel": "", "draft": ""}
    return read_line({**defaults, **data}, CheckIn).to_conversation()


def open_vault(vault: Path | None, key: str | None, *, must_exist: bool = False) -> Vault:
    """Open the vault of the reversible mode.

    Raises:
        UsageError: An option is missing.
        MissingPartError: The vault must exist and does not.
        KeyFileError: Wrong key, or an altered vault.
    """
    from pii_guard.keys.files import load_key  # noqa: PLC0415 - start-up time
    from pii_guard.messages.vault import Vault  # noqa: PLC0415 - start-up time

    if vault is None or key is None:
        raise UsageError("--reversible needs --vault FILE and --key @FILE")
    if must_exist and not vault.exists():
        raise MissingPartError(f"there is no vault {vault.name}", hint="Give the vault that `redact` wrote.")
    return Vault.create_or_open(vault, load_key(key))


def say_verdict(verdict: Verdict) -> None:
    """Write the verdict and its reasons to standard error."""
    say(f"verdict: {verdict.action}")
    for reason in verdict.reasons:
        place = f" at {reason.start}-{reason.end}" if reason.start is not None else ""
        say(f"  - {reason.message} [{reason.code}; {reason.ground}]{place}")
    if verdict.private_text is not None:
        say("  the full text belongs in the private channel: --private FILE writes it, --json shows it")


def counts(items: Iterable[RedactionItem]) -> str:
    """Return what was replaced, as counts."""
    by_type = Counter(item.entity_type for item in items)
    return "replaced: " + (", ".join(f"{n} {name}" for name, n in sorted(by_type.items())) or "nothing")


def _spans(text: str, found: Sequence[Detection], offsets: str) -> list[dict[str, Any]]:
    rows = [detection.to_dict() for detection in found]
    if offsets == "codepoint" or not rows:
        return rows
    places = offset_map(text, {place for row in rows for place in (row["start"], row["end"])}, offsets)
    return [{**row, "start": places[row["start"]], "end": places[row["end"]]} for row in rows]


def offset_map(text: str, places: Iterable[int], unit: str) -> dict[int, int]:
    """Translate code-point offsets to another unit, in one pass.

    Args:
        text: The text that the offsets are of.
        places: Code-point offsets.
        unit: `utf16` (code units) or `utf8` (bytes).
    """
    codec, width = ("utf-16-le", 2) if unit == "utf16" else ("utf-8", 1)
    result: dict[int, int] = {}
    last = total = 0
    for place in sorted(places):
        total += len(text[last:place].encode(codec, "surrogatepass")) // width
        result[place], last = total, place
    return result
