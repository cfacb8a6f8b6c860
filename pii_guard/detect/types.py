"""What detection takes and gives: known values in, detections out."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Whose(StrEnum):
    """Whose data a value is, seen from the conversation."""

    REQUESTER = "requester"
    THIRD_PARTY = "third_party"
    AGENT = "agent"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class KnownValue:
    """A value that the caller already knows, and whose it is. Its repr shows no value.

    Attributes:
        value: The text as the customer record has it.
        whose: Whose it is.
        entity_type: Its type, when known.
        ref: The caller's reference, handed back on detections.
    """

    value: str = field(repr=False)
    whose: Whose
    entity_type: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class Detection:
    """One finding: where, what, how sure, and why; never the text itself.

    Attributes:
        start: First code point, counted in the input.
        end: One past the last code point.
        entity_type: A type of `policies/taxonomy/entities.yaml`.
        score: 0 to 1.
        recognizer: Name of the rule that made it.
        why: Reasons, as stable codes such as `pattern:email`, `checksum_ok`, `context:bank`, `view:spoken`.
        category: Data category of the type (fideslang key), or None.
        subtype: For `ORDER_ID`: order, ticket, booking, invoice, tracking, customer, policy, meter, serial.
        whose: Whose data it is, when known.
        ref: Reference of the known value through which it was made.
        address: Ordinal shared by the parts of one postal address.
    """

    start: int
    end: int
    entity_type: str
    score: float
    recognizer: str
    why: tuple[str, ...] = ()
    category: str | None = None
    subtype: str | None = None
    whose: Whose | None = None
    ref: str | None = None
    address: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the detection as the JSONL contract has it (docs/reference/jsonl.md)."""
        out: dict[str, Any] = {
            "start": self.start,
            "end": self.end,
            "entity_type": self.entity_type,
            "category": self.category,
            "score": round(self.score, 3),
            "recognizer": self.recognizer,
            "why": list(self.why),
        }
        for key in ("subtype", "whose", "ref", "address"):
            value = getattr(self, key)
            if value is not None:
                out[key] = str(value) if key == "whose" else value
        return out
