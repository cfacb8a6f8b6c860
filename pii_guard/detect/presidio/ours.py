"""Our detector as a Presidio recognizer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pii_guard.detect.presidio.quiet import ask_for_no_network
from pii_guard.errors import MissingPartError
from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.engine import Detector


def make_registry(languages: Sequence[str], detector: Detector | None) -> Any:
    """Return a registry with one recognizer a language; see `pii_guard.detect.presidio.registry`."""
    ask_for_no_network()
    try:
        from presidio_analyzer import (  # noqa: PLC0415 - imported only when used
            AnalysisExplanation,
            EntityRecognizer,
            RecognizerRegistry,
            RecognizerResult,
        )
    except ImportError:
        raise MissingPartError("presidio-analyzer is not installed") from None
    if detector is None:
        from pii_guard.detect.build import build_detector  # noqa: PLC0415 - loads all packs

        detector = build_detector()
    engine = detector

    class PIIGuardRecognizer(EntityRecognizer):  # type: ignore[misc]
        """All recognizers of pii_guard behind Presidio's interface."""

        def load(self) -> None:
            """Nothing to load: the detector is ready."""

        def analyze(self, text: str, entities: list[str], nlp_artifacts: Any = None) -> list[Any]:  # noqa: ARG002 - Presidio's signature
            """Return Presidio results of the wanted types.

            Raises:
                DetectionError: A recognizer failed; Presidio passes it on.
            """
            wanted = frozenset(entities or ())
            return [
                RecognizerResult(
                    found.entity_type,
                    found.start,
                    found.end,
                    found.score,
                    analysis_explanation=AnalysisExplanation(
                        recognizer=found.recognizer,
                        original_score=found.score,
                        textual_explanation=", ".join(found.why),
                    ),
                    recognition_metadata={
                        RecognizerResult.RECOGNIZER_NAME_KEY: f"pii_guard.{found.recognizer}"
                    },
                )
                for found in engine.detect(text)
                if not wanted or found.entity_type in wanted
            ]

    types = sorted(load_entities().types)
    recognizers = [
        PIIGuardRecognizer(
            supported_entities=types, name=f"pii_guard_{language}", supported_language=language
        )
        for language in languages
    ]
    return RecognizerRegistry(recognizers=recognizers, supported_languages=list(languages))
