"""Known values, however they are written. All values are invented."""

from __future__ import annotations

import ahocorasick_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.detect.known import KnownIndex
from pii_guard.detect.known_types import guess_type, split_address
from pii_guard.detect.names.keys import automaton
from pii_guard.detect.types import KnownValue, Whose


def known(*values: str, terms: tuple[str, ...] = (), entity_type: str | None = None) -> KnownIndex:
    return KnownIndex(
        [KnownValue(v, Whose.REQUESTER, entity_type, f"r{i}") for i, v in enumerate(values)], terms
    )


def found(index: KnownIndex, text: str) -> list[tuple[str, str]]:
    return [(text[d.start : d.end], d.why[0].removeprefix("known:")) for d in index.find(text)]


@pytest.mark.parametrize(
    ("value", "text", "hits"),
    [
        ("Oonagh Tierney", "Oonagh Tierney called", [("Oonagh Tierney", "exact")]),
        ("Oonagh Tierney", "OONAGH TIERNEY called", [("OONAGH TIERNEY", "folded")]),
        ("Tove Grönlund", "tove gronlund called", [("tove gronlund", "folded")]),
        ("Oonagh Tierney", "Hi Oonagh, Mrs Tierney", [("Oonagh", "part"), ("Tierney", "part")]),
        (
            "Oonagh Tierney",
            "O. Tierney and Oonagh T. called",
            [("O. Tierney", "part"), ("Oonagh T.", "part")],
        ),
        ("Oonagh Tierney", "Oonagh's order", [("Oonagh", "part")]),
        ("Tierney, Oonagh", "Oonagh Tierney", [("Oonagh Tierney", "part")]),
        ("Karin Ek", "Karins order", [("Karins", "inflected")]),
        (
            "Ivana Horvat",
            "pismo Ivane Horvat i Ivani",
            [("Ivane Horvat", "inflected"), ("Ivani", "inflected")],
        ),
        (
            "Dawid Nowicki",
            "dla Dawida, o Dawidzie Nowickim",
            [("Dawida", "inflected"), ("Dawidzie Nowickim", "inflected")],
        ),
        ("Agata Wilk", "o Agacie", [("Agacie", "inflected")]),
        ("Marek Novák", "s Markem Novákem", [("Markem Novákem", "inflected")]),
        ("Tarja Virtanen", "Tarjalle Virtaselle", [("Tarjalle Virtaselle", "inflected")]),
        ("Иван Белов", "письмо Ивану Белову", [("Ивану Белову", "inflected")]),
        (
            "Anna-Karin Lind",
            "Annakarin ringde, Anna Karin Lind",
            [("Annakarin", "part"), ("Anna Karin Lind", "part")],
        ),
        ("Lotte van Rijn", "mevrouw van Rijn belde", [("Rijn", "part")]),
        ("山田 太郎", "山田様と太郎さん", [("山田", "part"), ("太郎", "part")]),
        ("王小雨", "王小雨您好", [("王小雨", "exact")]),
        ("محمد علي", "رسالة إلى محمد علي", [("محمد علي", "exact")]),
    ],
)
def test_names(value, text, hits):
    assert found(known(value), text) == hits


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Jo Marsh", "jo jobs Jo"),
        ("Will Hunt", "Will you come? It will do."),
        ("Mark Hope", "I hope to mark it. Mark it done."),
        ("Oonagh Tierney", "Tierneyville Oonaghan"),
        ("Ann Lee", "ann"),
    ],
)
def test_words_are_not_names(value, text):
    assert found(known(value), text) == []


def test_a_name_that_is_a_word_counts_where_it_can_only_be_a_name():
    assert found(known("Will Hunt"), "Hi Will, it is done. will hunt") == [
        ("Will", "part"),
        ("will hunt", "folded"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "07700 900461",
        "+44 7700 900461",
        "07700-900461",
        "0044 (0)7700 900 461",
        "447700900461",
        "07700900461",
    ],
)
@pytest.mark.parametrize("value", ["07700 900461", "+44 7700 900461"])
def test_phones_by_their_digits(value, text):
    assert [hit for hit, _ in found(known(value), f"call {text} now")] == [text]


