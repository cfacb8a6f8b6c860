"""Addresses of machines that were defanged or broken up: "198[.]51[.]100[.]23"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pii_guard.detect.lazy import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

Edit = tuple[int, int, str]

_OCTET: Final = r"[\dOolI]{1,3}"
_DOT_WORDS: Final = "dot|punkt|point|punto|ponto|kropka|tečka|tocka|piste|prik"
_BOXED: Final = rf"[ \t]?[\[({{<][ \t]?(?:\.|{_DOT_WORDS})[ \t]?[\])}}>][ \t]?"
_JOINT: Final = rf"(?:{_BOXED}|\\?\.|[ \t]?[.,·-][ \t]?|[ \t]?\.?[ \t]?\r?\n[ \t>]{{0,6}}\.?)"
_FOUR: Final = lazy(rf"(?<![\w.,-])({_OCTET})((?:{_JOINT}{_OCTET}){{3}})(?![\w-])", re.IGNORECASE)
_NEXT: Final = lazy(rf"({_JOINT})({_OCTET})", re.IGNORECASE)
_HEXTETS: Final = lazy(
    r"(?<![\w:])[0-9A-Fa-f]{1,4}(?:[ \t]?(?:[\[({<]::?[\])}>]|::?)[ \t]?[0-9A-Fa-f]{0,4}){2,8}(?![\w:])"
)
# An address as one number, in a link.
_WHOLE: Final = lazy(r"(?<=://)(?:\d{8,10}|0x[0-9A-Fa-f]{8})(?=[/:?#\s]|$)")
_CUE: Final = lazy(
    r"\b(?:ip|ipv4|host|server|ping|login|address|adress|adresse)\b[^\n]{0,12}$", re.IGNORECASE
)
_LOOKS: Final = str.maketrans("OolI", "0011")
REACH: Final = 30
MAX_OCTET: Final = 255
MIN_DIGITS: Final = 4


def machine_addresses(text: str) -> Iterator[Edit]:
    """Yield addresses of the Internet Protocol, versions 4 and 6, as they are usually written."""
    found = [*_fourth(text), *_sixth(text), *_whole(text)]
    last = 0
    for edit in sorted(found):
        if edit[0] >= last and edit[2] != text[edit[0] : edit[1]]:
            yield edit
            last = edit[1]


def _fourth(text: str) -> Iterator[Edit]:
    for match in _FOUR.finditer(text):
        joints, octets = zip(*(part.groups() for part in _NEXT.finditer(match[2])), strict=True)
        octets = (match[1], *octets)
        if len(octets) != 4 or not _numbers(octets):  # noqa: PLR2004
            continue
        defanged = any("[" in joint or "(" in joint or "{" in joint or "<" in joint for joint in joints)
        spaced = {joint.strip() for joint in joints} == {"."} and not any("\n" in joint for joint in joints)
        letters = set(joints) == {"."}
        if (
            defanged
            or letters
            or _cued(text, match.start())
            or (spaced and all(" ." in joint for joint in joints))
        ):
            yield match.start(), match.end(), ".".join(octet.translate(_LOOKS) for octet in octets)


def _numbers(octets: tuple[str, ...]) -> bool:
    digits = sum(char.isdigit() for octet in octets for char in octet)
    return digits >= MIN_DIGITS and all(int(octet.translate(_LOOKS)) <= MAX_OCTET for octet in octets)


def _cued(text: str, start: int) -> bool:
    return _CUE.search(text[max(0, start - REACH) : start]) is not None


def _whole(text: str) -> Iterator[Edit]:
    for match in _WHOLE.finditer(text):
        value = int(match[0], 0) if match[0].startswith("0x") else int(match[0])
        if value < 1 << 32:
            yield *match.span(), ".".join(str(value >> shift & MAX_OCTET) for shift in (24, 16, 8, 0))


def _sixth(text: str) -> Iterator[Edit]:
    for match in _HEXTETS.finditer(text):
        written = match[0].rstrip()
        plain = re.sub(r"[^0-9A-Fa-f:]", "", written)
        if plain != written and "::" in plain and (set(written) & set("[({<") or _cued(text, match.start())):
            yield match.start(), match.start() + len(written), plain
