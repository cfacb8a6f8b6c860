from __future__ import annotations

import json

import pytest

from pii_guard import PIIGuard
from pii_guard.detect.types import Detection
from pii_guard.messages.structures.headings import labelled, type_under
from tests.unit.messages.structures_toy import run

GUARD = PIIGuard()


def redacted(source, kind):
    return GUARD.redact_document(source.encode(), kind=kind, channel="social_public").data.decode()


@pytest.mark.parametrize("heading", ["name", "namn", "ime", "nom", "Nachname, Vorname", "customer_name"])
def test_a_name_with_its_surname_first_is_replaced_whole(heading):
    out = redacted(f'id,"{heading}"\n7,"Quandt, Anneliese"\n', "csv")
    if type_under(heading):
        assert "[PERSON_1]" in out
        assert "Anneliese" not in out
    assert "Quandt" not in out


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        *(
            (h, "Zwiebelfisch")
            for h in ("first", "last_name", "efternamn", "förnamn", "prezime", "Vorname", "prénom")
        ),
        *(
            (h, "Zwiebelfisch")
            for h in ("nombre", "apellido", "cognome", "nazwisko", "příjmení", "customerFirstName")
        ),
        *(
            (h, "Bad Quellstein")
            for h in ("city", "Ort", "grad", "ville", "ciudad", "billing_city", "miasto")
        ),
    ],
)
def test_short_cells_under_a_heading_are_of_its_type(heading, cell):
    assert cell not in redacted(f"id;{heading}\n7;{cell}\n", "csv")
    assert cell not in redacted(json.dumps({"x": [{heading: cell}]}, ensure_ascii=False), "json")


@pytest.mark.parametrize("heading", ["product", "file name", "order", "grading", "product name", "orten"])
def test_other_headings_say_nothing(heading):
    assert type_under(heading) is None


@pytest.mark.parametrize(
    ("speaker", "stays"), [("Wren Halloway", False), ("Zbynka", False), ("Agent", True), ("Kundtjänst", True)]
)
def test_speakers_are_replaced_and_roles_stay(speaker, stays):
    out = redacted(f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v {speaker}>Hello\n", "vtt")
    assert (f"<v {speaker}>" in out) is stays


def test_names_in_mail_fields_and_file_names():
    source = (
        'From: "Zbynka Oplatek" <z@example.org>\nCc: Oplatek Wren <a@example.org>, Acme Support <s@example.org>\n'
        'Content-Type: application/pdf; name="Wren_Oplatek_CV.pdf"\n\nx\n'
    )
    out = redacted(source, "eml")
    assert "Oplatek" not in out
    assert "Zbynka" not in out
    assert "Wren" not in out
    assert "_CV.pdf" in out
    assert "Monthly Report.pdf" in redacted(
        'Content-Type: application/pdf; name="Monthly Report.pdf"\n\nx\n', "eml"
    )


def test_findings_that_reach_beyond_what_the_label_says_are_joined():
    found = [Detection(6, 12, "EMAIL_ADDRESS", 1.0, "x"), Detection(0, 3, "PERSON", 1.0, "x")]
    got = labelled(found, "Wren Oplatek", "name")
    assert [(d.start, d.end, d.entity_type, d.category) for d in got] == [(0, 12, "PERSON", "user.name")]


@pytest.mark.parametrize(
    "hostile",
    [
        "To: " + " \n " * 60_000,
        "X-Received: " + ":" * 60_000,
        "To: " + "a," * 30_000,
        "Received: " + "1." * 30_000,
    ],
)
def test_hostile_fields_are_read_in_linear_time(hostile):
    run("eml", f"{hostile}\n\nx\n".encode())
    assert labelled([], hostile[4:], "to") == []
