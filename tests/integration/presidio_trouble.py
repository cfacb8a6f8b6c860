"""A user's module for the tests of foreign engines: does what the first word of a text says.

Copied into a folder on `sys.path`; only the worker process imports it.
"""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from presidio_analyzer import (
    AnalyzerEngine,
    EntityRecognizer,
    Pattern,
    PatternRecognizer,
    RecognizerRegistry,
    RecognizerResult,
)
from presidio_analyzer.nlp_engine import SpacyNlpEngine


class Trouble(EntityRecognizer):
    """Finds the last word of a text, or misbehaves."""

    def __init__(self):
        super().__init__(["LAST_WORD"], name="Trouble", supported_language="en")

    def load(self):
        pass

    def analyze(self, text, entities, nlp_artifacts=None):
        command, _, rest = text.partition(" ")
        action = getattr(self, f"do_{command}", None)
        found = action(rest) if action else None
        return (
            found
            if found is not None
            else [self.result(f"PID_{os.getpid()}", text.rfind(" ") + 1, len(text))]
        )

    def result(self, name, start, end, score=0.9):
        return RecognizerResult(name, start, end, score)

    def do_raise(self, rest):
        raise KeyError(rest)

    def do_memory(self, rest):
        raise MemoryError(rest)

    def do_exit(self, rest):
        raise SystemExit(rest)

    def do_crash(self, rest):
        os._exit(3)

    def do_hang(self, rest):
        time.sleep(3600)

    def do_note(self, rest):
        """Write our process id into a file, then hang."""
        Path(rest).write_text(str(os.getpid()))
        time.sleep(3600)

    def do_child(self, rest):
        """Hang in a process of the engine's own; its id goes into a file."""
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"])
        Path(rest).write_text(str(child.pid))
        child.wait()

    def do_print(self, rest):
        print(rest)  # noqa: T201 - what this is about
        print(json.dumps({"number": 1, "results": []}), file=sys.__stdout__, flush=True)
        os.write(1, b'{"number": 2, "results": []}\n')
        subprocess.run([sys.executable, "-c", "print('{}')"], check=True)

    def do_input(self, rest):
        assert sys.stdin.read() == ""

    def do_fork(self, rest):
        """Come back twice: once in a child that answers, too."""
        child = os.fork()
        if child:
            os.waitpid(child, 0)
        elif not os.fork():
            time.sleep(0.1)

    def do_connect(self, rest):
        with socket.create_connection(("127.0.0.1", int(rest)), timeout=5) as connection:
            connection.sendall(b"x")

    def do_raw_connect(self, rest):
        import _socket

        _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM).connect(("127.0.0.1", int(rest)))

    def do_datagram(self, rest):
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", int(rest)))

    def do_resolve(self, rest):
        socket.getaddrinfo("example.com", 443)

    def do_pair(self, rest):
        one, two = socket.socketpair()
        one.sendall(b"x")
        assert two.recv(1) == b"x"

    def do_results(self, rest):
        return [self.result(*json.loads(rest))]


class Swallowing(PatternRecognizer):
    """Presidio logs this error and goes on."""

    def __init__(self):
        super().__init__("SLOW", patterns=[Pattern("slow", r"\bslow\b", 0.5)])

    def validate_result(self, pattern_text):
        raise TimeoutError


not_a_recognizer = object()


def fails():
    raise RuntimeError("Torun Ekelöf")


class Lemma(SpacyNlpEngine):
    """Blank spaCy pipelines: nothing to download. A component sets lemmas, or context words do not count."""

    def load(self):
        import spacy
        from spacy.language import Language

        @Language.component("lower_lemma")
        def lower_lemma(doc):
            for token in doc:
                token.lemma_ = token.lower_
            return doc

        self.nlp = {}
        for model in self.models:
            self.nlp[model["lang_code"]] = spacy.blank(model["lang_code"])
            self.nlp[model["lang_code"]].add_pipe("lower_lemma")


def engine():
    """Return an engine with a recognizer of the user's in two languages."""
    nlp = Lemma(
        models=[{"lang_code": "en", "model_name": "blank"}, {"lang_code": "sv", "model_name": "blank"}]
    )
    nlp.load()
    badge = Pattern("badge", r"\bB-\d{3}\b", 0.3)
    recognizers = [
        PatternRecognizer(
            "BADGE", patterns=[badge], context=["badge"], supported_language="en", name="BadgeEn"
        ),
        PatternRecognizer(
            "BADGE", patterns=[badge], context=["bricka"], supported_language="sv", name="BadgeSv"
        ),
        PatternRecognizer(
            "UK_NHS", patterns=[Pattern("n", r"\bN:\d+\b", 0.9)], supported_language="en", name="Nhs"
        ),
    ]
    registry = RecognizerRegistry(recognizers=recognizers, supported_languages=["en", "sv"])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp, supported_languages=["en", "sv"])
