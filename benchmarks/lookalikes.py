"""Numbers that look like personal data and are none, in sentences of six languages; made from a seed.

Usage: python benchmarks/lookalikes.py [--count N] [--seed N] [--print]

Prints the share of them on which the default guard reports a personal type. Order numbers, plain URLs, dates
and the like are no personal data by themselves (design: detection 5) and do not count.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import uuid
from collections import Counter
from typing import NamedTuple

# Types that say nothing about a person by themselves; the scorers leave them out too.
HARMLESS = ("ORDER_ID", "URL", "DATE_TIME", "ORGANIZATION", "LOCATION", "CITY", "COUNTRY")


class LookAlike(NamedTuple):
    """One sentence with one look-alike.

    Attributes:
        text: The sentence.
        start: First code point of the look-alike.
        end: One past its last.
        kind: What it is, such as `version`.
    """

    text: str
    start: int
    end: int
    kind: str


SENTENCES: dict[str, tuple[str, ...]] = {
    "version": (
        "After the update to version {} the app crashes.",
        "Efter uppdateringen till version {} kraschar appen.",
        "Seit Version {} startet die App nicht.",
        "Verzija {} se ruši.",
        "Depuis la version {} rien ne marche.",
        "La versión {} no abre.",
    ),
    "isbn": (
        "Do you have ISBN {} in stock?",
        "Finns boken med ISBN {} i lager?",
        "Haben Sie das Buch mit ISBN {}?",
    ),
    "ean": ("The barcode says EAN {}.", "Artikeln med EAN {} saknas.", "Der Artikel mit der EAN {} fehlt."),
    "uuid": (
        "The log shows request {} and then nothing.",
        "Loggen visar {} och sedan inget.",
        "Im Log steht {}.",
    ),
    "hash": (
        "The checksum should be {}.",
        "Kontrollsumman är {}.",
        "Die Prüfsumme lautet {}.",
        "commit {} broke it",
    ),
    "price": (
        "It costs {} and I only have half.",
        "Den kostar {} hos er.",
        "Das kostet {} bei Ihnen.",
        "Cijena je {} bez popusta.",
        "Cela coûte {} en ligne.",
        "Cuesta {} en la tienda.",
    ),
    "tracking": (
        "My parcel {} has not arrived.",
        "Paketet {} har inte kommit.",
        "Sendungsnummer {} ist verschollen.",
    ),
    "imei": (
        "The phone with IMEI {} is locked.",
        "Telefonen med IMEI {} är låst.",
        "Gerät mit IMEI {} gesperrt.",
    ),
    "file": (
        "I attached {} to the ticket.",
        "Jag bifogar {} här.",
        "Im Anhang finden Sie {}.",
        "Prilažem {}.",
    ),
    "colour": ("Is it available in {}?", "Finns den i {}?", "Gibt es das in {}?"),
    "time": ("Are you open {} on Sundays?", "Har ni öppet {} på söndagar?", "Haben Sie {} geöffnet?"),
    "date": ("It was delivered on {}.", "Den levererades {}.", "Geliefert am {}.", "Isporučeno {}."),
    "dimensions": ("Does the table measure {}?", "Är bordet {}?", "Ist der Tisch {}?", "Mjeri li stol {}?"),
    "article": (
        "Is SKU {} back soon?",
        "Kommer artikelnummer {} tillbaka?",
        "Ist Artikelnummer {} lieferbar?",
    ),
    "error": (
        "It says error code {}.",
        "Det står felkod {}.",
        "Es erscheint Fehlercode {}.",
        "Piše greška {}.",
    ),
}


def _luhn(body: str) -> str:
    doubled = (int(d) * (2 if i % 2 == 0 else 1) for i, d in enumerate(reversed(body)))
    total = sum(d // 10 + d % 10 for d in doubled)
    return body + str(-total % 10)


def _ean(body: str) -> str:
    return body + str(-sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body)) % 10)


def _digits(rng: random.Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _price(rng: random.Random) -> str:
    amount = rng.randint(1, 99_999)
    return rng.choice(
        [
            f"${amount:,}.{rng.randint(0, 99):02}",
            f"{amount} kr",
            f"{amount},{rng.randint(0, 99):02} €",
            f"£{amount}",
            f"EUR {amount}",
        ]
    )


def _time(rng: random.Random) -> str:
    return (
        f"{rng.randint(6, 11):02}:{rng.choice((0, 15, 30)):02}-{rng.randint(14, 21)}:{rng.choice((0, 30)):02}"
    )


def _date(rng: random.Random) -> str:
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(2022, 2026)
    return rng.choice([f"{day}.{month}.{year}", f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}"])


def _value(kind: str, rng: random.Random) -> str:
    """Return a random look-alike of a kind."""
    makers = {
        "version": lambda: (
            ".".join(str(rng.randint(0, 30)) for _ in range(rng.randint(3, 4)))
            + rng.choice(["", "-rc1", "-beta"])
        ),
        "isbn": lambda: _ean(rng.choice(["978", "979"]) + _digits(rng, 9)),
        "ean": lambda: _ean(_digits(rng, 12)),
        "uuid": lambda: str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "hash": lambda: hashlib.new(rng.choice(["md5", "sha1", "sha256"]), rng.randbytes(8)).hexdigest(),
        "price": lambda: _price(rng),
        "tracking": lambda: rng.choice(
            [
                "1Z" + _digits(rng, 16),
                "RR" + _digits(rng, 9) + "SE",
                _digits(rng, 12),
                "JJD" + _digits(rng, 18),
            ]
        ),
        "imei": lambda: _luhn("35" + _digits(rng, 12)),
        "file": lambda: (
            f"{rng.choice(['IMG', 'scan', 'faktura'])}_20{_digits(rng, 6)}_{_digits(rng, 6)}"
            f".{rng.choice(['jpg', 'pdf', 'png'])}"
        ),
        "colour": lambda: f"#{rng.getrandbits(24) | 0xA00000:06x}",
        "time": lambda: _time(rng),
        "date": lambda: _date(rng),
        "dimensions": lambda: f"{rng.randint(20, 300)} x {rng.randint(20, 300)} x {rng.randint(2, 200)} cm",
        "article": lambda: f"{_digits(rng, 6)}-{_digits(rng, 4)}",
        "error": lambda: rng.choice(
            [f"0x{rng.getrandbits(32):08X}", _digits(rng, 4), f"E-{_digits(rng, 5)}"]
        ),
    }
    return makers[kind]()


def samples(count: int = 3000, seed: int = 20) -> list[LookAlike]:
    """Return look-alikes, all kinds in turn; the same for the same seed."""
    rng = random.Random(seed)
    kinds = list(SENTENCES)
    made = []
    for number in range(count):
        kind = kinds[number % len(kinds)]
        value = _value(kind, rng)
        before, _, after = rng.choice(SENTENCES[kind]).partition("{}")
        made.append(LookAlike(before + value + after, len(before), len(before) + len(value), kind))
    return made


def main() -> None:
    """Print how many look-alikes get a personal type."""
    from pii_guard import PIIGuard

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--print", action="store_true", dest="verbose", help="print the wrong ones")
    options = parser.parse_args()
    guard = PIIGuard()
    wrong: Counter[str] = Counter()
    for item in samples(options.count, options.seed):
        types = [
            d.entity_type
            for d in guard.detect(item.text)
            if d.start < item.end and d.end > item.start and not d.entity_type.startswith(HARMLESS)
        ]
        if types:
            wrong[item.kind] += 1
            if options.verbose:
                print(item.kind, types, item.text)
    share = 100 * sum(wrong.values()) / options.count
    print(
        f"look-alikes {options.count}, with a personal type {sum(wrong.values())}"
        f" = {share:.2f} % {dict(wrong)}"
    )


if __name__ == "__main__":
    main()
