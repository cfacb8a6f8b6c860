"""Ends of domain names, for telling "example dot com" from "the point is"."""

from __future__ import annotations

from typing import Final

# Country codes of ISO 3166-1 in use as top-level domains, and common generic ones (IANA root zone database).
_COUNTRIES: Final = (
    "ac ad ae af ag ai al am ao ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw "
    "by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es "
    "et eu fi fj fk fm fo fr ga gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu "
    "id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li lk lr ls "
    "lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne nf ng ni "
    "nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se "
    "sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz "
    "ua ug uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw"
)
_GENERIC: Final = (
    "com net org edu gov mil int info biz name pro mobi asia cat jobs tel travel app dev page shop "
    "store online site website tech cloud email mail blog news live life world space club group team "
    "center agency media digital network systems solutions services company berlin hamburg wien koeln "
    "london paris amsterdam swiss nyc example test invalid local localhost internal рф срб укр бг"
)
# Ends that are no words of a language, so that "name@example com" can be completed.
SAFE_ENDS: Final = (
    "com", "org", "net", "info", "biz", "edu", "gov", "eu", "uk", "fr", "nl", "pl", "hr", "dk", "cz", "sk",
    "rs", "hu", "ru", "ua", "ch", "jp", "cn", "br", "mx",
)  # fmt: skip
# Providers whose name is said without its end: "anna at gmail".
PROVIDERS: Final = frozenset({"gmail", "googlemail", "hotmail", "yahoo", "icloud", "protonmail", "outlook"})
_ENDS: Final = frozenset(f"{_COUNTRIES} {_GENERIC}".split())
_LEET: Final = str.maketrans("0134578@$", "oieastbas")
_OWN: Final = {"kom": "com", "c0m": "com", "corn": "com", "c0rn": "com"}


def leet(label: str) -> str:
    """Return a label with @ and $ as the letters they stand for; digits stay, as they may be meant."""
    return label.replace("@", "a").replace("$", "s")


def is_domain_end(label: str) -> str | None:
    """Return the top-level domain that a folded label stands for, or None."""
    if label in _ENDS:
        return label
    plain = _OWN.get(label) or label.translate(_LEET)
    return plain if plain in _ENDS else None
