from __future__ import annotations

from pii_guard.policy.lint import lint
from pii_guard.policy.loader import PolicySet
from pii_guard.resources import bundled, load_yaml
from pii_guard.vocabulary.entities import load_entities


def problems(tmp_path, text, things=(), channel="forum"):
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / f"{channel}.yaml").write_text(text, encoding="utf-8")
    found = lint(PolicySet.load(tmp_path), load_entities(), things)
    return [p for p in found if p.file == f"{channel}.yaml"]


def test_the_bundled_policies_are_clean():
    things = load_yaml(bundled("policies") / "asking.yaml")["things"]
    assert lint(PolicySet.load(), load_entities(), things) == []


def test_a_rule_behind_a_wider_one_is_named_with_its_line(tmp_path):
    text = """id: forum
extends: social_public
rules:
  - {id: order, types: [ORDER_ID], action: allow}
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
"""
    codes = {p.code for p in problems(tmp_path, text, things=("password", "name"))}
    assert "unknown_thing" in codes


def test_a_rule_of_ones_own_that_switches_off_what_it_extends_is_named(tmp_path):
    text = "id: email\nextends: email\nrules: [{id: all, action: allow}]\n"
    (found,) = problems(tmp_path, text, channel="email")
    assert (found.code, found.line) == ("overridden", 3)
    assert "all: leaves nothing to rules that email extends: " in found.message
    assert {"secrets", "card", "unverified"} <= set(found.message.rpartition(": ")[2].split(", "))


def test_the_rule_to_blame_is_the_one_that_takes_everything_of_another(tmp_path):
    text = """id: forum
extends: social_public
rules:
  - {id: plates, types: [LICENCE_PLATE], action: allow}
  - {id: orders, types: [ORDER_ID], action: allow}
"""
    (found,) = problems(tmp_path, text)
    assert (found.code, found.line) == ("overridden", 5)
    assert found.message.endswith("orders: leaves nothing to rules that forum extends: order")


def test_stored_rules_that_are_switched_off_are_named_too(tmp_path):
    text = "id: forum\nextends: ticket\nstored: [{id: all, action: allow}]\n"
    assert [(p.code, p.line) for p in problems(tmp_path, text)] == [("overridden", 3)]


def test_a_rule_that_takes_over_another_under_its_name_is_meant(tmp_path):
    text = "id: forum\nextends: social_public\nrules: [{id: order, types: [ORDER_ID], action: allow}]\n"
    assert problems(tmp_path, text) == []


def test_a_rule_that_takes_only_part_of_another_s_is_not_odd(tmp_path):
    text = """id: forum
extends: social_public
rules:
  - {id: our_orders, types: [ORDER_ID], subtypes: [ticket], action: allow}
"""
    assert problems(tmp_path, text) == []
