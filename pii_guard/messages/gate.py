"""The gate: may this draft be posted on this channel, and if not, what instead?

`decide` is pure: findings, requests and the conversation in, a `Ruling` out. `judge` turns the ruling into a
`Verdict`, with operators applied by the function that it is given. docs/explanation/gate.md tells why.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from pii_guard.messages.asked import AskRuling, rule_ask, strictest
from pii_guard.messages.fragments import leftovers, loose_codes
from pii_guard.messages.held import Held, Spans, is_other
from pii_guard.messages.manifest import manifest
from pii_guard.messages.operators import Cut
from pii_guard.messages.personal import personal
from pii_guard.messages.record import HANDLES
from pii_guard.messages.stub import public_stub
from pii_guard.messages.types import Action, Reason, Verdict
from pii_guard.messages.whose import Holders
from pii_guard.policy.channel import Facts, about_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.messages.asking import Ask
    from pii_guard.messages.types import Conversation
    from pii_guard.policy.channel import ChannelPolicy, Rule

_ACCOUNT_DATA = (
    "user.financial",
    "user.unique_id",
    "user.behavior",
    "user.health_and_medical",
    "user.government_id",
)
_MIN_REPEAT = 5
# A code that no finding explains ("seat 4A", "ref 88213"); times, dates and prices are none.
_CODE = re.compile(r"(?<![\w.,:/-])[A-Z0-9]{2,}(?:-[A-Z0-9]+)*(?![\w:/]|[.,][0-9])")
_DIGITS_ALONE = 4


class Applied(Protocol):
    """What applying cuts gives; `RedactionResult` is one."""

    @property
    def text(self) -> str:
        """The text with the cuts made."""
        ...


class Apply(Protocol):
    """Makes cuts in a text: `messages.operators` bound to a conversation's placeholders."""

    def __call__(self, text: str, cuts: Sequence[Cut], /) -> Applied:
        """Return the text with the cuts made."""
        ...


