"""Names after roles, in examples and prompts, beside contacts, and spelled by an address: pairs of is / is not.

The sentences are ours; none is from the development sets.
"""

from __future__ import annotations

import pytest

from pii_guard.detect.names import CueNames

NAMES = CueNames()


def found(text: str, *taken: str) -> list[str]:
    spans = [(text.index(part), text.index(part) + len(part)) for part in taken]
    return [text[d.start : d.end] for d in NAMES.find(text, spans)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tenant Thandiwe Nkosi reports damp in the kitchen.", "Thandiwe Nkosi"),
        ("The subscriber Delroy Baptist moved out", "Delroy Baptist"),
        ("Kund T. Granlund har ringt igen.", "T. Granlund"),
        ("Hyresgästen Tove Granlund anmäler skada", "Tove Granlund"),
        ("Kunde Q. Thygesen ønsker henstand.", "Q. Thygesen"),
        ("Pasient Synnøve Haugsdal møtte ikke", "Synnøve Haugsdal"),
        ("Der Kunde Lorenz Wendlinger hat reklamiert", "Lorenz Wendlinger"),
        ("Mieterin Gundula Petz meldet Schimmel", "Gundula Petz"),
        ("Le locataire Solenn Barraud signale une fuite", "Solenn Barraud"),
        ("El huésped Nerio Urrutia dejó las llaves", "Nerio Urrutia"),
        ("O cliente Jandir Peixoto Sá pediu o reembolso.", "Jandir Peixoto Sá"),
        ("Il passeggero Ottavio Brusamolino chiede", "Ottavio Brusamolino"),
        ("Klant Femke Boerhof belde", "Femke Boerhof"),
        ("Pacjenta Zdzimira Kruszyńskiego nie ma", "Zdzimira Kruszyńskiego"),
        ("kod pacijentice Nediljke Barbir utvrđeno", "Nediljke Barbir"),
        ("Zákazníčka Ľudomila Hrušková žiada", "Ľudomila Hrušková"),
        ("Zákazník Ctirad Vrbovec žádá", "Ctirad Vrbovec"),
        ("Potilas Urho Lehtovirta saapui", "Urho Lehtovirta"),
        ("Клиентка Тамара Белозёрова просит", "Тамара Белозёрова"),
    ],
)
def test_after_a_role(text, name):
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Customer Reviews are here",
        "Look under Customer Opinions and Filter by Customer Name",
        "Member Lounge Access is included",
        "The client Acme Ltd pays",
        "The client Brusamolino S.p.A. pays",
        "Patient Portal Login",
        "Passenger Rights Act",
        "Der Kunde Nummer eins",
        "Der größte Kunde von Vortek wartet",
        "The customer was angry and the tenant left",
    ],
)
def test_no_name_after_a_role(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example: Oonagh Tiernan orders two lamps.", "Oonagh Tiernan"),
        ("For example, Oonagh Tiernan orders two lamps.", "Oonagh Tiernan"),
        ("Primjer: Nediljka Barbir naručila je", "Nediljka Barbir"),
        ("Exemple : Solenn Barraud commande", "Solenn Barraud"),
        ("Streść: Bożenna Kruszyńska pisze, że", "Bożenna Kruszyńska"),
        ("Resuma: Jandir Peixoto reclama", "Jandir Peixoto"),
        ("Translate it to German: Oonagh Tiernan wants a refund", "Oonagh Tiernan"),
        ("Draft an apology for Oonagh Tiernan", "Oonagh Tiernan"),
        ("Schreib eine Antwort an Gundula Petz", "Gundula Petz"),
    ],
)
def test_in_examples_and_prompts(text, name):
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Example: Order Number 1234",
        "Example: Brightwater Home Ltd ordered",
        "Example: New York is far",
        "Example: Go to Settings",
        "Summarise: Customer complaint about delay",
        "Summarise: The parcel is late",
        "Draft a reply to Support",
    ],
)
def test_no_name_in_examples_and_prompts(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("I write on behalf of Oonagh Tiernan.", ["Oonagh Tiernan"]),
        ("im Namen von Gundula Petz", ["Gundula Petz"]),
        ("au nom de Solenn Barraud", ["Solenn Barraud"]),
        ("a nome di Ottavia Brusamolino", ["Ottavia Brusamolino"]),
        ("on behalf of Brightwater Ltd", []),
        ("im Namen von Nordwind Energi AB", []),
    ],
)
def test_on_behalf_of(text, names):
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "contact", "names"),
    [
        ("Contact was Rocina Altamiro (r@example.com).", "r@example.com", ["Rocina Altamiro"]),
        ("then Nediljka Barbir, 091 555 0143", "091 555 0143", ["Nediljka Barbir"]),
        ("see Thandiwe Nkosi – 07700 900123", "07700 900123", ["Thandiwe Nkosi"]),
        ("please call Thandiwe 07700 900123", "07700 900123", ["Thandiwe"]),
        ("Hotel Lavanda, 01 555 0143", "01 555 0143", []),
        ("Nordwind Energi, 020 555 01 43", "020 555 01 43", []),
        ("Customer Care: 0800 555 0143", "0800 555 0143", []),
        ("Opening Hours: 0800 555 0143", "0800 555 0143", []),
        ("Fecha de Ingreso: 12/05/2024", "12/05/2024", []),
        ("New York (212) 555-0143", "(212) 555-0143", []),
        ("It is a Zastava Koral, registration ST 903-LK", "ST 903-LK", []),
    ],
)
def test_beside_a_contact(text, contact, names):
    assert found(text, contact) == names


@pytest.mark.parametrize(
    ("text", "address", "names"),
    [
        ("Yesterday Thandiwe rang. Mail: thandiwe.nkosi@example.com", "thandiwe.nkosi@example.com", ["Thandiwe"]),
        ("t.nkosi@example.com or ask whether Nkosi is in", "t.nkosi@example.com", ["Nkosi"]),
        ("jandir_peixoto82@example.com. Peço que o Peixoto venha", "jandir_peixoto82@example.com", ["Peixoto"]),
        ("mail info@example.com. Info is there", "info@example.com", []),
        ("shop.support@example.com, and Support helps", "shop.support@example.com", []),
        ("hello.vortek@vortek.example.com is how Vortek works", "hello.vortek@vortek.example.com", []),
        ("thandiwe.nkosi@example.com wants thandiwe fabric", "thandiwe.nkosi@example.com", []),
    ],
)  # fmt: skip
def test_names_that_an_address_spells(text, address, names):
    assert found(text, address) == names
