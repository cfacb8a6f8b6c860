"""The whole exception tree.

    PIIGuardError
    +-- BadInputError            what was given cannot be read (exit 65)
    |   +-- TooLargeError        over a stated limit
    +-- UsageError               an unknown channel, option or key of a call (exit 2)
    +-- DetectionError           a detector failed: the message is withheld (exit 70)
    +-- PolicyError              a policy, pack or setting is wrong (exit 78)
    +-- MissingPartError         a part is not there: package, model, key (exit 69)
    +-- KeyFileError             a key or vault cannot be used (exit 65)

Messages are made of ids, field names, limits and places, never of values (house rule 4).
"""

from __future__ import annotations

from typing import ClassVar


class PIIGuardError(Exception):
    """Base of every error that pii_guard raises on purpose.

    Attributes:
        code: Stable identifier, for programs.
        hint: What to do about it, for people.
        retryable: Whether the same call may succeed later unchanged.
    """

    code: ClassVar[str] = "error"
    hint: str = "See the documentation of this error code in docs/reference/errors.md."
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        if hint is not None:
            self.hint = hint

    @property
    def message(self) -> str:
        """What went wrong, without any personal value."""
        return str(self.args[0])


class BadInputError(PIIGuardError):
    """The input cannot be read: wrong encoding, malformed JSON, HTML, MIME or CSV, wrong type."""

    code = "bad_input"
    hint = "Correct the input at the place named, then try again."

    def __init__(self, message: str, *, hint: str | None = None, line: int | None = None) -> None:
        super().__init__(message if line is None else f"line {line}: {message}", hint=hint)
        self.line = line


class TooLargeError(BadInputError):
    """The input is over a stated limit."""

    code = "too_large"
    hint = "Split the input; docs/reference/formats.md has the limits."


class UsageError(PIIGuardError):
    """A call names something that does not exist: channel, operator, command option."""

    code = "usage"
    hint = "Run `pii-guard --help` or see docs/reference/cli.md."


class DetectionError(PIIGuardError):
    """A detector raised, timed out or was skipped; nothing may be treated as clean."""

    code = "detection_failed"
    hint = "The message is withheld. Try again; if it fails again, report the detector named."
    retryable = True


class PolicyError(PIIGuardError):
    """A policy file, recognizer pack, language file or setting is wrong."""

    code = "bad_policy"
    hint = "Correct the file at the place named; `pii-guard policy lint` checks all of them."


class MissingPartError(PIIGuardError):
    """Something that this call needs is not installed or not there."""

    code = "missing_part"
    hint = "Install or provide the part named."


class KeyFileError(PIIGuardError):
    """A key file or vault cannot be used: missing, wrong size, altered or of another key."""

    code = "bad_key"
    hint = "Give the key file that was made for this vault, and the vault itself, both unaltered."
