"""What a channel policy says, and how one finding is looked up in it.

A policy is an ordered list of rules; the first rule whose conditions all hold decides. Order is chosen over
"most specific wins" because a reader can follow it with a finger, and `lint` can then prove that a rule
is never reached (docs/explanation/gate.md). The last rule of every channel takes whatever is left, so that an
unknown category is never allowed by omission.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pii_guard.errors import PolicyError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Act = Literal["allow", "redact", "warn", "move_to_private", "block"]
Holder = Literal["requester", "third_party", "agent", "organisation", "unknown"]
Form = Literal["first_name", "surname", "full_name"]
About = Literal["person", "general"]
Extent = Literal["span", "surname", "passage", "sentence"]


OPERATORS = ("replace", "mask", "redact", "generalise", "pseudonym", "reversible")
KEEP_REASON = ""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Finding(Protocol):
    """What a policy needs to see of a detection; `pii_guard.detect.types.Detection` is one."""

    @property
    def entity_type(self) -> str:
        """A type of the taxonomy."""
        ...

    @property
    def category(self) -> str | None:
        """Its data category."""
        ...

    @property
    def subtype(self) -> str | None:
        """For `ORDER_ID`."""
        ...

    @property
    def score(self) -> float:
        """0 to 1."""
        ...

    @property
    def why(self) -> tuple[str, ...]:
        """Reason codes of detection."""
        ...

    @property
    def whose(self) -> str | None:
        """Whose it is, when known."""
        ...


@dataclass(frozen=True, slots=True)
class Facts:
    """One finding as the rules see it: what, whose, and under which circumstances; never the value.

    Attributes:
        entity_type: A type of `policies/taxonomy/entities.yaml`.
        category: Its data category, None where it has none.
        subtype: For `ORDER_ID`.
        whose: Whose data it is.
        verified: Whether the requester's identity was verified.
        said: Whether the customer wrote it in the thread.
        on_file: Whether it is known from a record (known values), not only recognised by its form.
        linked: Whether the text also names or identifies a customer.
        about: For special categories: an identifiable person, or the subject in general.
        form: For names: how much of the name is written.
    """

    entity_type: str
    category: str | None = None
    subtype: str | None = None
    whose: Holder = "unknown"
    verified: bool = False
    said: bool = False
    on_file: bool = False
    linked: bool = True
    about: About = "person"
    form: Form | None = None


class Rule(_Model):
    """One line of a channel policy; a condition that is absent always holds.

    Attributes:
        id: Name of the rule, shown by `explain` and in manifests.
        data: Globs over data categories, such as `user.contact.*`.
        types: Globs over entity types; a rule with both `data` and `types` takes what either names.
        subtypes: For `ORDER_ID`.
        whose: Holders.
        verified: See `Facts`; likewise the conditions that follow.
        action: What a finding means for the draft.
        operator: What is done to the finding when the draft is posted; None keeps it.
        params: Parameters of the operator.
        cut: What is cut: the finding, only the surname in it, from it to the end of its sentence (`passage`),
            or the whole sentence.
        reason: Key of `policies/reasons.yaml`; needed unless the action is `allow`.
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    data: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    whose: tuple[Holder, ...] = ()
    verified: bool | None = None
    said: bool | None = None
    on_file: bool | None = None
    linked: bool | None = None
    about: About | None = None
    form: tuple[Form, ...] = ()
    action: Act
    operator: str | None = None
    params: dict[str, str] = Field(default_factory=dict)
    cut: Extent = "span"
    reason: str = KEEP_REASON

    @model_validator(mode="after")
    def _sound(self) -> Rule:
        if self.action != "allow" and not self.reason:
            raise ValueError("a rule that does not allow needs a reason")
        if self.action == "redact" and self.operator is None:
            raise ValueError("a rule that redacts needs an operator")
        if (
            self.operator is not None
            and self.operator not in OPERATORS
            and not self.operator.startswith("presidio:")
        ):
            raise ValueError(f"unknown operator; known are {', '.join(OPERATORS)} and presidio:<name>")
        return self

    def takes(self, entity_type: str, category: str | None) -> bool:
        """Tell whether the rule is about such data."""
        if not self.data and not self.types:
            return True
        return any(fnmatchcase(entity_type, glob) for glob in self.types) or (
            category is not None and any(_covers(glob, category) for glob in self.data)
        )

    def holds(self, facts: Facts) -> bool:
        """Tell whether all conditions hold."""
        for condition, fact in (
            (self.verified, facts.verified),
            (self.said, facts.said),
            (self.on_file, facts.on_file),
            (self.linked, facts.linked),
            (self.about, facts.about),
        ):
            if condition is not None and condition != fact:
                return False
        return (
            (not self.whose or facts.whose in self.whose)
            and (not self.form or facts.form in self.form)
            and (not self.subtypes or facts.subtype in self.subtypes)
            and self.takes(facts.entity_type, facts.category)
        )

    @property
    def needs(self) -> Literal["vault", "key"] | None:
        """What the operator cannot work without."""
        if self.operator == "reversible":
            return "vault"
        return "key" if self.operator == "pseudonym" and self.params.get("scope") == "subject" else None

    @property
    def takes_everything(self) -> bool:
        """Whether no condition is set."""
        conditions = (self.verified, self.said, self.on_file, self.linked, self.about)
        lists = (self.data, self.types, self.subtypes, self.whose, self.form)
        return all(c is None for c in conditions) and not any(lists)


