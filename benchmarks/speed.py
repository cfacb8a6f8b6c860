"""Messages a second, beside plain Presidio in the same run: `python benchmarks/speed.py [--short]`."""

from __future__ import annotations

import os
import statistics
import sys
import time
from typing import TYPE_CHECKING

from mix import messages

if TYPE_CHECKING:
    from collections.abc import Callable

os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""


def rate(work: Callable[[str], object], texts: list[str]) -> float:
    """Return messages a second of one pass."""
    start = time.perf_counter()
    for text in texts:
        work(text)
    return len(texts) / (time.perf_counter() - start)


def presidio() -> Callable[[str], object]:
    """Return plain Presidio: default recognizers, blank spaCy."""
    import spacy
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import SpacyNlpEngine

    class Blank(SpacyNlpEngine):
        def __init__(self) -> None:
            super().__init__()
            self.nlp = {"en": spacy.blank("en")}

        def load(self) -> None:
            """Nothing to load."""

    engine = AnalyzerEngine(nlp_engine=Blank(), supported_languages=["en"])
    return lambda text: engine.analyze(text, language="en")


def measured(short: bool) -> list[tuple[str, float, float]]:
    """Return (what, messages a second, ratio to Presidio); medians of interleaved rounds."""
    from pii_guard import PIIGuard
    from pii_guard.detect.build import build_detector

    texts = messages(300 if short else 2000)
    guard = PIIGuard().warm_up()
    patterns = build_detector(by_text=False)
    works: dict[str, Callable[[str], object]] = {
        "plain Presidio (default recognizers, blank spaCy)": presidio(),
        "pii_guard: patterns, validators, views": patterns.detect,
        "pii_guard: detect (also names, addresses, cues)": guard.detect,
        "pii_guard: check on social_public (the whole gate)": lambda t: guard.check(
            t, channel="social_public"
        ),
    }
    for work in works.values():
        rate(work, texts[:100])
    rounds: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(1 if short else 5):
        for name, work in works.items():
            rounds[name].append(rate(work, texts))
    middle = {name: statistics.median(values) for name, values in rounds.items()}
    base = next(iter(middle.values()))
    return [(name, value, value / base) for name, value in middle.items()]


def report(short: bool) -> str:
    """Return the section of docs/benchmarks.md."""
    rows = "\n".join(f"| {name} | {value:,.0f} | {ratio:.1f} |" for name, value, ratio in measured(short))
    count = 300 if short else 2000
    return f"""## Speed

One core, one run, {count} messages of about 300 characters with about two findings each in 11 languages, one in eight
disguised (`benchmarks/mix.py`); medians of interleaved rounds. `python benchmarks/speed.py`

| what | messages a second | to plain Presidio |
|---|---|---|
{rows}
"""


if __name__ == "__main__":
    print(report("--short" in sys.argv))
