"""A user's Presidio engine beside our own recognizers: one reused worker process, with a deadline.

A foreign engine may hang, crash or leak memory; in a process of its own it cannot take the host along, and a
text that it did not answer for in time is withheld (reliability R1).
"""

from __future__ import annotations

import os
import re
import threading
import weakref
from typing import TYPE_CHECKING, Any

from pii_guard.detect.lazy import lazy
from pii_guard.detect.presidio.names import OURS
from pii_guard.detect.types import Detection
from pii_guard.errors import DetectionError, MissingPartError, PolicyError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.presidio.process import Worker
    from pii_guard.detect.settings import PresidioSettings

_SURROGATE = lazy("[\ud800-\udfff]")
_NOT_TYPE = lazy(r"[^A-Z0-9]+")
_TYPE = lazy(r"[A-Z][A-Z0-9_]{0,63}")
_NOT_NAME = lazy(r"[^\w.-]+", re.ASCII)
_LONGEST_NAME = 64
_SETUP = "Try it in a Python shell; the worker has the same sys.path and no network, so models lie on disk."
_RAISED = "Try the engine by itself; its error text is not shown, because it may quote the message."


class ForeignEngine:
    """Asks a Presidio engine in a worker process; safe to share between threads, which take turns.

    The process starts with the first text and is replaced after `recycle_after` texts, a crash or a missed
    deadline. A forked child starts one of its own.

    Args:
        settings: Which engine or recognizers, and how long a text may take.
    """

    def __init__(self, settings: PresidioSettings) -> None:
        self._settings = settings
        self._types = {**OURS, **settings.rename}
        self._worker: Worker | None = None
        self._texts = 0
        self._lock = threading.Lock()
        _ENGINES.add(self)

    @property
    def process_id(self) -> int | None:
        """The worker's process id, while one runs."""
        worker = self._worker
        return worker.process_id if worker is not None and worker.alive else None

    def find(
        self, text: str, _folded: str, _taken: Sequence[tuple[int, int]], _language: str | None
    ) -> list[Detection]:
        """Return what the engine finds in a text, in whatever language.

        Raises:
            DetectionError: It raised, crashed, did not answer in time or gave an impossible result.
            PolicyError: What `detection.yaml` names cannot be loaded or does not fit.
            MissingPartError: presidio-analyzer is not installed.
        """
        # One code point each, as in the original; two halves side by side would come back as one character.
        request = {"text": _SURROGATE.sub("\ufffd", text)}
        with self._lock:
            try:
                answer = self._ready().ask(request, self._settings.deadline)
            except BaseException:  # also Ctrl-C: an answer to this text must never be read as one to the next
                self._drop()
                raise
            self._texts += 1
            if answer.get("spent") or self._texts >= self._settings.recycle_after:
                self._drop()
        if "error" in answer:
            name = _plain(answer["error"])
            raise DetectionError(f"the Presidio engine raised {name}; the text is withheld", hint=_RAISED)
        return [self._detection(row, len(text)) for row in answer["results"]]

    def close(self) -> None:
        """End the worker; the next text starts one again."""
        with self._lock:
            self._drop()

    def _ready(self) -> Worker:
        """Return a worker that runs, started now if need be."""
        from pii_guard.detect.presidio.process import Worker  # noqa: PLC0415 - start-up time of who needs none

        if self._worker is None or not self._worker.alive:
            self._drop()
            settings = self._settings.model_dump(mode="json")
            self._worker = Worker(settings)
            _check_start(self._worker.receive(self._settings.start_deadline))
        return self._worker

    def _drop(self) -> None:
        worker, self._worker, self._texts = self._worker, None, 0
        if worker is not None:
            worker.end()

    def _abandon(self) -> None:
        """Forget the parent's worker, in a forked child, and the lock, whose holder may not be here."""
        worker, self._worker, self._texts, self._lock = self._worker, None, 0, threading.Lock()
        if worker is not None:
            worker.abandon()

    def _detection(self, row: Sequence[Any], length: int) -> Detection:
        """Turn a result into a detection.

        Dropping what cannot be right would pass a text as clean that the engine objected to.
        """
        name, start, end, score, source = row
        found = _NOT_TYPE.sub("_", str(name).upper()).strip("_")
        entity_type = self._types.get(name) or self._types.get(found) or found
        if not (0 <= start < end <= length and 0.0 <= score <= 1.0 and _TYPE.fullmatch(entity_type)):
            what = "gave a span outside the text, an impossible score or a type that is no name"
            raise DetectionError(f"{_plain(source)} of Presidio {what}; the text is withheld")
        recognizer = f"presidio:{_plain(source)}"
        return Detection(start, end, entity_type, score, recognizer, (recognizer,))


_ENGINES: weakref.WeakSet[ForeignEngine] = weakref.WeakSet()


def _abandon_all() -> None:
    for engine in list(_ENGINES):
        engine._abandon()  # noqa: SLF001 - our own class


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_abandon_all)


def _check_start(answer: dict[str, Any]) -> None:
    """Raise what kept the worker from starting; names of modules and classes are no personal data."""
    if "error" not in answer:
        return
    reason = answer["error"]
    if answer.get("part") == "presidio_analyzer":
        raise MissingPartError(f"presidio-analyzer cannot be imported ({reason})")
    raise PolicyError(f"detection.yaml: presidio: {answer.get('part', 'engine')}: {reason}", hint=_SETUP)


def _plain(name: object) -> str:
    """Return a name made of harmless characters, of bounded length."""
    return _NOT_NAME.sub("_", str(name))[:_LONGEST_NAME] or "presidio"
