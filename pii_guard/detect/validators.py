"""Validators by name, for recognizer packs: `validator: pl_pesel`.

A validator takes the value as it stands in the text, separators included, and tells whether its structure and
check digits agree. It moves a score and by itself proves nothing (design: detection 6). It never raises.

python-stdnum is used wherever it has the number; its modules are imported on first use, because its
`stdnum.util` alone takes some 50 ms (it imports ssl and pydoc). What it lacks is in `national` and
`checksums`.
"""

from __future__ import annotations

import uuid as _uuid
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, cast

from pii_guard.detect import checksums, national
from pii_guard.detect.checksums import compact

if TYPE_CHECKING:
    from collections.abc import Callable

    Validator = Callable[[str], bool]

# Name of the validator -> module of python-stdnum whose `is_valid` it is.
_STDNUM = {
    "ar_cuil": "ar.cuit", "ar_dni": "ar.dni", "at_svnr": "at.vnr", "at_tin": "at.tin", "au_tfn": "au.tfn",
    "be_bis": "be.bis", "be_eid": "be.eid", "be_nn": "be.nn", "bg_egn": "bg.egn", "bg_lnch": "bg.pnf",
    "br_cnpj": "br.cnpj", "br_cpf": "br.cpf", "ca_bc_phn": "ca.bc_phn", "ca_sin": "ca.sin",
    "ch_ahv": "ch.ssn", "cl_rut": "cl.rut", "cn_ric": "cn.ric", "cz_rc": "cz.rc", "de_steuer_id": "de.idnr",
    "de_steuernummer": "de.stnr", "dk_cpr": "dk.cpr", "ean": "ean", "ec_ci": "ec.ci", "ee_ik": "ee.ik",
    "es_dni": "es.dni", "es_nie": "es.nie", "es_nif": "es.nif", "fi_veronumero": "fi.veronumero",
    "fr_nif": "fr.nif", "fr_nir": "fr.nir", "gb_nhs": "gb.nhs", "gb_upn": "gb.upn", "gb_utr": "gb.utr",
    "gr_afm": "gr.vat", "gr_amka": "gr.amka", "hr_oib": "hr.oib", "ie_pps": "ie.pps", "il_id": "il.idnr",
    "imei": "imei", "imsi": "imsi", "in_aadhaar": "in_.aadhaar", "in_epic": "in_.epic", "in_pan": "in_.pan",
    "in_vid": "in_.vid", "is_kennitala": "is_.kennitala", "isbn": "isbn", "isin": "isin",
    "it_codice_fiscale": "it.codicefiscale", "jmbg": "si.emso", "jp_my_number": "jp.in_",
    "lt_asmens_kodas": "lt.asmens", "lv_personas_kods": "lv.pvn", "mx_curp": "mx.curp",
    "mx_rfc": "mx.rfc", "my_nric": "my.nric", "nl_bsn": "nl.bsn",
    "nl_identity_card": "nl.identiteitskaartnummer", "nl_onderwijsnummer": "nl.onderwijsnummer",
    "no_fodselsnummer": "no.fodselsnummer", "nz_ird": "nz.ird", "pe_cui": "pe.cui", "pl_pesel": "pl.pesel",
    "pt_cc": "pt.cc", "pt_nif": "pt.nif", "ro_cnp": "ro.cnp", "si_davcna": "si.ddv", "sk_rc": "sk.rc",
    "th_pin": "th.pin", "tr_tckn": "tr.tckimlik", "ua_rnokpp": "ua.rntrc", "us_atin": "us.atin",
    "us_itin": "us.itin", "us_ptin": "us.ptin", "us_ssn": "us.ssn", "vat": "eu.vat", "za_id": "za.idnr",
    "za_tax": "za.tin",
}  # fmt: skip


@cache
def _load(module: str) -> Validator:
    return cast("Validator", import_module(f"stdnum.{module}").is_valid)


def _stdnum(module: str) -> Validator:
    """Return a validator that imports its module of python-stdnum when it is first called."""

    def check(value: str) -> bool:
        number = compact(value)
        # Case-insensitive RE2 also takes U+212A and U+017F, which the modules' tables do not know.
        return number.isascii() and bool(_load(module)(number))

    check.__doc__ = f"python-stdnum, `stdnum.{module}`."
    return check


def fi_hetu(value: str) -> bool:
    """Finnish personal identity code, temporary ones (900 to 999) included; the century sign is kept."""
    number = "".join(value.split()).upper().replace("\u2013", "-")
    if not number.isascii():
        return False
    return bool(import_module("stdnum.fi.hetu").is_valid(number, allow_temporary=True))


def uuid(value: str) -> bool:
    """RFC 9562: any UUID in one of its written forms."""
    try:
        _uuid.UUID(value.strip())
    except ValueError:
        return False
    return True


_OWN: tuple[Validator, ...] = (
    checksums.luhn, checksums.iban, national.de_personalausweis, national.de_kvnr, national.de_rvnr,
    national.se_personnummer, national.se_samordningsnummer, national.gb_nino, national.hu_szemelyi,
    national.hu_taj, national.hu_adoazonosito, national.lu_matricule, national.pl_dowod, national.sg_nric,
    national.au_medicare, national.mrz_line, national.es_nss, national.pt_niss, national.br_pis,
    national.kr_rrn,
    fi_hetu,
    uuid,
)  # fmt: skip

VALIDATORS: dict[str, Validator] = {
    **{name: _stdnum(module) for name, module in _STDNUM.items()},
    **{function.__name__: function for function in _OWN},
}
