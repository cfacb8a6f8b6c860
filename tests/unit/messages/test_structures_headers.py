from __future__ import annotations

import email
import email.policy

import pytest

from pii_guard import PIIGuard
from tests.unit.messages.structures_toy import run

GUARD = PIIGuard()


def redacted(head):
    source = head.encode() + b"\nMIME-Version: 1.0\n\nx\n"
    return GUARD.redact_document(source, kind="eml", channel="social_public").data.decode()


@pytest.mark.parametrize(
    "field",
    [
        "Autocrypt: addr=wren@example.org; prefer-encrypt=mutual; keydata=mQENBF46701740612",
        "X-Google-Original-From: wren@example.org",
        "Received-SPF: pass (x: domain of wren@example.org designates 203.0.113.9 as sender) client-ip=203.0.113.9;",
        "Received-SPF: pass (x) client-ip=2001:db8::9; envelope-from=wren@example.org;",
        "Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=wren@example.org",
        "ARC-Authentication-Results: i=1; mx.example.com; spf=pass smtp.mailfrom=wren@example.org",
        "X-Received: from host ([203.0.113.9]) by mx.example.com id a1b2 for <wren@example.org>",
        "Received: from host (host [IPv6:2001:db8::9]) by mx.example.com for <wren@example.org>",
        "X-Originating-IP: [203.0.113.9]",
        "List-Unsubscribe: <mailto:leave+wren=example.org@example.com>, <https://example.com/u?m=wren@example.org>",
        "X-Forefront-Antispam-Report: CIP:203.0.113.9;H:x;",
    ],
)
def test_addresses_in_fields_of_machines_are_replaced(field):
    out = redacted(field)
    for value in ("wren", "203.0.113.9", "2001:db8::9"):
        assert value not in out


@pytest.mark.parametrize(
    "field",
    [
        "Message-ID: <wren@example.org>",
        "References: <wren@example.org>",
        "DKIM-Signature: v=1; i=wren@example.org; b=46701740612",
        "ARC-Seal: i=1; d=example.org; b=4670174061211",
        "Received: by mx.example.com with ESMTP id 15.20.7249.12; Mon, 1 Jan 2024 10:00:00 +0000",
        "Date: Mon, 1 Jan 2024 10:00:00 +0000",
    ],
)
def test_ids_signatures_and_times_stay(field):
    assert field in redacted(field)


@pytest.mark.parametrize(
    ("field", "new"),
    [
        ('application/pdf; name="Anna Berg.pdf"', 'application/pdf; name="[PERSON_1].pdf"'),
        ("x/y; name=Anna_Berg.pdf", 'x/y; name="[PERSON_1].pdf"'),
        ("x/y; name*=utf-8''Anna%20Berg.pdf", "x/y; name*=utf-8''%5BPERSON_1%5D.pdf"),
        ("x/y;\n name*0*=utf-8'sv'%C3%A5%20An;\n name*1=\"na Berg.pdf\"", None),
        ('x/y; name*1="na Berg.pdf"; name*0="An"', 'x/y; name*1=".pdf"; name*0="[PERSON_1]"'),
    ],
)
def test_file_names_are_read_whole_split_and_coded(field, new):
    for name in ("Content-Type", "Content-Disposition"):
        out = run("eml", f"{name}: {field}\n\nx\n".encode())[0].decode()
        if new:
            assert out == f"{name}: {new}\n\nx\n"
        assert "Berg" not in out
    message = email.message_from_string(out, policy=email.policy.default)
    assert "[PERSON_1]" in message["content-disposition"].params["name"]
