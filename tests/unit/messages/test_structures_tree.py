from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.keys.handle import KeyHandle
from pii_guard.messages.operators import Cut, apply_cuts
from pii_guard.messages.placeholders import PlaceholderBook
from pii_guard.messages.structures import redact_string
from pii_guard.messages.vault import Vault
from tests.unit.messages.structures_toy import run


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{"a": "anna@example.com"}', '{"a": "[EMAIL_1]"}'),
        ('{ "z":1.50,"a" :[ "Anna Berg",null ] }\r\n', '{ "z":1.50,"a" :[ "[PERSON_1]",null ] }\r\n'),
        (r'"\u0061nna@example.com\n\ud83d\ude42\/"', r'"[EMAIL_1]\n\ud83d\ude42\/"'),
        (r'"\ud800 Anna Berg"', r'"\ud800 [PERSON_1]"'),
        ('{"card": 46701740612, "n": 1e5}', '{"card": "[PHONE_1]", "n": 1e5}'),
        ('{"anna@example.com": 1}', '{"anna@example.com": 1}'),
        ('"x"', '"x"'),
        ("  true ", "  true "),
        ("[NaN, -Infinity, []]", "[NaN, -Infinity, []]"),
    ],
)
def test_json(source, expected):
    assert run("json", source)[0] == expected


def test_the_key_is_the_context():
    _, toy = run(
        "json",
        '{"e": {"mail": ["a@example.com", {"x": "b@example.com"}, "c@example.com"]}, "p": "Anna Berg"}',
    )
    assert [toy.context_of(f"{c}@example.com") for c in "abc"] == ["mail", "x", "mail"]
    assert toy.context_of("Anna Berg") == "p"


def test_replacements_are_written_so_that_restore_knows_them(tmp_path):
    assert run("json", '{"t": "+46701740612"}', "mask")[0] == '{"t": "•••• 0612"}'
    vault = Vault.create_or_open(tmp_path / "vault", KeyHandle.random())
    source = '{"t": "Anna Berg", "n": 1.50}'

    def seal(text, *, context):
        return apply_cuts(
            text,
            [Cut(0, len(text), "PERSON", "reversible")] if text == "Anna Berg" else [],
            PlaceholderBook(),
            vault=vault,
        )

    redacted, items = redact_string(source, seal, kind="json")
    assert len(items) == 1
    assert "Anna" not in redacted
    assert vault.restore(redacted) == source


def test_lines():
    source = '{"a":"Anna Berg"}\r\n\n[1, "x"]\n"anna@example.com"'
    assert run("jsonl", source)[0] == '{"a":"[PERSON_1]"}\r\n\n[1, "x"]\n"[EMAIL_1]"'


@pytest.mark.parametrize(
    ("kind", "source", "line"),
    [
        ("json", "", 1),
        ("json", '{"a":\n1,}', 2),
        ("json", '{"a" 1}', 1),
        ("json", "[1 2]", 1),
        ("json", "[1]\n\n[2]", 3),
        ("json", '"secret', 1),
        ("json", "[}", 1),
        ("json", "{]", 1),
        ("json", "[,1]", 1),
        ("json", "{1:2}", 1),
        ("json", "01", 1),
        ("json", '"\\x61"', 1),
        ("json", '["a\nb"]', 1),
        ("json", "['secret']", 1),
        ("json", "]", 1),
        ("json", ":", 1),
        ("jsonl", '{}\n{"secret\n', 2),
        ("jsonl", "{} {}\n", 1),
        ("jsonl", "{\n}\n", 1),
    ],
)
def test_malformed_json_names_the_line_and_no_value(kind, source, line):
    with pytest.raises(BadInputError) as caught:
        run(kind, source)
    assert caught.value.line == line
    assert "secret" not in str(caught.value)
    assert caught.value.hint


def test_deep_json_is_refused_with_the_limit():
    with pytest.raises(TooLargeError, match="500"):
        run("json", "[" * 100_000)
    assert run("json", "[" * 500 + "]" * 500)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["Anna Berg", "anna@example.com"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_the_tree_is_the_same_but_for_what_was_found(value, ascii_only, indent):
    source = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    out, _ = run("json", source)

    def redacted(node):
        if isinstance(node, str):
            return run("text", node)[0] if node in ("Anna Berg", "anna@example.com") else node
        if isinstance(node, list):
            return [redacted(n) for n in node]
        if isinstance(node, dict):
            return {k: redacted(v) for k, v in node.items()}
        return node

    got = json.loads(out)
    if not any(len(str(n)) > 9 for n in _numbers(value)):  # long numbers may be found
        assert got == redacted(value)
    assert "Anna Berg" not in _strings(got)


def _numbers(node):
    if isinstance(node, list):
        return [n for v in node for n in _numbers(v)]
    if isinstance(node, dict):
        return [n for v in node.values() for n in _numbers(v)]
    return [node] if isinstance(node, int | float) and not isinstance(node, bool) else []


def _strings(node):
    if isinstance(node, list):
        return [n for v in node for n in _strings(v)]
    if isinstance(node, dict):
        return [n for v in node.values() for n in _strings(v)]
    return [node] if isinstance(node, str) else []


@given(st.text(alphabet='{}[]",:\\u0ab1.e- \n', max_size=40))
def test_what_json_refuses_is_refused_here_too(source):
    try:
        json.loads(source)
        good = True
    except ValueError:
        good = False
    try:
        run("json", source)
        assert good
    except BadInputError:
        assert not good
