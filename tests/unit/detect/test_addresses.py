from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.addresses import Addresses
from pii_guard.detect.folding import fold

ADDRESSES = Addresses()


def found(text: str, taken: tuple[tuple[int, int], ...] = ()) -> list[tuple[str, str]]:
    return [(d.entity_type, text[d.start : d.end]) for d in ADDRESSES.find(text, fold(text), taken)]


def street(text: str) -> tuple[str, str]:
    return ("STREET_ADDRESS", text)


def code(text: str) -> tuple[str, str]:
    return ("POSTCODE", text)


def city(text: str) -> tuple[str, str]:
    return ("CITY", text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Send it to 19 Fern Walk, Leeds LS1 4XX", [street("19 Fern Walk"), city("Leeds"), code("LS1 4XX")]),
        (
            "Flat 3, 12 Quay Parade, Bath BA1 2XX",
            [street("Flat 3, 12 Quay Parade"), city("Bath"), code("BA1 2XX")],
        ),
        (
            "810 Pine Bend Dr, Apt 2, Salem, OR 97301",
            [street("810 Pine Bend Dr, Apt 2"), city("Salem"), code("97301")],
        ),
        (
            "Björkgatan 7 lgh 1102, 123 45 Borås",
            [street("Björkgatan 7 lgh 1102"), code("123 45"), city("Borås")],
        ),
        ("wohnhaft Lindenstr. 9, 50667 Köln.", [street("Lindenstr. 9"), code("50667"), city("Köln")]),
        ("Am Hang 3, 99084 Erfurt", [street("Am Hang 3"), code("99084"), city("Erfurt")]),
        ("au 8 ter rue du Moulin, 69003 Lyon", [street("8 ter rue du Moulin"), code("69003"), city("Lyon")]),
        (
            "C/ Olmo, 4, 2.º dcha., 28013 Madrid",
            [street("C/ Olmo, 4, 2.º dcha."), code("28013"), city("Madrid")],
        ),
        ("Via Roma 5, scala A, 10122 Torino", [street("Via Roma 5, scala A"), code("10122"), city("Torino")]),
        (
            "Rua da Paz, 12, ap 3, Olinda, CEP 53020-000",
            [street("Rua da Paz, 12, ap 3"), city("Olinda"), code("53020-000")],
        ),
        (
            "Beukenlaan 8 bus 2, 2000 Antwerpen",
            [street("Beukenlaan 8 bus 2"), code("2000"), city("Antwerpen")],
        ),
        ("Skovvej 5, 2. tv, 8800 Viborg", [street("Skovvej 5, 2. tv"), code("8800"), city("Viborg")]),
        ("ul. Polna 3 m. 4, 31-606 Kraków", [street("ul. Polna 3 m. 4"), code("31-606"), city("Kraków")]),
        ("Put Mira 6, 21000 Split", [street("Put Mira 6"), code("21000"), city("Split")]),
        ("Poljska cesta 14/II, Zadar", [street("Poljska cesta 14/II"), city("Zadar")]),
        ("Hämeenkatu 3, 33100 Tampere", [street("Hämeenkatu 3"), code("33100"), city("Tampere")]),
        ("Улица Мира 5, 11000 Београд", [street("Улица Мира 5"), code("11000"), city("Београд")]),
        ("Ahornweg drei, ja", [street("Ahornweg drei")]),
        ("Bor på Almgatan femtiotvå i Lund", [street("Almgatan femtiotvå"), city("Lund")]),
        ("〒150-0001", [code("150-0001")]),
        ("mi código postal es 28013", [code("28013")]),
        ("my eircode is D02 X285", [code("D02 X285")]),
        ("jelsova 7 split", [street("jelsova 7"), city("split")]),
        ("I live in Bad Aibling now", [city("Bad Aibling")]),
    ],
)
def test_finds_the_parts_of_an_address(text: str, parts: list[tuple[str, str]]) -> None:
    assert found(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "fits tyres 37-622 tot 42-622",
        "ref 45871203-T, not 45871203-R",
        "EAN 4006381333931",
        "Vagn 3, plats 41 funkar",
        "Sitzplatz 41 in Wagen 3",
        "sent via DHL 2 days ago",
        "Am 3. Mai um 5 Uhr",
        "It costs 1249 kr or 1000 EUR",
        "Ring 08-465 004 55",
        "onderweg 2 pakketten",
        "Is the shop on Kings Road open",
        "Version 12.5 Build 2024.10.3",
        "Jag har väntat på gatan 5 timmar",
    ],
)
def test_leaves_other_numbers_and_streets_alone(text: str) -> None:
    assert found(text) == []


def test_parts_of_one_address_share_an_ordinal_and_two_addresses_do_not() -> None:
    text = "Björkgatan 7, 123 45 Borås. Ny adress från maj är Almgatan 9, 411 16 Göteborg"
    ordinals = [d.address for d in ADDRESSES.find(text, fold(text))]
    assert ordinals == [1, 1, 1, 2, 2, 2]


def test_a_street_with_its_postcode_scores_higher_than_a_street() -> None:
    alone, full = "Björkgatan 7", "Björkgatan 7, 123 45 Borås"
    assert ADDRESSES.find(alone, fold(alone))[0].score < ADDRESSES.find(full, fold(full))[0].score


def test_what_is_taken_is_no_postcode() -> None:
    text = "LS1 4XX"
    assert found(text) == [code("LS1 4XX")]
    assert found(text, taken=((0, 7),)) == []


@given(st.text(alphabet="Storgatan Rue, 0123456789\nABCDE-./éø", max_size=200))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for detection in ADDRESSES.find(text, fold(text)):
        assert last <= detection.start < detection.end <= len(text)
        last = detection.end
