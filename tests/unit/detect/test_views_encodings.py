"""Encodings, markup and line structure."""

import base64
import gzip

import pytest

from pii_guard.detect.views import Views

MAIL = "anna.berg@example.org"
RAW = MAIL.encode()


@pytest.fixture(scope="module")
def views():
    return Views()


@pytest.mark.parametrize(
    "text",
    [
        "u=anna.berg%40example.org",
        "u=anna.berg%2540example.org",
        "u=anna.berg%252540example.org",
        "anna.berg&#64;example.org",
        "anna&period;berg&commat;example&period;org",
        "anna.berg&amp;#64;example.org",
        "anna.berg=40example.org",
        "anna.be=\nrg@example.org",
        "anna.berg\\u0040example.org",
        "anna.berg\\x40example.org",
        "anna.berg\\u{40}example.org",
        "anna.berg+AEA-example.org",
        "anna.berg%u0040example.org",
        "=?iso-8859-1?Q?Anna_=3Canna.berg=40example.org=3E?=",
        "=?utf-8?B?YW5uYS5iZXJnQA==?= =?utf-8?B?ZXhhbXBsZS5vcmc=?=",
        RAW.hex(),
        " ".join(f"{byte:02x}" for byte in RAW),
        ",".join(str(byte) for byte in RAW),
        base64.b64encode(RAW).decode(),
        base64.urlsafe_b64encode(RAW).decode().rstrip("="),
        base64.b64encode(base64.b64encode(RAW)).decode(),
        base64.b64encode(gzip.compress(RAW, mtime=0)).decode(),
        base64.b64encode(MAIL.encode("utf-16-le")).decode(),
        "https://x.example/u/" + base64.b64encode(RAW).decode() + "/view",
        "anna<b>.berg</b>@<wbr>example.org",
        "anna<!-- x -->.berg@example.org",
        'anna<span style="display:none">zzz</span>.berg@example.org',
        "anna<![CDATA[.berg@example]]>.org",
        "**anna.berg**@example.org",
        "anna\\.berg\\@example\\.org",
        "anna[b].berg[/b]@example.org",
        "> anna.berg@\n> example.org",
        "anna.berg@example.\norg",
        "anna.berg\n@example.org",
    ],
)
def test_an_encoded_address_is_read(views, text):
    assert any(MAIL in view.text for view in views.of(text))


def test_a_decoded_token_is_one_span(views):
    text = "token=bWFpbCBhbm5hLmJlcmdAZXhhbXBsZS5vcmc= end"
    view = next(view for view in views.of(text) if MAIL in view.text)
    start = view.text.index(MAIL)
    low, high = view.span(start, start + len(MAIL))
    assert text[low:high] == "bWFpbCBhbm5hLmJlcmdAZXhhbXBsZS5vcmc="


def test_a_percent_sign_touches_only_itself(views):
    text = "see /r?u=anna.berg%40example.org&x=1"
    view = next(view for view in views.of(text) if MAIL in view.text)
    start = view.text.index(MAIL)
    low, high = view.span(start, start + len(MAIL))
    assert text[low:high] == "anna.berg%40example.org"


def test_the_payload_of_a_jwt(views):
    parts = (b'{"alg":"HS256","typ":"JWT"}', b'{"sub":"1","email":"anna.berg@example.org"}', b"signature")
    token = ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    assert any(MAIL in view.text for view in views.of(f"Bearer {token}"))


@pytest.mark.parametrize(
    "text",
    [
        "fixed in 9f8c2b1d4e5a67788990aabbccddeeff00112233, req 00000000-0000-4000-8000-000000000000",
        "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
        "Upgrade from 10.2.3.4-rc1 to build 192.0 fixed it",
        "re.compile(r'[\\w.]+@[\\w.]+') matches mails",
        "congratulations_on_your_internationalization_efforts",
    ],
)
def test_hashes_pictures_versions_and_code_are_left(views, text):
    assert [view.text for view in views.of(text)] == [text]


def test_cells_stay_apart_and_inline_tags_do_not(views):
    readings = [view.text for view in views.of("<td>Anna</td><td>07700 900<b>123</b></td>")]
    assert any("Anna" in text and "07700 900123" in text and "Anna0" not in text for text in readings)


def test_text_in_mail_brackets_is_no_tag(views):
    assert all(
        "anna.berg@example.org" in view.text for view in views.of("<b>Anna</b> <anna.berg@example.org>")
    )
