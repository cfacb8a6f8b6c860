"""Whose data a finding is: the requester's, the organisation's, an agent's, or somebody else's.

The conversation tells it (customer record, organisation, thread); where it does not, the place in the draft
does (sign-off, greeting, a public role beside the name), and last the sentence: what stands beside another
person's name is taken to be that person's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property
from typing import TYPE_CHECKING

from pii_guard.detect.folding import fold
from pii_guard.detect.types import KnownValue, Whose
from pii_guard.detect.words import Words
from pii_guard.messages.asking.sentences import Sentence, sentences
from pii_guard.messages.held import Held, beside_others, whole_addresses
from pii_guard.messages.language import guess_language, replies
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
from pii_guard.messages.types import Speaker
from pii_guard.policy.channel import Form, Holder, holder_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pii_guard.detect.types import Detection
    from pii_guard.messages.types import Conversation, Person

_NEVER_REPEATED = ("user.authorization", "user.financial.credit_card", "user.government_id.national")
_LINE = re.compile(r"[^\n]+")
# Reasons by which a name is likely at best.
_LIKELY = frozenset({"cue:given_name", "cue:beside_data", "cue:mentioned_again", "cue:shape"})
_ARTICLES = {"en": ("the",), "nl": ("de", "het")}
_MIN_NUMBER = 6
_BEFORE_ROLE = 48
_AFTER_ROLE = 40
_BEFORE_COMPANY = 28
_WORDS_OURS = 3
_SENTENCE_READ = 240
_CONTACTS = frozenset({"EMAIL_ADDRESS", "PHONE_NUMBER", "IBAN_CODE", "BANK_ACCOUNT"})
_GREETING = 40
_AFTER_SIGN = 70
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
_SIGN_BEFORE = re.compile(r"(?:^|[.!?…)\n^/~*–—:]|\s-|\n-|[\U0001F000-\U0001FAFF☀-➿])\s*$")
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


@cache
def _words(kind: str) -> Words:
    """Return one list of `reply.yaml` in all languages, ready to be found."""
    return Words({kind: [word for reply in replies().values() for word in getattr(reply, kind)]})


class Holders:
    """Finds holders for the findings of one draft.

    Args:
        draft: The draft.
        conversation: What surrounds it.
    """

    def __init__(self, draft: str, conversation: Conversation) -> None:
        self._draft = draft
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
        held = [self._one(detection) for detection in sorted(detections, key=lambda d: (d.start, d.end))]
        return beside_others(whole_addresses(held), self.grouped(held))

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

    @cached_property
    def _articles(self) -> tuple[str, ...]:
        return _ARTICLES.get(guess_language(self._draft), ())

    def _one(self, detection: Detection) -> Held:
        text = self._draft[detection.start : detection.end]
        kind = detection.entity_type
        if kind == "PERSON":
            return self._person(detection, text)
        said = self.said.topic(text) if kind.endswith("_CUE") else self.said.value(text)
        if detection.whose is not None:
            return Held(detection, holder_of(detection.whose), said, on_file=True)
        whose = self._specimen(detection) or self._by_record(kind, text) or self._by_form(detection, text)
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

    def _by_form(self, detection: Detection, text: str) -> Holder | None:
        kind = detection.entity_type
        if kind == "PHONE_NUMBER" and _SERVICE_NUMBER.match(text):
            return "organisation"
        if kind == "EMAIL_ADDRESS" and _SERVICE_MAIL.match(fold(text)):
            return "organisation"
        if kind in ADDRESS | LINKS | _CONTACTS and self._is_ours(detection):
            return "organisation"
        if kind in HANDLES:
            # A record without this handle says that it is somebody else's; no record says nothing.
            return "third_party" if self._requester is not None and self._requester.handles else None
        if detection.category == "user.government_id.national_identification_number":
            before = fold(self._draft[max(0, detection.start - _BEFORE_COMPANY) : detection.start])
            return "organisation" if _words("company").find(before) else None
        return None

    def _is_ours(self, detection: Detection) -> bool:
        """Tell whether "our workshop at" or "call us on" stands right before a contact."""
        before = self._draft[max(0, detection.start - _BEFORE_ROLE) : detection.start]
        near = fold(" ".join(re.split(r"[.!?;\n]", before)[-1].split()[-_WORDS_OURS:]))
        return bool(_words("ours").find(near))

    def _specimen(self, detection: Detection) -> Holder | None:
        """Specimen names and streets (`Mustermann`, `Musterstraße 1`) are nobody's."""
        if detection.entity_type not in ADDRESS and detection.entity_type != "PERSON":
            return None
        return (
            "organisation"
            if _words("samples").find(fold(self._draft[detection.start : detection.end]))
            else None
        )

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
        signs = self._signs(detection)
        on_file = self._by_names(written, signs=signs)
        if on_file is not None:
            return on_file, True
        if self._specimen(detection) or self._in_role(detection) or self._is_product(detection):
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

    def _signs(self, detection: Detection) -> bool:
        """Tell whether a name stands where the writer signs."""
        if "cue:signoff" in detection.why:
            return True
        after = self._draft[detection.end : detection.end + 4 * _AFTER_SIGN]
        rest = after.strip()
        if (
            len(rest) > _AFTER_SIGN
            or after[:1] not in ("", "\n", ",", " ", "!")
            or (rest and not _closes(after))
        ):
            return False
        return _SIGN_BEFORE.search(self._draft[max(0, detection.start - 6) : detection.start]) is not None

    def _in_role(self, detection: Detection) -> bool:
        """Tell whether a public role stands beside a name: "our chief executive, Dana Whitlock,"."""
        before = fold(self._draft[max(0, detection.start - _BEFORE_ROLE) : detection.start])
        after = fold(self._draft[detection.end : detection.end + _AFTER_ROLE])
        cut = max(before.rfind(mark) for mark in (". ", "! ", "? ", "\n", ";"))
        return bool(_words("roles").find(before[cut + 1 :])) or (
            after[:1] in (",", " ") and bool(_words("roles").find(re.split(r"[.!?\n;]", after)[0][:32]))
        )

    def _is_product(self, detection: Detection) -> bool:
        """Tell whether a likely name is a product's: "the Oliver Finch", or in a sentence about stock."""
        if not detection.why or not _LIKELY.issuperset(detection.why):
            return False
        text = self._draft[detection.start : detection.end]
        before = self._draft[max(0, detection.start - _BEFORE_ROLE) : detection.start].rsplit(maxsplit=1)[
            -1:
        ] or [""]
        if fold(before[0]) in self._articles or fold(text.partition(" ")[0]) in self._articles:
            return True
        sentence = self.sentence_of(detection.start)
        start, end = detection.start - _SENTENCE_READ, detection.end + _SENTENCE_READ
        return sentence is not None and bool(
            _words("stock").find(fold(self._draft[max(sentence.start, start) : min(sentence.end, end)]))
        )

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


def _closes(after: str) -> bool:
    """Tell whether what follows a name is only a line or two of a signature."""
    first = after.partition("\n")[0].strip()
    return (
        after.lstrip(" x!.,").startswith("\n")
        or first in ("", "x", "xx", "!", ".")
        or bool(
            re.fullmatch(r"(?:,? [^.!?]{1,40}|[^\w]{1,4})", after.strip("\n") if after[:1] != "\n" else " ")
        )
    )
