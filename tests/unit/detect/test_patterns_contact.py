"""E-mail addresses, network addresses, places."""

import pytest

CASES = [
    ("mail anna@intranet please", "EMAIL_ADDRESS", "anna@intranet"),
    ("mailto:john.o'neil+x@sub.example.co.uk.", "EMAIL_ADDRESS", "john.o'neil+x@sub.example.co.uk"),
    ("jürgen@münchen.example", "EMAIL_ADDRESS", "jürgen@münchen.example"),
    ("メールはtaro@example.comです", "EMAIL_ADDRESS", "taro@example.com"),
    ("2001:db8::8a2e:370:7334", "IP_ADDRESS", "2001:db8::8a2e:370:7334"),
    ("login from 198.51.100.7", "IP_ADDRESS", "198.51.100.7"),
    ("00:1A:2B:3C:4D:5E", "MAC_ADDRESS", "00:1A:2B:3C:4D:5E"),
    ("59.3293, 18.0686", "GEO_COORDINATES", "59.3293, 18.0686"),
]


@pytest.mark.parametrize(("text", "entity_type", "value"), CASES)
def test_value_is_found_whole_and_with_its_type(text, entity_type, value, assert_found):
    assert_found(text, entity_type, value)
