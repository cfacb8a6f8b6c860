"""Bytes in, bytes out: encodings, limits, kinds, long texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pii_guard.errors import BadInputError, DetectionError, TooLargeError, UsageError
from pii_guard.messages.structures import KINDS, MAX_BYTES, edits, kind_of, redact_document, redact_string
from pii_guard.messages.structures.edits import Edit, redact_long, spliced
from tests.unit.messages.structures_toy import Toy, run


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_utf_8_keeps_mark_line_ends_and_odd_characters(mark):
    source = mark + "a\r\nb\rc\n\x00\u2028é Anna Berg 🙂".encode()
    assert run("text", source)[0] == source.replace(b"Anna Berg", b"[PERSON_1]")


@pytest.mark.parametrize(("mark", "codec"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_with_a_mark(mark, codec):
    source = "é Anna Berg \ud800 🙂"
    data = mark + source.encode(codec, "surrogatepass")
    out = redact_document(data, Toy(), kind="text")
    assert out.data == mark + source.replace("Anna Berg", "[PERSON_1]").encode(codec, "surrogatepass")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"ab\nc\xe9 secret", "line 2: not UTF-8: byte 4"),
        (b"\xff\xfea\x00\x00", "byte 4"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"),
        (b"\xed\xa0\x80", "byte 0"),
    ],
)
def test_other_encodings_are_refused_with_the_place(data, words):
    with pytest.raises(BadInputError, match=words) as caught:
        redact_document(data, Toy(), kind="text")
    assert "secret" not in str(caught.value)
    assert "UTF-8" in caught.value.hint


def test_too_large_documents_are_refused_with_the_limit(monkeypatch):
    for kind in ("text", "eml"):
        with pytest.raises(TooLargeError, match=str(MAX_BYTES)):
            redact_document(bytes(MAX_BYTES + 1), Toy(), kind=kind)


def test_a_lone_surrogate_in_a_string_stays():
    assert redact_string("\ud800 Anna Berg", Toy(), kind="text")[0] == "\ud800 [PERSON_1]"


@pytest.mark.parametrize(
    "name", ["a.TXT", "b/c.html", "x.eml", "x.mbox", "t.tsv", "l.ndjson", "r.md", "s.srt"]
)
def test_kinds_by_name(name):
    assert kind_of(name) in KINDS


@pytest.mark.parametrize("name", ["a.pdf", "b", ".txt.gz"])
def test_other_files_are_refused_with_what_is_read(name):
    with pytest.raises(BadInputError) as caught:
        kind_of(name)
    assert ".eml" in caught.value.hint


def test_an_unknown_kind_is_a_usage_error():
    with pytest.raises(UsageError):
        redact_string("x", Toy(), kind="pdf")


def test_markdown_is_edited_as_it_is_written():
    source = "# Anna Berg\n\n[mail](mailto:anna@example.com) **x**\n"
    assert run("markdown", source)[0] == "# [PERSON_1]\n\n[mail](mailto:[EMAIL_1]) **x**\n"


@pytest.mark.parametrize("at", range(-30, 31, 3))
def test_values_at_the_edge_of_a_window_are_found_once(at, monkeypatch):
    # R12: every place around a window's edge, without any line break to cut at.
    monkeypatch.setattr(edits, "CORE", 1000)
    monkeypatch.setattr(edits, "MARGIN", 100)
    monkeypatch.setattr(edits, "_WINDOW", 1200)
    text = "x " * ((1000 + at) // 2) + "anna@example.com" + " y" * 2000
    toy = Toy()
    items = redact_long(text, toy, None)
    assert [(text[i.start : i.end], i.placeholder) for i in items] == [("anna@example.com", "[EMAIL_1]")]
    assert max(len(seen) for _, seen in toy.seen) <= 1200


def test_windows_cover_a_long_text():
    text = ("line with anna@example.com in it\n" * 20_000) + "Anna Berg"
    new, items = redact_string(text, Toy(), kind="text")
    assert len(items) == 20_001
    assert new == "line with [EMAIL_1] in it\n" * 20_000 + "[PERSON_1]"


def test_a_redactor_that_returns_nonsense_is_an_error():
    def wrong(text, *, context):
        _, items = Toy()(text, context=context)
        return text, [*items, *items]

    with pytest.raises(DetectionError):
        redact_string("Anna Berg", wrong, kind="text")


def test_edits_that_meet_do_not_lose_text():
    new, _ = spliced("abcdef", [Edit(1, 3, "X"), Edit(2, 4, "Y"), Edit(2, 3, "")])
    assert new == "aXYef"


@given(st.text(max_size=200))
def test_plain_text_round_trips_where_nothing_is_found(text):
    data = text.encode("utf-8", "surrogatepass")
    try:
        data.decode()
    except UnicodeDecodeError:
        return
    out = redact_document(data, lambda text, *, context: (text, ()), kind="text")
    assert out.data == data
