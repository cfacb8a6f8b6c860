"""Presidio, both ways: its recognizers beside ours, and ours inside a user's `AnalyzerEngine`.

Presidio costs two seconds and 110 MB to import and goes to the network in places, so it is imported only in
the worker process that runs it (`foreign`), or in a host that uses it anyway (`registry`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pii_guard.errors import MissingPartError

if TYPE_CHECKING:
    from collections.abc import Sequence


def registry(languages: Sequence[str] = ("en",), *, policies: Path | str | None = None) -> Any:
    """Return a Presidio `RecognizerRegistry` that holds our recognizers, one entry a language.

    Use it as `AnalyzerEngine(registry=registry(["en", "sv"]), nlp_engine=..., supported_languages=[...])`, or
    add its recognizers to a registry of yours. Ours need no NLP engine and look at all languages at once;
    Presidio serves a recognizer only under the language that it is registered for, which ours take as a hint.

    Args:
        languages: Languages under which the engine may be asked (ISO 639-1).
        policies: Folder of your own policies; its `recognizers/` and `detection.yaml` count.

    Raises:
        MissingPartError: presidio-analyzer is not installed.
        PolicyError: A file of the folder is wrong.
    """
    from pii_guard.detect.build import build_detector  # noqa: PLC0415 - loads all packs
    from pii_guard.detect.presidio.quiet import ask_for_no_download  # noqa: PLC0415 - start-up time

    ask_for_no_download()
    try:
        from pii_guard.detect.presidio.ours import make_registry  # noqa: PLC0415 - imports Presidio
    except ImportError as error:
        raise MissingPartError(f"presidio-analyzer cannot be imported ({type(error).__name__})") from None
    return make_registry(languages, build_detector(Path(policies) if policies is not None else None))
