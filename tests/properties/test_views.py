"""Every view maps back into the original, whole and in order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pii_guard.detect.view import View
from pii_guard.detect.views import MAX_VIEWS, Views

VIEWS = Views()
PIECES = st.sampled_from(
    ["anna", "@", ".", "example", " org", " at ", " dot ", "4111", " 1111", "one ", "two ", "null ", "sju ", "četiri ", "\u200b",
     "\u202e", "\u202c", "４", "²", "e\u0301", "&#64;", "%40", "=40", "=\n", "\\u0040", "<b>", "</b>", "<!--", "-->", "**", "`", "\n", "> ",
     "| ", "YW5uYUBleGFtcGxlLm9yZw==", "6d61696c40", "=?utf-8?Q?a=40b?=", "xn--exmple-cua", "Emil ", "maj ", "nineteen ninety ",
     "S-T-I-G", "m a r i s o l", "🏳️", "\ud800", "backwards ", "moc.elpmaxe@", "O", "l"],
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spans_stay_inside_and_whole(text):
    views = list(VIEWS.of(text))
    assert views[0].text == text
    assert views[0].starts is None
    assert len(views) <= MAX_VIEWS + 1
    for view in views[1:]:
        if view.starts is None or view.ends is None:
            assert len(view.text) == len(text)
            continue
        assert len(view.starts) == len(view.ends) == len(view.text)
        assert all(0 <= start <= end <= len(text) for start, end in zip(view.starts, view.ends, strict=True))
        if view.text:
            low, high = view.span(0, len(view.text))
            assert 0 <= low <= high <= len(text)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_clear_views_never_go_back(text):
    for view in VIEWS.of(text):
        if view.clear and view.starts is not None and view.ends is not None:
            assert list(view.starts) == sorted(view.starts)
            assert list(view.ends) == sorted(view.ends)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdefghij ,.!?", max_size=200).filter(lambda text: " a " not in text))
def test_text_without_triggers_has_one_reading(text):
    words = text.split()
    if any(len(word) == 1 for word in words):
        return
    assert [view.text for view in VIEWS.of(text)] == [text]


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.data())
def test_replacing_keeps_what_is_outside(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = [
        (low, high, data.draw(st.text(max_size=5))) for low, high in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    view = View(text).replaced("x", edits, whole=True)
    kept = [place for place in range(len(text)) if not any(low <= place < high for low, high, _ in edits)]
    assert view.starts is not None
    assert "".join(text[place] for place in kept) == "".join(
        char
        for char, start, end in zip(view.text, view.starts, view.ends or (), strict=True)
        if end == start + 1 and start in kept
    )
