"""pii_guard: checks what may be posted on which channel, and redacts personal data.

    from pii_guard import PIIGuard, Conversation

    guard = PIIGuard()
    verdict = guard.check(draft, channel="social_public", conversation=Conversation(...))

Importing the root loads nothing else; a name is loaded when it is first used (PEP 562).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pii_guard.detect.types import Detection, KnownValue, Whose
    from pii_guard.errors import (
        BadInputError,
        DetectionError,
        KeyFileError,
        MissingPartError,
        PIIGuardError,
        PolicyError,
        TooLargeError,
        UsageError,
    )
    from pii_guard.guard import PIIGuard
    from pii_guard.messages.types import (
        Action,
        Conversation,
        Explanation,
        Organisation,
        Person,
        Reason,
        RedactionItem,
        RedactionResult,
        Turn,
        Verdict,
    )

_HOMES = {
    "pii_guard.detect.types": ("Detection", "KnownValue", "Whose"),
    "pii_guard.errors": (
        "BadInputError",
        "DetectionError",
        "KeyFileError",
        "MissingPartError",
        "PIIGuardError",
        "PolicyError",
        "TooLargeError",
        "UsageError",
    ),
    "pii_guard.guard": ("PIIGuard",),
    "pii_guard.messages.types": (
        "Action",
        "Conversation",
        "Explanation",
        "Organisation",
        "Person",
        "Reason",
        "RedactionItem",
        "RedactionResult",
        "Turn",
        "Verdict",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__version__ = "0.1.0"
__all__ = [
    "Action",
    "BadInputError",
    "Conversation",
    "Detection",
    "DetectionError",
    "Explanation",
    "KeyFileError",
    "KnownValue",
    "MissingPartError",
    "Organisation",
    "PIIGuard",
    "PIIGuardError",
    "Person",
    "PolicyError",
    "Reason",
    "RedactionItem",
    "RedactionResult",
    "TooLargeError",
    "Turn",
    "UsageError",
    "Verdict",
    "Whose",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'pii_guard' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return [*__all__, "__version__"]
