"""How a helpdesk would use pii_guard: check before posting, redact before storing."""

from __future__ import annotations

import sys

from pii_guard import Action, Conversation, Organisation, Person, PIIGuard

guard = PIIGuard()
conversation = Conversation(
    turns=(("customer", "@FernwayBikes three weeks and still no wheel??"),),
    requester=Person(name="Odile Marchbanks", order_ids=("FB-118204",), handles=("@odilerides",)),
    organisation=Organisation(name="Fernway Bikes", agents=("Ravi",)),
)


def post(draft: str) -> str | None:
    """Return what may be posted in public, or None."""
    verdict = guard.check(draft, channel="social_public", conversation=conversation)
    if verdict.action is Action.BLOCK:
        for reason in verdict.reasons:
            sys.stderr.write(f"{reason.message} ({reason.ground})\n")
    return verdict.safe_text


if __name__ == "__main__":
    sys.stdout.write(f"{post('Hi @odilerides, order FB-118204 goes out today. ^Ravi')}\n")
    stored = guard.redact("I'm Odile Marchbanks, mail odile.marchbanks@example.com", channel="ticket")
    sys.stdout.write(f"{stored.text}\n")
