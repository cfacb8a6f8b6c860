"""Operators of presidio-anonymizer, from a user's channel policy to the redacted text."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pii_guard import PIIGuard, PolicyError

pytest.importorskip("presidio_anonymizer")

TEXT = "Call 07700 900461 or write to torun.ekelof@example.com."
CHANNEL = """
id: forum
title: Customer forum
extends: ticket
stored:
  - {{id: phones, types: [PHONE_NUMBER], action: redact, operator: "{operator}"{params}, reason: contact_in_public}}
"""


@pytest.fixture
def guard(tmp_path):
    def make(operator, params=""):
        (tmp_path / "channels").mkdir(exist_ok=True)
        (tmp_path / "channels" / "forum.yaml").write_text(
            CHANNEL.format(operator=operator, params=params), encoding="utf-8"
        )
        return PIIGuard(policies=tmp_path)

    return make


@pytest.mark.parametrize(
    ("operator", "params", "written"),
    [
        (
            "presidio:mask",
            ', params: {masking_char: "#", chars_to_mask: "6", from_end: "true"}',
            "07700 ######",
        ),
        ("presidio:replace", ', params: {new_value: "(number)"}', "(number)"),
        ("presidio:redact", "", ""),
    ],
)
def test_operator_runs(guard, operator, params, written):
    result = guard(operator, params).redact(TEXT, channel="forum")
    assert result.text == f"Call {written} or write to [EMAIL_1]."
    phone = next(item for item in result.items if item.entity_type == "PHONE_NUMBER")
    assert phone.operator == operator
    assert result.text[phone.new_start : phone.new_end] == written


@pytest.mark.parametrize(
    ("operator", "reason"),
    [
        ("presidio:hash", "unkeyed hash"),
        ("presidio:encrypt", "without authentication"),
        ("presidio:nothing", "no operator"),
    ],
)
def test_operator_is_refused_with_the_reason(guard, operator, reason):
    with pytest.raises(PolicyError, match=reason):
        guard(operator).redact(TEXT, channel="forum")


def test_settings_that_presidio_refuses_show_no_value(guard):
    with pytest.raises(PolicyError, match="presidio:mask refused its settings") as caught:
        guard("presidio:mask", ', params: {masking_char: "##", chars_to_mask: "6", from_end: "true"}').redact(
            TEXT, channel="forum"
        )
    assert "900461" not in str(caught.value)


def test_the_command_line_lets_nothing_through(guard, tmp_path):
    guard("presidio:hash")
    program = Path(sys.executable).with_name("pii-guard")
    command = [program, "redact", "--policies", tmp_path, "--channel", "forum"]
    result = subprocess.run(
        command, input=TEXT, capture_output=True, text=True, check=False, env=dict(os.environ)
    )
    assert (result.returncode, result.stdout) == (78, "")
    assert "unkeyed hash" in result.stderr
    assert "900461" not in result.stderr
