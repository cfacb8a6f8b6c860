"""The JSONL contract at the door: order, bad lines, offsets, schemas."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.cli.answers import offset_map
from pii_guard.errors import BadInputError
from pii_guard.messages.contract import SCHEMAS, CheckIn, read_line
from pii_guard.resources import bundled


def run(*args, lines=(), data=None):
    body = (
        data
        if data is not None
        else "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
    )
    command = [str(Path(sys.executable).parent / "pii-guard"), *args]
    result = subprocess.run(command, input=body, capture_output=True, timeout=120)
    return (
        result.returncode,
        [json.loads(line) for line in result.stdout.splitlines()],
        result.stderr.decode(),
    )


def schema(name):
    return json.loads((bundled("policies") / "schema" / f"{name}.json").read_text(encoding="utf-8"))


def test_schemas_on_disk_are_those_of_the_code():
    for name, model in SCHEMAS.items():
        assert schema(name) == model.model_json_schema(), f"run: python -m tests.export_schemas ({name})"


def test_detect_answers_in_order_and_by_schema():
    code, out, _ = run(
        "detect", "--jsonl", lines=[{"id": i, "text": f"{i} mail a{i}.b@example.com"} for i in range(20)]
    )
    assert code == 0
    assert [line["id"] for line in out] == list(range(20))
    for line in out:
        jsonschema.validate(line, schema("detect-output"))
        (found,) = line["detections"]
        assert found["entity_type"] == "EMAIL_ADDRESS"


def test_bad_lines_stand_in_their_place_and_the_rest_goes_on():
    good = b'{"id": "a", "text": "hello"}\n'
    bad = [
        b"not json wren.halloway@example.com\n",
        b'{"id": "b"}\n',
        b'{"id": "c", "text": 5}\n',
        b'{"id": "d", "text": "x", "wren.halloway@example.com": 1}\n',
        b'{"id": "e", "text": "\xff"}\n',
        b"[1, 2]\n",
        b'{"id": "f", "id": "g", "text": "x"}\n',
        b"[" * 100_000 + b"\n",
    ]
    code, out, err = run("detect", "--jsonl", data=b"".join(good + line for line in bad) + good)
    assert code == 65
    assert [("error" in line) for line in out] == [False, True] * len(bad) + [False]
    assert [line["line"] for line in out if "error" in line] == [2 * n + 2 for n in range(len(bad))]
    assert out[3]["id"] == "b"
    for line in out:
        if "error" in line:
            jsonschema.validate(line, schema("error-output"))
    assert "halloway" not in json.dumps(out) + err


def test_offsets_in_other_units():
    text = "😀 mail wren.halloway@example.com"
    for unit, start in (("codepoint", 7), ("utf16", 8), ("utf8", 10)):
        _, out, _ = run("detect", "--jsonl", "--offsets", unit, lines=[{"id": 1, "text": text}])
        assert out[0]["detections"][0]["start"] == start


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=40), st.data())
def test_offset_map_slices_what_it_should(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    places = offset_map(text, {start, end}, "utf16")
    units = text.encode("utf-16-le", "surrogatepass")
    assert units[2 * places[start] : 2 * places[end]] == text[start:end].encode("utf-16-le", "surrogatepass")
    places = offset_map(text, {start, end}, "utf8")
    assert text.encode("utf-8", "surrogatepass")[places[start] : places[end]] == text[start:end].encode(
        "utf-8", "surrogatepass"
    )


def test_redact_by_schema_and_never_blocks():
    lines = [{"id": 1, "text": "My password is Otter-4471! and card 4111 1111 1111 1111"}]
    code, out, _ = run("redact", "--jsonl", "--channel", "social_public", lines=lines)
    assert code == 0
    jsonschema.validate(out[0], schema("redact-output"))
    assert "4111" not in out[0]["text"]
    assert "Otter" not in out[0]["text"]
    for item in out[0]["items"]:
        assert out[0]["text"][item["new_start"] : item["new_end"]] == item["placeholder"]


def test_check_by_schema():
    line = {
        "id": "x", "channel": "social_public", "draft": "Hi @wrenh, order FB-118204 goes out today. ^Ravi",
        "thread": [["customer", "where is it"]], "requester": {"name": "Wren Halloway", "order_ids": ["FB-118204"], "handles": ["@wrenh"]},
        "verified": False, "organisation": {"name": "Fernway", "agents": ["Ravi"]},
    }  # fmt: skip
    code, out, _ = run("check", "--jsonl", lines=[line])
    assert code == 0
    jsonschema.validate(out[0], schema("check-output"))
    assert out[0]["action"] == "move_to_private"
    assert "FB-118204" not in out[0]["safe_text"]
    assert "FB-118204" in out[0]["private_text"]
    assert all(reason["ground"] for reason in out[0]["reasons"])


def test_unknown_channel_in_a_line_is_that_lines_error():
    code, out, _ = run(
        "check",
        "--jsonl",
        lines=[{"id": 1, "channel": "fax", "draft": "x"}, {"id": 2, "channel": "email", "draft": "x"}],
    )
    assert code == 65
    assert out[0]["error"]["code"] == "usage"
    assert out[1]["action"] == "allow"


def test_known_values_carry_whose_and_ref():
    line = {
        "id": 1,
        "text": "Tell Wren Halloway it is ready",
        "known": [{"value": "Wren Halloway", "whose": "third_party", "ref": "c-9"}],
    }
    _, out, _ = run("detect", "--jsonl", lines=[line])
    (found,) = out[0]["detections"]
    assert (found["whose"], found["ref"], found["entity_type"]) == ("third_party", "c-9", "PERSON")


@pytest.mark.parametrize(
    "command", [["detect", "--jsonl"], ["redact", "--jsonl", "--channel", "email"], ["check", "--jsonl"]]
)
def test_no_input_is_no_output(command):
    assert run(*command, data=b"")[:2] == (0, [])


@pytest.mark.parametrize(
    ("line", "told", "untold"),
    [
        ({"txt": "a"}, "?: unknown key; known are id, channel, draft", "public_contacts"),
        ({"requester": {"nme": "a"}}, "requester.?: unknown key; known are name, email", "draft"),
        ({"known": [{"wren": "a"}]}, "known.0.?: unknown key; known are value, entity_type", "draft"),
        ({"organisation": {"wren": 1}}, "organisation.?: unknown key; known are name, domains", "draft"),
    ],
)
def test_an_unknown_key_is_answered_with_the_known_ones(line, told, untold):
    with pytest.raises(BadInputError) as error:
        read_line({"id": 1, "channel": "email", "draft": "Hello", **line}, CheckIn)
    assert told in error.value.message
    assert untold not in error.value.message
    assert "wren" not in error.value.message
