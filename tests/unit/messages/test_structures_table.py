from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.errors import BadInputError
from pii_guard.messages.structures.table import sniffed
from tests.unit.messages.structures_toy import run


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a,b\nAnna Berg,1\n", "a,b\n[PERSON_1],1\n"),
        ('a;b\r\n"Anna Berg";" x "\r\n', 'a;b\r\n"[PERSON_1]";" x "\r\n'),
        ('a,b\n"say ""Anna Berg""",1', 'a,b\n"say ""[PERSON_1]""",1'),
        ('a,b\n"0701\n740612",1\n', 'a,b\n"[PHONE_1]",1\n'),
        ('a\tb\n=HYPERLINK("mailto:anna@example.com")\t1\n', 'a\tb\n=HYPERLINK("mailto:[EMAIL_1]")\t1\n'),
        ('a,b\n"=HYPERLINK(""mailto:anna@example.com"")",1\n', 'a,b\n"=HYPERLINK(""mailto:[EMAIL_1]"")",1\n'),
        ("Anna Berg\nx, y, z\nb\n", "[PERSON_1]\nx, y, z\nb\n"),
        ("\n\n,,\n", "\n\n,,\n"),
        ('a,b\n"Anna Berg"x,1\n', 'a,b\n"[PERSON_1]"x,1\n'),
        ("a,b\rAnna Berg,1\r", "a,b\r[PERSON_1],1\r"),
        ("", ""),
    ],
)
def test_csv(source, expected):
    assert run("csv", source)[0] == expected


@pytest.mark.parametrize(
    ("source", "delimiter"),
    [
        ("a;b;c\n1,5;2;3\n2,5;1;1\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('a,b\n"x;y;z",2\n', ","),
        ("one line, only\nanother\n", ","),
        ("a,b\n\n1,2\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_found_with_care(source, delimiter):
    assert sniffed(source) == delimiter


def test_headings_are_contexts():
    _, toy = run("csv", "name,e-mail\nAnna Berg,anna@example.com\nB,c@example.com,extra@example.com\n")
    assert toy.context_of("Anna Berg") == "name"
    assert toy.context_of("c@example.com") == "e-mail"
    assert toy.context_of("extra@example.com") is None


def test_a_first_row_of_data_is_no_heading():
    for first in ("anna@example.com,x", "0701740612,x", "x,x", ",y"):
        _, toy = run("csv", f"{first}\nAnna Berg,1\n")
        assert toy.context_of("Anna Berg") is None


def test_a_removal_makes_no_formula():
    assert run("csv", "a,b\nAnna Berg=1+1,2\n", "redact")[0] == "a,b\n'=1+1,2\n"
    assert run("csv", "a,b\n=Anna Berg,2\n", "redact")[0] == "a,b\n=,2\n"
    assert run("csv", 'a,b\n"Anna Berg",2\n', "presidio:replace", {"new_value": "=1"})[0] == 'a,b\n"\'=1",2\n'


def test_a_replacement_stays_in_its_cell():
    evil = {"new_value": 'x,"y'}
    assert list(csv.reader(io.StringIO(run("csv", "a,b\nAnna Berg,2\n", "presidio:replace", evil)[0]))) == [
        ["a", "b"],
        ["x  y", "2"],
    ]
    assert list(csv.reader(io.StringIO(run("csv", 'a,b\n"Anna Berg",2\n', "presidio:replace", evil)[0]))) == [
        ["a", "b"],
        ['x,"y', "2"],
    ]


def test_an_open_quote_is_refused_with_its_line():
    with pytest.raises(BadInputError) as caught:
        run("csv", 'a,b\n1,2\n3,"secret\n4,5\n')
    assert caught.value.line == 3
    assert "secret" not in str(caught.value)


CELLS = st.sampled_from(["", "x", "Anna Berg", "a, b", 'q"q', "line\nbreak", "anna@example.com", "é"])


@given(
    st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=2, max_size=6),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_cells_are_the_same_but_for_what_was_found(rows, delimiter, end):
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter, lineterminator=end).writerows(rows)
    out, _ = run("csv", buffer.getvalue())
    got = list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter))
    want = [[run("text", c)[0] if c in ("Anna Berg", "anna@example.com") else c for c in row] for row in rows]
    assert got == want
