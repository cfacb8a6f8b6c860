"""A user's Presidio engine beside ours, in a real worker process that misbehaves in every way that we could think of."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pii_guard import DetectionError, MissingPartError, PIIGuard, PolicyError
from pii_guard.cli.exits import exit_code
from pii_guard.detect.presidio.foreign import ForeignEngine
from pii_guard.detect.presidio.worker import SetupError, make_analyzer
from pii_guard.detect.settings import PresidioSettings
from tests.conftest import ROOT

pytest.importorskip("presidio_analyzer")

MODULE = "presidio_trouble"
FIRST, NUMBER = "Torun", "19121212-1212"
NAME = f"{FIRST} Ekelöf"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder on sys.path that holds the user's module, and nothing of this repository."""
    path = tmp_path_factory.mktemp("user")
    shutil.copy(Path(__file__).with_name(f"{MODULE}.py"), path)
    sys.path.insert(0, str(path))
    yield path
    sys.path.remove(str(path))


@pytest.fixture(scope="module")
def make(folder):
    engines = []

    def make(**settings):
        engines.append(ForeignEngine(PresidioSettings(**{"recognizers": [f"{MODULE}:Trouble"], **settings})))
        return engines[-1]

    yield make
    for engine in engines:
        engine.close()


@pytest.fixture(scope="module")
def engine(make):
    return make()


def ask(engine, text):
    return engine.find(text, text.lower(), (), None)


def running(process_id):
    """Whether a process lives; one that nobody has waited for yet does not."""
    try:
        os.kill(process_id, 0)
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return not Path("/proc/self").exists()  # no /proc here: the signal told


