"""Cards, security codes and accounts."""

import pytest

CASES = [
    ("Kontonummer 1234567890, BLZ 37040044", "BANK_ACCOUNT", "1234567890"),
    ("konto 2000145399/0800", "BANK_ACCOUNT", "2000145399/0800"),
    ("kontonr 1503.12.34567", "BANK_ACCOUNT", "1503.12.34567"),
    ("11773016-11111018", "BANK_ACCOUNT", "11773016-11111018"),
    ("sort code 20-00-00 account number 55779911", "BANK_ACCOUNT", "55779911"),
    ("routing 021000021 account 123456789", "BANK_ACCOUNT", "123456789"),
    ("cvc 123", "CVV", "123"),
    ("Prüfziffer: 412", "CVV", "412"),
    ("código de seguridad 771", "CVV", "771"),
    ("4111 1111 1111 1111 12/27 044", "CVV", "044"),
    ("card4111111111111111exp0931cvv123", "CREDIT_CARD", "4111111111111111"),
    ("4111-1111-1111-1111", "CREDIT_CARD", "4111-1111-1111-1111"),
    ("41 11 11 11 11 11 11 11", "CREDIT_CARD", "41 11 11 11 11 11 11 11"),
    ("iban: se4550000000058398257466", "IBAN_CODE", "se4550000000058398257466"),
    ("säkerhetskod 441", "CVV", "441"),
    ("giltigt till 05/27, cvc 882", "CVV", "882"),
    ("Karte 4111111111111111, gültig bis 08/26, 123", "CVV", "123"),
    ("vence 10/27 código 291, tarjeta 4111 1111 1111 1111", "CVV", "291"),
    ("cryptogramme 077", "CVV", "077"),
    ("kontrolni broj 114 kartica 4111 1111 1111 1111", "CVV", "114"),
    ("tarjeta 4111 1111 1111 1111, caduca 03/28, los tres números de atrás 552", "CVV", "552"),
    ("card 4111 1111 1111 1111 exp 03/28 (552)", "CVV", "552"),
    ("4111 1111 1111 1111|03|28|552", "CREDIT_CARD", "4111 1111 1111 1111"),
    ("Amex 3782 822463 10005 exp 0826", "CREDIT_CARD", "3782 822463 10005"),
]


@pytest.mark.parametrize(("text", "entity_type", "value"), CASES)
def test_value_is_found_whole_and_with_its_type(text, entity_type, value, assert_found):
    assert_found(text, entity_type, value)
