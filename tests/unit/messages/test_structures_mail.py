from __future__ import annotations

import base64
import email
import email.policy
import quopri

import pytest

from pii_guard.errors import BadInputError, TooLargeError
from pii_guard.messages.structures import redact_document
from tests.unit.messages.structures_toy import Toy, run

LETTER = b"""Received: from mx.example.org (203.0.113.9) by x for <anna@example.com>;\r
 Mon, 1 Jan 2024 10:00:00 +0000\r
DKIM-Signature: v=1; a=rsa-sha256; i=anna@example.com; b=46701740612\r
Message-ID: <anna@example.com>\r
References: <anna@example.com>\r
 <46701740612@example.com>\r
From: =?utf-8?Q?Anna_Berg?= <anna@example.com>\r
To: "Anna Berg"\r
 <anna@example.com>\r
X-Customer: 46701740612\r
Subject: =?iso-8859-1?Q?H=E4r_anna=40example.com?= =?iso-8859-1?Q?_och_v=E4ggen?=\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="anna@example.com"\r
\r
preamble anna@example.com\r
--anna@example.com\r
Content-Type: multipart/alternative; boundary=b2\r
\r
--b2\r
Content-Type: text/plain; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
Hej =E5=E4=F6 anna@exam=\r
ple.com slut=\r
 igen\r
> anna@example.com\r
-- \r
Anna Berg\r
\r
--b2\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: base64\r
\r
PGI+YW5uYTwvYj5AZXhhbXBsZS5jb20gaGVq\r
--b2--\r
--anna@example.com\r
Content-Type: message/rfc822\r
\r
Message-ID: <anna@example.com>\r
From: anna@example.com\r
\r
anna@example.com\r
--anna@example.com\r
Content-Type: application/pdf; name="Anna Berg.pdf"\r
Content-Transfer-Encoding: base64\r
\r
AAAA\r
--anna@example.com--\r
epilogue anna@example.com\r
"""


def test_a_letter_with_everything():
    toy = Toy()
    out = redact_document(LETTER, toy, kind="eml")
    expected = (
        LETTER.replace(b"for <anna@example.com>", b"for <[EMAIL_1]>")
        .replace(b"=?utf-8?Q?Anna_Berg?= <anna@example.com>", b"=?utf-8?B?W1BFUlNPTl8xXQ==?= <[EMAIL_1]>")
        .replace(b'"Anna Berg"\r\n <anna@example.com>', b'"[PERSON_1]"\r\n <[EMAIL_1]>')
        .replace(b"X-Customer: 46701740612", b"X-Customer: [PHONE_1]")
        .replace(
            b"=?iso-8859-1?Q?H=E4r_anna=40example.com?=",
            b"=?utf-8?B?" + base64.b64encode("Här [EMAIL_1]".encode()) + b"?=",
        )
        .replace(b"preamble anna@example.com", b"preamble [EMAIL_1]")
        .replace(b"epilogue anna@example.com", b"epilogue [EMAIL_1]")
        .replace(b"anna@exam=\r\nple.com", b"[EMAIL_1]")
        .replace(b"> anna@example.com", b"> [EMAIL_1]")
        .replace(b"\r\nAnna Berg\r\n", b"\r\n[PERSON_1]\r\n")
        .replace(b"PGI+YW5uYTwvYj5AZXhhbXBsZS5jb20gaGVq", base64.b64encode(b"<b>[EMAIL_1]</b> hej"))
        .replace(b"From: anna@example.com\r\n\r\nanna@example.com", b"From: [EMAIL_1]\r\n\r\n[EMAIL_1]")
        .replace(b'name="Anna Berg.pdf"', b'name="[PERSON_1].pdf"')
    )
    assert out.data == expected
    assert out.skipped == ("application/pdf",)
    assert toy.context_of("Anna Berg <") == "from"
    # Another reader of mail understands the result.
    message = email.message_from_bytes(out.data, policy=email.policy.default)
    assert message["message-id"] == "<anna@example.com>"
    assert message["subject"] == "Här [EMAIL_1] och väggen"
    assert message.get_body(("plain",)).get_content().startswith("Hej åäö [EMAIL_1] slut igen")
    assert message.get_body(("html",)).get_content() == "<b>[EMAIL_1]</b> hej"


