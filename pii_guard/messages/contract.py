"""The JSONL contract: what a line of `detect`, `redact` and `check --jsonl` holds (docs/reference/jsonl.md).

The models are the single source: input is validated by them, `policies/schema/*.json` is exported from them.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pii_guard.detect.types import KnownValue, Whose
from pii_guard.errors import BadInputError
from pii_guard.messages.types import Conversation, Organisation, Person, Speaker, Turn
from pii_guard.resources import plain

LineModel = TypeVar("LineModel", bound=BaseModel)
Identifier = str | int
# JSON has no tuples: an array is taken for the pair, while its two parts stay strict.
Pair = Annotated[tuple[Literal["customer", "agent"], str], Field(strict=False)]
NonEmpty = Annotated[str, StringConstraints(min_length=1)]


class _Line(BaseModel):
    # Input values must not show in error texts (house rule 4).
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class KnownIn(_Line):
    """A value that the caller knows, and whose it is."""

    value: NonEmpty
    entity_type: str | None = None
    whose: Literal["requester", "third_party", "agent", "organisation"]
    ref: str | None = None

    def to_known(self) -> KnownValue:
        """Return the value as detection takes it."""
        return KnownValue(self.value, Whose(self.whose), self.entity_type, self.ref)


class DetectIn(_Line):
    """A line of `detect --jsonl`, and of `redact --jsonl`."""

    id: Identifier
    text: str
    known: list[KnownIn] = []

    def known_values(self) -> tuple[KnownValue, ...]:
        """Return the known values."""
        return tuple(k.to_known() for k in self.known)


class RequesterIn(_Line):
    """The person written to, out of the customer record."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    order_ids: list[str] = []
    handles: list[str] = []

    def to_person(self) -> Person:
        """Return the person as the message room has it."""
        return Person(
            self.name, self.email, self.phone, self.address, tuple(self.order_ids), tuple(self.handles)
        )


class OrganisationIn(_Line):
    """The organisation that answers."""

    name: str | None = None
    domains: list[str] = []
    public_contacts: list[str] = []
    agents: list[str] = []
    terms: list[str] = []

    def to_organisation(self) -> Organisation:
        """Return the organisation as the message room has it."""
        return Organisation(
            self.name, tuple(self.domains), tuple(self.public_contacts), tuple(self.agents), tuple(self.terms)
        )


class CheckIn(_Line):
    """A line of `check --jsonl`."""

    id: Identifier
    channel: str
    draft: str
    thread: list[Pair] | None = None
    requester: RequesterIn | None = None
    known: list[KnownIn] | None = None
    verified: bool = False
    purpose: str | None = None
    organisation: OrganisationIn | None = None

    def to_conversation(self) -> Conversation:
        """Return what surrounds the draft."""
        return Conversation(
            turns=tuple(Turn(Speaker(who), text) for who, text in self.thread or ()),
            requester=self.requester.to_person() if self.requester else None,
            organisation=self.organisation.to_organisation() if self.organisation else None,
            verified=self.verified,
            purpose=self.purpose or "support.general",
            known=tuple(k.to_known() for k in self.known or ()),
        )


class DetectionOut(BaseModel):
    """One detection; offsets in code points unless `--offsets` asks otherwise."""

    start: int
    end: int
    entity_type: str
    subtype: str | None = None
    category: str | None
    score: float
    recognizer: str
    why: list[str]
    whose: Literal["requester", "third_party", "agent", "organisation"] | None = None
    ref: str | None = None
    address: int | None = None


class DetectOut(BaseModel):
    """An answer of `detect --jsonl`."""

    id: Identifier
    detections: list[DetectionOut]


class ItemOut(BaseModel):
    """One replaced span."""

    entity_type: str
    operator: str
    start: int
    end: int
    new_start: int
    new_end: int
    placeholder: str


class RedactOut(BaseModel):
    """An answer of `redact --jsonl`."""

    id: Identifier
    text: str
    items: list[ItemOut]


class ReasonOut(BaseModel):
    """Why a verdict is what it is."""

    code: str
    message: str
    ground: str
    start: int | None = None
    end: int | None = None


class CheckOut(BaseModel):
    """An answer of `check --jsonl`."""

    id: Identifier
    action: Literal["allow", "redact", "warn", "block", "move_to_private"]
    reasons: list[ReasonOut]
    safe_text: str | None
    private_text: str | None = None
    spans: list[DetectionOut]
    manifest: dict[str, Any]


class ErrorBody(BaseModel):
    """What is wrong with a line."""

    code: str
    message: str


class ErrorOut(BaseModel):
    """What stands in the place of a bad line's answer."""

    line: int
    id: Identifier | None = None
    error: ErrorBody


SCHEMAS: dict[str, type[BaseModel]] = {
    "detect-input": DetectIn,
    "detect-output": DetectOut,
    "redact-input": DetectIn,
    "redact-output": RedactOut,
    "check-input": CheckIn,
    "check-output": CheckOut,
    "error-output": ErrorOut,
}


def read_line(data: Any, model: type[LineModel]) -> LineModel:
    """Validate one parsed line.

    Raises:
        BadInputError: A key is unknown, missing or of the wrong type; named without its value.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        known = set(model.model_fields)
        parts = []
        for item in error.errors(include_url=False, include_input=False, include_context=False)[:5]:
            # An unknown key may itself be somebody's data: only keys of ours are named.
            place = ".".join(
                str(p) if isinstance(p, int) or p in known or p in _KEYS else "?" for p in item["loc"]
            )
            text = plain(item["msg"])
            if item["type"] == "extra_forbidden":
                text = f"unknown key; known are {', '.join(_keys_at(model, item['loc'][:-1]))}"
            parts.append(f"{place or 'line'}: {text}")
        raise BadInputError(
            "; ".join(parts), hint="See docs/reference/jsonl.md for the keys of a line."
        ) from None


def _keys_at(model: type[BaseModel], place: tuple[int | str, ...]) -> tuple[str, ...]:
    """Return the keys of the object at a place of a line."""
    for part in place:
        model = _INSIDE.get(part, model) if isinstance(part, str) else model
    return tuple(model.model_fields)


_INSIDE: dict[str, type[BaseModel]] = {
    "known": KnownIn,
    "requester": RequesterIn,
    "organisation": OrganisationIn,
}
_KEYS = frozenset(
    name for model in (KnownIn, RequesterIn, OrganisationIn, DetectIn, CheckIn) for name in model.model_fields
)
