"""What stands beside a card number goes with it: its expiry date, though alone it is nothing personal.

"09/27" may be a date, a score or a size. Right behind a card number that is cut it is the expiry date, and
left in the text it helps whoever has the rest of the number (PCI DSS counts it as cardholder data).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from pii_guard.messages.operators import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_EXPIRY = re.compile(
    r"[ \t\n,;:.()|–-]{0,4}(?:[^\W\d_]{1,12}[ .:]{0,3}){0,3}"
    r"(?P<date>(?:0[1-9]|1[0-2]) ?[/.-] ?(?:20)?[2-4]\d)(?![\d/.-]*\d)"
)
_REACH = 48


def with_companions(text: str, cuts: Sequence[Cut]) -> list[Cut]:
    """Return the cuts, with one for the expiry date behind each card number that is cut.

    Args:
        text: The text that the cuts are of.
        cuts: Not overlapping, in any order.
    """
    result = sorted(cuts, key=lambda cut: cut.start)
    starts = [cut.start for cut in result]
    for cut in tuple(result):
        if cut.entity_type != "CREDIT_CARD":
            continue
        match = _EXPIRY.match(text, cut.end, cut.end + _REACH)
        if match is None:
            continue
        start, end = match.span("date")
        if bisect_left(starts, end) == bisect_left(starts, cut.end):
            operator = "reversible" if cut.operator == "reversible" else "replace"
            result.append(Cut(start, end, "CARD_EXPIRY", operator))
    return result