def test_a_letter_without_findings_stays_byte_for_byte():
    clean = (
        LETTER.replace(b"anna@example.com", b"boundary-x")
        .replace(b"46701740612", b"7")
        .replace(b"Anna Berg", b"X")
    )
    clean = (
        clean.replace(b"Anna_Berg", b"X")
        .replace(b"anna=40example.com", b"x")
        .replace(b"anna@exam=\r\nple.com", b"x")
    )
    clean = clean.replace(b"PGI+YW5uYTwvYj5AZXhhbXBsZS5jb20gaGVq", b"aGVq")
    assert run("eml", clean)[0] == clean


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("transfer", ["7bit", "8bit", "quoted-printable", "base64", None])
@pytest.mark.parametrize("charset", ["us-ascii", "iso-8859-1", "utf-8", "iso-2022-jp", "x-unknown", None])
def test_a_replacement_is_readable_whatever_the_encoding(end, transfer, charset):
    text = "Anna Berg hej = du\n"
    head = b"Subject: x" + end
    if charset:
        head += f"Content-Type: text/plain; charset={charset}".encode() + end
    if transfer:
        head += f"Content-Transfer-Encoding: {transfer}".encode() + end
    body = text.encode().replace(b"\n", end)
    body = (
        base64.b64encode(body) + end
        if transfer == "base64"
        else quopri.encodestring(body).replace(b"\n", end).replace(b"\r\r", b"\r")
        if transfer == "quoted-printable"
        else body
    )
    for operator, params, new in (
        ("presidio:replace", {"new_value": "•"}, "•"),
        ("replace", {}, "[PERSON_1]"),
    ):
        out, _ = run("eml", head + end + body, operator, params)
        message = email.message_from_bytes(out, policy=email.policy.default)
        if charset == "x-unknown" and new != "•":
            continue  # nobody can say how that is read
        assert message.get_content().replace("\r\n", "\n").rstrip("\n") == f"{new} hej = du"
        assert message["subject"] == "x"


def test_quoted_printable_is_edited_in_place():
    source = b"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n=41 b=3D c =\nAnna=20Berg=C3=A9 d\t\n=zz e =c3=A9\n"
    assert run("eml", source)[0] == source.replace(b"Anna=20Berg", b"[PERSON_1]")


def test_html_gets_character_references_where_its_charset_lacks_a_character():
    source = b"Content-Type: text/html; charset=us-ascii\n\n<p>+46701740612</p>\n"
    assert run("eml", source, "mask")[0] == source.replace(
        b"+46701740612", b"&#8226;&#8226;&#8226;&#8226; 0612"
    )


def test_wrong_charsets_lose_nothing():
    source = b"Content-Type: text/plain; charset=utf-8\n\n\xe9\xff Anna Berg \x80\n"
    assert run("eml", source)[0] == source.replace(b"Anna Berg", b"[PERSON_1]")


def test_raw_header_bytes_that_are_not_utf_8_stay():
    source = b"Subject: caf\xe9 Anna Berg\n\nx\n"
    assert run("eml", source)[0] == b"Subject: caf\xe9 [PERSON_1]\n\nx\n"


def test_attached_messages_tables_and_trees_are_read():
    inner = base64.b64encode(b"Message-ID: <anna@example.com>\nSubject: Anna Berg\n\nx\n")
    source = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
        + inner
        + b'\n--b\nContent-Type: text/csv\n\nname,x\nAnna Berg,"1"\n--b\nContent-Type: application/json\n\n{"n": "Anna Berg"}\n--b--\n'
    )
    out, toy = run("eml", source)
    assert out.count(b"[PERSON_1]") == 2
    assert base64.b64encode(b"Message-ID: <anna@example.com>\nSubject: [PERSON_1]\n\nx\n") in out
    assert toy.context_of("Anna Berg") == "subject"


def test_a_part_cut_short_is_read_to_its_end():
    source = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nAnna Berg\n--b\n\nanna@example.com"
    assert run("eml", source)[0] == source.replace(b"Anna Berg", b"[PERSON_1]").replace(
        b"anna@example.com", b"[EMAIL_1]"
    )