@pytest.mark.parametrize("text", ["12307700900461", "077009004612", "07700 900462"])
def test_other_numbers_are_left(text):
    assert found(known("07700 900461"), f"call {text} now") == []


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("BW10293847", ("BW10293847", "exact")),
        ("bw 10293847", ("bw 10293847", "folded")),
        ("#BW-10293847", ("BW-10293847", "folded")),
        ("10293847", ("10293847", "part")),
    ],
)
def test_order_numbers(text, hit):
    assert found(known("BW10293847"), f"order {text}.") == [hit]


def test_order_number_without_its_prefix():
    assert found(known("HA-7KQ2MX"), "booking 7KQ2MX is off, 7KQ2MXA is not yours") == [("7KQ2MX", "part")]


def test_address_parts_share_an_ordinal():
    index = known("27 Heron Close, Stockport SK4 2XX", "ul. Portowa 3, 80-099 Gdańsk")
    text = "To 27 Heron Close, Stockport, sk42xx, not Portowej 3 in Gdańsku"
    assert [(d.entity_type, text[d.start : d.end], d.address) for d in index.find(text)] == [
        ("STREET_ADDRESS", "27 Heron Close", 1),
        ("CITY", "Stockport", 1),
        ("POSTCODE", "sk42xx", 1),
        ("STREET_ADDRESS", "Portowej 3", 2),
        ("CITY", "Gdańsku", 2),
    ]


@pytest.mark.parametrize(
    ("value", "street", "postcode", "city"),
    [
        ("1420 Juniper St, Apt 4B, Oakland, CA 94607", "1420 Juniper St, Apt 4B", "94607", "Oakland"),
        ("Björkstigen 7, 181 99 Lidingö", "Björkstigen 7", "181 99", "Lidingö"),
        ("Havenkade 7 hs, 1099 ZX Amsterdam", "Havenkade 7 hs", "1099 ZX", "Amsterdam"),
        ("Rua das Laranjeiras, 210, ap. 32, São Paulo", "Rua das Laranjeiras, 210, ap. 32", "", "São Paulo"),
        ("Flat 6, 118 Larch Road, Leeds LS7 4XX", "Flat 6, 118 Larch Road", "LS7 4XX", "Leeds"),
        ("Hauptplatz 7/2, 4020 Linz", "Hauptplatz 7/2", "4020", "Linz"),
    ],
)
def test_split_address(value, street, postcode, city):
    parts = split_address(value)
    assert (parts.streets[0].text, parts.postcode, parts.city) == (street, postcode, city)


@pytest.mark.parametrize("text", ["jomarsh_", "@jomarsh_", "@JoMarsh_"])
def test_handles(text):
    assert [hit for hit, _ in found(known("@jomarsh_"), f"ask {text} please")] == [text]


@pytest.mark.parametrize("text", ["jomarsh_2", "my.jomarsh_", "xjomarsh_", "jomarsh_@example.com"])
def test_other_handles_are_left(text):
    assert found(known("@jomarsh_"), text) == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("M.Keane@Example.com", ["M.Keane@Example.com"]),
        ("starting m.kea and ending ple.com", ["m.kea", "ple.com"]),
        ("it is m.k***@example.com", ["m.k***@example.com"]),
        ("simple.com is another", []),
        ("xm.keane@example.com", []),
    ],
)
def test_mail_addresses_also_when_masked(text, hits):
    assert [hit for hit, _ in found(known("m.keane@example.com"), text)] == hits


def test_terms_win_over_names():
    index = known("Clara Finch", terms=("Clara Finch", "Oliver"))
    assert found(index, "The Clara Finch footstool") == []
    assert found(index, "So Clara wrote") == [("Clara", "part")]


