"""Posting against a verdict: only with a typed reason, and always as a record for the caller's log."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pii_guard.errors import UsageError
from pii_guard.messages.types import Action

if TYPE_CHECKING:
    from collections.abc import Callable

    from pii_guard.detect.types import Detection
    from pii_guard.messages.types import Verdict

DEFAULT_DAYS = 90
MAX_DAYS = 365
MAX_NOTE = 500
_PROVED = "checksum_ok"


class OverrideReason(StrEnum):
    """Why a person posts against a verdict."""

    NOT_PERSONAL = "not_personal"
    SAFETY = "safety"
    CUSTOMER_CONSENTED = "customer_consented"
    LEGAL_DUTY = "legal_duty"
    POLICY_WRONG = "policy_wrong"


@dataclass(frozen=True, slots=True)
class TermProposal:
    """A product or brand name that should no longer be taken for a person; for somebody to review.

    Attributes:
        term: The name; its repr does not show it, since nobody has confirmed yet that it is none.
        entity_type: What it was taken for.
        expires: Day after which the proposal lapses.
    """

    term: str = field(repr=False)
    entity_type: str
    expires: date


@dataclass(frozen=True, slots=True)
class OverrideRecord:
    """What the caller writes to its log; no value of the draft.

    Attributes:
        at: When, in UTC.
        reason: Why.
        action: What the verdict was.
        codes: The verdict's reason codes.
        channel: Channel id.
        policy_digest: Version of the policy.
        note: The person's words, with personal data replaced; None without.
        proposal: A term to review; None without.
    """

    at: datetime
    reason: OverrideReason
    action: Action
    codes: tuple[str, ...]
    channel: str
    policy_digest: str
    note: str | None = None
    proposal: TermProposal | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record for a log; the proposed term itself is left out."""
        return {
            "at": self.at.isoformat(),
            "reason": str(self.reason),
            "action": str(self.action),
            "codes": list(self.codes),
            "channel": self.channel,
            "policy_digest": self.policy_digest,
            "note": self.note,
            "proposes_term": self.proposal is not None,
        }


def override(
    verdict: Verdict,
    reason: OverrideReason | str,
    *,
    now: datetime,
    note: str | None = None,
    clean: Callable[[str], str] | None = None,
    proposal: TermProposal | None = None,
) -> OverrideRecord:
    """Record that a person posts against a verdict.

    Args:
        verdict: The verdict.
        reason: Why.
        now: The time, aware.
        note: The person's words, at most `MAX_NOTE` characters.
        clean: Replaces personal data in the note (`PIIGuard.redact`); a note without it is refused.
        proposal: From `propose_term`.

    Raises:
        UsageError: The verdict allows already, the reason is unknown, the time is naive, or the note
            cannot be kept.
    """
    if verdict.action is Action.ALLOW:
        raise UsageError("there is nothing to override: the verdict is allow")
    try:
        reason = OverrideReason(reason)
    except ValueError:
        known = ", ".join(OverrideReason)
        raise UsageError("unknown override reason", hint=f"Known reasons: {known}.") from None
    if now.tzinfo is None:
        raise UsageError("the time of an override must be aware", hint="Pass datetime.now(UTC).")
    if note is not None and (clean is None or len(note) > MAX_NOTE):
        raise UsageError(
            f"a note needs `clean` and at most {MAX_NOTE} characters", hint="Pass PIIGuard.redact."
        )
    return OverrideRecord(
        now.astimezone(UTC),
        reason,
        verdict.action,
        tuple(dict.fromkeys(r.code for r in verdict.reasons)),
        str(verdict.manifest.get("channel", "")),
        str(verdict.manifest.get("policy_digest", "")),
        clean(note) if note is not None and clean is not None else None,
        proposal,
    )


def propose_term(
    draft: str, detection: Detection, *, now: datetime, days: int = DEFAULT_DAYS
) -> TermProposal:
    """Propose that a finding is a product or brand name.

    Args:
        draft: The draft in which it was found.
        detection: The finding.
        now: The time, aware.
        days: For how long the proposal holds, at most `MAX_DAYS`.

    Raises:
        UsageError: A checksum proved the finding, it is a value on file, or the term would hold for too long.
    """
    if _PROVED in detection.why or detection.whose is not None:
        raise UsageError(
            f"{detection.entity_type} was proved, so it cannot become a term",
            hint="A number with a valid checksum or a value on file is never a product name.",
        )
    if not 0 < days <= MAX_DAYS:
        raise UsageError(f"a term may hold for 1 to {MAX_DAYS} days")
    expires = (now.astimezone(UTC) + timedelta(days=days)).date()
    return TermProposal(draft[detection.start : detection.end], detection.entity_type, expires)
