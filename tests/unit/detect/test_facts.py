from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.facts import Facts, said
from pii_guard.detect.folding import fold

FACTS = Facts()


def found(text: str, *, file_facts: bool = True) -> list[tuple[str, str]]:
    return [
        (d.entity_type, text[d.start : d.end]) for d in FACTS.find(text, fold(text), file_facts=file_facts)
    ]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("I have rheumatoid arthritis", ("HEALTH_CUE", "rheumatoid arthritis")),
        ("min man går på dialys", ("HEALTH_CUE", "dialys")),
        ("moja majka ima Alzheimerovu bolest", ("HEALTH_CUE", "Alzheimerovu bolest")),
        ("mein Sohn ist gehörlos", ("HEALTH_CUE", "gehörlos")),
        ("ma fille est enceinte", ("HEALTH_CUE", "enceinte")),
        ("mi padre tiene párkinson", ("HEALTH_CUE", "párkinson")),
        ("mio figlio ha la varicella", ("HEALTH_CUE", "varicella")),
        ("ela teve um cancro da mama", ("HEALTH_CUE", "cancro da mama")),
        ("mijn zoon heeft faalangst", ("HEALTH_CUE", "faalangst")),
        ("min søn har sklerose", ("HEALTH_CUE", "sklerose")),
        ("mój syn ma cukrzycę", ("HEALTH_CUE", "cukrzycę")),
        ("äitini käyttää rollaattoria", ("HEALTH_CUE", "rollaattoria")),
        ("Kunde ist Gewerkschafter", ("UNION_CUE", "Gewerkschafter")),
        ("hon är muslim", ("RELIGION_CUE", "muslim")),
        ("my partner is transgender", ("SEXUALITY_CUE", "transgender")),
        ("min mor er partimedlem", ("POLITICS_CUE", "partimedlem")),
    ],
)
def test_finds_special_categories(text: str, fact: tuple[str, str]) -> None:
    assert fact in found(text, file_facts=False)


def test_tells_a_person_from_a_general_question() -> None:
    personal, general = "Your pregnancy tests are here", "diabetikersocken im Angebot"
    assert "about:person" in FACTS.find(personal, fold(personal))[0].why
    weak = FACTS.find(general, fold(general))[0]
    assert "about:general" in weak.why
    assert weak.score < 0.5


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Your hearing aids and the spare batteries have arrived", {"hearing aids", "spare batteries"}),
        ("The trainers you ordered were sent back", {"trainers"}),
        ("Die Stiefel, die Sie bestellt haben, sind unterwegs", {"Stiefel"}),
        ("Ihre Stiefel liegen zur Abholung bereit", {"Stiefel"}),
        ("Dina stövlar kom in i går", {"stövlar"}),
        ("løpeskoene dine er klare", {"løpeskoene"}),
        ("tu monitor de glucosa está listo", {"monitor de glucosa"}),
        ("vos lentilles sont arrivées", {"lentilles"}),
        ("the refund of $9.99 covers the kettle and two mugs", {"kettle", "mugs"}),
        ("pani buty czekają do odbioru", {"buty"}),
        ("Vaša perilica je stigla", {"perilica"}),
    ],
)
def test_finds_what_was_bought(text: str, facts: set[str]) -> None:
    assert {value for kind, value in found(text) if kind == "PURCHASE_CUE"} == facts


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("We sent your $129.99 refund", ("AMOUNT_CUE", "$129.99")),
        ("Återbetalningen på 1 249 kr är på väg", ("AMOUNT_CUE", "1 249 kr")),
        ("Vaše stanje je 2.310,44 EUR", ("AMOUNT_CUE", "2.310,44 EUR")),
        ("kortet som slutar på 4063", ("CARD_LAST4", "4063")),
        ("Karte, die auf 4471 endet", ("CARD_LAST4", "4471")),
        ("your account is two payments behind", ("BALANCE_CUE", "two payments behind")),
        ("Te pasamos al asiento 4A", ("DELIVERY_CUE", "asiento 4A")),
        ("left with your neighbour Mr Dawes", ("DELIVERY_CUE", "with your neighbour Mr Dawes")),
        ("your account is blocked", ("ACCOUNT_CUE", "account is blocked")),
        ("what an idiot", ("OPINION_CUE", "idiot")),
    ],
)
def test_finds_facts_of_the_file(text: str, fact: tuple[str, str]) -> None:
    assert fact in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Banks can take 3-5 days for a refund.",
        "We're short-staffed today, sorry!",
        "Thanks for your patience, your order is on its way.",
        "Ihre Nachricht ist angekommen, danke für Ihre Geduld.",
        "The E27 bulb is 49 kr in our shop.",
        "Frakten kostar 49 kr och är gratis över 499 kr.",
        "Votre colis est arrivé. Merci de votre patience.",
        "Seu pedido foi enviado.",
        "Je pakket is onderweg.",
        "Vaš paket je poslan.",
        "Flight 123 is delayed, seats are limited.",
    ],
)
def test_general_service_talk_tells_nothing(text: str) -> None:
    assert found(text) == []


def test_plain_detection_gives_special_categories_only() -> None:
    assert found("Your boots are packed, refund of $9.99 to the card ending 4471", file_facts=False) == []


def test_said_compares_stems_of_all_words() -> None:
    assert said("boots", "where are my BOOTS?")
    assert said("lampu", "moja lampa je razbijena")
    assert not said("pregnancy tests", "where are my tests?")
    assert not said("4471", "card ending 4063")


@given(st.text(alphabet="your boots are packed 1$€4.,\n", max_size=200))
def test_spans_lie_in_the_text(text: str) -> None:
    assert all(0 <= d.start < d.end <= len(text) for d in FACTS.find(text, fold(text), file_facts=True))
