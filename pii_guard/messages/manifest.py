"""The manifest of a verdict: what was decided, in counts, without any text or personal value."""

from __future__ import annotations

from collections import Counter
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pii_guard.messages.gate import Ruling
    from pii_guard.policy.channel import ChannelPolicy

SCHEME = 1


@cache
def product_version() -> str:
    """Return the installed version, or `0` in a tree that is not installed."""
    try:
        return version("pii-guard")
    except PackageNotFoundError:
        return "0"


def manifest(ruling: Ruling, policy: ChannelPolicy) -> dict[str, Any]:
    """Return the record of a ruling: channel, policy, counts by type and action, rules; no text."""
    findings = Counter(f"{f.held.detection.entity_type}:{f.action}" for f in ruling.findings)
    rules = sorted({f.rule.id for f in ruling.findings if f.rule.reason})
    asked = Counter(f"{thing}:{a.action}" for a in ruling.asks for thing in a.ask.things)
    return {
        "scheme": SCHEME,
        "version": product_version(),
        "channel": policy.id,
        "policy_digest": policy.digest,
        "action": str(ruling.action),
        "findings": dict(sorted(findings.items())),
        "asked": dict(sorted(asked.items())),
        "rules": rules,
        "cuts": len(ruling.cuts),
    }
