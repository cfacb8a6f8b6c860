"""The public half of `move_to_private`: an invitation that says nothing about the customer.

It is written from the language's own text, never cut out of the draft, so that nothing that detection missed
can be in it. Two things are carried over, because neither tells anything new: the @handle that the draft
greets, and the agent's sign-off.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.messages.language import replies

if TYPE_CHECKING:
    from pii_guard.messages.types import Conversation
    from pii_guard.policy.channel import ChannelPolicy

_TAIL = 120
_HANDLE = re.compile(r"^[^@\n]{0,30}(?<![\w.])(@\w[\w.]{1,28}\w)")
_MARKED = re.compile(r"(?:^|[\s.!?])([\^/~*–—-] ?[^\W\d_][^\W\d_'-]{1,20})[\s.!]*$")
_LAST = re.compile(
    r"(?:^|[.!?…:)\n])\s*([^\W\d_][\w'-]{1,20}(?: [^\W\d_][\w'-]{1,20})?)(?:,[^\n.!?]{1,30}| x+)?[\s.!]*$"
)


def public_stub(draft: str, conversation: Conversation, policy: ChannelPolicy, language: str) -> str:
    """Return the public text that stands in for a draft.

    Args:
        draft: The draft; only its greeted handle and its sign-off are used.
        conversation: Tells the requester's handles and the agents' names.
        policy: The public channel's policy; its length limit holds.
        language: Language of the text.
    """
    texts = replies()
    reply = texts.get(language) or texts[policy.default_language]
    handle = _greeted(draft, conversation)
    sign = sign_off(draft, conversation)
    end = f" {sign}" if sign else ""
    choices = [reply.stub_to.replace("{to}", handle) + end] if handle else []
    choices += [reply.stub + end, reply.short + end, reply.short]
    limit = policy.max_length or max(map(len, choices))
    return next((text for text in choices if len(text) <= limit), reply.short[:limit])


def _greeted(draft: str, conversation: Conversation) -> str | None:
    """Return the handle that the draft greets, if it is the requester's."""
    match = _HANDLE.match(draft)
    if match is None:
        return None
    own = (
        {handle.lstrip("@").lower() for handle in conversation.requester.handles}
        if conversation.requester
        else set()
    )
    name = match[1].lstrip("@").lower()
    written = any(f"@{name}" in turn.text.lower() for turn in conversation.turns)
    return match[1] if name in own or (not own and not written) else None


def sign_off(draft: str, conversation: Conversation) -> str | None:
    """Return the agent's sign-off as the draft writes it (`^Priya`, `/Emma`), without surname or title."""
    agents = conversation.organisation.agents if conversation.organisation else ()
    first = {part for agent in agents for part in fold(agent).split()}
    tail = draft.rstrip()[-_TAIL:]
    marked = _MARKED.search(tail)
    if marked is not None:
        name = marked[1].lstrip("^/~*–—- ")
        if fold(name) in first or not (agents or _named(name, conversation)):
            return marked[1]
    last = _LAST.search(tail)
    if last is None:
        return None
    name = last[1].split()[0]
    return name if fold(name) in first else None


def _named(name: str, conversation: Conversation) -> bool:
    requester = conversation.requester
    return requester is not None and fold(name) in fold(requester.name or "").split()
