"""A user's Presidio engine beside our own recognizers: one reused worker process, with a deadline.

A foreign engine may hang, crash or leak memory; in a process of its own it cannot take the host along, and a
text that it did not answer for in time is withheld (reliability R1).
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from pii_guard.detect.presidio.worker import PATH
from pii_guard.detect.types import Detection
from pii_guard.errors import DetectionError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pii_guard.detect.settings import PresidioSettings

START_SECONDS = 120.0


class ForeignEngine:
    """Asks a Presidio engine in a worker process; safe to share between threads, which take turns.

    Args:
        settings: Which engine or recognizers, and how long a text may take.
    """

    def __init__(self, settings: PresidioSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()
        self._owner = 0

    def find(
        self, text: str, _folded: str, _taken: Sequence[tuple[int, int]], _language: str | None
    ) -> list[Detection]:
        """Return what the engine finds in a text.

        Raises:
            DetectionError: It raised, crashed or did not answer in time.
        """
        with self._lock:
            self._start()
            answer = self._ask(json.dumps({"text": text}), self._settings.deadline)
        rename = self._settings.rename
        return [
            Detection(start, end, rename.get(name, name), score, source, (f"presidio:{source}",))
            for name, start, end, score, source in answer["results"]
            if 0 <= start < end <= len(text)
        ]

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._stop()

    def _start(self) -> None:
        process = self._process
        if process is not None and process.poll() is None and self._owner == os.getpid():
            return
        self._answers = queue.Queue()
        environment = {**os.environ, PATH: json.dumps(sys.path)}
        settings = self._settings.model_dump_json()
        self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            [sys.executable, "-P", "-m", "pii_guard.detect.presidio.worker", settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # it may quote the text
            text=True,
            encoding="utf-8",
            env={**environment, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        )
        self._owner = os.getpid()
        threading.Thread(target=_collect, args=(self._process, self._answers), daemon=True).start()
        self._receive(START_SECONDS)

    def _ask(self, line: str, seconds: float) -> dict[str, Any]:
        assert self._process is not None  # noqa: S101 - _start made it
        assert self._process.stdin is not None  # noqa: S101 - it was asked for
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        except OSError:
            self._stop()
            raise DetectionError("the Presidio worker ended; the text is withheld") from None
        return self._receive(seconds)

    def _receive(self, seconds: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            self._stop()
            raise DetectionError(
                f"the Presidio worker took more than {seconds:g} s; the text is withheld"
            ) from None
        if not line:
            self._stop()
            raise DetectionError("the Presidio worker ended; the text is withheld")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise DetectionError(f"the Presidio engine raised {answer['error']}; the text is withheld")
        return answer

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and self._owner == os.getpid():
            process.kill()
            process.wait()


def _collect(process: subprocess.Popen[str], answers: queue.Queue[str]) -> None:
    """Move answers into the queue; an empty line means that the worker ended."""
    assert process.stdout is not None  # noqa: S101 - it was asked for
    for line in process.stdout:
        answers.put(line)
    answers.put("")
