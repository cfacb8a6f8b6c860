"""A shipped mix of support messages: 2,000 texts of about 300 characters with about two findings each.

Invented throughout and made from a seed, so that every run times the same texts. Eleven languages, one message
in eight with a disguise that needs a view.
"""

from __future__ import annotations

import random

SEED = 20261121
TARGET = 300

SENTENCES = {
    "en": ["I ordered two weeks ago and nothing has come.", "Please look into it when you have a moment.", "The box was open and one part is missing.", "Your colleague told me to write again today.", "It worked fine until the last update, then it stopped.", "Could you tell me when the van will be here?"],
    "sv": ["Jag beställde för två veckor sedan och inget har kommit.", "Kan ni titta på det när ni hinner?", "Lådan var öppen och en del saknas.", "Er kollega bad mig skriva igen i dag.", "Det fungerade bra fram till uppdateringen."],
    "de": ["Ich habe vor zwei Wochen bestellt und nichts ist gekommen.", "Bitte schauen Sie sich das an.", "Der Karton war offen und ein Teil fehlt.", "Ihre Kollegin bat mich, heute noch einmal zu schreiben."],
    "fr": ["J'ai commandé il y a deux semaines et rien n'est arrivé.", "Merci de regarder dès que possible.", "Le carton était ouvert et une pièce manque."],
    "es": ["Hice el pedido hace dos semanas y no ha llegado nada.", "Por favor, mírenlo cuando puedan.", "La caja estaba abierta y falta una pieza."],
    "hr": ["Naručila sam prije dva tjedna i ništa nije stiglo.", "Molim vas pogledajte kad stignete.", "Kutija je bila otvorena i nedostaje jedan dio."],
    "it": ["Ho ordinato due settimane fa e non è arrivato niente.", "Potete controllare appena possibile?", "La scatola era aperta e manca un pezzo."],
    "nl": ["Ik heb twee weken geleden besteld en er is niets gekomen.", "Kunt u ernaar kijken?", "De doos was open en er mist een onderdeel."],
    "pl": ["Zamówiłem dwa tygodnie temu i nic nie przyszło.", "Proszę o sprawdzenie.", "Pudełko było otwarte i brakuje jednej części."],
    "pt": ["Encomendei há duas semanas e não chegou nada.", "Podem verificar, por favor?", "A caixa estava aberta e falta uma peça."],
    "da": ["Jeg bestilte for to uger siden, og intet er kommet.", "Vil I se på det?", "Kassen var åben, og en del mangler."],
}  # fmt: skip
FINDINGS = [
    "My mail is {word}.{word}{n2}@example.com.",
    "Call 07700 900{n3} after five.",
    "Tel. +46 70 174 06 {n2}.",
    "Order FB-{n6}.",
    "IBAN DE89 3704 0044 0532 0130 00.",
    "Card 4111 1111 1111 1111.",
    "IP 203.0.113.{n2}.",
    "Personnummer 860718-9845.",
    "OIB 69435151530.",
]
DISGUISED = [
    "Mail {word} (at) example dot com.",
    "Mail {word}\u200b.{word}@example.com.",
    "Write to {word}%40example.com.",
    "Ring \uff10\uff17\uff17\uff10\uff10 \uff19\uff10\uff10{n3}.",
]
LETTERS = "abdefgiklmnoprstuv"


def messages(count: int = 2000, seed: int = SEED) -> list[str]:
    """Return the mix.

    Args:
        count: Number of messages.
        seed: Another seed gives other words and numbers.
    """
    rng = random.Random(seed)
    languages = sorted(SENTENCES)
    return [_message(rng, languages[i % len(languages)], disguised=i % 8 == 0) for i in range(count)]


def _message(rng: random.Random, language: str, *, disguised: bool) -> str:
    parts = [
        _filled(rng, rng.choice(FINDINGS)),
        _filled(rng, rng.choice(DISGUISED if disguised else FINDINGS)),
    ]
    while sum(map(len, parts)) + len(parts) < TARGET - 20:
        parts.append(rng.choice(SENTENCES[language]))
    rng.shuffle(parts)
    return " ".join(parts)[: TARGET + 40]


def _filled(rng: random.Random, template: str) -> str:
    word = "".join(rng.choice(LETTERS) for _ in range(rng.randint(4, 8)))
    return template.format(
        word=word, n2=rng.randint(10, 99), n3=rng.randint(100, 999), n6=rng.randint(100000, 999999)
    )


def never_seen(count: int, seed: int = SEED) -> list[str]:
    """Return messages of fifty words that occur nowhere else, for the memory benchmark."""
    rng = random.Random(seed)
    return [" ".join("".join(rng.choice(LETTERS) for _ in range(9)) for _ in range(50)) for _ in range(count)]
