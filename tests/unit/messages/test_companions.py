import pytest

from pii_guard.messages.companions import with_companions
from pii_guard.messages.operators import Cut

CARD = "4111 1111 1111 1111"


def expiries(text, **more):
    start = text.index(CARD)
    cuts = with_companions(text, [Cut(start, start + len(CARD), more.get("kind", "CREDIT_CARD"), "mask")])
    return [text[c.start : c.end] for c in cuts if c.entity_type == "CARD_EXPIRY"]


@pytest.mark.parametrize(
    "text",
    [
        f"{CARD} 09/27",
        f"{CARD}, exp 09/27",
        f"{CARD} (udløb 09/27, cvc 123)",
        f"{CARD} vrijedi do 09/27",
        f"{CARD}\nvalid thru: 09/2027",
    ],
)
def test_the_expiry_date_goes_with_its_card(text):
    assert len(expiries(text)) == 1


@pytest.mark.parametrize("text", [f"{CARD} on 09/27/2026", f"{CARD} 19/27", "it was 09/27 " + CARD])
def test_another_date_stays(text):
    assert expiries(text) == []


def test_only_beside_a_card():
    assert expiries(f"{CARD} 09/27", kind="ORDER_ID") == []


def test_through_the_facade(guard):
    text = "My card is 4111 1111 1111 1111, exp 09/27, thanks"
    assert "09/27" not in guard.redact(text, channel="ticket").text
    assert "09/27" not in (guard.check(text, channel="email").safe_text or "")
