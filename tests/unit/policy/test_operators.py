"""Operators that cannot work are refused before the first text, with channel and rule."""

from __future__ import annotations

import pytest

from pii_guard import PIIGuard
from pii_guard.errors import PolicyError
from pii_guard.keys.handle import KeyHandle
from pii_guard.messages.operators import check_operator


def guard(tmp_path, operator, part="rules", **options):
    (tmp_path / "channels").mkdir()
    rule = f"{{id: plates, types: [LICENCE_PLATE], action: redact, reason: opinion, operator: {operator}}}"
    (tmp_path / "channels" / "forum.yaml").write_text(
        f"id: forum\nextends: ticket\n{part}:\n  - {rule}\n", encoding="utf-8"
    )
    return PIIGuard(policies=tmp_path, **options)


@pytest.mark.parametrize("ask", ["lint", "detect", "check", "redact"])
@pytest.mark.parametrize(
    ("operator", "told"),
    [
        ('"presidio:hash"', "unkeyed hash"),
        ('mask, params: {keep: "12"}', "mask keeps 0 to 4"),
        ('mask, params: {kep: "2"}', "no setting 'kep'"),
        ('replace, params: {new_value: "x"}', "no setting 'new_value'"),
        ("pseudonym, params: {scope: forever}", "no scope 'forever'"),
        ("reversible", "a draft has no vault"),
    ],
)
def test_an_operator_that_cannot_work_is_refused_whatever_is_asked(tmp_path, ask, operator, told):
    ours = guard(tmp_path, operator)
    calls = {
        "lint": ours.lint,
        "detect": lambda: ours.detect("Hello"),
        "check": lambda: ours.check("Hello", channel="forum"),
        "redact": lambda: ours.redact("Hello", channel="email"),
    }
    with pytest.raises(PolicyError, match=rf"forum\.yaml:4: rules: plates: .*{told}"):
        calls[ask]()


def test_an_operator_that_presidio_has_not_is_refused(tmp_path):
    pytest.importorskip("presidio_anonymizer")
    with pytest.raises(PolicyError, match=r"forum\.yaml:4: stored: plates: .*nonsense"):
        guard(tmp_path, '"presidio:nonsense"', "stored").lint()


@pytest.mark.parametrize(
    ("operator", "part", "needs"),
    [
        ("pseudonym, params: {scope: subject}", "rules", "key"),
        ("pseudonym, params: {scope: subject}", "stored", "key"),
        ("reversible", "stored", "vault"),
    ],
)
def test_what_an_operator_needs_is_asked_for_before_the_text(tmp_path, operator, part, needs):
    ours = guard(tmp_path, operator, part)
    told = f"channel forum: {part}: plates: .* needs a {needs}"
    (problem,) = [line for line in ours.lint() if "needs a" in line]
    assert problem.startswith("forum.yaml:1: ")
    assert f"{part}: plates" in problem
    with pytest.raises(PolicyError, match=told):
        ours.check("Hello", channel="forum") if part == "rules" else ours.redact("Hello", channel="forum")
    if part == "stored":
        with pytest.raises(PolicyError, match=told):
            ours.redact_document(b"Hello", kind="text", channel="forum")
    assert ours.redact("Hello", channel="email").text == "Hello"


def test_with_a_key_pseudonyms_of_a_subject_are_in_order(tmp_path):
    ours = guard(tmp_path, "pseudonym, params: {scope: subject}", pseudonym_key=KeyHandle(bytes(32)))
    assert not [line for line in ours.lint() if "needs" in line]
    assert ours.check("Hello", channel="forum").action == "allow"


def test_operators_of_the_bundled_rules_work():
    for policy in PIIGuard().policies:
        for rule in (*policy.rules, *policy.stored):
            if rule.operator:
                check_operator(rule.operator, rule.params)
