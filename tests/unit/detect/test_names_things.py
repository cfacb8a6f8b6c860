"""What looks like a person's name and is a field's, a firm's or a product's."""

from __future__ import annotations

import pytest

from pii_guard.detect.names import CueNames

NAMES = CueNames()


def found(text: str, *data: str) -> list[str]:
    """Return the names in a text in which some data are taken."""
    taken = [(text.index(item), text.index(item) + len(item)) for item in data]
    return [text[d.start : d.end] for d in NAMES.find(text, taken)]


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Rollback done. Affected SKU 5012345678900.", ["5012345678900"]),
        ("Gibt es das noch? Art.-Nr. 4711-0815", ["4711-0815"]),
        ("Hej Plantskolan Gröna Kvisten! Appen kraschar.", []),
        ('Jag fick ett sms från "Skatteverket" i dag, tala med "Trollverket" först.', []),
        ("shoutout to Brindley's for discontinuing the tea", []),
        ("Abierto hasta las 14:00. AguaClara", []),
        ("Wij zijn open tot vijf uur. Waterbedrijf West, 0800-5550", ["0800-5550"]),
        ("Passar Ingrid 160x200 till sängen?", ["160x200"]),
        ("Ist Otto der Kühlschrank noch lieferbar?", []),
        ("Dolazi li Marko ormara u boji hrasta?", []),
        ("Hat der Sessel «Marguerite» neue Beine, oder der Sessel Anna Lund?", []),
    ],
)
def test_a_thing_is_no_person(text: str, data: list[str]) -> None:
    assert found(text, *data) == []


@pytest.mark.parametrize(
    ("text", "data", "name"),
    [
        ("Oonagh Tierney, 07700 900123", ["07700 900123"], "Oonagh Tierney"),
        ("Hej Astrid Lund! Tack för din order.", [], "Astrid Lund"),
        ("Thanks for waiting. DeShawn McBride", [], "DeShawn McBride"),
        ("Please speak to Karin about it.", [], "Karin"),
        ("My name is Kauppa Bolaget", [], "Kauppa Bolaget"),
    ],
)
def test_a_person_stays_one(text: str, data: list[str], name: str) -> None:
    assert found(text, *data) == [name]
