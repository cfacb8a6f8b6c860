"""Over-asking: where an outgoing draft asks the customer for data."""

from pii_guard.messages.asking.finder import Ask, Asking
from pii_guard.messages.asking.model import AskingThings, AskingWords, Thing

__all__ = ["Ask", "Asking", "AskingThings", "AskingWords", "Thing"]