def test_whose_and_ref_are_handed_on_and_two_owners_stay():
    index = KnownIndex(
        [
            KnownValue("Oonagh Tierney", Whose.REQUESTER, None, "a"),
            KnownValue("Oonagh Bligh", Whose.THIRD_PARTY, None, "b"),
        ]
    )
    assert {(d.whose, d.ref) for d in index.find("Hi Oonagh")} == {
        (Whose.REQUESTER, "a"),
        (Whose.THIRD_PARTY, "b"),
    }
    assert {(d.whose, d.ref) for d in index.find("Oonagh Bligh")} == {(Whose.THIRD_PARTY, "b")}


@pytest.mark.parametrize(
    ("value", "entity_type"),
    [
        ("o.t@example.com", "EMAIL_ADDRESS"),
        ("@oonagh", "SOCIAL_HANDLE"),
        ("https://example.com/a", "URL"),
        ("GB33 BUKB 2020 1555 5555 55", "IBAN_CODE"),
        ("4111 1111 1111 1111", "CREDIT_CARD"),
        ("(415) 555-0172", "PHONE_NUMBER"),
        ("192.0.2.7", "IP_ADDRESS"),
        ("1974-07-03", "DATE_OF_BIRTH"),
        ("12 Elm Rd", "STREET_ADDRESS"),
        ("BW 10293847", "ORDER_ID"),
        ("Oonagh Tierney", "PERSON"),
    ],
)
def test_guess_type(value, entity_type):
    assert guess_type(value) == entity_type


def test_no_value_in_the_repr():
    assert "Tierney" not in repr(known("Oonagh Tierney"))


def test_thousands_of_values():
    values = [f"Given{chr(97 + i % 26)}{i} Family{i}" for i in range(3000)] + [
        f"NL-{100000 + i}" for i in range(3000)
    ]
    index = known(*values)
    assert found(index, "about NL-102999 and nl 102998") == [("NL-102999", "exact"), ("nl 102998", "folded")]


@given(
    st.from_regex(r"[A-Z]{2}[0-9]{6,9}", fullmatch=True),
    st.text(alphabet=" .,-abcXYZ09\n", max_size=40),
    st.text(alphabet=" .,-abcXYZ\n", max_size=40),
)
def test_an_order_number_is_found_wherever_it_stands_as_a_word(value, before, after):
    text = f"{before} {value} {after}"
    start = len(before) + 1
    assert any(d.start <= start and d.end >= start + len(value) for d in known(value).find(text))


@given(st.lists(st.text(min_size=1, max_size=30), max_size=6), st.text(max_size=200))
def test_any_values_and_text_give_spans_inside_the_text(values, text):
    for d in known(*values).find(text):
        assert 0 <= d.start < d.end <= len(text)


@given(
    st.sampled_from(
        ["Oonagh Tierney", "27 Heron Close", "07700 900461", "o.tierney@example.com", "@oonagh_t"]
    ),
    st.text(max_size=60),
    st.text(max_size=60),
)
def test_the_value_itself_is_always_found(value, before, after):
    text = f"{before}\n{value}\n{after}"
    start = len(before) + 1
    covered = {i for d in known(value).find(text) for i in range(d.start, d.end)}
    assert all(i in covered for i in range(start, start + len(value)) if not text[i].isspace())


@given(
    st.lists(st.text(alphabet="ab ", min_size=1, max_size=4), min_size=1, max_size=8, unique=True),
    st.text(alphabet="ab ", max_size=40),
)
def test_few_keys_are_found_as_many_are(keys, text):
    many = ahocorasick_rs.AhoCorasick(keys).find_matches_as_indexes(text, overlapping=True)
    assert sorted(automaton(keys).find_matches_as_indexes(text, overlapping=True)) == sorted(many)
