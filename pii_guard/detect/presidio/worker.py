"""The process that runs a user's Presidio engine: one JSON object a line in, one a line out.

Started by `foreign.ForeignEngine` as `python -P -m pii_guard.detect.presidio.worker SETTINGS`. What the engine
prints goes to standard error; answers go out through a private copy of standard output.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from pii_guard.detect.presidio.quiet import refuse_network

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "PII_GUARD_WORKER_PATH"


def main() -> None:
    """Answer until standard input ends."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    os.dup2(2, 1)
    refuse_network()
    sys.path[:] = json.loads(os.environ[PATH])
    settings = json.loads(sys.argv[1])
    try:
        analyze = _analyzer(settings)
    except Exception as error:  # noqa: BLE001 - reported by class; the text may quote data
        _send(answers, {"error": type(error).__name__})
        return
    _send(answers, {"ready": True})
    for line in sys.stdin:
        try:
            _send(answers, {"results": analyze(json.loads(line)["text"])})
        except Exception as error:  # noqa: BLE001 - the parent turns it into DetectionError
            _send(answers, {"error": type(error).__name__})


def _send(answers: Any, data: dict[str, Any]) -> None:
    answers.write(json.dumps(data) + "\n")
    answers.flush()


def _load(dotted: str) -> Any:
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


def _analyzer(settings: dict[str, Any]) -> Callable[[str], list[list[Any]]]:
    """Return what asks the engine in every language and gives plain rows."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415 - this process is for it
    from presidio_analyzer.nlp_engine import NoOpNlpEngine  # noqa: PLC0415 - likewise

    languages = settings["languages"]
    if settings["engine"]:
        engine = _load(settings["engine"])()
        for name in settings["recognizers"]:
            engine.registry.add_recognizer(_load(name)())
    else:
        nlp = NoOpNlpEngine(models=[{"lang_code": code, "model_name": "no_op"} for code in languages])
        nlp.load()
        own = RecognizerRegistry(
            recognizers=[_load(name)() for name in settings["recognizers"]], supported_languages=languages
        )
        engine = AnalyzerEngine(registry=own, nlp_engine=nlp, supported_languages=languages)

    def analyze(text: str) -> list[list[Any]]:
        rows = []
        for language in languages:
            for result in engine.analyze(text, language=language, entities=settings["entities"] or None):
                source = (result.recognition_metadata or {}).get("recognizer_name", "presidio")
                rows.append([result.entity_type, result.start, result.end, float(result.score), str(source)])
        return rows

    return analyze


if __name__ == "__main__":
    main()