@pytest.mark.parametrize(
    ("kind", "source", "line"),
    [
        ("eml", b"hello secret\n", 1),
        ("eml", b"A: b\nContent-Type: multipart/mixed\n\nsecret", 4),
        ("eml", b"A: b\nContent-Type: multipart/mixed; boundary=q\n\nsecret", 4),
        ("eml", b"A: b\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!secret!\n", 5),
        ("eml", b"Content-Type: application/json\n\n{secret}\n", 3),
        ("mbox", b"secret\n", 1),
        ("mbox", b"From a@example.com Mon Jan  1 00:00:00 2024\nsecret\n", 2),
    ],
)
def test_malformed_mail_names_the_line_and_no_value(kind, source, line):
    with pytest.raises(BadInputError) as caught:
        run(kind, source)
    assert caught.value.line == line
    assert "secret" not in str(caught.value)


def test_bombs_are_refused_with_the_limit():
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 10_000 + b"--b--\n"
    deep = b"".join(b"Content-Type: message/rfc822\n\n" for _ in range(1000))
    long = b"Subject: x\n" + b" y\n" * 500_000
    for bomb in (many, deep, long):
        with pytest.raises(TooLargeError, match=r"\d"):
            run("eml", bomb)


def test_mbox():
    one = b"From anna@example.com Mon Jan  1 00:00:00 2024\nSubject: Anna Berg\n\nFrom here on\n\nFrom the start\n>From x\n"
    source = one + b"\n" + one.replace(b"\n", b"\r\n") + b"\r\n" + one
    out, _ = run("mbox", source)
    assert out == source.replace(b"anna@example.com", b"[EMAIL_1]").replace(b"Anna Berg", b"[PERSON_1]")
    assert run("mbox", b"\n")[0] == b"\n"


def test_long_encoded_words_are_split():
    name = "é" * 60 + " Anna Berg"
    source = b"Subject: =?utf-8?B?" + base64.b64encode(name.encode()) + b"?=\n\nx\n"
    out, _ = run("eml", source)
    assert max(len(word) for word in out.split()) <= 75
    assert email.message_from_bytes(out, policy=email.policy.default)["subject"] == "é" * 60 + " [PERSON_1]"


def part(kind, body, transfer="8bit", extra=""):
    return f"Content-Type: {kind}\n{extra}Content-Transfer-Encoding: {transfer}\n\n".encode() + body


@pytest.mark.parametrize("kind", ["text/plain", "message/rfc822", "application/json"])
def test_unknown_transfer_encodings_are_refused(kind):
    with pytest.raises(BadInputError, match=f"{kind}.*x-uuencode") as caught:
        run("eml", part(kind, b"begin 644 x\n", "x-uuencode"))
    assert caught.value.line == 4


@pytest.mark.parametrize(
    ("kind", "extra"),
    [
        ("application/xml", ""),
        ("application/soap+xml", ""),
        ("image/svg+xml", ""),
        ("text/x-anything", ""),
        ("application/octet-stream", ""),
        ('application/octet-stream; name="notes.txt"', ""),
        ("application/x-thing", 'Content-Disposition: attachment; filename="a.yaml"\n'),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64"])
def test_text_of_any_media_type_is_read(kind, extra, transfer):
    body = b"<p>Anna Berg</p>"
    body = base64.b64encode(body) if transfer == "base64" else body
    out = redact_document(part(kind, body, transfer, extra), Toy(), kind="eml")
    assert len(out.items) == 1
    assert out.skipped == ()


def test_json_by_suffix_of_the_media_type():
    source = part("application/vnd.x+json", rb'{"a": "Anna\u0020Berg"}')
    assert run("eml", source)[0] == source.replace(rb"Anna\u0020Berg", b"[PERSON_1]")


@pytest.mark.parametrize(
    "kind", ["application/octet-stream", "application/pdf", "audio/mpeg", "application/zip"]
)
def test_what_is_not_text_is_listed(kind):
    assert redact_document(part(kind, b"PK\0\1 Anna Berg"), Toy(), kind="eml").skipped == (kind,)


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-16-be", "utf-7", "utf-32"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_character_sets_are_read_without_a_byte_order_mark(charset, codec):
    codec = codec if charset == "utf-16" else charset.replace("32", "32-" + codec[-2:])
    body = "til anna@example.com".encode(codec).replace(b"@", b"+AEA-" if codec == "utf-7" else b"@")
    source = part(f"text/plain; charset={charset}", base64.b64encode(body), "base64")
    out = run("eml", source)[0]
    assert base64.b64decode(out.split(b"\n\n")[1]).decode(codec) == "til [EMAIL_1]"
