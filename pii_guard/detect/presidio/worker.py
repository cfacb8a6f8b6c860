"""The process that runs a user's Presidio engine: one JSON object a line in, one a line out.

Started by `process.Worker`. What the engine prints is dropped, and what it reads is empty: requests and
answers go through private copies of standard input and output. Errors are told by class, for their texts may
quote data.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import logging
import os
import queue
import signal
import threading
from functools import reduce
from operator import index
from typing import TYPE_CHECKING, Any

from pii_guard.detect.presidio.quiet import refuse_network

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import BinaryIO, TextIO

    Rows = list[list[Any]]

_GRACE = 10.0  # seconds after which the worker ends itself, should its owner be gone


class SetupError(Exception):
    """What `detection.yaml` asks for cannot be had: (part, reason), names only."""


def main(settings: dict[str, Any]) -> None:
    """Answer until standard input ends.

    Args:
        settings: `PresidioSettings` as plain data.
    """
    source, answers, sink = _private_pipes()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    refuse_network()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(source, lines), daemon=True).start()
    try:
        analyze = make_analyzer(settings)
    except SetupError as error:
        _send(answers, {"number": 0, "error": error.args[1], "part": error.args[0]})
        return
    except Exception as error:  # noqa: BLE001 - Presidio or user code; told by class
        _send(answers, {"number": 0, "error": type(error).__name__, "part": "engine"})
        return
    _send(answers, {"number": 0})
    while True:
        request = json.loads(lines.get())
        faulthandler.dump_traceback_later(settings["deadline"] + _GRACE, exit=True, file=sink)
        _send(answers, {"number": request["number"], **_answer(analyze, request["text"])})
        faulthandler.cancel_dump_traceback_later()


def _answer(analyze: Callable[[str], Rows], text: str) -> dict[str, Any]:
    try:
        return {"results": analyze(text)}
    except (MemoryError, RecursionError) as error:
        return {"error": type(error).__name__, "spent": True}  # what it left behind cannot be trusted
    except Exception as error:  # noqa: BLE001 - the owner turns it into DetectionError
        return {"error": type(error).__name__}


def _private_pipes() -> tuple[BinaryIO, TextIO, TextIO]:
    source = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "w", encoding="ascii", newline="\n")
    sink = os.fdopen(os.open(os.devnull, os.O_RDWR), "w", encoding="utf-8")
    os.dup2(sink.fileno(), 0)
    os.dup2(sink.fileno(), 1)
    return source, answers, sink


def _read(source: BinaryIO, lines: queue.SimpleQueue[bytes]) -> None:
    """Hand requests over; when there can be no more, end at once, whatever the engine is doing."""
    for line in source:
        lines.put(line)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)  # with what the engine started
    os._exit(0)


def _send(answers: TextIO, data: dict[str, Any]) -> None:
    answers.write(json.dumps(data) + "\n")
    answers.flush()


class _Swallowed(logging.Handler):
    """Presidio logs a time-out of a pattern and goes on without it; here that is a failure."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise the exception that was swallowed, if one was."""
        if record.exc_info and isinstance(record.exc_info[1], Exception):
            raise record.exc_info[1]


def _load(dotted: str) -> Any:
    """Return what `module:name` names: called when it can be, as it is otherwise."""
    module, _, name = dotted.partition(":")
    try:
        found = reduce(getattr, name.split("."), importlib.import_module(module))
        return found() if callable(found) else found
    except Exception as error:  # noqa: BLE001 - user code; told by class
        missing = f" {error.name}" if isinstance(error, ImportError) and error.name else ""
        raise SetupError(dotted, f"{type(error).__name__}{missing}") from None


def make_analyzer(settings: dict[str, Any]) -> Callable[[str], Rows]:
    """Return what asks the engine in every language and gives rows (type, start, end, score, recognizer).

    Raises:
        SetupError: The engine cannot be had, or does not serve what is asked of it.
    """
    try:
        import presidio_analyzer as presidio  # noqa: PLC0415 - after the network is shut off
    except ImportError as error:
        raise SetupError("presidio_analyzer", type(error).__name__) from None
    recognizers = [_load(dotted) for dotted in settings["recognizers"]]
    for dotted, recognizer in zip(settings["recognizers"], recognizers, strict=True):
        if not isinstance(recognizer, presidio.EntityRecognizer):
            raise SetupError(dotted, "not an EntityRecognizer")
    if settings["engine"]:
        engine = _load(settings["engine"])
        if not isinstance(engine, presidio.AnalyzerEngine):
            raise SetupError(settings["engine"], "not an AnalyzerEngine")
        for recognizer in recognizers:
            engine.registry.add_recognizer(recognizer)
    else:
        engine = _engine_of(recognizers)
    questions = _questions(engine, settings["languages"], settings["entities"])
    logger = logging.getLogger("presidio-analyzer")
    logger.disabled = False
    logger.setLevel(logging.WARNING)
    logger.addHandler(_Swallowed())
    return lambda text: _rows(engine, questions, text)


def _engine_of(recognizers: Iterable[Any]) -> Any:
    """Return an engine without a language model, for recognizers that need none."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry  # noqa: PLC0415 - this process is for it
    from presidio_analyzer.nlp_engine import NoOpNlpEngine  # noqa: PLC0415 - likewise

    recognizers = list(recognizers)
    languages = sorted({recognizer.supported_language for recognizer in recognizers})
    nlp = NoOpNlpEngine(models=[{"lang_code": code, "model_name": "no_op"} for code in languages])
    nlp.load()
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=languages)
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=languages)


def _questions(engine: Any, languages: Iterable[str], entities: Iterable[str]) -> list[tuple[str, list[str]]]:
    """Return (language, entity types) to ask for, of which each is served.

    Presidio passes over what it does not serve with a warning at most; a misspelt type would never be found.
    """
    served = {code: _served(engine, code) for code in languages or engine.supported_languages}
    for entity in entities:
        if not any(entity in types for types in served.values()):
            raise SetupError("entities", f"no recognizer finds {entity}")
    asked = {code: sorted(types & set(entities or types)) for code, types in served.items()}
    return [(code, types) for code, types in asked.items() if types]


def _served(engine: Any, language: str) -> set[str]:
    try:
        if language in engine.supported_languages:
            return set(engine.get_supported_entities(language))
    except ValueError:  # a language that is declared, but has no recognizer
        pass
    raise SetupError("languages", f"no recognizer for {language!r}")


def _rows(engine: Any, questions: Iterable[tuple[str, list[str]]], text: str) -> Rows:
    rows: dict[tuple[Any, ...], None] = {}
    for language, entities in questions:
        for result in engine.analyze(text, language=language, entities=entities):
            source = (result.recognition_metadata or {}).get("recognizer_name", "presidio")
            place = index(result.start), index(result.end)  # numpy's integers, too, but no fractions
            rows[str(result.entity_type), *place, float(result.score), str(source)] = None
    return [list(row) for row in rows]
