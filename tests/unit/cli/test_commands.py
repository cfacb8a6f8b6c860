"""The commands as a person uses them: output, exit codes, files, nothing personal where it does not belong."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PROGRAM = str(Path(sys.executable).parent / "pii-guard")
SECRET = "wren.halloway@example.com"


def run(*args, data=b"", cwd=None, env=None):
    environment = {**os.environ, **(env or {})}
    result = subprocess.run(
        [PROGRAM, *map(str, args)], input=data, capture_output=True, cwd=cwd, env=environment, timeout=120
    )
    return result.returncode, result.stdout, result.stderr.decode()


@pytest.mark.parametrize(
    ("channel", "draft", "code", "word"),
    [
        ("email", "Your parcel is on its way.", 0, "allow"),
        ("email", "Please send me your password.", 13, "block"),
        ("social_public", "We'll call you on 07700 900812 today.", 12, "move_to_private"),
        ("kb_article", "Example: wren.halloway@example.com asked for it.", 10, "redact"),
    ],
)
def test_check_says_it_three_ways(channel, draft, code, word):
    returned, out, err = run("check", "--channel", channel, data=draft.encode())
    assert returned == code
    assert f"verdict: {word}" in err
    if word == "allow":
        assert out.decode() == draft
    if word == "block":
        assert out == b""
    assert b"07700" not in out
    assert b"halloway" not in out


def test_private_half_goes_to_a_file_of_the_owner_only(tmp_path):
    half = tmp_path / "half.txt"
    draft = (ROOT / "examples/draft.txt").read_bytes()
    around = ROOT / "examples/conversation.json"
    code, out, err = run(
        "check", "--channel", "social_public", "--private", half, "--conversation", around, data=draft
    )
    assert code == 12
    assert "FB-118204" not in out.decode() + err
    assert "FB-118204" in half.read_text()
    assert stat.S_IMODE(half.stat().st_mode) == 0o600


def test_check_with_a_conversation():
    draft = (ROOT / "examples/draft.txt").read_bytes()
    code, out, _ = run(
        "check",
        "--channel",
        "social_public",
        "--conversation",
        ROOT / "examples/conversation.json",
        data=draft,
    )
    assert code == 12
    assert b"@odilerides" in out
    assert b"FB-118204" not in out


@pytest.mark.parametrize(
    ("args", "code", "word"),
    [
        (["check", "--channel", "fax"], 2, "unknown channel"),
        (["check"], 2, "--channel"),
        (["redact", "--channel", "email", "no-such-file.txt"], 69, "no-such-file.txt"),
        (["redact", "--channel", "email", "--reversible"], 2, "--vault"),
        (["detect", "--offsets", "bits"], 2, "--offsets"),
        (["check", "--channel", "email", "--policies", "no-such-folder"], 78, "policies folder"),
        (["restore", "--vault", "no.vault", "--key", "@no.key"], 69, "no.vault"),
        (["nonsense"], 2, "nonsense"),
    ],
)
def test_wrong_use_is_a_clear_error(args, code, word):
    returned, out, err = run(*args, data=b"hello")
    assert returned == code
    assert word in err
    assert out == b""
    assert "Traceback" not in err


def test_wrong_encoding_names_the_byte():
    code, out, err = run("check", "--channel", "email", data=b"caf\xe9 " + SECRET.encode())
    assert (code, out) == (65, b"")
    assert "byte 3" in err
    assert "halloway" not in err


def test_policies_are_never_taken_from_the_working_directory(tmp_path):
    (tmp_path / "policies" / "channels").mkdir(parents=True)
    (tmp_path / "policies" / "channels" / "email.yaml").write_text("id: email\nnonsense: 1\n")
    assert run("check", "--channel", "email", data=b"Hello", cwd=tmp_path)[0] == 0
    returned, _, err = run(
        "check", "--channel", "email", data=b"Hello", env={"PII_GUARD_POLICIES": str(tmp_path / "policies")}
    )
    assert returned == 78
    assert "email.yaml:2" in err


def test_redact_a_folder_and_go_on_where_it_stopped(tmp_path):
    target = tmp_path / "clean"
    code, _, err = run("redact", "--channel", "ticket", ROOT / "examples/inbox", "-o", target)
    assert code == 0, err
    names = sorted(p.name for p in (ROOT / "examples/inbox").iterdir())
    assert sorted(p.name for p in target.iterdir() if not p.name.startswith(".")) == names
    everything = b"".join(p.read_bytes() for p in target.iterdir())
    for value in (
        b"@example.com",
        b"@example.org",
        b"0532 0130",
        b"07700 900812",
        b"69435151530",
        b"4111 1111",
    ):
        assert value not in everything
    mail = (target / "mail_de.eml").read_bytes()
    assert b"Message-ID: <20261120.4711@mail.example.org>" in mail
    (target / "upit_hr.txt").unlink()
    code, _, err = run("redact", "--channel", "ticket", ROOT / "examples/inbox", "-o", target)
    assert code == 0
    assert f"1 files written, {len(names) - 1} were there already" in err
    code, _, err = run("redact", "--channel", "llm_prompt", ROOT / "examples/inbox", "-o", target)
    assert code == 2
    assert "another" in err


def test_redact_a_folder_reports_what_it_could_not_read(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "good.txt").write_text(f"mail {SECRET}")
    (source / "bad.json").write_text('{"mail": ')
    (source / "picture.png").write_bytes(b"\x89PNG")
    code, _, err = run("redact", "--channel", "ticket", source, "-o", tmp_path / "out")
    assert code == 65
    assert sorted(p.name for p in (tmp_path / "out").iterdir() if not p.name.startswith(".")) == ["good.txt"]
    assert "bad.json" in err
    assert "picture.png" in err
    assert "halloway" not in err


def test_reversible_round_trip(tmp_path):
    text = "Mail wren.halloway@example.com or Wren.Halloway@example.com, ring 07700 900812. Wren\n"
    key, vault = tmp_path / "a.key", tmp_path / "a.vault"
    assert run("keys", "new", key)[0] == 0
    code, out, _ = run(
        "redact",
        "--channel",
        "social_public",
        "--reversible",
        "--vault",
        vault,
        "--key",
        f"@{key}",
        data=text.encode(),
    )
    assert code == 0
    assert b"halloway@" not in out.lower()
    assert b"07700" not in out
    assert b"halloway" not in vault.read_bytes().lower()
    assert run("restore", "--vault", vault, "--key", f"@{key}", data=out)[1] == text.encode()
    other = tmp_path / "b.key"
    run("keys", "new", other)
    code, out, err = run("restore", "--vault", vault, "--key", f"@{other}", data=out)
    assert (code, out) == (65, b"")
    assert "halloway" not in err


def test_explain_shows_rule_view_and_policy():
    code, out, _ = run(
        "explain",
        "--channel",
        "social_public",
        "--json",
        data="mail wren\u200b.halloway@example.com".encode(),
    )
    assert code == 0
    (row,) = json.loads(out)
    assert row["entity_type"] == "EMAIL_ADDRESS"
    assert any(why.startswith("view:") for why in row["why"])
    assert row["policy"].startswith("social_public: ")
    assert b"halloway" not in out


def test_demo_shows_real_verdicts_in_many_languages():
    code, out, _ = run("demo")
    text = out.decode()
    assert code == 0
    for word in ("allow", "redact", "move_to_private", "block", "sv", "hr", "de", "fr", "pl"):
        assert word in text


def test_policy_commands(tmp_path):
    assert run("policy", "lint")[0] == 0
    code, _, err = run("policy", "test")
    assert code == 0, err
    assert ", 0 failed" in err
    assert b"social_public" in run("policy", "show")[1]
    assert b"rules, tried in order" in run("policy", "show", "email")[1]
    code, out, _ = run(
        "policy", "simulate", "--channel", "social_public", "--on", ROOT / "examples/drafts.jsonl", "--json"
    )
    assert code == 0
    assert json.loads(out)["messages"] == 4
    assert b"FB-118204" not in out
