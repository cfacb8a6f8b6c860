from __future__ import annotations

from types import SimpleNamespace

import pytest

from pii_guard.errors import PolicyError
from pii_guard.messages.contract import CheckIn, read_line
from pii_guard.policy.cases import Case, load_cases, run_cases
from pii_guard.policy.simulate import simulate


def verdict(action, safe_text=None, *codes):
    return SimpleNamespace(
        action=action, safe_text=safe_text, reasons=tuple(SimpleNamespace(code=c) for c in codes)
    )


CASE = Case(
    id="a",
    input={"channel": "email", "draft": "x"},
    action="redact",
    reasons=("unverified",),
    without=("secret",),
    keeps=("kept",),
)


def test_a_case_that_holds_passes():
    outcome = run_cases([CASE], lambda _row: verdict("redact", "kept", "unverified"))[0]
    assert outcome.passed


@pytest.mark.parametrize(
    ("given", "word"),
    [
        (verdict("allow", "kept", "unverified"), "action"),
        (verdict("redact", "kept"), "reason"),
        (verdict("redact", "kept secret", "unverified"), "values"),
        (verdict("redact", "", "unverified"), "passages"),
    ],
)
def test_whatever_is_wrong_is_told_without_the_text(given, word):
    (wrong,) = run_cases([CASE], lambda _row: given)[0].wrong
    assert word in wrong
    assert "secret" not in wrong


def test_the_bundled_cases_are_valid_lines_of_check_in_many_languages():
    cases = load_cases()
    for case in cases:
        read_line({"id": case.id, **case.input}, CheckIn)
    assert len({case.id.split("-")[0] for case in cases}) >= 8


def test_two_cases_of_one_name_are_refused(tmp_path):
    (tmp_path / "cases").mkdir()
    text = "cases:\n  - {id: a, input: {}, action: allow}\n  - {id: a, input: {}, action: allow}\n"
    (tmp_path / "cases" / "x.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match="two cases"):
        load_cases(tmp_path)


def test_a_simulation_gives_counts_and_keeps_no_text():
    rows = [{"draft": "one secret"}, {"draft": "two"}, {"draft": "three"}]
    answers = iter(
        [verdict("block", None, "a", "a"), verdict("allow", "two"), verdict("redact", "x", "a", "b")]
    )
    result = simulate(lambda _row: next(answers), iter(rows))
    assert result.to_dict() == {
        "messages": 3,
        "actions": {"allow": 1, "block": 1, "redact": 1},
        "reasons": {"a": 2, "b": 1},
    }
    assert "secret" not in repr(result)
