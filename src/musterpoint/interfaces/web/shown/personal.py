"""Kinds of personal data in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy

from musterpoint.domain.personal_data import Kind

WORDS = {
    Kind.CARD_NUMBER: gettext_lazy("card number (its last four digits stay)"),
    Kind.CARD_SECURITY_CODE: gettext_lazy("card security code"),
    Kind.PASSWORD: gettext_lazy("password or PIN"),
    Kind.NATIONAL_INSURANCE_NUMBER: gettext_lazy("National Insurance number"),
    Kind.NHS_NUMBER: gettext_lazy("NHS number"),
    Kind.SORT_CODE: gettext_lazy("sort code"),
    Kind.ACCOUNT_NUMBER: gettext_lazy("bank account number"),
    Kind.IBAN: gettext_lazy("IBAN"),
    Kind.PASSPORT_NUMBER: gettext_lazy("passport number"),
    Kind.DRIVING_LICENCE: gettext_lazy("driving licence number"),
    Kind.DATE_OF_BIRTH: gettext_lazy("date of birth"),
    Kind.NAME: gettext_lazy("name"),
    Kind.ADDRESS: gettext_lazy("address"),
    Kind.POSTCODE: gettext_lazy("postcode"),
    Kind.PHONE_NUMBER: gettext_lazy("phone number"),
    Kind.EMAIL_ADDRESS: gettext_lazy("e-mail address"),
    Kind.HEALTH: gettext_lazy("health detail"),
}


def kinds_said(kinds: Iterable[Kind]) -> str:
    """Return kinds as one text, such as "card security code, password or PIN"."""
    return gettext(", ").join(str(WORDS[kind]) for kind in kinds)
