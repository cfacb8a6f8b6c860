"""Whatever the text: no crash, offsets inside it, and a planted value is found where it stands."""

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pii_guard.detect.packs import load_packs
from pii_guard.detect.phones import PhoneRecognizer
from pii_guard.detect.prefilter import Prefilter
from pii_guard.detect.scanner import Scanner

ANY = st.text(st.characters(), max_size=120)  # lone surrogates included
PIECES = st.lists(
    st.sampled_from(
        ["password", "is", ":", "order", "tel", "+46", "0701740612", "4111", "1111", "é́", "😀", "@", "a1", "\n", " ", "-", ".", "(", ")",
         "/", "born", "1.2.1980", "\ud800", "konto", "SE45", "пароль", "暗証", "and", ",", "IBAN", "http://", "?u="]
    ),
    max_size=25,
).map(" ".join)  # fmt: skip


@cache
def parts():
    return Scanner(load_packs()), PhoneRecognizer()


def found(text):
    scanner, phones = parts()
    reading = scanner.read(text)
    return [*scanner.find(reading), *phones.find(reading)]


@settings(deadline=None, max_examples=150)
@given(st.one_of(ANY, PIECES))
def test_no_text_breaks_it_and_spans_lie_in_the_text(text):
    for detection in found(text):
        assert 0 <= detection.start < detection.end <= len(text)
        assert 0 < detection.score <= 1
        assert detection.why


@settings(deadline=None, max_examples=80)
@given(ANY, ANY, st.sampled_from(["kim.lund@example.com", "+46701740612", "4111 1111 1111 1111"]))
def test_planted_value_is_found_where_it_stands(before, after, value):
    text = f"{before}\n\n{value}\n\n{after}"
    start = len(before) + 2
    assert any(d.start <= start and start + len(value) <= d.end for d in found(text))


@settings(deadline=None, max_examples=60)
@given(ANY)
def test_finding_twice_gives_the_same(text):
    assert found(text) == found(text)


@settings(deadline=None, max_examples=100)
@given(st.text(st.sampled_from("0123456789abc- ./"), max_size=40))
def test_prefilter_never_hides_what_the_exact_expressions_find(text):
    scanner, _ = parts()
    data = text.encode()
    kept = set(scanner._always_filter.occurring(data))
    assert isinstance(scanner._always_filter, Prefilter)
    for number, compiled in enumerate(scanner._always):
        if compiled.regex.search(data) is not None:
            assert number in kept, compiled.rule.name
