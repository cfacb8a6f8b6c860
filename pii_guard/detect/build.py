"""Puts a detector together out of the bundled data and the user's folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pii_guard.detect.addresses import Addresses
from pii_guard.detect.engine import Detector
from pii_guard.detect.facts import Facts
from pii_guard.detect.names import CueNames
from pii_guard.detect.packs import load_packs
from pii_guard.detect.phones import PhoneRecognizer
from pii_guard.detect.presidio.foreign import ForeignEngine
from pii_guard.detect.scanner import Scanner
from pii_guard.detect.settings import load_settings
from pii_guard.detect.views import Views
from pii_guard.resources import bundled
from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from pii_guard.detect.engine import Span, TextRecognizer
    from pii_guard.detect.types import Detection


def build_detector(
    user: Path | None = None,
    *,
    regions: Iterable[str] = (),
    leave: Callable[[str], Sequence[Span]] = lambda _text: (),
    by_text: bool = True,
) -> Detector:
    """Return a detector.

    Args:
        user: The user's policies folder; its `recognizers/*.yaml` are added and its `detection.yaml` counts.
        regions: Countries expected in every text, beside those of the settings.
        leave: Returns spans that are never findings, such as our own placeholders.
        by_text: Whether names, addresses, cues and a foreign engine take part beside patterns.

    Raises:
        PolicyError: A file is wrong.
    """
    settings = load_settings(user)
    folders = [bundled("policies") / "recognizers"]
    if user is not None and (user / "recognizers").is_dir():
        folders.append(user / "recognizers")
    facts = Facts() if by_text else None
    foreign = ForeignEngine(settings.presidio) if settings.presidio and by_text else None
    return Detector(
        Scanner(load_packs(folders)),
        Views(),
        load_entities(),
        by_form=(PhoneRecognizer(),),
        by_text=_by_text(foreign) if by_text else (),
        cues=_cues(facts, file_facts=False) if facts else None,
        facts=_cues(facts, file_facts=True) if facts else None,
        regions=(*settings.regions, *regions),
        regions_of=settings.regions_of,
        leave=leave,
        closing=foreign.close if foreign else lambda: None,
    )


def _by_text(foreign: ForeignEngine | None) -> tuple[TextRecognizer, ...]:
    addresses, names = Addresses(), CueNames()

    def find_addresses(
        text: str, folded: str, taken: Sequence[Span], _language: str | None
    ) -> list[Detection]:
        return addresses.find(text, folded, taken)

    def find_names(text: str, folded: str, taken: Sequence[Span], language: str | None) -> list[Detection]:
        return names.find(text, taken, language, folded)

    return (find_addresses, find_names, foreign.find) if foreign else (find_addresses, find_names)


def _cues(facts: Facts, *, file_facts: bool) -> TextRecognizer:
    def find(text: str, folded: str, _taken: Sequence[Span], _language: str | None) -> list[Detection]:
        return facts.find(text, folded, file_facts=file_facts)

    return find
