"""The detector as a whole: it fails closed, maps back, and says why."""

import pytest

from pii_guard.detect.engine import MAX_CHARACTERS, Detector
from pii_guard.detect.scanner import Scanner
from pii_guard.detect.types import Detection
from pii_guard.detect.view import View
from pii_guard.errors import BadInputError, DetectionError, PolicyError, TooLargeError
from pii_guard.vocabulary.entities import load_entities


class Plain:
    def of(self, text):
        yield View(text)


class Raises:
    def __init__(self, error):
        self.error = error

    def find(self, *_args):
        raise self.error


def finds(text, folded, taken, language):
    return [Detection(0, 3, "PERSON", 0.8, "planted")]


def detector(**parts):
    return Detector(Scanner([]), parts.pop("views", Plain()), load_entities(), **parts)


SECRET = "wren.halloway@example.com"
FAULTS = [TimeoutError(SECRET), MemoryError(), ValueError(SECRET), RecursionError(SECRET), KeyError(SECRET), OSError(SECRET),
          UnicodeDecodeError("utf-8", b"x", 0, 1, SECRET), PolicyError(SECRET), AssertionError(SECRET), StopIteration(SECRET)]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: type(f).__name__)
@pytest.mark.parametrize("place", ["by_form", "by_text", "facts", "leave", "views"])
def test_any_fault_anywhere_withholds_the_text(place, fault):
    broken = Raises(fault)
    if place == "leave":
        engine = detector(leave=lambda _text: broken.find())
    elif place == "views":
        views = Plain()
        views.of = lambda _text: broken.find()
        engine = detector(views=views)
    elif place == "facts":
        engine = detector(facts=broken.find)
    elif place == "by_text":
        engine = detector(by_text=(broken.find,))
    else:
        engine = detector(by_form=(broken,))
    with pytest.raises(DetectionError) as caught:
        engine.detect(f"mail {SECRET}", file_facts=True)
    assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.__cause__} {caught.value.hint}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_keyboard_interrupt_is_not_swallowed():
    with pytest.raises(KeyboardInterrupt):
        detector(by_form=(Raises(KeyboardInterrupt()),)).detect("x")


def test_a_working_recognizer_is_heard():
    (only,) = detector(by_text=(finds,)).detect("Ana here")
    assert (only.entity_type, only.category) == ("PERSON", "user.name")


def test_limits():
    with pytest.raises(BadInputError, match="bytes"):
        detector().detect(b"abc")
    with pytest.raises(TooLargeError, match=str(MAX_CHARACTERS)):
        detector().detect("a" * (MAX_CHARACTERS + 1))
    assert detector().detect("") == ()


def test_findings_of_a_view_come_back_in_the_original():
    class Views:
        def of(self, text):
            yield View(text)
            yield View(text).replaced("gone", [(3, 5, "")])

    class FindsAfterCut:
        def find(self, reading):
            at = reading.text.find("abcd")
            return [Detection(at, at + 4, "USERNAME", 0.9, "p")] if at >= 0 else []

    (only,) = detector(views=Views(), by_form=(FindsAfterCut(),)).detect("xab--cdx")
    assert (only.start, only.end) == (1, 7)
    assert "view:gone" in only.why
