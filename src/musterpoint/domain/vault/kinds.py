"""What kinds of values the vault keeps, and the sort of personal data that each belongs to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


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


KINDS: Mapping[str, Kind] = {
    "nhs_number": Kind(label="NHS number", sort=Sort.IDENTITY, identifies=True),
    "ni_number": Kind(label="NI number", sort=Sort.IDENTITY, identifies=True),
    "passport": Kind(label="passport", sort=Sort.IDENTITY, identifies=True),
    "driving_licence": Kind(label="driving licence", sort=Sort.IDENTITY, identifies=True),
    "bank_account": Kind(label="bank account", sort=Sort.BANK),
    "iban": Kind(label="IBAN", sort=Sort.BANK),
    "name": Kind(label="name", sort=Sort.CONTACT),
    "address": Kind(label="address", sort=Sort.CONTACT),
    "postcode": Kind(label="postcode", sort=Sort.CONTACT),
    "phone": Kind(label="phone number", sort=Sort.CONTACT),
    "email": Kind(label="e-mail address", sort=Sort.CONTACT),
    "date_of_birth": Kind(label="date of birth", sort=Sort.CONTACT),
    "health": Kind(label="health detail", sort=Sort.HEALTH),
    "other": Kind(label="personal detail", sort=Sort.OTHER),
}


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
