"""Our detector as a Presidio recognizer. Imports Presidio: go through `detect.presidio.registry`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from presidio_analyzer import AnalysisExplanation, EntityRecognizer, RecognizerRegistry, RecognizerResult

from pii_guard.vocabulary.entities import load_entities

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.engine import Detector
    from pii_guard.detect.types import Detection


class PIIGuardRecognizer(EntityRecognizer):
    """All recognizers of pii_guard behind Presidio's interface, under one language.

    Args:
        detector: Does the work.
        language: Language that it is registered for, and the hint that the detector gets.
        types: Entity types that Presidio may ask it for.
    """

    def __init__(self, detector: Detector, language: str, types: Sequence[str]) -> None:
        self._detector = detector
        super().__init__(list(types), name=f"pii_guard_{language}", supported_language=language)

    def load(self) -> None:
        """Nothing to load: the detector is ready."""

    def analyze(
        self,
        text: str,
        entities: Sequence[str] | None = None,
        nlp_artifacts: Any = None,  # noqa: ARG002 - Presidio's signature
    ) -> list[Any]:
        """Return Presidio results of the wanted types; all when none are named.

        Raises:
            DetectionError: A recognizer failed; Presidio passes it on.
        """
        # Presidio names all types that it knows when its caller named none: types of the user's own packs are
        # none of them, and wanted all the same.
        wanted = set(entities or ())
        everything = not wanted or wanted >= set(self.supported_entities)
        found = self._detector.detect(text, language=self.supported_language)
        return [self._result(one) for one in found if everything or one.entity_type in wanted]

    def _result(self, found: Detection) -> Any:
        return RecognizerResult(
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
                RecognizerResult.RECOGNIZER_NAME_KEY: f"pii_guard.{found.recognizer}",
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            },
        )


def make_registry(languages: Sequence[str], detector: Detector) -> Any:
    """Return a registry with one recognizer a language; see `pii_guard.detect.presidio.registry`."""
    types = sorted(load_entities().types)
    recognizers = [PIIGuardRecognizer(detector, language, types) for language in languages]
    return RecognizerRegistry(recognizers=recognizers, supported_languages=list(languages))
