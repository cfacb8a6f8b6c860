"""What the message room takes and gives: conversations in, results and verdicts out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from pii_guard.errors import UsageError

if TYPE_CHECKING:
    from pii_guard.detect.types import Detection, KnownValue


class Action(StrEnum):
    """What may be done with a draft, from the mildest to the strictest."""

    ALLOW = "allow"
    REDACT = "redact"
    WARN = "warn"
    MOVE_TO_PRIVATE = "move_to_private"
    BLOCK = "block"


class Speaker(StrEnum):
    """Who wrote a turn of a thread."""

    CUSTOMER = "customer"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of the thread."""

    speaker: Speaker
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the customer record has them; every field may be absent. The repr shows no value."""

    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    order_ids: tuple[str, ...] = field(default=(), repr=False)
    handles: tuple[str, ...] = field(default=(), repr=False)
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """The organisation that answers: its own contacts, people and product names are not personal data here.

    Attributes:
        name: Its name.
        domains: Its own web and mail domains.
        public_contacts: Mail addresses, phone numbers and postal addresses that it publishes.
        agents: Names of the people who answer.
        terms: Product and brand names that are never persons.
    """

    name: str | None = None
    domains: tuple[str, ...] = ()
    public_contacts: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """What surrounds a draft.

    Attributes:
        turns: Earlier messages, oldest first; pairs of ("customer" | "agent", text) are accepted.
        requester: The person written to.
        others: Other customers whose data might slip in; all third parties.
        organisation: Who answers.
        verified: Whether the requester's identity was verified.
        purpose: Key of the purpose for which data are used and asked, such as `support.general`.
        known: Further known values.
        language: Hint, an ISO 639-1 code.
    """

    turns: tuple[Turn, ...] = ()
    requester: Person | None = None
    others: tuple[Person, ...] = ()
    organisation: Organisation | None = None
    verified: bool = False
    purpose: str = "support.general"
    known: tuple[KnownValue, ...] = ()
    language: str | None = None

    def __post_init__(self) -> None:
        turns = tuple(turn if isinstance(turn, Turn) else _turn(turn) for turn in self.turns)
        object.__setattr__(self, "turns", turns)


def _turn(pair: Any) -> Turn:
    try:
        speaker, text = pair
        return Turn(Speaker(speaker), text)
    except (TypeError, ValueError):
        raise UsageError("a turn is a pair of 'customer' or 'agent' and a text") from None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a verdict is not plain "allow", with the ground in law.

    Attributes:
        code: Stable identifier such as `order_id_in_public`, `asks_secret`, `other_customer`.
        message: One sentence for the agent, without any personal value.
        ground: The article, such as `GDPR 5(1)(f)`.
        start: Where in the draft, when it is about a place.
        end: One past.
    """

    code: str
    message: str
    ground: str
    start: int | None = None
    end: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the reason as the JSONL contract has it."""
        out: dict[str, Any] = {"code": self.code, "message": self.message, "ground": self.ground}
        if self.start is not None and self.end is not None:
            out |= {"start": self.start, "end": self.end}
        return out


@dataclass(frozen=True, slots=True)
class RedactionItem:
    """One replaced span.

    Attributes:
        entity_type: What stood there.
        operator: What was done: replace, mask, redact, generalise, pseudonym, reversible, presidio:<name>.
        start: Where it stood in the input.
        end: One past.
        new_start: Where its replacement stands in the output.
        new_end: One past.
        placeholder: The replacement.
    """

    entity_type: str
    operator: str
    start: int
    end: int
    new_start: int
    new_end: int
    placeholder: str

    def to_dict(self) -> dict[str, Any]:
        """Return the item as the JSONL contract has it."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class RedactionResult:
    """A redacted text and what was replaced in it.

    Attributes:
        text: The text, byte-identical to the input outside the items.
        items: What was replaced, in order.
        channel: Id of the channel policy applied.
        policy_digest: Identifies the policy's version.
    """

    text: str
    items: tuple[RedactionItem, ...]
    channel: str
    policy_digest: str

    def to_dict(self) -> dict[str, Any]:
        """Return the result as the JSONL contract has it."""
        return {"text": self.text, "items": [item.to_dict() for item in self.items]}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What may be posted.

    Attributes:
        action: What may be done.
        reasons: Why, strictest first.
        safe_text: allow: the draft; redact, warn: the draft with operators applied; move_to_private: the
            public stub; block: None.
        private_text: For move_to_private: the full text for the private channel.
        spans: All findings in the draft, kept ones too.
        manifest: Channel, policy digest and counts; a record without any personal value.
    """

    action: Action
    reasons: tuple[Reason, ...]
    safe_text: str | None
    private_text: str | None = None
    spans: tuple[Detection, ...] = ()
    manifest: dict[str, Any] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Refuse: a verdict has no truth value, or `if verdict:` would mean 'allow' to somebody."""
        raise UsageError("a verdict has no truth value", hint="Compare verdict.action with an Action.")

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as the JSONL contract has it."""
        out: dict[str, Any] = {
            "action": str(self.action),
            "reasons": [reason.to_dict() for reason in self.reasons],
            "safe_text": self.safe_text,
            "spans": [span.to_dict() for span in self.spans],
            "manifest": self.manifest,
        }
        if self.private_text is not None:
            out["private_text"] = self.private_text
        return out


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding with what made it and what the policy says of it; no value.

    Attributes:
        detection: The finding.
        policy: Channel and id of the rule that decides, with action and operator.
    """

    detection: Detection
    policy: str

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as the JSONL contract has it, with its policy line."""
        return {**self.detection.to_dict(), "policy": self.policy}
