"""The worker process and its pipes: requests go in with a deadline, and nothing of it outlives its owner.

Two pipes carry one JSON object a line; each request has a number that its answer repeats. A thread moves the
lines, because a pipe cannot be read with a deadline on every system. The worker ends when its input does, so
it goes with this process however that ends.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import weakref
from typing import TYPE_CHECKING, Any

from pii_guard.errors import DetectionError, MissingPartError

if TYPE_CHECKING:
    from io import FileIO

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from pii_guard.detect.presidio.worker import main; main(json.loads(sys.argv[2]))"
)
_SLOW = "Raise `deadline` (or `start_deadline`) in detection.yaml, or shorten the text."
_ENDED = "See whether the engine runs by itself and has memory enough; the next text starts a fresh worker."


class Worker:
    """A started worker process, for one caller at a time; after any exception it must be ended.

    Args:
        settings: Handed to the worker as JSON; visible in process lists.

    Raises:
        MissingPartError: There is no Python interpreter to start.
        DetectionError: The system refused another process.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        if not sys.executable:
            raise MissingPartError("no Python interpreter to run a Presidio worker with")
        path = json.dumps([str(entry) for entry in sys.path])
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-P", "-c", _BOOT, path, json.dumps(settings)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # it may quote the text
                bufsize=0,  # raw pipes hold no lock and no bytes that a forked child could inherit
                start_new_session=True,  # Ctrl-C is the owner's; what the engine starts ends with it
            )
        except OSError as error:
            raise DetectionError(f"no Presidio worker could be started ({type(error).__name__})") from None
        self._requests: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._number = 0
        self._end = weakref.finalize(self, _kill, self._process, self._requests, os.getpid())
        threading.Thread(
            target=_carry,
            args=(self._process.stdin, self._process.stdout, self._requests, self._answers),
            name="pii_guard presidio worker",
            daemon=True,
        ).start()

    @property
    def process_id(self) -> int:
        """The worker's process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._end.alive and self._process.poll() is None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a request and return its answer.

        Raises:
            DetectionError: No answer in time, or the worker ended or spoke nonsense.
        """
        self._number += 1
        self._requests.put(json.dumps({**request, "number": self._number}).encode("ascii") + b"\n")
        return self.receive(seconds)

    def receive(self, seconds: float) -> dict[str, Any]:
        """Return the next answer; the first one, numbered 0, comes unasked and tells how the start went.

        Raises:
            DetectionError: As `ask`.
        """
        try:
            line = self._answers.get(timeout=seconds)
        except queue.Empty:
            what = f"the Presidio worker took more than {seconds:g} s; the text is withheld"
            raise DetectionError(what, hint=_SLOW) from None
        if not line.endswith(b"\n"):
            raise DetectionError("the Presidio worker ended; the text is withheld", hint=_ENDED)
        try:
            answer = json.loads(line)
        except ValueError:
            answer = None
        if not isinstance(answer, dict) or answer.get("number") != self._number:
            raise DetectionError("the Presidio worker answered out of turn; the text is withheld")
        return answer

    def end(self) -> None:
        """Kill the process and whatever it started."""
        self._end()

    def abandon(self) -> None:
        """Let go without touching the process: it belongs to the process that this one was forked from."""
        self._end.detach()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._process.returncode = 0  # or its destructor would wait for a child that is not ours


def _carry(
    stdin: FileIO,
    stdout: FileIO,
    requests: queue.SimpleQueue[bytes | None],
    answers: queue.SimpleQueue[bytes],
) -> None:
    """Move lines until the worker ends, which is told by a line without an end."""
    with stdin, stdout:
        line = _line(stdout)
        answers.put(line)
        while line.endswith(b"\n"):
            request = requests.get()
            line = b"" if request is None or not _write(stdin, request) else _line(stdout)
            answers.put(line)


def _line(pipe: FileIO) -> bytes:
    data = bytearray()
    while not data.endswith(b"\n"):
        part = pipe.read(1 << 16)
        if not part:
            break
        data += part
    return bytes(data)


def _write(pipe: FileIO, data: bytes) -> bool:
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[pipe.write(rest) :]
    except OSError:
        return False
    return True


def _kill(process: subprocess.Popen[bytes], requests: queue.SimpleQueue[bytes | None], owner: int) -> None:
    """End a worker; also called when its owner goes away or the interpreter exits."""
    if os.getpid() != owner:
        return
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # it leads a session of its own
        process.kill()
    process.wait()
    requests.put(None)
