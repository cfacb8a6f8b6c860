"""Whose data a finding is: the requester's, the organisation's, an agent's, or somebody else's.

The conversation tells it (customer record, organisation, thread); where it does not, the place in the draft
does (sign-off, greeting, a public role beside the name), and last the sentence: what stands beside another
person's name is taken to be that person's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.types import KnownValue, Whose
from pii_guard.messages.asking.sentences import Sentence, sentences
from pii_guard.messages.held import Held, beside_others, whole_addresses
from pii_guard.messages.record import (
    ADDRESS,
    HANDLES,
    LINKS,
    Name,
    Said,
    belongs,
    digits,
    in_address,
    on_domain,
    same_phone,
    words,
)
from pii_guard.messages.surroundings import Surroundings
from pii_guard.messages.types import Speaker
from pii_guard.policy.channel import Form, Holder, holder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.messages.types import Conversation, Person

_NEVER_REPEATED = ("user.authorization", "user.financial.credit_card", "user.government_id.national")
_LINE = re.compile(r"[^\n]+")
_MIN_NUMBER = 6
_BEFORE_COMPANY = 28
_CONTACTS = frozenset({"EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "BANK_ACCOUNT"})
_GREETING = 40
# Numbers that cost the caller nothing or little belong to organisations.
_SERVICE_NUMBER = re.compile(
    r"(?:\+?\d{1,3}[ -]?)?\(?(?:0800|0808|00800|1[- ]?8(?:00|33|44|55|66|77|88)|900|800|0900)\b"
)
_SERVICE_MAIL = re.compile(
    r"(?:info|help|hello|support|service|contact|care|sales|office|privacy|press|orders|returns|claims|booking"
    r"|kundservice|kundtjanst|kontakt|podrska|pomoc|ajuda|apoio|ayuda|atencion|aide|bonjour|ciao|hilfe|kunden\w*"
    r"|faktura|invoice|rechnung\w*|facture\w*|wsparcie|biuro|bok|soporte|suporte|assistenza|klantenservice"
    r"|no-?reply|dataskydd|datenschutz|zwroty)[\w.-]*@",
)
_TITLE = re.compile(
    r"^(?:(?:mr|mrs|ms|miss|dr|prof|herr|frau|fru|hr|fr|sr|sra|sr\.a|m|mme|mlle|pan|pani|pana|panie|gosp|g|gda|sig"
    r"|sig\.ra|dhr|mevr)\.?\s+)+",
    re.IGNORECASE,
)


def conversation_known(conversation: Conversation) -> list[KnownValue]:
    """Return the conversation's own facts as known values, for detection to find in the draft.

    Agents' names and the organisation's contacts are among them, so that what is found through them can stay.
    """
    found = [*conversation.known]
    if conversation.requester is not None:
        found += _person_values(conversation.requester, Whose.REQUESTER)
    for other in conversation.others:
        found += _person_values(other, Whose.THIRD_PARTY)
    organisation = conversation.organisation
    if organisation is not None:
        found += [
            KnownValue(contact, Whose.ORGANISATION, _contact_type(contact))
            for contact in organisation.public_contacts
        ]
        found += [KnownValue(agent, Whose.AGENT, "PERSON") for agent in organisation.agents]
    return [value for value in found if value.value.strip()]


def secrets_said(
    conversation: Conversation, detect: Callable[[str], Iterable[Detection]]
) -> list[KnownValue]:
    """Return the secrets, cards and identity numbers that the customer wrote, as known values.

    A draft that repeats "Fern2021!" gives no hint that it is a password; the message that brought it does.

    Args:
        conversation: The conversation.
        detect: Finds personal data in one message.
    """
    found: list[KnownValue] = []
    for turn in conversation.turns:
        if turn.speaker is not Speaker.CUSTOMER:
            continue
        for detection in detect(turn.text):
            if (detection.category or "").startswith(
                _NEVER_REPEATED
            ) and detection.entity_type != "CARD_LAST4":
                value = turn.text[detection.start : detection.end]
                found.append(KnownValue(value, Whose.REQUESTER, detection.entity_type))
    return found


def _person_values(person: Person, whose: Whose) -> list[KnownValue]:
    typed = [(person.name, "PERSON"), (person.email, "EMAIL_ADDRESS"), (person.phone, "PHONE_NUMBER")]
    typed += [(person.address, "STREET_ADDRESS"), *((order, "ORDER_ID") for order in person.order_ids)]
    typed += [(handle, "SOCIAL_HANDLE") for handle in person.handles]
    return [KnownValue(value, whose, entity_type, person.ref) for value, entity_type in typed if value]


def _contact_type(contact: str) -> str | None:
    if "@" in contact:
        return "EMAIL_ADDRESS"
    if len(digits(contact)) >= _MIN_NUMBER and not re.search(r"[^\W\d_]{3}", contact):
        return "PHONE_NUMBER"
    return "STREET_ADDRESS" if re.search(r"\d", contact) else None


class Holders:
    """Finds holders for the findings of one draft.

    Args:
        draft: The draft.
        conversation: What surrounds it.
        language: The draft's language, if somebody has found out.
    """

    def __init__(self, draft: str, conversation: Conversation, language: str | None = None) -> None:
        self._draft = draft
        self._around = Surroundings(draft, conversation, self.sentence_of, language)
        self._known: dict[Detection, Held] = {}
        self._requester = conversation.requester
        self._others = conversation.others
        self._organisation = conversation.organisation
        self._name = (
            Name(conversation.requester.name)
            if conversation.requester and conversation.requester.name
            else None
        )
        self._agents = [Name(agent) for agent in (self._organisation.agents if self._organisation else ())]
        self._other_names = [Name(other.name) for other in conversation.others if other.name]
        house = (self._organisation.name or "", *self._organisation.terms) if self._organisation else ()
        self._house_words = frozenset(word for name in house for word in words(name))
        self.said = Said(turn.text for turn in conversation.turns if turn.speaker is Speaker.CUSTOMER)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The draft's sentences; a line break always ends one, because a chat log has a speaker a line."""
        return [
            Sentence(whole.start + line.start(), whole.start + line.end(), whole.question)
            for whole in sentences(self._draft)
            for line in _LINE.finditer(self._draft[whole.start : whole.end])
        ]

    def of(self, detections: Iterable[Detection]) -> list[Held]:
        """Return the findings with their holders, in order."""
        ordered = sorted(detections, key=lambda d: (d.start, d.end))
        self._around.detections = ordered
        held = [self._known.get(d) or self._known.setdefault(d, self._one(d)) for d in ordered]
        return beside_others(whole_addresses(held), self.grouped(held))

    def with_more(self, held: list[Held], more: Sequence[Detection]) -> list[Held]:
        """Return findings with further ones among them, which pass to the persons that they stand beside."""
        if not more:
            return held
        merged = sorted([*held, *map(self._one, more)], key=lambda one: one.detection.start)
        return beside_others(merged, self.grouped(merged))

    def grouped(self, held: Sequence[Held]) -> list[tuple[Sentence, list[int]]]:
        """Return the sentences that hold findings, with the findings' places in the list."""
        groups: dict[Sentence, list[int]] = {}
        for place, one in enumerate(held):
            sentence = self.sentence_of(one.detection.start)
            if sentence is not None:
                groups.setdefault(sentence, []).append(place)
        return list(groups.items())

    def sentence_of(self, position: int) -> Sentence | None:
        """Return the sentence that holds a position."""
        index = bisect_right(self._starts, position) - 1
        return self.sentences[index] if index >= 0 and position < self.sentences[index].end else None

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.start for sentence in self.sentences]

    def _one(self, detection: Detection) -> Held:
        text = self._draft[detection.start : detection.end]
        kind = detection.entity_type
        if kind == "PERSON":
            return self._person(detection, text)
        said = self.said.topic(text) if kind.endswith("_CUE") else self.said.value(text)
        if detection.whose is not None:
            return Held(detection, holder_of(detection.whose), said, on_file=True)
        whose = self._by_record(kind, text) or self._by_place(detection) or self._by_form(detection, text)
        return Held(detection, whose or "unknown", said, on_file=whose in ("requester", "third_party"))

    def _by_record(self, kind: str, text: str) -> Holder | None:
        if self._is_house(kind, text):
            return "organisation"
        if self._requester is not None and belongs(kind, text, self._requester):
            return "requester"
        return "third_party" if any(belongs(kind, text, other) for other in self._others) else None

    def _is_house(self, kind: str, text: str) -> bool:
        house = self._organisation
        if house is None:
            return False
        contacts = house.public_contacts
        if kind in LINKS or kind == "EMAIL_ADDRESS":
            return any(on_domain(text, domain) for domain in house.domains) or fold(text) in map(
                fold, contacts
            )
        if kind in HANDLES:
            handle = re.sub(r"\W|_", "", fold(text))
            own = [re.sub(r"\W|_", "", fold(name)) for name in (house.name or "", *house.terms) if name]
            return any(handle and (handle.startswith(name) or name.startswith(handle)) for name in own)
        if kind in ADDRESS:
            return any(
                in_address(text, contact) for contact in contacts if re.search(r"[^\W\d_]{3}", contact)
            )
        number = digits(text)
        return len(number) >= _MIN_NUMBER and any(same_phone(number, digits(contact)) for contact in contacts)

    def _by_place(self, detection: Detection) -> Holder | None:
        """Specimens are nobody's, what is on file apart; so is what stands beside them."""
        if detection.entity_type.endswith("_CUE"):
            return None
        return "organisation" if self._around.specimen(detection) else None

    def _by_form(self, detection: Detection, text: str) -> Holder | None:
        kind = detection.entity_type
        if kind == "PHONE_NUMBER" and _SERVICE_NUMBER.match(text):
            return "organisation"
        if kind == "EMAIL_ADDRESS" and _SERVICE_MAIL.match(fold(text)):
            return "organisation"
        if kind in ADDRESS | LINKS | _CONTACTS and self._around.is_ours(detection):
            return "organisation"
        if kind in HANDLES:
            # A record without this handle says that it is somebody else's; no record says nothing.
            return "third_party" if self._requester is not None and self._requester.handles else None
        if detection.category == "user.government_id.national_identification_number":
            return "organisation" if self._around.is_company(detection, _BEFORE_COMPANY) else None
        return None

    # names

    def _person(self, detection: Detection, text: str) -> Held:
        title = _TITLE.match(text)
        offset = title.end() if title else 0
        written = words(text[offset:])
        whose, on_file = self._named(detection, written)
        said = bool(written) and self.said.topic(text[offset:])
        form, surname = self._form(detection, text, offset, written, whose)
        return Held(detection, whose, said, on_file, form, surname)

    def _named(self, detection: Detection, written: Sequence[str]) -> tuple[Holder, bool]:
        """Return whose name it is, and whether a record says so."""
        if detection.whose is not None:
            return holder_of(detection.whose), True
        around = self._around
        signs = around.signs(detection)
        on_file = self._by_names(written, signs=signs)
        if on_file is not None:
            return on_file, True
        if around.specimen(detection) or around.in_role(detection) or around.is_product(detection):
            return "organisation", False
        if signs:
            # An agent's first name with a surname ("Hattie Lowe"), or an agent who is not listed.
            return "agent", False
        return ("requester" if self._name is None and self._greeted(detection) else "third_party"), False

    def _by_names(self, written: Sequence[str], *, signs: bool) -> Holder | None:
        requester = self._name is not None and self._name.matches(written)
        if any(name.matches(written) for name in self._agents) and (signs or not requester):
            return "agent"
        if requester:
            return "requester"
        if written and self._house_words.issuperset(written):
            return "organisation"
        return "third_party" if any(name.matches(written) for name in self._other_names) else None

    def _greeted(self, detection: Detection) -> bool:
        return detection.start < _GREETING and len(self._draft[: detection.start].split()) <= 4  # noqa: PLR2004 - words

    def _form(
        self, detection: Detection, text: str, offset: int, written: Sequence[str], whose: Holder
    ) -> tuple[Form, tuple[int, int] | None]:
        real = [word for word in written if len(word) > 1]
        name = self._name if whose == "requester" else None
        if len(real) <= 1:
            family = (
                name is not None and bool(real) and name.is_family(real[0]) and not name.is_given(real[0])
            )
            return ("surname" if family or offset else "first_name"), None
        pieces = [m for m in re.finditer(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text) if m.start() >= offset]
        if name is None:
            return "full_name", (detection.start + pieces[0].end() + 1, detection.end)
        keep = [m for m in pieces if all(name.is_given(w) for w in words(m[0]))]
        if len(keep) == len(pieces):
            return "first_name", None
        if keep and keep[0] is pieces[0]:
            first = next(m for m in pieces if m not in keep)
            return "full_name", (detection.start + first.start(), detection.end)
        if keep and keep[-1] is pieces[-1]:
            last = [m for m in pieces if m not in keep][-1]
            return "full_name", (detection.start, detection.start + last.end())
        return "full_name", None
