"""The demo: invented drafts of support agents in many languages, judged by the bundled policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pii_guard.messages.contract import CheckIn, read_line
from pii_guard.resources import bundled, load_yaml

if TYPE_CHECKING:
    from pii_guard.guard import PIIGuard


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the demo's table."""

    language: str
    channel: str
    draft: str
    action: str
    posted: str | None
    why: str


def run(guard: PIIGuard) -> list[Shown]:
    """Judge the examples of `policies/demo.yaml`."""
    data = load_yaml(bundled("policies") / "demo.yaml")
    shown = []
    for number, example in enumerate(data["examples"]):
        language = example.pop("language")
        line = read_line({"id": number, **example}, CheckIn)
        verdict = guard.check(line.draft, channel=line.channel, conversation=line.to_conversation())
        why = (
            "; ".join(dict.fromkeys(reason.message for reason in verdict.reasons))
            or "nothing personal that does not belong here"
        )
        shown.append(Shown(language, line.channel, line.draft, str(verdict.action), verdict.safe_text, why))
    return shown
