"""What the tests of patterns share: the bundled rules, put together once, without views and names."""

import sys
from functools import cache
from pathlib import Path

import pytest

from pii_guard.detect.build import build_detector
from pii_guard.detect.overlap import resolve
from pii_guard.detect.packs import load_packs
from pii_guard.detect.phones import PhoneRecognizer
from pii_guard.detect.scanner import REPORT_FROM, Scanner
from pii_guard.vocabulary.entities import load_entities


@cache
def bundled():
    return Scanner(load_packs()), PhoneRecognizer(), load_entities()


def find(text, regions=frozenset()):
    """Return what the bundled rules find, overlaps resolved."""
    scanner, phones, entities = bundled()
    reading = scanner.read(text, frozenset(regions))
    found = [*scanner.find(reading), *phones.find(reading)]
    return resolve([d for d in found if d.score >= REPORT_FROM], entities.without_category())


def check_found(text, entity_type, value):
    """A detection of the type, or of its category, holds all of the value and little more."""
    start = text.index(value)
    end = start + len(value)
    category = bundled()[2].category
    found = find(text)
    hits = [
        d
        for d in found
        if d.start <= start and end <= d.end and category(d.entity_type) == category(entity_type)
    ]
    assert hits, [(d.entity_type, text[d.start : d.end], d.recognizer) for d in found]
    room = 14 if entity_type == "AGE" else 6  # the unit belongs to an age
    assert hits[0].end - hits[0].start <= len(value) + room


@pytest.fixture(scope="session")
def detections():
    """What the bundled patterns find in a text."""
    return find


@pytest.fixture(scope="session")
def assert_found():
    """Asserts that a value is found whole, with its type."""
    return check_found


@pytest.fixture(scope="session")
def lookalikes():
    """The shipped generator, which is a script beside the package."""
    folder = str(Path(__file__).resolve().parents[3] / "benchmarks")
    sys.path.insert(0, folder)
    try:
        import lookalikes as module
    finally:
        sys.path.remove(folder)
    return module


@cache
def whole_detector():
    """The bundled detector with views, addresses and names."""
    return build_detector()


def check_told(message, value, categories):
    """A detection of one of the categories holds all of the value."""
    start = message.index(value)
    found = whole_detector().detect(message)
    hits = [d for d in found if d.start <= start and start + len(value) <= d.end]
    assert any((d.category or "").startswith(categories) for d in hits), [
        (d.entity_type, message[d.start : d.end], d.recognizer) for d in found
    ]


@pytest.fixture(scope="session")
def assert_told():
    """Asserts that the whole detector finds a value with its category."""
    return check_told


@pytest.fixture(scope="session")
def personal():
    """What the whole detector finds in a message that is personal by itself."""
    weak = ("CITY", "COUNTRY", "LOCATION", "ORGANIZATION", "DATE_TIME", "URL")

    def find_personal(message):
        found = whole_detector().detect(message)
        return [d for d in found if d.entity_type not in weak and not d.entity_type.endswith("_CUE")]

    return find_personal
