"""The kinds of personal data that are looked for, and what becomes of each.

Says what is done with a kind, not how it is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    CARD_NUMBER = "card_number"
    CARD_SECURITY_CODE = "card_security_code"
    PASSWORD = "password"  # noqa: S105  # the name of a kind
    NATIONAL_INSURANCE_NUMBER = "national_insurance_number"
    NHS_NUMBER = "nhs_number"
    SORT_CODE = "sort_code"
    ACCOUNT_NUMBER = "account_number"
    IBAN = "iban"
    PASSPORT_NUMBER = "passport_number"
    DRIVING_LICENCE = "driving_licence"
    DATE_OF_BIRTH = "date_of_birth"
    NAME = "name"
    ADDRESS = "address"
    POSTCODE = "postcode"
    PHONE_NUMBER = "phone_number"
    EMAIL_ADDRESS = "email_address"
    HEALTH = "health"


class Treatment(StrEnum):
    """What happens to a kind where people type.

    NEVER is kept in no form. MASK leaves a harmless rest. VAULT goes apart by itself. OFFER and
    SPECIAL go apart when whoever types it says so; SPECIAL may then be read by fewer.
    """

    NEVER = "never"
    MASK = "mask"
    VAULT = "vault"
    OFFER = "offer"
    SPECIAL = "special"


TREATMENTS = {
    Kind.CARD_NUMBER: Treatment.MASK,
    Kind.CARD_SECURITY_CODE: Treatment.NEVER,
    Kind.PASSWORD: Treatment.NEVER,
    Kind.NATIONAL_INSURANCE_NUMBER: Treatment.VAULT,
    Kind.NHS_NUMBER: Treatment.VAULT,
    Kind.SORT_CODE: Treatment.VAULT,
    Kind.ACCOUNT_NUMBER: Treatment.VAULT,
    Kind.IBAN: Treatment.VAULT,
    Kind.PASSPORT_NUMBER: Treatment.VAULT,
    Kind.DRIVING_LICENCE: Treatment.VAULT,
    Kind.DATE_OF_BIRTH: Treatment.OFFER,
    Kind.NAME: Treatment.OFFER,
    Kind.ADDRESS: Treatment.OFFER,
    Kind.POSTCODE: Treatment.OFFER,
    Kind.PHONE_NUMBER: Treatment.OFFER,
    Kind.EMAIL_ADDRESS: Treatment.OFFER,
    Kind.HEALTH: Treatment.SPECIAL,
}

LABELS = {
    Kind.CARD_NUMBER: "card number",
    Kind.CARD_SECURITY_CODE: "card security code",
    Kind.PASSWORD: "password",
    Kind.NATIONAL_INSURANCE_NUMBER: "National Insurance number",
    Kind.NHS_NUMBER: "NHS number",
    Kind.SORT_CODE: "sort code",
    Kind.ACCOUNT_NUMBER: "bank account number",
    Kind.IBAN: "IBAN",
    Kind.PASSPORT_NUMBER: "passport number",
    Kind.DRIVING_LICENCE: "driving licence number",
    Kind.DATE_OF_BIRTH: "date of birth",
    Kind.NAME: "name",
    Kind.ADDRESS: "address",
    Kind.POSTCODE: "postcode",
    Kind.PHONE_NUMBER: "phone number",
    Kind.EMAIL_ADDRESS: "e-mail address",
    Kind.HEALTH: "health detail",
}
"""What stands in a text in place of a value; words of the record, so in one language."""

UNASKED = frozenset({Treatment.NEVER, Treatment.MASK, Treatment.VAULT})
"""What is done without asking whoever types."""

UNASKED_KINDS = frozenset(kind for kind, how in TREATMENTS.items() if how in UNASKED)

UNKEPT = frozenset(
    kind for kind, how in TREATMENTS.items() if how in {Treatment.NEVER, Treatment.MASK}
)
"""What is kept whole nowhere, not even in the vault."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Where personal data stands in a text: the characters from ``start`` up to before ``end``."""

    start: int
    end: int
    kind: Kind

    @property
    def treatment(self) -> Treatment:
        return TREATMENTS[self.kind]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end
