from __future__ import annotations

import pytest

from pii_guard import PIIGuard
from pii_guard.errors import BadInputError
from tests.unit.messages.structures_toy import run

VTT = """WEBVTT - call 46701740612 x

STYLE
::cue(Anna Berg) {}

NOTE by Anna Berg

id-46701740612
00:00:01.000 --> 00:00:02.000 align:start
<v Anna Berg>My number is <c.loud>0701</c>

00:02.000 --> 00:03.000
740612 &amp; <i>anna</i>@example.com
- &lt;anna@example.com>
"""


def test_vtt():
    out, toy = run("vtt", VTT)
    assert out == (
        VTT.replace("NOTE by Anna Berg", "NOTE by [PERSON_1]")
        .replace("<v Anna Berg>", "<v [PERSON_1]>")
        .replace("call 46701740612", "call [PHONE_1]")
        .replace("<c.loud>0701</c>", "<c.loud>[PHONE_2]</c>")
        .replace("740612 &amp; <i>anna</i>@example.com", " &amp; <i>[EMAIL_1]</i>")
        .replace("&lt;anna@example.com>", "&lt;[EMAIL_1]>")
    )
    assert toy.context_of("Anna Berg") == "speaker"


def test_srt_with_windows_line_ends_and_a_missing_empty_line():
    source = "1\r\n00:00:01,000 --> 00:00:02,000\r\nAnna Berg\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nanna@example.com\r\n\r\n"
    assert run("srt", source)[0] == source.replace("Anna Berg", "[PERSON_1]").replace(
        "anna@example.com", "[EMAIL_1]"
    )


def test_text_before_the_name_of_a_cue_is_read():
    source = "Anna Berg\n1\n00:00:01,000 --> 00:00:02,000\nx\n"
    assert run("srt", source)[0].startswith("[PERSON_1]\n1\n")


def test_what_has_no_timing_is_refused():
    with pytest.raises(BadInputError, match="timing"):
        run("srt", "secret")
    assert run("vtt", "")[0] == ""


def test_a_number_spoken_over_two_cues_is_found_by_the_real_detector():
    cue = "00:00:0{}.000 --> 00:00:0{}.500\n{}\n\n"
    source = "WEBVTT\n\n" + cue.format(1, 1, "My phone number is 07700") + cue.format(2, 2, "900123 thanks")
    out = PIIGuard().redact_document(source.encode(), kind="vtt", channel="social_public").data.decode()
    assert "07700" not in out
    assert "900123" not in out


def test_what_two_voices_say_is_two_lines():
    source = "1\n00:00:01,000 --> 00:00:02,000\n- one\n- two\nthree\n"
    _, toy = run("srt", source)
    assert (None, "- one\n- two three") in toy.seen
