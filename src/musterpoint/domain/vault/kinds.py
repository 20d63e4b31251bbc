"""What kinds of values the vault keeps, and the sort of personal data that each belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from musterpoint.domain.personal_data.kinds import LABELS
from musterpoint.domain.personal_data.kinds import Kind as Personal


class Sort(StrEnum):
    """What personal data is about; how long it is kept and who may read it goes by this."""

    IDENTITY = "identity"
    BANK = "bank"
    CONTACT = "contact"
    HEALTH = "health"
    OTHER = "other"


SAYS: Mapping[Sort, str] = {
    Sort.IDENTITY: "Numbers that name one person: National Insurance, NHS, passport, licence.",
    Sort.BANK: "Bank accounts.",
    Sort.CONTACT: "Names, addresses, telephone numbers, e-mail addresses, dates of birth.",
    Sort.HEALTH: "What is said of somebody's health; special by law, and read by fewer people.",
    Sort.OTHER: "Whatever else was moved out of a text by hand.",
}
"""One line each, as the reference shows them."""

SPECIAL = frozenset({Sort.HEALTH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of value. One that ``identifies`` belongs to one person, wherever it stands."""

    label: str
    sort: Sort
    identifies: bool = False


_SORTS: Mapping[Personal, Sort] = {
    Personal.NHS_NUMBER: Sort.IDENTITY,
    Personal.NATIONAL_INSURANCE_NUMBER: Sort.IDENTITY,
    Personal.PASSPORT_NUMBER: Sort.IDENTITY,
    Personal.DRIVING_LICENCE: Sort.IDENTITY,
    Personal.SORT_CODE: Sort.BANK,
    Personal.ACCOUNT_NUMBER: Sort.BANK,
    Personal.IBAN: Sort.BANK,
    Personal.NAME: Sort.CONTACT,
    Personal.ADDRESS: Sort.CONTACT,
    Personal.POSTCODE: Sort.CONTACT,
    Personal.PHONE_NUMBER: Sort.CONTACT,
    Personal.EMAIL_ADDRESS: Sort.CONTACT,
    Personal.DATE_OF_BIRTH: Sort.CONTACT,
    Personal.HEALTH: Sort.HEALTH,
}
KINDS: Mapping[str, Kind] = {
    **{
        str(one): Kind(label=LABELS[one], sort=sort, identifies=sort is Sort.IDENTITY)
        for one, sort in _SORTS.items()
    },
    "other": Kind(label="personal detail", sort=Sort.OTHER),
}
"""By code. Neither card numbers nor security codes nor passwords: those are kept nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """A value on its way into the vault, and its kind by code. Never printed whole."""

    kind: str
    value: str

    def __repr__(self) -> str:
        return f"Guarded(kind={self.kind!r})"


class UnknownKind(ValueError):
    """The vault keeps no values of this kind."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"'{kind}' is none of {', '.join(KINDS)}.")


def kind_of(code: str) -> Kind:
    """Return the kind with this code, or raise UnknownKind."""
    if code not in KINDS:
        raise UnknownKind(code)
    return KINDS[code]


def is_special(code: str) -> bool:
    """Whether values of this kind are special by law, and read by fewer people."""
    return kind_of(code).sort in SPECIAL


def plain_form(value: str) -> str:
    """Return a value without what people write differently: case, spaces, marks, width.

    Two values with one plain form are the same value to the vault. A telephone number's country
    and its leading nought are one.
    """
    folded = unicodedata.normalize("NFKC", value).casefold()
    kept = "".join(str(unicodedata.digit(letter, letter)) for letter in folded if letter.isalnum())
    if folded.lstrip().startswith(("+44", "0044")) and kept.isdigit():
        return re.sub(r"\A(?:00)?440?", "0", kept)
    return kept or folded.strip()
