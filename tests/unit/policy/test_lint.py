from __future__ import annotations

from pii_guard.policy.lint import lint
from pii_guard.policy.loader import PolicySet
from pii_guard.resources import bundled, load_yaml
from pii_guard.vocabulary.entities import load_entities


def problems(tmp_path, text, things=()):
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "forum.yaml").write_text(text, encoding="utf-8")
    return [p for p in lint(PolicySet.load(tmp_path), load_entities(), things) if p.file == "forum.yaml"]


def test_the_bundled_policies_are_clean():
    things = load_yaml(bundled("policies") / "asking.yaml")["things"]
    assert lint(PolicySet.load(), load_entities(), things) == []


def test_a_rule_behind_a_wider_one_is_named_with_its_line(tmp_path):
    text = """id: forum
extends: social_public
rules:
  - {id: wide, types: [ORDER_ID], action: allow}
  - {id: narrow, types: [ORDER_ID], whose: [requester], action: block, reason: opinion}
"""
    found = problems(tmp_path, text)
    assert [(p.code, p.line) for p in found] == [("unreachable", 5)]
    assert "narrow" in str(found[0])


def test_a_rule_covered_only_by_several_together_is_unreachable_too(tmp_path):
    text = """id: forum
extends: social_public
rules:
  - {id: sure, types: [AGE], verified: true, action: allow}
  - {id: unsure, types: [AGE], verified: false, action: allow}
  - {id: never, types: [AGE], said: true, action: allow}
"""
    assert [p.message.split(":")[0] for p in problems(tmp_path, text)] == ["never"]


def test_names_that_nothing_has_are_named(tmp_path):
    text = """id: forum
extends: social_public
asking: {allowed: [shoe_size]}
rules:
  - {id: typo, types: [EMAIL_ADRESS], action: allow}
  - {id: astray, data: [user.contacts.*], action: allow}
"""
    codes = {p.code for p in problems(tmp_path, text, things=("password", "name"))}
    assert codes >= {"unknown_type", "unknown_category", "unknown_thing"}
