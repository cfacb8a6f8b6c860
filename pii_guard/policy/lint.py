"""Finds what is odd in policies though they load: rules that are never reached, names that nothing uses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from pii_guard.policy.channel import Facts, Rule
from pii_guard.policy.names import KnownNames

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pii_guard.policy.channel import ChannelPolicy
    from pii_guard.policy.loader import PolicySet, Source
    from pii_guard.vocabulary.entities import Entities

_HOLDERS = ("requester", "third_party", "agent", "organisation", "unknown")
_FORMS = ("first_name", "surname", "full_name")
_YES_NO = (False, True)
_BY_GATE = frozenset({"misdirected", "asks_secret", "asks_in_public", "asks_too_much", "asks_sensitive"})


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd in a policy.

    Attributes:
        file: Name of the file.
        line: Line in it, 1 if unknown.
        code: `unreachable`, `overridden`, `unknown_type`, `unknown_category`, `unknown_thing` or
            `unused_reason`.
        message: What is odd.
    """

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def lint(policies: PolicySet, entities: Entities, things: Collection[str] = ()) -> list[Problem]:
    """Return what is odd in the policies in force.

    Args:
        policies: The policies.
        entities: The taxonomy of entity types.
        things: What can be asked for; not checked when empty.

    Raises:
        PolicyError: A file is wrong; that is more than odd.
    """
    problems = {*_names(policies, entities), *_unreached(policies, entities), *_unused(policies)}
    problems.update(_overridden(policies, entities))
    if things:
        problems.update(_things(policies, things))
    return sorted(problems, key=lambda p: (p.file, p.line, p.code, p.message))


def _owned(
    policies: PolicySet, policy: ChannelPolicy, part: str
) -> Iterator[tuple[Source, Rule, tuple[Rule, ...]]]:
    """Yield a channel's rules, each with the file that wrote it and the rules before it."""
    rules: tuple[Rule, ...] = getattr(policy, part)
    owners = [source for source in policies.chain(policy.id) for _rule in getattr(source.file, part)]
    for number, (rule, source) in enumerate(zip(rules, owners, strict=True)):
        yield source, rule, rules[:number]


def _names(policies: PolicySet, entities: Entities) -> Iterator[Problem]:
    known = KnownNames(entities, policies.folder)
    codes = {"types": "unknown_type", "data": "unknown_category"}
    for policy, part in product(policies, ("rules", "stored")):
        for source, rule, _earlier in _owned(policies, policy, part):
            for key, _place, text in known.unknown(rule):
                line = _line(source.data, rule.id)
                yield Problem(source.path.name, line, codes[key], f"{rule.id}: {text}")


def _unreached(policies: PolicySet, entities: Entities) -> Iterator[Problem]:
    """Yield rules that decide nothing in any channel; a channel may well override what it extends."""
    vain: dict[tuple[str, str], Problem | None] = {}
    for policy, part in product(policies, ("rules", "stored")):
        for source, rule, earlier in _owned(policies, policy, part):
            key = (source.path.name, rule.id)
            if key in vain and vain[key] is None:
                continue
            message = f"{rule.id}: earlier rules take everything it would take"
            problem = Problem(source.path.name, _line(source.data, rule.id), "unreachable", message)
            vain[key] = None if _reached(earlier, rule, entities) else problem
    return (problem for problem in vain.values() if problem is not None)


def _overridden(policies: PolicySet, entities: Entities) -> Iterator[Problem]:
    """Yield rules of the user's that leave nothing to rules of the bundled file that they extend.

    A rule of the user's that bears the name of the rule which it takes over says that it is meant.
    """
    for policy, part in product(policies, ("rules", "stored")):
        owned = list(_owned(policies, policy, part))
        own = [(source, rule) for source, rule, _earlier in owned if policies.own(source)]
        taken: dict[str, list[str]] = {}
        for source, rule, earlier in owned if own else ():
            if policies.own(source) or rule.id in {r.id for _source, r in own}:
                continue
            bundled = earlier[len(own) :]
            if _reached(earlier, rule, entities) or not _reached(bundled, rule, entities):
                continue
            alone = (r for _source, r in own if not _reached((r, *bundled), rule, entities))
            taken.setdefault(next(alone, own[-1][1]).id, []).append(rule.id)
        for source, rule in own:
            if rule.id in taken:
                names = ", ".join(taken[rule.id])
                message = f"{part}: {rule.id}: leaves nothing to rules that {policy.id} extends: {names}"
                yield Problem(source.path.name, _line(source.data, rule.id), "overridden", message)


def _unused(policies: PolicySet) -> Iterator[Problem]:
    used = {rule.reason for policy in policies for rule in (*policy.rules, *policy.stored)} | _BY_GATE
    for code in policies.reasons:
        if code not in used:
            yield Problem("reasons.yaml", 1, "unused_reason", f"reason {code} is used by no rule")


def _line(data: bytes, rule: str) -> int:
    """Return the line of a rule, found by its id."""
    lines = data.decode("utf-8", "replace").splitlines()
    return next((n for n, line in enumerate(lines, 1) if re.search(rf"\bid: {rule}\b", line)), 1)


def _reached(earlier: Sequence[Rule], rule: Rule, entities: Entities) -> bool:
    """Tell whether some finding falls to a rule, by trying every combination of conditions that matters."""
    if any(r.takes_everything for r in earlier):
        return False
    tried: set[tuple[bool, ...]] = set()
    for entity_type in (*entities.types, "PLUGGED_IN"):
        category = entities.category(entity_type)
        takes = tuple(r.takes(entity_type, category) for r in earlier)
        # Types that the same rules are about differ in nothing else.
        if takes in tried or not rule.takes(entity_type, category):
            continue
        tried.add(takes)
        relevant = [r for r, about_it in zip(earlier, takes, strict=True) if about_it]
        options = _options(relevant, rule)
        for values in product(*options.values()):
            facts: dict[str, Any] = dict(zip(options, values, strict=True))
            point = Facts(entity_type, category, **facts)
            if rule.holds(point) and not any(r.holds(point) for r in relevant):
                return True
    return False


def _options(relevant: Sequence[Rule], rule: Rule) -> dict[str, tuple[Any, ...]]:
    """Return the values of each condition that can make a difference to these rules."""
    rules = (*relevant, rule)
    options: dict[str, tuple[Any, ...]] = {
        "whose": rule.whose or (_HOLDERS if any(r.whose for r in rules) else ("unknown",)),
        "form": rule.form or ((None, *_FORMS) if any(r.form for r in rules) else (None,)),
        "subtype": rule.subtypes or ((None, *{s for r in rules for s in r.subtypes})),
        "about": (rule.about,) if rule.about else ("person", "general"),
    }
    for name in ("verified", "said", "on_file", "linked"):
        wanted = getattr(rule, name)
        mentioned = any(getattr(r, name) is not None for r in rules)
        options[name] = (wanted,) if wanted is not None else (_YES_NO if mentioned else (False,))
    return options


def _things(policies: PolicySet, things: Collection[str]) -> Iterator[Problem]:
    for policy in policies:
        asking = policy.asking
        for thing in (*asking.secrets, *asking.sensitive, *asking.harmless, *asking.allowed):
            if thing not in things:
                yield Problem(f"{policy.id}.yaml", 1, "unknown_thing", f"asking: nothing is called {thing}")
    for key, purpose in policies.purposes.items():
        for thing in purpose.minimum:
            if thing not in things:
                yield Problem("purposes.yaml", 1, "unknown_thing", f"{key}: nothing is called {thing}")
