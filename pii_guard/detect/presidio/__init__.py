"""Presidio, both ways: its recognizers beside ours, and ours inside a user's `AnalyzerEngine`.

Presidio costs two seconds and 110 MB to import and goes to the network in places, so it is imported only in the
worker process that runs it (`foreign`), or in a host that uses it anyway (`registry`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.engine import Detector


def registry(languages: Sequence[str] = ("en",), detector: Detector | None = None) -> Any:
    """Return a Presidio `RecognizerRegistry` that holds our recognizers, one entry a language.

    Use it as `AnalyzerEngine(registry=registry(["en", "sv"]), nlp_engine=..., supported_languages=[...])`, or add
    its recognizers to a registry of yours. Ours need no NLP engine and look at all languages at once; Presidio
    serves a recognizer only under the language that it is registered for.

    Args:
        languages: Languages under which the engine may be asked.
        detector: A detector of yours; the bundled one when None.

    Raises:
        MissingPartError: presidio-analyzer is not installed.
    """
    from pii_guard.detect.presidio.ours import make_registry  # noqa: PLC0415 - imports Presidio

    return make_registry(languages, detector)
