"""The public surface is small and pinned: a change here is a change for users."""

import inspect

import pii_guard
from pii_guard import errors
from pii_guard.cli.exits import ERRORS, exit_code


def test_public_names():
    assert sorted(pii_guard.__all__) == [
        "Action", "BadInputError", "Conversation", "Detection", "DetectionError", "Explanation", "KeyFileError", "KnownValue",
        "MissingPartError", "Organisation", "PIIGuard", "PIIGuardError", "Person", "PolicyError", "Reason", "RedactionItem",
        "RedactionResult", "TooLargeError", "Turn", "UsageError", "Verdict", "Whose",
    ]  # fmt: skip
    for name in pii_guard.__all__:
        assert getattr(pii_guard, name).__name__ == name


def test_facade_methods():
    methods = {n for n, f in inspect.getmembers(pii_guard.PIIGuard) if not n.startswith("_")}
    assert methods == {
        "acheck", "channel", "check", "check_many", "close", "detect", "explain", "override", "policies", "redact",
        "redact_document", "restore", "simulate", "test_policies", "lint", "warm_up",
    }  # fmt: skip


def _all_errors(kind):
    yield kind
    for sub in kind.__subclasses__():
        yield from _all_errors(sub)


def test_every_error_has_code_hint_and_exit_code():
    kinds = [k for k in _all_errors(errors.PIIGuardError) if k.__module__.startswith("pii_guard")]
    assert len({k.code for k in kinds}) == len(kinds)
    for kind in kinds:
        assert kind.hint
        assert isinstance(kind.retryable, bool)
        assert kind in ERRORS, f"{kind.__name__} has no exit code"
        assert exit_code(kind("x")) == ERRORS[kind]


def test_errors_docstring_draws_the_whole_tree():
    for kind in _all_errors(errors.PIIGuardError):
        if kind.__module__.startswith("pii_guard"):
            assert kind.__name__ in errors.__doc__
