"""What it means that a draft asks for something: decided by purpose, channel and place of the answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pii_guard.messages.types import Action

if TYPE_CHECKING:
    from pii_guard.messages.asking import Ask
    from pii_guard.policy.channel import ChannelPolicy

ORDER = tuple(Action)


def strictest(*actions: Action) -> Action:
    """Return the strictest of some actions; allow if there are none."""
    return max(actions, key=ORDER.index, default=Action.ALLOW)


@dataclass(frozen=True, slots=True)
class AskRuling:
    """What one request for data means.

    Attributes:
        ask: The request.
        action: What it means for the draft.
        reason: Code of the reason; empty when it is allowed.
        things: The things that it may not ask for.
    """

    ask: Ask
    action: Action
    reason: str = ""
    things: tuple[str, ...] = ()


def rule_ask(ask: Ask, policy: ChannelPolicy, private: ChannelPolicy | None, purpose: str) -> AskRuling:
    """Judge one request for data.

    Args:
        ask: The request.
        policy: The policy of the channel that the draft is for.
        private: The policy of its private channel, which judges what a public draft asks
            to be told *in private*.
        purpose: Key of the purpose.
    """
    if ask.where == "form":
        return AskRuling(ask, Action.ALLOW)
    secret = _among(ask, policy.asking.secrets)
    if secret:
        return AskRuling(ask, Action.BLOCK, "asks_secret", secret)
    if policy.public and ask.where != "private":
        return _in_public(ask, policy)
    return _in_private(ask, private if policy.public and private is not None else policy, purpose)


def _in_public(ask: Ask, policy: ChannelPolicy) -> AskRuling:
    asked = tuple(
        thing for thing in ask.things if thing not in {*policy.asking.harmless, *policy.asking.allowed}
    )
    if not asked:
        return AskRuling(ask, Action.ALLOW)
    return AskRuling(ask, Action.MOVE_TO_PRIVATE, "asks_in_public", asked)


def _in_private(ask: Ask, policy: ChannelPolicy, purpose: str) -> AskRuling:
    asking = policy.asking
    fine = {*policy.purpose(purpose).minimum, *asking.harmless, *asking.allowed}
    excess = tuple(thing for thing in ask.things if thing not in fine)
    if not excess:
        return AskRuling(ask, Action.ALLOW)
    sensitive = _among(ask, asking.sensitive)
    sensitive = tuple(thing for thing in sensitive if thing in excess)
    if ask.purpose_said:
        # A purpose said makes ordinary data fine; official and special data need a person's decision, and the
        # question is left out until it is made.
        return (
            AskRuling(ask, Action.WARN, "asks_sensitive", sensitive)
            if sensitive
            else AskRuling(ask, Action.ALLOW)
        )
    code = "asks_sensitive" if sensitive else "asks_too_much"
    return AskRuling(ask, Action(asking.excess), code, sensitive or excess)


def _among(ask: Ask, things: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(thing for thing in ask.things if thing in things)