def wait_until(condition):
    """Wait for what must come; the limit only keeps a broken build from standing still."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("did not come about in a minute")


def test_one_worker_serves_many_texts_and_keeps_the_text_s_offsets(engine):
    found = [ask(engine, f"text {n} word")[0] for n in range(20)]
    assert {d.entity_type for d in found} == {f"PID_{engine.process_id}"}
    assert engine.process_id != os.getpid()
    assert {(d.start, d.end) for d in found} == {(7, 11), (8, 12)}
    assert {d.recognizer for d in found} == {"presidio:Trouble"}


@pytest.mark.parametrize("command", ["raise", "memory", "exit"])
def test_failure_withholds_the_text_and_shows_no_value(engine, command):
    with pytest.raises(DetectionError) as caught:
        ask(engine, f"{command} {NAME} {NUMBER}")
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + caught.value.hint
    assert FIRST not in shown
    assert NUMBER not in shown
    assert ask(engine, "a fresh word")


def test_an_exception_keeps_the_worker_a_crash_or_lack_of_memory_replaces_it(engine):
    ask(engine, "a word")
    first = engine.process_id
    with pytest.raises(DetectionError, match="KeyError"):
        ask(engine, "raise it")
    assert ask(engine, "a word")[0].entity_type == f"PID_{first}"
    for command in ("crash",):
        before = engine.process_id
        with pytest.raises(DetectionError):
            ask(engine, f"{command} it")
        assert ask(engine, "a word")[0].entity_type != f"PID_{before}"
        assert not running(before)


def test_a_worker_that_died_between_texts_is_replaced_unseen(engine):
    ask(engine, "a word")
    first = engine.process_id
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: engine.process_id is None)
    assert ask(engine, "a word")[0].entity_type != f"PID_{first}"


def test_deadline_kills_the_worker_and_what_it_started(make, tmp_path):
    engine = make(deadline=3)
    ask(engine, "a word")
    first = engine.process_id
    note = tmp_path / "child"
    with pytest.raises(DetectionError, match="more than 3 s; the text is withheld") as caught:
        ask(engine, f"child {note}")
    assert "deadline" in caught.value.hint
    assert not running(first)
    wait_until(lambda: not running(int(note.read_text())))
    assert ask(engine, "a word")[0].entity_type != f"PID_{first}"


@pytest.mark.parametrize("command", ["print", "input", "pair"])
def test_what_the_engine_prints_or_reads_does_not_touch_the_protocol(engine, command):
    for _ in range(3):
        found = ask(engine, f"{command} some word")
        assert [(d.start, d.end) for d in found] == [(len(command) + 6, len(command) + 10)]


def test_an_answer_out_of_turn_is_never_taken_for_one(engine):
    """A recognizer that forks comes back twice, and so do its answers."""
    for _ in range(3):
        try:
            ask(engine, "fork some word")
            time.sleep(0.2)
            found = ask(engine, "a much longer text that ends with a word")
        except DetectionError:
            continue
        assert [(d.start, d.end) for d in found] == [(36, 40)]


@pytest.mark.parametrize("command", ["connect", "raw_connect", "datagram", "resolve"])
def test_no_network(engine, command):
    kind = socket.SOCK_DGRAM if command == "datagram" else socket.SOCK_STREAM
    with socket.socket(socket.AF_INET, kind) as server:
        server.bind(("127.0.0.1", 0))
        if kind == socket.SOCK_STREAM:
            server.listen()
        server.settimeout(0.3)
        with pytest.raises(DetectionError, match="OSError"):
            ask(engine, f"{command} {server.getsockname()[1]}")
        with pytest.raises(TimeoutError):
            server.recv(1) if command == "datagram" else server.accept()


def test_presidio_s_e_mail_recognizer_works_without_a_network(make):
    engine = make(recognizers=["presidio_analyzer.predefined_recognizers:EmailRecognizer"])
    text = "write to torun.ekelof@example.co.uk please"
    assert [(d.entity_type, text[d.start : d.end], d.score) for d in ask(engine, text)] == [
        ("EMAIL_ADDRESS", "torun.ekelof@example.co.uk", 1.0)
    ]


@pytest.mark.parametrize(
    "result",
    [
        ["X", -1, 3], ["X", 0, 10_000], ["X", 4, 4], ["X", 5, 3], ["X", 0.5, 3], ["X", None, 3], ["X", "0", 3],
        ["X", 0, 3, 1.5], ["X", 0, 3, None], ["", 0, 3], ["12", 0, 3], ["ж", 0, 3],
        ["X" * 65, 0, 3],
    ],
)  # fmt: skip
def test_an_impossible_result_withholds_the_text(engine, result):
    with pytest.raises(DetectionError):
        ask(engine, f"results {json.dumps(result)}")
    assert ask(engine, "a word")


def test_types_become_ours(make):
    engine = make(rename={"GPE": "LOCATION", "private person": "PERSON"})
    names = {
        "UK_NHS": "GB_NHS",
        "GPE": "LOCATION",
        "private person": "PERSON",
        "loyalty-card": "LOYALTY_CARD",
    }
    for name, ours in names.items():
        assert ask(engine, f"results {json.dumps([name, 0, 7])}")[0].entity_type == ours


def test_sixteen_threads_each_get_their_own_answer(engine):
    texts = [f"{'word ' * (n % 37)}end{n}" for n in range(400)]
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda text: ask(engine, text), texts))
    for text, found in zip(texts, answers, strict=True):
        assert [text[d.start : d.end] for d in found] == [text.rpartition(" ")[2]]
    assert len({d.entity_type for found in answers for d in found}) == 1


def test_offsets_are_code_points_also_beside_broken_characters(engine):
    for text in ("😀 \ud83d\ude00 ord", "\ud83d x e\u0301nd", "\x00 \u2028 word"):
        found = ask(engine, text)
        assert [(d.start, d.end) for d in found] == [(text.rfind(" ") + 1, len(text))]


def test_a_long_text_goes_through(engine):
    text = "ж " * 400_000 + "end"
    assert [(d.start, d.end) for d in ask(engine, text)] == [(800_000, 800_003)]


def test_the_worker_is_recycled(make):
    engine = make(recycle_after=3)
    types = [ask(engine, "a word")[0].entity_type for _ in range(6)]
    assert types[0] == types[1] == types[2] != types[3] == types[4] == types[5]
    assert engine.process_id is None


def test_close_ends_the_worker_and_is_no_end(engine):
    ask(engine, "a word")
    first = engine.process_id
    engine.close()
    engine.close()
    assert not running(first)
    assert ask(engine, "a word")


def test_an_engine_that_is_dropped_takes_its_worker_along(make, folder):
    engine = ForeignEngine(PresidioSettings(recognizers=[f"{MODULE}:Trouble"]))
    ask(engine, "a word")
    first = engine.process_id
    del engine
    assert not running(first)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
def test_a_forked_child_has_a_worker_of_its_own(make):
    """Also where another thread was waiting for an answer, and held the lock, when the process forked."""
    engine = make()
    parents = ask(engine, "a word")[0].entity_type
    release = threading.Event()
    held = threading.Thread(target=lambda: (engine._lock.acquire(), release.wait(), engine._lock.release()))
    held.start()
    wait_until(engine._lock.locked)
    read, write = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(write, ask(engine, "a word")[0].entity_type.encode())
            engine.close()
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        childs = pipe.read().decode()
    os.waitpid(child, 0)
    release.set()
    held.join()
    assert childs.startswith("PID_")
    assert childs != parents
    assert ask(engine, "a word")[0].entity_type == parents


HOST = """
import sys
sys.path.insert(0, {folder!r})
from pii_guard.detect.presidio.foreign import ForeignEngine
from pii_guard.detect.settings import PresidioSettings
engine = ForeignEngine(PresidioSettings(recognizers=["presidio_trouble:Trouble"]))
print(engine.find({text!r}, "", (), None)[0].entity_type.removeprefix("PID_"), flush=True)
{after}
"""


@pytest.mark.parametrize("after", ["", "raise SystemExit(3)", "raise RuntimeError", "import os; os._exit(0)"])
def test_no_worker_is_left_when_the_interpreter_exits(folder, after):
    code = HOST.format(folder=str(folder), text="a word", after=after)
    host = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    process_id = int(host.stdout)
    wait_until(lambda: not running(process_id))


@pytest.mark.parametrize("command", ["note", "child"])
def test_nothing_is_left_when_the_host_is_killed_during_a_text(folder, tmp_path, command):
    note = tmp_path / "id"
    code = HOST.format(folder=str(folder), text=f"{command} {note}", after="")
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL, cwd=ROOT) as host:
        wait_until(lambda: note.exists() and note.read_text())
        host.kill()
    wait_until(lambda: not running(int(note.read_text())))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            {"recognizers": ["no_such_module:Thing"]},
            ("no_such_module:Thing", "ModuleNotFoundError", "no_such_module"),
        ),
        ({"recognizers": [f"{MODULE}:Nothing"]}, (f"{MODULE}:Nothing", "AttributeError")),
        ({"recognizers": [f"{MODULE}:not_a_recognizer"]}, ("not an EntityRecognizer",)),
        ({"recognizers": [f"{MODULE}:fails"]}, (f"{MODULE}:fails", "RuntimeError")),
        ({"engine": f"{MODULE}:not_a_recognizer", "recognizers": []}, ("not an AnalyzerEngine",)),
        ({"entities": ["LAST_WROD"]}, ("LAST_WROD",)),
        ({"languages": ["sv"]}, ("sv",)),
    ],
)
def test_wrong_set_up_is_named(folder, settings, words):
    plain = PresidioSettings(**{"recognizers": [f"{MODULE}:Trouble"], **settings}).model_dump()
    with pytest.raises(SetupError) as caught:
        make_analyzer(plain)
    assert all(word in " ".join(caught.value.args) for word in words)


def test_wrong_set_up_is_a_policy_error(make):
    engine = make(recognizers=["no_such_module:Thing"])
    with pytest.raises(PolicyError) as caught:
        ask(engine, f"a {NAME}")
    assert caught.value.message == (
        "detection.yaml: presidio: no_such_module:Thing: ModuleNotFoundError no_such_module"
    )
    assert FIRST not in caught.value.message
    assert exit_code(caught.value) == 78
    assert engine.process_id is None


def test_without_presidio_a_part_is_missing(make, tmp_path, monkeypatch):
    (tmp_path / "presidio_analyzer.py").write_text("raise ImportError('no')")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(MissingPartError, match="presidio-analyzer"):
        ask(make(), "a word")


def test_what_presidio_swallows_is_a_failure(make):
    engine = make(recognizers=[f"{MODULE}:Swallowing"])
    assert ask(engine, "quick") == []
    with pytest.raises(DetectionError, match="TimeoutError"):
        ask(engine, "slow")


# Through the façade, by detection.yaml


def guard_with(tmp_path, presidio):
    (tmp_path / "detection.yaml").write_text(
        f"version: 1\npresidio: {json.dumps(presidio)}\n", encoding="utf-8"
    )
    return PIIGuard(policies=tmp_path)


def test_a_recognizer_of_the_user_s_beside_ours(folder, tmp_path):
    guard = guard_with(tmp_path, {"recognizers": [f"{MODULE}:Trouble"]})
    text = "torun.ekelof@example.com carries zzyzx"
    mail, word = guard.detect(text)
    assert (mail.entity_type, mail.category) == ("EMAIL_ADDRESS", "user.contact.email")
    assert word.entity_type.startswith("PID_")
    assert (text[word.start : word.end], word.category) == ("zzyzx", "user")
    redacted = guard.redact(text, channel="ticket")
    assert "zzyzx" not in redacted.text
    assert "[DATA_1]" in redacted.text
    assert guard.check("see zzyzx", channel="social_public").action != "allow"
    guard.close()


def test_a_whole_engine_in_two_languages_with_context_words(folder, tmp_path):
    guard = guard_with(tmp_path, {"engine": f"{MODULE}:engine"})

    def found(text):
        return [(d.entity_type, text[d.start : d.end]) for d in guard.detect(text)]

    assert found("My badge is B-123.") == [("BADGE", "B-123")]
    assert found("Min bricka är B-123.") == [("BADGE", "B-123")]
    assert found("Item B-123.") == []  # 0.3 without a word beside it
    assert found("It says N:77") == [("GB_NHS", "N:77")]
    guard.close()


def test_only_the_entities_that_are_asked_for(folder, tmp_path):
    guard = guard_with(tmp_path, {"engine": f"{MODULE}:engine", "entities": ["UK_NHS"]})
    assert [d.entity_type for d in guard.detect("My badge is B-123, N:77")] == ["GB_NHS"]
    guard.close()


def test_every_call_of_the_facade_fails_closed(folder, tmp_path):
    guard = guard_with(tmp_path, {"recognizers": [f"{MODULE}:Trouble"]})
    text = "raise torun.ekelof@example.com"
    for call in (
        lambda: guard.detect(text),
        lambda: guard.redact(text, channel="email"),
        lambda: guard.check(text, channel="email"),
        lambda: guard.explain(text, channel="email"),
        lambda: guard.redact_document(text.encode(), kind="text", channel="email"),
    ):
        with pytest.raises(DetectionError, match="KeyError"):
            call()
    guard.close()


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("{}", "name an engine or recognizers"),
        ("{engine: no_colon}", "engine"),
        ("{engine: 'a:b', deadline: 0}", "deadline"),
        ("{engine: 'a:b', recycle_after: 0}", "recycle_after"),
        ("{engine: 'a:b', rename: {A: b}}", "rename"),
        ("{engine: 'a:b', dead_line: 3}", "dead_line"),
    ],
)
def test_a_wrong_setting_is_told_with_file_and_line(tmp_path, line, word):
    (tmp_path / "detection.yaml").write_text(f"version: 1\npresidio: {line}\n", encoding="utf-8")
    with pytest.raises(PolicyError, match=r"detection\.yaml:2") as caught:
        PIIGuard(policies=tmp_path).detect("hello")
    assert word in caught.value.message


def run(folder, policies, command, text):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    arguments = [
        Path(sys.executable).with_name("pii-guard"),
        command,
        "--policies",
        policies,
        "--channel",
        "email",
    ]
    return subprocess.run(arguments, input=text, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.parametrize(
    ("presidio", "code"),
    [({"recognizers": [f"{MODULE}:Trouble"]}, 70), ({"recognizers": ["no_such_module:Thing"]}, 78)],
)
def test_command_line_withholds_the_text(folder, tmp_path, presidio, code):
    guard_with(tmp_path, presidio)
    result = run(folder, tmp_path, "check", f"crash {NAME} {NUMBER}")
    assert (result.returncode, result.stdout) == (code, "")
    assert FIRST not in result.stderr
    assert NUMBER not in result.stderr
