"""The taxonomy of entity types."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pii_guard.detect.packs import Pack
from pii_guard.errors import PolicyError
from pii_guard.resources import bundled, load_model
from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from pathlib import Path


def test_categories_and_countries() -> None:
    entities = load_entities()
    assert entities.category("EMAIL_ADDRESS") == "user.contact.email"
    assert entities.category("SE_PERSONNUMMER") == "user.government_id.national_identification_number"
    assert entities.country("NO_FODSELSNUMMER") == "NO"
    assert entities.country("PERSON") is None
    assert {"URL", "DATE_TIME"} == entities.without_category()


def test_an_unlisted_type_counts_as_personal() -> None:
    assert load_entities().category("SOMETHING_NEW") == "user"


def test_marks_hold_for_what_is_below() -> None:
    entities = load_entities()
    marks = entities.marks("user.health_and_medical.record_id")
    assert (marks.gdpr, marks.ccpa) == ("art9", "sensitive")
    assert entities.marks("user.criminal_history").gdpr == "art10"
    assert entities.marks("user.name").gdpr is None
    assert entities.marks(None).ccpa is None


def test_every_type_of_the_bundled_packs_is_listed() -> None:
    packs = [load_model(p, Pack) for p in sorted((bundled("policies") / "recognizers").glob("*.yaml"))]
    used = {rule.entity_type for pack in packs for rule in pack.recognizers} - {"LOOK_ALIKE"}
    assert used <= load_entities().types


@pytest.mark.parametrize(
    "text", ["version: 2\nentities: {}\n", "version: 1\nentities: {A: {categori: user}}\n"]
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "entities.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError):
        load_entities(path)
