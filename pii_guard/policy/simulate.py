"""Trying a policy on past messages before it is switched on: counts, and nothing but counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pii_guard.policy.cases import Check


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a policy would have done.

    Attributes:
        messages: How many messages were tried.
        actions: Action -> messages.
        reasons: Reason code -> messages that have it.
    """

    messages: int = 0
    actions: dict[str, int] = field(default_factory=dict)
    reasons: dict[str, int] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the counts, for JSON."""
        return {"messages": self.messages, "actions": self.actions, "reasons": self.reasons}


def simulate(check: Check, rows: Iterable[dict[str, Any]]) -> Simulation:
    """Count what a policy would have done; keeps no row and no text, so any history can be streamed through.

    Args:
        check: Takes a line of `check --jsonl` and returns the verdict.
        rows: Such lines.
    """
    actions: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    messages = 0
    for row in rows:
        verdict = check(row)
        messages += 1
        actions[str(verdict.action)] += 1
        reasons.update({reason.code for reason in verdict.reasons})
    return Simulation(messages, dict(sorted(actions.items())), dict(reasons.most_common()))
