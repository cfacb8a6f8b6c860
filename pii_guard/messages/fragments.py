"""Pieces of the requester's record that show in a draft though no recognizer took them for personal data.

"The mail starting m.kea and ending ple.com" holds no e-mail address, and gives it away. Only long or telling
pieces count, and only where no other finding lies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.types import Detection, Whose
from pii_guard.messages.held import Spans
from pii_guard.messages.record import digits, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pii_guard.messages.held import Held
    from pii_guard.messages.types import Conversation, Person
    from pii_guard.messages.whose import Holders

RECOGNIZER = "gate:record"
_TOKEN = re.compile(r"\S+")
_EDGE = "\"'“”‘’«»()[]{}<>.,;:!?…"
_MASKED = re.compile(
    r"^[\w.+-]*[*•x…]{2,}[\w.+-]*@[\w.*•…-]+$|^[\w.+-]+@[\w-]*[*•…]{2,}[\w.*•…-]*$", re.IGNORECASE
)
_ENDING_DIGITS = re.compile(
    r"(?<![\w.,:€£$-])\d{3,6}(?![\w.,:%€£$-]*\d)(?!\s?(?:kr|eur|€|£|\$|%|zł|min|kg|cm|gb|mb))", re.IGNORECASE
)
# A code of letters and digits, or a longer number; no price, date, time or part of a web address.
_LOOSE = re.compile(
    r"(?<![\w.,:/@+€£$-])(?=[A-Z0-9-]*[0-9])(?:(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*|[0-9]{6,})(?![\w:/@%€£$-]|[.,][0-9])"
)
_MIN_LOOSE = 5
_IDENTIFIES = (
    "user.contact.email",
    "user.contact.phone_number",
    "user.contact.address.street",
    "user.government_id",
)
_MIN_PIECE = 4
_MAX_TOKEN = 80  # also keeps `_MASKED` from long runs
_MIN_CORE = 5
_SCORE = 0.75


def leftovers(draft: str, conversation: Conversation, taken: Sequence[Detection]) -> list[Detection]:
    """Return findings for pieces of the requester's record that are not among the findings yet.

    Args:
        draft: The draft.
        conversation: Tells the record.
        taken: What detection found; nothing that touches it is returned.
    """
    person = conversation.requester
    if person is None:
        return []
    spans = Spans((d.start, d.end) for d in taken)
    house = _house(conversation)
    found: list[Detection] = []
    for start, end, entity_type in _pieces(draft, person):
        if not spans.touch(start, end) and plain(draft[start:end]) not in house:
            spans.add(start, end)
            found.append(
                Detection(
                    start,
                    end,
                    entity_type,
                    _SCORE,
                    RECOGNIZER,
                    ("piece_of_record",),
                    _CATEGORY[entity_type],
                    whose=Whose.REQUESTER,
                )
            )
    return found


def loose_codes(draft: str, held: Sequence[Held], holders: Holders) -> list[Detection]:
    """Return codes that no finding explains, in sentences that name or reach a person.

    "Davor Kos, davor@…, BT5R2K, refunded": whatever the code is, it is that person's.

    Args:
        draft: The draft.
        held: The findings with their holders.
        holders: Tells sentences and what the customer wrote.
    """
    persons = [one for one in held if _of_somebody(one)]
    sentences = {holders.sentence_of(one.detection.start) for one in persons}
    spans = Spans((one.detection.start, one.detection.end) for one in held)
    found: list[Detection] = []
    for sentence in sentences:
        for match in _LOOSE.finditer(draft, sentence.start, sentence.end) if sentence else ():
            if len(match[0]) < _MIN_LOOSE or spans.touch(*match.span()):
                continue
            if not holders.said.value(match[0]):
                why = ("code_beside_person",)
                found.append(Detection(*match.span(), "ORDER_ID", _SCORE, RECOGNIZER, why, "user.unique_id"))
    return sorted(found, key=lambda d: d.start)


def _of_somebody(one: Held) -> bool:
    if one.whose in ("organisation", "agent"):
        return False
    kind, category = one.detection.entity_type, one.detection.category or ""
    return (kind == "PERSON" and one.form != "first_name") or category.startswith(_IDENTIFIES)


_CATEGORY = {
    "EMAIL_ADDRESS": "user.contact.email",
    "PHONE_NUMBER": "user.contact.phone_number",
    "STREET_ADDRESS": "user.contact.address.street",
    "ORDER_ID": "user.unique_id",
}


def _house(conversation: Conversation) -> str:
    """Everything that the organisation publishes, for asking whether a piece is its own."""
    organisation = conversation.organisation
    if organisation is None:
        return ""
    return " ".join(plain(text) for text in (*organisation.domains, *organisation.public_contacts))


def _pieces(draft: str, person: Person) -> Iterator[tuple[int, int, str]]:
    if person.email:
        yield from _of_email(draft, fold(person.email))
    if person.phone:
        yield from _of_phone(draft, digits(person.phone))
    if person.address:
        yield from _of_address(draft, person.address)
    yield from _of_orders(draft, person.order_ids)


def _of_email(draft: str, email: str) -> Iterator[tuple[int, int, str]]:
    domain = email.rpartition("@")[2]
    for match in _TOKEN.finditer(draft):
        token = match[0].strip(_EDGE)
        if not _MIN_PIECE <= len(token) <= _MAX_TOKEN:
            continue
        start = match.start() + match[0].index(token)
        low = fold(token)
        piece = (
            any(mark in low for mark in ".@_")
            and (email.startswith(low) or email.endswith(low))
            and low != domain
        )
        if piece or _MASKED.match(token):
            yield start, start + len(token), "EMAIL_ADDRESS"


def _of_phone(draft: str, number: str) -> Iterator[tuple[int, int, str]]:
    for match in _ENDING_DIGITS.finditer(draft):
        if number and number.endswith(match[0]):
            yield match.start(), match.end(), "PHONE_NUMBER"


def _of_address(draft: str, address: str) -> Iterator[tuple[int, int, str]]:
    """The street without its number: the part of the address that has one, less the digits."""
    folded = fold(draft)
    for part in re.split(r"[,\n]", address):
        street = re.sub(r"\b\d+\w?\b|\d", " ", fold(part))
        street = " ".join(word for word in street.split() if len(word) > 1)
        if not re.search(r"\d", part) or len(street) < _MIN_CORE + 2 or _is_postal(part):
            continue
        at = folded.find(street)
        if (
            at >= 0
            and not folded[at - 1 : at].isalnum()
            and not folded[at + len(street) : at + len(street) + 1].isalnum()
        ):
            yield at, at + len(street), "STREET_ADDRESS"


def _is_postal(part: str) -> bool:
    """Tell a part with a postcode and a town from one with a street."""
    return re.search(r"\b\d{4,}|\b\d{2,3}[ -]\d{2,3}|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", part) is not None


def _of_orders(draft: str, orders: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    cores = [plain(order) for order in orders]
    cores += [plain(part) for order in orders for part in re.split(r"[-/ ]", order)]
    telling = {core for core in cores if len(core) >= _MIN_CORE and re.search(r"\d", core)}
    for match in _TOKEN.finditer(draft):
        token = match[0].strip(_EDGE + "#")
        if token and plain(token) in telling:
            start = match.start() + match[0].index(token)
            yield start, start + len(token), "ORDER_ID"
