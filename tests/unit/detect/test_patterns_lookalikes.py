"""Texts in which nothing is to be found, and the shipped generator of look-alikes."""

import pytest

NOTHING = [
    "My password is not working",
    "the password reset link has expired",
    "PIN code please",
    "Passwort vergessen",
    "I forgot my password and my username",
    "Please enter the verification code we sent you",
    "version 10.2.3.4-rc1",
    "v 3.2.1.0 released",
    "ISBN 978-0-306-40615-7",
    "EAN 4006381333931",
    "550e8400-e29b-41d4-a716-446655440000",
    "d41d8cd98f00b204e9800998ecf8427e",
    "IMG_20241104_101112.jpg",
    "the box is 120x60x45 cm and costs 1 299,00 kr",
    "Errorcode 0x80070057",
    "open 09:00-17:30 Mon-Fri",
    "from 12.11.2024 to 14.11.2024",
    "colour #ff8800",
    "it costs $1,299.99",
    "Article 17 GDPR",
    "ISO 27001 certified",
    "bankgiro 5050-1055",
    "artnr 850312-2394",
    "Window 11 23H2 build 22631.3447",
    "WH-1000XM4 headphones",
    "We are open 365 days, since 1998",
    "lösenordet fungerar inte",
    "Zadano korisničko ime i lozinka nalaze se na naljepnici",
    "error code 4042",
    "discount code SUMMER20",
    "what is my order number?",
    "Where can I find the CVV?",
    "Your code will arrive by SMS",
    "Room 214, table 12",
    "call us between 8 and 17",
    "My account was closed",
    "the user interface is broken",
    "2024/2025 season",
    "Meet @ 5pm",
    "Profil is private",
    "my login page does not load",
    "I paid 45.00 twice",
    "size 38 or 40",
    "kl. 14.30-15.00",
    "pages 12-45",
    "Bus 42 at 17:05",
    "scored 3-2",
    "iPhone 15 Pro Max 256 GB",
    "Konto gesperrt, bitte Hilfe",
    "mot de passe oublié",
    "Jag fick fel kod",
    "koden fungerar inte",
    "error 500 on page 3",
    "rabattkod VINTER24",
    "the product code 12345 is sold out",
    "QR code",
    "dress code casual",
    "country code 0046?",
    "Article no. 88213-22 is missing",
    "Ihre Artikelnummer 4711-0815",
    "model XR-2000, firmware 4.1.22",
    "Call of Duty 2024",
    "Order 2 get 1 free",
    "we ordered 3 weeks ago",
    "invoice for March 2024",
    "our bus leaves 17.30 from stop 4471",
    "order from 2024-11-05",
    "1.500,00 EUR",
    "EUR 12 500",
    "between 10 and 20 users",
    "Windows 10 version 22H2",
    "Wi-Fi 6E 5 GHz",
    "rated 4.5/5 by 12,345 users",
    "postnummer?",
    "passport control",
    "CPU i7-12700K",
    "v2.14.0-beta.3",
    "2 x 250 g",
    "10-12 Werktage",
    "Mo-Fr 8-18 Uhr",
    "§ 312g BGB",
    "Art. 6(1)(b) GDPR",
    "pris 1499:-",
    "Kl 10 i morgon",
    "tel aviv is nice",
    "the call lasted 1234 seconds",
    "vi har öppet 10-18",
    "Kupon ima 20% popusta",
    "login problem since 3.2.1",
    "pin it on 2024 board",
    "What is a PIN?",
    "the user guide",
    "a user named wrong",
    "Account manager: please wait",
    "Username or password incorrect",
    "My account balance is 1500",
    "profile picture",
    "serial killer series",
    "season ticket",
    "case closed",
    "policy changes 2024",
    "the number of items is 1250",
    "30 days money back",
    "zip file",
    "meeting 14:00-15:30 on 12 March",
    "it is 20 km away",
    "flight SK1429 gate 22",
    "tåg 537 mot Malmö",
    "Bahn ICE 1234",
]


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_found(text, detections):
    assert [(d.entity_type, d.recognizer) for d in detections(text)] == []


def test_look_alikes_get_no_personal_type(detections, lookalikes):
    made = lookalikes.samples(900)
    wrong = [
        (sample.kind, sample.text, d.entity_type)
        for sample in made
        for d in detections(sample.text)
        if d.start < sample.end and d.end > sample.start and not d.entity_type.startswith(lookalikes.HARMLESS)
    ]
    assert {sample.kind for sample in made} == set(lookalikes.SENTENCES)
    assert wrong == []


def test_look_alikes_are_the_same_for_the_same_seed(lookalikes):
    assert lookalikes.samples(50, seed=3) == lookalikes.samples(50, seed=3)
    assert lookalikes.samples(50, seed=3) != lookalikes.samples(50, seed=4)