@dataclass(frozen=True, slots=True)
class Ruled:
    """One finding and what the policy says about it.

    Attributes:
        held: The finding and its holder.
        rule: The rule that decided.
        action: What it means for the draft.
    """

    held: Held
    rule: Rule
    action: Action


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a policy says about a draft, before anything is written.

    Attributes:
        action: What may be done.
        reasons: Why, strictest first.
        findings: Every finding that counts on the channel, kept ones too.
        asks: Every request for data.
        cuts: What is to be replaced, in order, not overlapping.
    """

    action: Action
    reasons: tuple[Reason, ...]
    findings: tuple[Ruled, ...]
    asks: tuple[AskRuling, ...]
    cuts: tuple[Cut, ...]


def decide(
    draft: str,
    detections: Sequence[Detection],
    asks: Sequence[Ask],
    conversation: Conversation,
    policy: ChannelPolicy,
    *,
    private: ChannelPolicy | None = None,
    holders: Holders | None = None,
) -> Ruling:
    """Say what a policy says about a draft.

    Args:
        draft: The draft.
        detections: Findings in it, not overlapping.
        asks: Requests for data in it.
        conversation: What surrounds it.
        policy: The channel's policy.
        private: The policy of its private channel, if it has one.
        holders: What was found out about this draft before, for another channel.

    Raises:
        UsageError: The conversation's purpose is unknown.
    """
    policy.purpose(conversation.purpose)
    counted = [detection for detection in detections if policy.counts(detection)]
    holders = holders or Holders(draft, conversation)
    held = holders.of([*counted, *leftovers(draft, conversation, counted)])
    held = holders.with_more(held, loose_codes(draft, held, holders))
    held = personal(held, holders, known=conversation.requester is not None, public=policy.public)
    linked = any(_identifies(h) for h in held)
    findings = tuple(_ruled(h, conversation, policy, linked=linked) for h in held)
    asked = tuple(rule_ask(ask, policy, private, conversation.purpose) for ask in asks)
    action = strictest(*(f.action for f in findings), *(a.action for a in asked))
    reasons = _reasons(findings, asked, policy)
    cuts = _apart([*_cuts(draft, findings, holders), *_ask_cuts(asked)])
    if policy.misdirected is not None and _is_misdirected(draft, findings, holders, policy):
        action = Action.BLOCK
        reasons = [_reason("misdirected", policy), *reasons]
    if policy.public and action is Action.REDACT and _has_loose_code(draft, findings, holders):
        # A name already tells who it is; a code that nobody can explain may tell the rest.
        action = Action.MOVE_TO_PRIVATE
    return Ruling(action, tuple(reasons), findings, asked, cuts)


def judge(
    draft: str,
    detections: Sequence[Detection],
    asks: Sequence[Ask],
    conversation: Conversation,
    policy: ChannelPolicy,
    *,
    private: ChannelPolicy | None,
    language: str,
    apply: Apply,
) -> Verdict:
    """Judge a draft and write what may be posted.

    Args:
        draft: The draft.
        detections: Findings in it, not overlapping.
        asks: Requests for data in it.
        conversation: What surrounds it.
        policy: The channel's policy.
        private: The policy of `policy.private_channel`.
        language: Language of texts of ours; see `messages.language.guess_language`.
        apply: Makes cuts in a text.
    """
    holders = Holders(draft, conversation, language)
    ruling = decide(draft, detections, asks, conversation, policy, private=private, holders=holders)
    safe: str | None = None
    for_private: str | None = None
    if ruling.action is Action.ALLOW:
        safe = draft
    elif ruling.action in (Action.REDACT, Action.WARN):
        safe = apply(draft, ruling.cuts).text
    elif ruling.action is Action.MOVE_TO_PRIVATE and private is not None:
        other = decide(draft, detections, asks, conversation, private, holders=holders)
        if other.action is Action.BLOCK and any(f.action is Action.BLOCK for f in other.findings):
            # Not even the private channel may carry it.
            ruling = replace(ruling, action=Action.BLOCK, reasons=_merged(other.reasons, ruling.reasons))
        else:
            safe = public_stub(draft, conversation, policy, language)
            for_private = apply(draft, other.cuts).text
            ruling = replace(
                ruling, reasons=_merged(ruling.reasons, [r for r in other.reasons if _about_asking(r)])
            )
    return Verdict(
        action=ruling.action,
        reasons=ruling.reasons,
        safe_text=safe,
        private_text=for_private,
        spans=tuple(finding.held.detection for finding in ruling.findings),
        manifest=manifest(ruling, policy),
    )


def _identifies(held: Held) -> bool:
    """Tell whether a finding names or reaches a customer, so that what stands beside it is about somebody."""
    if held.whose in ("organisation", "agent"):
        return False
    kind, category = held.detection.entity_type, held.detection.category or ""
    contact = category.startswith(("user.contact.", "user.government_id.")) and kind not in (
        "CITY",
        "COUNTRY",
        "ORGANIZATION",
    )
    return kind == "PERSON" or kind in HANDLES or contact


def _ruled(held: Held, conversation: Conversation, policy: ChannelPolicy, *, linked: bool) -> Ruled:
    detection = held.detection
    facts = Facts(
        detection.entity_type,
        detection.category,
        detection.subtype,
        whose=held.whose,
        verified=conversation.verified,
        said=held.said,
        on_file=held.on_file,
        linked=linked,
        about=about_of(detection.why),
        form=held.form,
    )
    rule = policy.rule_for(facts)
    return Ruled(held, rule, Action(rule.action))


# reasons


def _reason(code: str, policy: ChannelPolicy, start: int | None = None, end: int | None = None) -> Reason:
    text = policy.reasons[code]
    return Reason(code, text.message, text.ground, start, end)


def _reasons(findings: Iterable[Ruled], asked: Iterable[AskRuling], policy: ChannelPolicy) -> list[Reason]:
    found: list[tuple[Action, Reason]] = []
    for finding in findings:
        if finding.rule.reason and finding.action is not Action.ALLOW:
            detection = finding.held.detection
            found.append(
                (finding.action, _reason(finding.rule.reason, policy, detection.start, detection.end))
            )
    found += [
        (ruled.action, _reason(ruled.reason, policy, ruled.ask.start, ruled.ask.end))
        for ruled in asked
        if ruled.reason
    ]
    order = list(Action)
    found.sort(key=lambda pair: (-order.index(pair[0]), pair[1].start or 0))
    return [reason for _action, reason in found]


def _merged(first: Iterable[Reason], second: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys([*first, *second]))


def _about_asking(reason: Reason) -> bool:
    return reason.code.startswith("asks_")


# cuts


def _cuts(draft: str, findings: Sequence[Ruled], holders: Holders) -> tuple[Cut, ...]:
    wanted: list[Cut] = []
    for finding in findings:
        rule, detection = finding.rule, finding.held.detection
        if finding.action is Action.ALLOW or rule.operator is None:
            continue
        start, end = _extent(finding, findings, holders)
        wanted.append(Cut(start, end, detection.entity_type, rule.operator, dict(rule.params)))
    return _apart([*wanted, *_repeats(draft, wanted, findings)])


def _extent(finding: Ruled, findings: Sequence[Ruled], holders: Holders) -> tuple[int, int]:
    held = finding.held
    start, end = held.detection.start, held.detection.end
    if finding.rule.cut == "surname" and held.surname is not None:
        return held.surname
    sentence = holders.sentence_of(start) if finding.rule.cut in ("passage", "sentence") else None
    if sentence is None:
        return start, end
    if finding.rule.cut == "sentence":
        return sentence.start, max(end, sentence.end)
    about = [
        f.held.detection.start
        for f in findings
        if f.held.whose == "third_party" and sentence.start <= f.held.detection.start
    ]
    return min([start, *about]), max(end, sentence.end)


def _repeats(draft: str, cuts: Sequence[Cut], findings: Sequence[Ruled]) -> list[Cut]:
    """Cut other places where a value that is cut stands as well, whatever detection made of them."""
    taken = Spans((f.held.detection.start, f.held.detection.end) for f in findings)
    values = {draft[cut.start : cut.end]: cut for cut in cuts if not cut.entity_type.endswith("_CUE")}
    more: list[Cut] = []
    for value, cut in values.items():
        if len(value) < _MIN_REPEAT:
            continue
        at = draft.find(value)
        while at >= 0:
            end = at + len(value)
            inside_word = draft[at - 1 : at].isalnum() or draft[end : end + 1].isalnum()
            if not inside_word and not taken.touch(at, end):
                more.append(replace(cut, start=at, end=end))
            at = draft.find(value, end)
    return more


def _apart(cuts: Iterable[Cut]) -> tuple[Cut, ...]:
    """Order cuts and let the longest of overlapping ones stand, so that none is applied twice."""
    result: list[Cut] = []
    for cut in sorted(cuts, key=lambda c: (c.start, -c.end)):
        if not result or cut.start >= result[-1].end:
            result.append(cut)
        elif cut.end > result[-1].end:
            result[-1] = replace(result[-1], end=cut.end)
    return tuple(result)


def _ask_cuts(asked: Iterable[AskRuling]) -> list[Cut]:
    """Requests that are not allowed are left out of whatever is posted."""
    refused = (Action.WARN, Action.BLOCK)
    return [Cut(a.ask.start, a.ask.end, "ASK", "redact", {}) for a in asked if a.action in refused]


# whole-message rules


def _is_misdirected(draft: str, findings: Sequence[Ruled], holders: Holders, policy: ChannelPolicy) -> bool:
    """Tell whether a private message is as a whole about somebody else."""
    limits = policy.misdirected
    if limits is None:
        return False
    letters = persons = 0
    held = [finding.held for finding in findings]
    for sentence, places in holders.grouped(held):
        inside = [held[place] for place in places]
        others = [h for h in inside if is_other(h)]
        data = [
            h
            for h in inside
            if h.whose == "third_party" and (h.detection.category or "").startswith(_ACCOUNT_DATA)
        ]
        if others and data:
            persons += len(others)
            letters += sum(map(str.isalpha, draft[sentence.start : sentence.end]))
    share = letters / max(1, sum(map(str.isalpha, draft)))
    return persons >= limits.persons or share > limits.share


def _has_loose_code(draft: str, findings: Sequence[Ruled], holders: Holders) -> bool:
    spans = Spans((f.held.detection.start, f.held.detection.end) for f in findings)
    return any(
        _is_code(match[0]) and not spans.touch(*match.span()) and not holders.said.value(match[0])
        for match in _CODE.finditer(draft)
    )


def _is_code(text: str) -> bool:
    """Tell whether a run of capitals and digits has both, or is a longer number."""
    numeric = any(char.isdigit() for char in text)
    return numeric and (len(text) >= _DIGITS_ALONE or not text.isdigit())
