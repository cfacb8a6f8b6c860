"""What Presidio's predefined recognizers call types for which we have another name.

Channel policies, placeholders and categories go by our names. Names that are the same on both sides are not
listed; a type of neither list is kept and counts as personal data of unknown kind (category `user`).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OURS: Mapping[str, str] = MappingProxyType(
    {
        "CA_POSTAL_CODE": "POSTCODE",
        "DE_FUEHRERSCHEIN": "DRIVER_LICENCE",
        "DE_ID_CARD": "DE_PERSONALAUSWEIS",
        "DE_KFZ": "LICENCE_PLATE",
        "DE_PASSPORT": "PASSPORT",
        "DE_PLZ": "POSTCODE",
        "DE_SOCIAL_SECURITY": "DE_PENSION_INSURANCE",
        "DE_TAX_NUMBER": "DE_STEUERNUMMER",
        "ES_PASSPORT": "PASSPORT",
        "FI_PERSONAL_IDENTITY_CODE": "FI_HETU",
        "IN_PASSPORT": "PASSPORT",
        "IN_VEHICLE_REGISTRATION": "LICENCE_PLATE",
        "IN_VOTER": "IN_EPIC",
        "IT_DRIVER_LICENSE": "DRIVER_LICENCE",
        "IT_FISCAL_CODE": "IT_CODICE_FISCALE",
        "IT_PASSPORT": "PASSPORT",
        "KR_DRIVER_LICENSE": "DRIVER_LICENCE",
        "KR_FRN": "KR_RRN",
        "KR_PASSPORT": "PASSPORT",
        "NG_VEHICLE_REGISTRATION": "LICENCE_PLATE",
        "PH_PASSPORT": "PASSPORT",
        "SG_NRIC_FIN": "SG_NRIC",
        "TH_TNIN": "TH_PIN",
        "TR_LICENSE_PLATE": "LICENCE_PLATE",
        "TR_NATIONAL_ID": "TR_TCKN",
        "UK_DRIVING_LICENCE": "DRIVER_LICENCE",
        "UK_NHS": "GB_NHS",
        "UK_NINO": "GB_NINO",
        "UK_PASSPORT": "PASSPORT",
        "UK_POSTCODE": "POSTCODE",
        "UK_VEHICLE_REGISTRATION": "LICENCE_PLATE",
        "US_BANK_NUMBER": "BANK_ACCOUNT",
        "US_DRIVER_LICENSE": "DRIVER_LICENCE",
        "US_PASSPORT": "PASSPORT",
        "ZA_DRIVER_LICENSE": "DRIVER_LICENCE",
        "ZA_ID_NUMBER": "ZA_ID",
        "ZA_INCOME_TAX_NUMBER": "ZA_TAX_ID",
        "ZA_LICENSE_PLATE": "LICENCE_PLATE",
        "ZA_PASSPORT": "PASSPORT",
        "ZA_PHONE_NUMBER": "PHONE_NUMBER",
    }
)
