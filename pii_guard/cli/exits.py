"""Exit codes: the only place that knows them (docs/reference/cli.md has the table)."""

from __future__ import annotations

from pii_guard import errors
from pii_guard.messages.types import Action

OK = 0
BUG = 1
USAGE = 2
BAD_INPUT = 65
INTERRUPTED = 130

ACTIONS: dict[Action, int] = {
    Action.ALLOW: 0,
    Action.REDACT: 10,
    Action.WARN: 11,
    Action.MOVE_TO_PRIVATE: 12,
    Action.BLOCK: 13,
}

ERRORS: dict[type[errors.PIIGuardError], int] = {
    errors.PIIGuardError: BUG,
    errors.UsageError: USAGE,
    errors.BadInputError: BAD_INPUT,
    errors.TooLargeError: BAD_INPUT,
    errors.KeyFileError: BAD_INPUT,
    errors.MissingPartError: 69,
    errors.DetectionError: 70,
    errors.PolicyError: 78,
}


def exit_code(error: errors.PIIGuardError) -> int:
    """Return the exit code of an error: that of the nearest class in the table."""
    return next(ERRORS[kind] for kind in type(error).__mro__ if kind in ERRORS)
