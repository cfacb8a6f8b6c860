"""All benchmarks: `python benchmarks/run.py` writes docs/benchmarks.md; `--short` only prints a quick pass."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import version
from pathlib import Path

import quality
import scaling
import speed

TARGET = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def head() -> str:
    """Return what was run where."""
    names = ("pii-guard", "presidio-analyzer", "spacy", "google-re2", "phonenumbers", "python-stdnum")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"""# Benchmarks

Printed by `python benchmarks/run.py`; not edited by hand. Python {platform.python_version()}, {platform.machine()}; {versions}.
Machines are noisy: read the ratios. Development sets are those that the project was built on; other sets of the same
kinds will score lower.
"""


def main() -> None:
    """Run everything."""
    short = "--short" in sys.argv
    text = "\n".join([head(), quality.report(short), speed.report(short), scaling.report(short)])
    if not short:
        TARGET.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