@cache
def _covers(glob: str, category: str) -> bool:
    """`user.contact.*` covers everything below, and `user.contact` itself."""
    return fnmatchcase(category, glob) or (glob.endswith(".*") and category == glob[:-2])


class Asking(_Model):
    """What may be asked for on a channel, beyond what its purposes allow.

    Attributes:
        secrets: Things never to be asked for, on any channel and for any purpose.
        sensitive: Things for which a purpose stated in the message is not enough by itself.
        harmless: Things that identify nobody.
        allowed: Things that this channel allows beyond the purpose's minimum.
        excess: What a question for more than is needed means.
    """

    secrets: tuple[str, ...] = ()
    sensitive: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    allowed: tuple[str, ...] = ()
    excess: Act = "block"


class Misdirected(_Model):
    """When a message to the wrong person is stopped as a whole.

    Attributes:
        share: Share of the draft's letters that stand in passages about another customer.
        persons: Number of other persons with data of their own.
    """

    share: float = Field(0.4, gt=0, le=1)
    persons: int = Field(2, ge=1)


class Purpose(_Model):
    """What a purpose needs to ask for."""

    title: str
    minimum: tuple[str, ...]
    ground: str = "GDPR 5(1)(c)"


class ReasonText(_Model):
    """What a reason code says, and the article that it rests on."""

    message: str
    ground: str


@dataclass(frozen=True, slots=True)
class OperatorChoice:
    """What is done to a finding in a stored text.

    Attributes:
        operator: replace, mask, redact, generalise, pseudonym, reversible or presidio:<name>.
        params: Parameters of the operator.
        rule: Id of the rule that chose it.
        reason: Key of the reason.
    """

    operator: str
    params: dict[str, str]
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChannelPolicy:
    """One channel's policy, with everything that it extends and refers to put together.

    Attributes:
        id: Name of the channel.
        title: For people.
        public: Whether strangers can read the channel.
        private_channel: Where a public conversation goes on; None if it cannot.
        max_length: Longest text in characters; None if unlimited.
        default_language: Language of texts of ours when the conversation does not tell.
        thresholds: Lowest score by entity type; `default` for the others.
        rules: For drafts, in order; the first that holds decides.
        stored: For stored texts (`redact`), in order.
        asking: What may be asked for.
        misdirected: When the whole message is stopped; None where no single person is written to.
        purposes: Purposes by key.
        reasons: Reason texts by code.
        digest: Identifies this version of the policy, SHA-256 in hexadecimal.
    """

    id: str
    title: str
    public: bool
    private_channel: str | None
    max_length: int | None
    default_language: str
    thresholds: dict[str, float]
    rules: tuple[Rule, ...]
    stored: tuple[Rule, ...]
    asking: Asking
    misdirected: Misdirected | None
    purposes: dict[str, Purpose]
    reasons: dict[str, ReasonText]
    digest: str
    _decided: dict[Facts, Rule] = field(default_factory=dict, repr=False, compare=False)

    def counts(self, finding: Finding) -> bool:
        """Tell whether a finding is sure enough to count on this channel."""
        lowest = self.thresholds.get(finding.entity_type, self.thresholds.get("default", 0.0))
        return finding.score >= lowest

    def rule_for(self, facts: Facts) -> Rule:
        """Return the rule that decides about a finding in a draft."""
        rule = self._decided.get(facts)
        if rule is None:
            # There are as many facts as combinations of conditions, not as many as findings.
            rule = self._decided[facts] = _first(self.rules, facts, self.id)
        return rule

    def operator_for(
        self,
        finding: Finding,
        *,
        verified: bool = False,
        said: bool = False,
        linked: bool = True,
        form: Form | None = None,
    ) -> OperatorChoice | None:
        """Return what is done to a finding in a stored text, without any conversation.

        Args:
            finding: The detection.
            verified: Whether the person's identity was verified, where somebody knows.
            said: Whether the customer wrote it.
            linked: Whether the text also names or identifies a person.
            form: For names: how much of the name is written.

        Returns:
            The operator, or None if the finding stays.
        """
        if not self.counts(finding):
            return None
        facts = Facts(
            finding.entity_type,
            finding.category,
            finding.subtype,
            whose=holder_of(finding.whose),
            verified=verified,
            said=said,
            on_file=finding.whose is not None,
            linked=linked,
            about=about_of(finding.why),
            form=form,
        )
        rule = _first(self.stored, facts, self.id)
        if rule.operator is None:
            return None
        return OperatorChoice(rule.operator, dict(rule.params), rule.id, rule.reason)

    def purpose(self, key: str) -> Purpose:
        """Return a purpose.

        Raises:
            UsageError: There is none of that name; the message lists those there are.
        """
        try:
            return self.purposes[key]
        except KeyError:
            known = ", ".join(sorted(self.purposes))
            raise UsageError("unknown purpose", hint=f"Known purposes: {known}.") from None


def holder_of(whose: str | None) -> Holder:
    """Return the holder that a detection names, as rules write it."""
    for holder in ("requester", "third_party", "agent", "organisation"):
        if whose == holder:
            return holder
    return "unknown"


def about_of(why: Iterable[str]) -> About:
    """Return what a special-category cue is about; a person, unless detection says otherwise."""
    return "general" if "about:general" in why else "person"


def _first(rules: tuple[Rule, ...], facts: Facts, channel: str) -> Rule:
    for rule in rules:
        if rule.holds(facts):
            return rule
    # The loader refuses channels whose last rule does not take everything.
    raise PolicyError(f"channel {channel}: no rule decides about {facts.entity_type}")
