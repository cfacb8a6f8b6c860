"""Our recognizers inside a user's `AnalyzerEngine`, in several set-ups and languages."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from pii_guard import DetectionError, MissingPartError
from pii_guard.detect.presidio import registry
from tests.conftest import ROOT
from tests.integration.presidio_trouble import Lemma

presidio = pytest.importorskip("presidio_analyzer")

TEXT = "Hej, jag heter Torun Ekelöf, mejla torun.ekelof@example.com eller IBAN DE89 3704 0044 0532 0130 00."
FOUND = {
    ("PERSON", "Torun Ekelöf"),
    ("EMAIL_ADDRESS", "torun.ekelof@example.com"),
    ("IBAN_CODE", "DE89 3704 0044 0532 0130 00"),
}


@pytest.fixture(scope="module")
def ours():
    return registry(["en", "sv", "hr"])


def no_op_engine(recognizers, languages=("en", "sv", "hr")):
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    nlp = NoOpNlpEngine(models=[{"lang_code": code, "model_name": "no_op"} for code in languages])
    nlp.load()
    return presidio.AnalyzerEngine(registry=recognizers, nlp_engine=nlp, supported_languages=list(languages))


@pytest.fixture(scope="module")
def engine(ours):
    return no_op_engine(ours)


def values(results, text=TEXT):
    return {(result.entity_type, text[result.start : result.end]) for result in results}


@pytest.mark.parametrize("language", ["en", "sv", "hr"])
def test_every_registered_language_finds_all(engine, language):
    assert values(engine.analyze(TEXT, language=language)) == FOUND


def test_blank_spacy_engine_and_context_words_beside_ours(ours):
    """The user's own recognizers get their context boost; ours are neither boosted nor broken by it."""
    nlp = Lemma(models=[{"lang_code": "en", "model_name": "blank"}])
    nlp.load()
    both = presidio.RecognizerRegistry(
        recognizers=[*ours.recognizers], supported_languages=["en", "sv", "hr"]
    )
    badge = presidio.Pattern("badge", r"\bB-\d{3}\b", 0.3)
    both.add_recognizer(presidio.PatternRecognizer("BADGE", patterns=[badge], context=["badge"]))
    both.supported_languages = ["en"]
    engine = presidio.AnalyzerEngine(registry=both, nlp_engine=nlp, supported_languages=["en"])
    text = "The badge B-123 is of torun.ekelof@example.com"
    plain = {r.entity_type: r.score for r in engine.analyze("B-123, torun.ekelof@example.com", language="en")}
    boosted = {
        r.entity_type: r.score for r in engine.analyze(text, language="en", context=["email", "badge"])
    }
    assert boosted["BADGE"] > plain["BADGE"] == 0.3
    assert boosted["EMAIL_ADDRESS"] == plain["EMAIL_ADDRESS"]


def test_entities_filter_and_threshold(engine):
    assert values(engine.analyze(TEXT, language="sv", entities=["IBAN_CODE"])) == {
        f for f in FOUND if f[0] == "IBAN_CODE"
    }
    assert values(engine.analyze(TEXT, language="sv", entities=["PERSON", "EMAIL_ADDRESS"])) == {
        f for f in FOUND if f[0] != "IBAN_CODE"
    }
    high = engine.analyze(TEXT, language="sv", score_threshold=0.9)
    assert ("PERSON", "Torun Ekelöf") not in values(high)
    assert high


def test_every_option_of_analyze_works(engine):
    results = engine.analyze(
        TEXT, language="sv", correlation_id="1", return_decision_process=True, context=["kontakt"],
        allow_list=["torun.ekelof@example.com"],
    )  # fmt: skip
    assert values(results) == {f for f in FOUND if f[0] != "EMAIL_ADDRESS"}
    for result in results:
        assert result.analysis_explanation.textual_explanation
        assert result.recognition_metadata["recognizer_name"].startswith("pii_guard.")
        assert "Torun" not in str(result.analysis_explanation)


def test_the_language_of_the_call_is_a_hint(engine):
    """A valid number without a word beside it counts where its country is expected."""
    text = "36466460138"
    assert values(engine.analyze(text, language="hr"), text) == {("HR_OIB", text)}
    assert values(engine.analyze(text, language="sv"), text) == set()


def test_packs_of_the_user_s_come_through(tmp_path):
    (tmp_path / "recognizers").mkdir()
    (tmp_path / "recognizers" / "ours.yaml").write_text(
        "version: 1\nrecognizers:\n  - {name: badge, entity_type: USERNAME, patterns: [{regex: 'B-\\d{3}', form: distinctive}]}\n"
    )
    engine = no_op_engine(registry(["en"], policies=tmp_path), ["en"])
    assert ("USERNAME", "B-123") in values(engine.analyze("It is B-123.", language="en"), "It is B-123.")


def test_supported_entities_are_ours(engine):
    assert {"HR_OIB", "SE_PERSONNUMMER", "PASSWORD"} <= set(engine.get_supported_entities("sv"))


def test_anonymizer_takes_the_results(engine):
    from presidio_anonymizer import AnonymizerEngine

    result = AnonymizerEngine().anonymize(TEXT, engine.analyze(TEXT, language="sv"))
    assert result.text == "Hej, jag heter <PERSON>, mejla <EMAIL_ADDRESS> eller IBAN <IBAN_CODE>."


def test_batch_engine_and_threads_give_what_one_call_gives(engine):
    texts = [f"{n}: {TEXT}" for n in range(32)]
    alone = [values(engine.analyze(text, language="sv"), text) for text in texts]
    batch = presidio.BatchAnalyzerEngine(engine).analyze_iterator(texts, language="sv")
    assert [values(results, text) for text, results in zip(texts, batch, strict=True)] == alone
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda text: values(engine.analyze(text, language="sv"), text), texts))
    assert together == alone


def test_a_failure_of_ours_reaches_the_caller(engine, monkeypatch):
    recognizer = engine.registry.recognizers[0]
    monkeypatch.setattr(recognizer._detector, "_views", None)
    with pytest.raises(DetectionError) as caught:
        engine.analyze(TEXT, language="en")
    assert "Torun" not in caught.value.message


def test_without_presidio_a_part_is_missing(tmp_path):
    (tmp_path / "presidio_analyzer.py").write_text("raise ImportError('no')")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from pii_guard.detect.presidio import registry\n"
        "try: registry(['en'])\n"
        f"except Exception as error: print(type(error).__name__)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == MissingPartError.__name__


def test_the_host_s_downloads_are_its_own():
    """In the user's process only the list that the e-mail recognizer would fetch is turned off."""
    code = (
        "import os; os.environ.pop('TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS', None); before = dict(os.environ)\n"
        "from pii_guard.detect.presidio import registry; registry(['en'])\n"
        "print(sorted(k for k in os.environ if os.environ[k] != before.get(k) and k != 'KMP_DUPLICATE_LIB_OK'))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert result.stdout.strip() == "['TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS']"


def test_the_example_runs():
    path = ROOT / "integrations" / "presidio" / "example.py"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, str(path)], capture_output=True, text=True, check=True, cwd=ROOT, env=environment
    )
    inside, beside = result.stdout.splitlines()
    assert inside.startswith("ours in Presidio:")
    assert all(kind in inside for kind in ("PERSON", "EMAIL_ADDRESS"))
    assert beside.startswith("Presidio beside ours:")
    assert all(kind in beside for kind in ("PERSON", "EMAIL_ADDRESS", "MEDICAL_LICENSE"))
