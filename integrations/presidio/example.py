"""Both ways of using Presidio with pii_guard, on an invented sentence."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

TEXT = "Jag heter Torun Ekelöf, mejla torun.ekelof@example.com. Medical licence AB1234563."

SETTINGS = """
version: 1
presidio:
  recognizers: ["presidio_analyzer.predefined_recognizers:MedicalLicenseRecognizer"]
"""


def ours_in_presidio() -> list[str]:
    """Return the entity types that a Presidio engine finds with our recognizers."""
    from pii_guard.detect.presidio import registry

    recognizers = registry(["sv"])  # before Presidio is imported, so that its e-mail recognizer stays offline

    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    nlp = NoOpNlpEngine(models=[{"lang_code": "sv", "model_name": "no_op"}])
    nlp.load()
    engine = AnalyzerEngine(registry=recognizers, nlp_engine=nlp, supported_languages=["sv"])
    return sorted(result.entity_type for result in engine.analyze(TEXT, language="sv"))


def presidio_beside_ours() -> list[str]:
    """Return the entity types that pii_guard finds with a Presidio recognizer beside its own."""
    from pii_guard import PIIGuard

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "detection.yaml").write_text(SETTINGS, encoding="utf-8")
        guard = PIIGuard(policies=folder)
        try:
            return sorted(found.entity_type for found in guard.detect(TEXT))
        finally:
            guard.close()


if __name__ == "__main__":
    sys.stdout.write(f"ours in Presidio: {ours_in_presidio()}\n")
    sys.stdout.write(f"Presidio beside ours: {presidio_beside_ours()}\n")
