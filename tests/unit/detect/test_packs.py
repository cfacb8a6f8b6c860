"""Packs are strict, and wrong ones are refused with what is wrong."""

import pytest
from pydantic import ValidationError

from pii_guard.detect.packs import FORMS, Pack, Recognizer, check_packs, load_packs
from pii_guard.detect.scanner import Scanner
from pii_guard.errors import PolicyError


def rule(**parts):
    return Recognizer.model_validate(
        {"name": "r", "entity_type": "SECRET", "patterns": [{"regex": "x"}], **parts}
    )


def pack(*rules, **parts):
    return Pack.model_validate({"version": 1, "recognizers": [r.model_dump() for r in rules], **parts})


def test_words_may_be_a_list_or_one_string():
    words = pack(words={"a": {"en": "one, two words ,three*", "sv": ["ett", "två"]}}).words["a"]
    assert words == {"en": ("one", "two words", "three*"), "sv": ("ett", "två")}


@pytest.mark.parametrize(
    "parts",
    [
        {"cues": ("a",)},
        {"patterns": ()},
        {"patterns": (), "cues": ("a",)},
        {"unknown": 1},
        {"score": 1.2},
        {"reach": "everywhere"},
        {"name": "Not a name"},
    ],
)
def test_wrong_rules_are_refused(parts):
    with pytest.raises(ValidationError):
        rule(**parts)


def test_names_are_unique_over_all_packs():
    with pytest.raises(PolicyError, match="'r' is defined twice"):
        check_packs([pack(rule()), pack(rule())])


@pytest.mark.parametrize("key", ["context", "unless", "needs", "reject"])
def test_unknown_word_groups_are_refused(key):
    with pytest.raises(PolicyError, match="unknown word group 'ghost'"):
        check_packs([pack(rule(**{key: ("ghost",)}))])


@pytest.mark.parametrize("regex", ["(?=a)b", r"(a)\1", "(", "a{9999}"])
def test_expressions_that_are_not_re2_are_refused(regex):
    with pytest.raises(PolicyError, match="recognizer 'r'"):
        Scanner([pack(rule(patterns=[{"regex": regex, "form": "distinctive"}]))])


def test_cued_values_that_are_not_re2_are_refused():
    cued = rule(patterns=(), cues=("a",), value="(?<=x)y")
    with pytest.raises(PolicyError, match="recognizer 'r'"):
        Scanner([pack(cued, words={"a": {"en": ["code"]}})])


def test_unknown_validators_are_refused():
    with pytest.raises(PolicyError, match="unknown validator 'ghost'"):
        Scanner([pack(rule(validator="ghost"))])


def test_parts_are_put_in_and_unknown_or_circular_ones_refused():
    scanner = Scanner(
        [pack(rule(patterns=[{"regex": "{{b}}!", "form": "distinctive"}]), parts={"a": "x+", "b": "{{a}}y"})]
    )
    assert [(d.start, d.end) for d in scanner.scan("xxy! y!")] == [(0, 4)]
    for parts in ({}, {"b": "{{b}}"}):
        with pytest.raises(PolicyError, match="recognizer 'r'"):
            Scanner([pack(rule(patterns=[{"regex": "{{b}}"}]), parts=parts)])


def test_forms_grow_with_evidence():
    for scores in FORMS.values():
        assert scores.both >= scores.context
        assert scores.both >= scores.region >= scores.valid


def test_bundled_packs_load_and_compile():
    packs = load_packs()
    for one in Scanner(packs)._always:
        assert one.regex.groups >= 0
    assert sum(len(one.recognizers) for one in packs) > 100


def test_bundled_words_are_words_not_booleans():
    words = {w for one in load_packs() for groups in one.words.values() for ws in groups.values() for w in ws}
    assert {"True", "False", "None", ""}.isdisjoint(words)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("entity_type: PASWORD, patterns: [{regex: x}]", "no entity type is called PASWORD"),
        ("entity_type: SECRET, patterns: [{regex: ''}]", "matches the empty text"),
        ("entity_type: SECRET, patterns: [{regex: 'a*'}]", "matches the empty text"),
        ("entity_type: SECRET, cues: [a], value: 'a?'", "matches the empty text"),
        ("entity_type: SECRET, patterns: [{regex: '('}]", "recognizer 'r'"),
        ("entity_type: SECRET, patterns: [{regex: x}], context: [ghost]", "unknown word group"),
        ("entity_type: SECRET, patterns: [{regex: x}], validator: ghost", "unknown validator"),
    ],
)
def test_wrong_rules_of_a_file_are_named_with_file_and_line(tmp_path, line, told):
    text = f"version: 1\nwords: {{a: {{en: code}}}}\nrecognizers:\n  - {{name: r, {line}}}\n"
    (tmp_path / "ours.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=rf"^ours\.yaml:4: .*{told}"):
        Scanner(load_packs([tmp_path]))


def test_look_alikes_are_no_unknown_type():
    check_packs([pack(rule(entity_type="LOOK_ALIKE"))])
