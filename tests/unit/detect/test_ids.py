"""National identifiers: the vectors in sentences, the rules of evidence, and what must not be taken for a person."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pii_guard.detect.overlap import resolve
from pii_guard.detect.packs import Pack
from pii_guard.detect.scanner import Scanner
from pii_guard.resources import bundled, load_model
from pii_guard.vocabulary.entities import load_entities

ENTITIES = load_entities()
VECTORS = Path(__file__).parents[2] / "vectors" / "ids"
SHARED = Path(__file__).parents[4] / "shared" / "corpora" / "id_vectors"

# Module of python-stdnum -> type, and sentences in which people give this number.
PERSONAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "at.vnr": ("AT_SVNR", ("Meine SVNr ist {}", "Sozialversicherungsnummer: {}")),
    "at.tin": ("AT_TAX_ID", ("Meine Steuernummer beim Finanzamt ist {}",)),
    "au.tfn": ("AU_TFN", ("My TFN is {}", "tax file number {}")),
    "be.bis": ("BE_BIS", ("Mijn bisnummer is {}", "Mon numéro bis : {}")),
    "be.nn": ("BE_NN", ("Mijn rijksregisternummer is {}", "Mon numéro national est le {}")),
    "be.eid": ("BE_EID", ("Mijn eID heeft nummer {}", "carte d'identité {}")),
    "br.cpf": ("BR_CPF", ("Meu CPF é {}", "CPF: {}")),
    "ca.sin": ("CA_SIN", ("My SIN is {}", "social insurance number {}", "Mon NAS est {}")),
    "ca.bc_phn": ("CA_BC_PHN", ("My personal health number is {}", "PHN {}")),
    "ch.ssn": ("CH_AHV", ("Meine AHV-Nummer ist {}", "Mon numéro AVS : {}")),
    "cn.ric": ("CN_RIC", ("我的身份证号是{}", "My resident identity card number is {}")),
    "cz.rc": ("CZ_RODNE_CISLO", ("Moje rodné číslo je {}", "RČ {}")),
    "de.idnr": ("DE_TAX_ID", ("Meine Steuer-ID ist {}", "Steueridentifikationsnummer: {}")),
    "de.stnr": ("DE_STEUERNUMMER", ("Meine Steuernummer ist {}",)),
    "dk.cpr": ("DK_CPR", ("Mit CPR-nummer er {}", "CPR {}")),
    "es.dni": ("ES_NIF", ("Mi DNI es {}", "con NIF {}")),
    "es.nie": ("ES_NIE", ("Mi NIE es {}",)),
    "fi.hetu": ("FI_HETU", ("Henkilötunnukseni on {}", "hetu {}")),
    "fi.veronumero": ("FI_VERONUMERO", ("Veronumeroni on {}",)),
    "fr.nir": ("FR_NIR", ("Mon numéro de sécurité sociale est {}", "NIR : {}")),
    "fr.nif": ("FR_TAX_ID", ("Mon numéro fiscal est {}",)),
    "gb.nhs": ("GB_NHS", ("My NHS number is {}",)),
    "gb.utr": ("GB_UTR", ("My UTR is {}", "unique taxpayer reference {}")),
    "gb.upn": ("GB_UPN", ("Her unique pupil number is {}",)),
    "hr.oib": ("HR_OIB", ("Moj OIB je {}", "oib: {}")),
    "ie.pps": ("IE_PPS", ("My PPS number is {}", "PPSN {}")),
    "in_.aadhaar": ("IN_AADHAAR", ("My Aadhaar is {}", "मेरा आधार नंबर {}")),
    "in_.epic": ("IN_EPIC", ("My voter ID is {}",)),
    "in_.pan": ("IN_PAN", ("My PAN is {}",)),
    "in_.vid": ("IN_VID", ("My Aadhaar virtual ID is {}",)),
    "jp.in_": ("JP_MY_NUMBER", ("マイナンバーは{}です", "My individual number is {}", "My My Number is {}")),
    "mx.curp": ("MX_CURP", ("Mi CURP es {}",)),
    "nl.bsn": ("NL_BSN", ("Mijn BSN is {}", "burgerservicenummer {}")),
    "nl.identiteitskaartnummer": ("NL_IDENTITY_CARD", ("Mijn identiteitskaart heeft nummer {}",)),
    "nl.onderwijsnummer": ("NL_ONDERWIJSNUMMER", ("Het onderwijsnummer is {}",)),
    "no.fodselsnummer": ("NO_FODSELSNUMMER", ("Fødselsnummeret mitt er {}", "fnr {}")),
    "pl.pesel": ("PL_PESEL", ("Mój PESEL to {}", "pesel {}")),
    "pt.cc": ("PT_CC", ("O meu cartão de cidadão é {}", "CC {}")),
    "se.personnummer": ("SE_PERSONNUMMER", ("Mitt personnummer är {}", "pnr {}")),
    "si.emso": ("SI_EMSO", ("Moj EMŠO je {}",)),
    "us.atin": ("US_ATIN", ("My ATIN is {}",)),
    "us.itin": ("US_ITIN", ("My ITIN is {}",)),
    "us.ptin": ("US_PTIN", ("My PTIN is {}",)),
    "us.ssn": ("US_SSN", ("My SSN is {}", "social security number: {}")),
}

OWN: dict[str, tuple[str, ...]] = {
    "AR_CUIL": ("Mi CUIL es {}",),
    "BG_EGN": ("Моето ЕГН е {}", "My EGN is {}"),
    "CL_RUT": ("Mi RUT es {}",),
    "DE_HEALTH_INSURANCE": ("Meine Krankenversichertennummer ist {}", "Versicherten-Nr. {}"),
    "DE_PENSION_INSURANCE": ("Meine Rentenversicherungsnummer lautet {}", "SV-Nummer: {}"),
    "DE_PERSONALAUSWEIS": ("Mein Personalausweis ({}) ist gültig", "Ausweisnummer {}"),
    "EE_ISIKUKOOD": ("Minu isikukood on {}",),
    "GB_NINO": ("My NINO is {}", "national insurance number {}"),
    "GR_AMKA": ("Ο ΑΜΚΑ μου είναι {}",),
    "GR_AFM": ("Το ΑΦΜ μου είναι {}",),
    "HR_OIB": ("OIB mi je {}", "osobni identifikacijski broj {}"),
    "HR_JMBG": ("Njezin JMBG je {}", "matični broj građana {}"),
    "HR_MBO": ("MBO {}", "broj zdravstvene iskaznice je {}"),
    "HU_SZEMELYI": ("A személyi számom {}",),
    "HU_TAJ": ("TAJ-számom: {}", "A TAJ {}"),
    "HU_TAX_ID": ("Az adóazonosító jelem {}",),
    "IS_KENNITALA": ("Kennitalan mín er {}", "kt. {}"),
    "KR_RRN": ("제 주민등록번호는 {}", "My resident registration number is {}"),
    "LT_ASMENS_KODAS": ("Mano asmens kodas yra {}",),
    "LU_MATRICULE": ("Mon matricule national est {}",),
    "LV_PERSONAS_KODS": ("Mans personas kods ir {}",),
    "MX_CURP": ("Mi CURP: {}",),
    "NO_FODSELSNUMMER": ("Fødselsnummer {}", "personnummeret mitt er {}"),
    "PL_IDENTITY_CARD": ("mój dowód osobisty {}", "nr dowodu: {}"),
    "RO_CNP": ("CNP-ul meu este {}",),
    "RS_JMBG": ("ЈМБГ: {}", "Moj JMBG je {}"),
    "SE_SAMORDNINGSNUMMER": ("Samordningsnummer {}", "Mitt samordningsnr är {}"),
    "SG_NRIC": ("My NRIC is {}",),
    "TR_TCKN": ("TC kimlik numaram {}", "TCKN {}"),
    "ZA_ID": ("My South African ID number is {}",),
}


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    """Return a scanner of the packs of identifiers alone, with the packs whose words they borrow."""
    folder = bundled("policies") / "recognizers"
    files = [
        *folder.glob("ids_*.yaml"),
        folder / "documents.yaml",
        folder / "common.yaml",
        folder / "contact.yaml",
    ]
    return Scanner([load_model(path, Pack) for path in files])


def found(scanner: Scanner, text: str, regions: frozenset[str] = frozenset()) -> list[tuple[str, str]]:
    """Return (type, value) of the government identifiers that are reported."""
    kept = resolve(scanner.scan(text, regions), ENTITIES.without_category())
    return [
        (d.entity_type, text[d.start : d.end])
        for d in kept
        if (ENTITIES.category(d.entity_type) or "").startswith("user.government_id")
    ]


def shared_vectors() -> list[tuple[str, str]]:
    path = SHARED / "stdnum.jsonl"
    if not path.exists():
        return []
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    # Values with "'" were cut out of calls with further arguments.
    return [
        (r["module"], r["value"])
        for r in rows
        if r["valid"] and r["module"] in PERSONAL and "'" not in r["value"]
    ]


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared vectors are not here")
@pytest.mark.parametrize(("module", "value"), shared_vectors())
def test_a_valid_personal_identifier_with_its_name_is_reported_with_its_type(
    scanner: Scanner, module: str, value: str
) -> None:
    expected, sentences = PERSONAL[module]
    for sentence in sentences:
        assert (expected, value.strip()) in found(scanner, sentence.format(value)), sentence


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared vectors are not here")
def test_swedish_numbers_in_every_written_form(scanner: Scanner) -> None:
    lines = (SHARED / "personnummer_se.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        if not row["valid"]:
            continue
        expected = "SE_SAMORDNINGSNUMMER" if row["type"] == "con" else "SE_PERSONNUMMER"
        for form in ("long_format", "short_format", "separated_format", "separated_long"):
            assert (expected, row[form]) in found(scanner, f"Mitt personnummer är {row[form]}."), form


def own_vectors() -> list[tuple[str, str]]:
    rows = [
        json.loads(line)
        for path in sorted(VECTORS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [(row["entity_type"], row["value"]) for row in rows]


@pytest.mark.parametrize(("expected", "value"), own_vectors())
def test_own_vectors_with_their_name(scanner: Scanner, expected: str, value: str) -> None:
    for sentence in OWN[expected]:
        assert (expected, value) in found(scanner, sentence.format(value)), sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # distinctive forms need no word
        ("860718-9845", "SE_PERSONNUMMER"),
        ("231010+2393", "SE_PERSONNUMMER"),
        ("19730788-2386", "SE_SAMORDNINGSNUMMER"),
        ("1304971367140", "HR_JMBG"),
        ("131052-308T", "FI_HETU"),
        ("RSSLCU84M15F205W", "IT_CODICE_FISCALE"),
        ("ZAVM880415MDFPLR00", "MX_CURP"),
        ("811.410.965-36", "BR_CPF"),
        ("219-09-9999", "US_SSN"),
        ("756.9217.0769.85", "CH_AHV"),
        ("12454869R", "ES_NIF"),
        ("X-3940662-A", "ES_NIE"),
        # forms as people write them, with a word
        ("DNI 00.000.000/T", "ES_NIF"),
        ("rijksregisternummer 93.11.26-487.84", "BE_NN"),
        ("IdNr. 86 095 742 719", "DE_TAX_ID"),
        ("nino qq123456c", "GB_NINO"),
        ("nif 374 842 680", "PT_NIF"),
        ("SSN 219 09 9999", "US_SSN"),
        ("Personummer? personnr 24 01 15 - 00 12", "SE_PERSONNUMMER"),
    ],
)
def test_forms(scanner: Scanner, text: str, expected: str) -> None:
    assert [name for name, _ in found(scanner, f"Hej, {text} tack")] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Moj OIB je 33392005962",  # wrong check digit
        "My SSN is 219-09-9999",
        "Mitt personnummer är 860718-9846",
        "CPR 300571-3020",
    ],
)
def test_a_failed_checksum_with_a_word_is_reported_all_the_same(scanner: Scanner, text: str) -> None:
    assert len(found(scanner, text)) == 1


def test_a_failed_checksum_says_so(scanner: Scanner) -> None:
    detections = [d for d in scanner.scan("Moj OIB je 33392005962") if d.entity_type == "HR_OIB"]
    assert "checksum_failed" in detections[0].why


@pytest.mark.parametrize(
    "text",
    [
        "Org.nr 556012-5790",
        "Vår organisationsnummer: 802005-1952",
        "USt-IdNr. DE 136695976",
        "OIB tvrtke: 33392005961",
        "NIP 8567346215",
        "REGON 192598184",
        "CNPJ 16.727.230/0001-97",
        "SIRET 73282932000074",
        "CVR 13585628",
        "KvK-nummer 12345678",
        "NIF PT 501 964 843",
        "Order 860718-2232, tack",
        "Your customer id is 46454286",
        "EAN 4006381333931",
        "Version 9.14.203.7",
        "Rechnung 2024/001-778899",
        "550e8400-e29b-41d4-a716-446655440000",
    ],
)
def test_numbers_of_companies_and_things_are_no_persons(scanner: Scanner, text: str) -> None:
    assert found(scanner, text) == []


def test_order_like_numbers_without_a_word_are_no_national_numbers(scanner: Scanner) -> None:
    rng = random.Random(7)  # noqa: S311 - a repeatable draw, no secret
    numbers = [str(rng.randint(10 ** (size - 1), 10**size - 1)) for size in range(6, 13) for _ in range(200)]
    wrong = [number for number in numbers if found(scanner, f"I wrote to you about {number} on Monday.")]
    assert wrong == []


def test_an_expected_country_is_evidence(scanner: Scanner) -> None:
    assert found(scanner, "evo: 33392005961") == []
    assert found(scanner, "evo: 33392005961", frozenset({"HR"})) == [("HR_OIB", "33392005961")]
    assert found(scanner, "evo: 33392005962", frozenset({"HR"})) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("My passport number is 512345678", "PASSPORT"),
        ("putovnica C4VJK2L95", "PASSPORT"),
        ("mein Reisepass (C01X00T47) läuft ab", "PASSPORT"),
        ("Mitt passnummer är 91234567", "PASSPORT"),
        ("paszport GA965124", "PASSPORT"),
        ("pasaporte AAB123456", "PASSPORT"),
        ("Мой паспорт 4510 123456", "PASSPORT"),
        ("パスポート番号はTK1234567です", "PASSPORT"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "PASSPORT"),
        ("Körkort 690916-2387", None),
        ("Führerscheinnummer B072RRE2I55", "DRIVER_LICENCE"),
        ("vozačka dozvola 15209366", "DRIVER_LICENCE"),
        ("patente U1A123456B", "DRIVER_LICENCE"),
        ("prawo jazdy 12345/07/1234", "DRIVER_LICENCE"),
        ("carta de condução L-8413678 9", "DRIVER_LICENCE"),
        ("driver's license D1234567", "DRIVER_LICENCE"),
        ("registracija ST 903-LK", "LICENCE_PLATE"),
        ("vozilo ZG 4471-HK", "LICENCE_PLATE"),
        ("Kennzeichen B-AB 1234", "LICENCE_PLATE"),
        ("regnr abc123", "LICENCE_PLATE"),
        ("Fordon: WTG 604", "LICENCE_PLATE"),
        ("matrícula 1234 BCD", "LICENCE_PLATE"),
        ("viatura 04-TX-66", "LICENCE_PLATE"),
        ("immatriculation AB-123-CD", "LICENCE_PLATE"),
        ("targa GF 418 NR", "LICENCE_PLATE"),
        ("kenteken 12-ABC-3", "LICENCE_PLATE"),
        ("reg AB12 CDE", "LICENCE_PLATE"),
        ("nr rej. KR 5AB12", "LICENCE_PLATE"),
        ("госномер А123ВС77", "LICENCE_PLATE"),
        ("我的车牌是京A12345", "LICENCE_PLATE"),
    ],
)
def test_documents(scanner: Scanner, text: str, expected: str | None) -> None:
    names = [name for name, _ in found(scanner, text)]
    assert len(names) == 1
    assert expected is None or names == [expected]


@pytest.mark.parametrize(
    "text", ["AB12 CDE is out of stock", "sizes ABC 123", "code NEU10", "plate 12 cm", "Lot B-AB 1234"]
)
def test_plates_need_a_word(scanner: Scanner, text: str) -> None:
    assert found(scanner, text) == []
