"""Telephone numbers as the whole world writes them: a plus, the country, the rest (E.164)."""

from __future__ import annotations

import re

from musterpoint.apps.notifications.channels import Address, BadAddress, Refused
from musterpoint.apps.notifications.models import Message

_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_BETWEEN = re.compile(r"[\s().\-\u2010-\u2015]+")


def read(text: str) -> Address:
    """Return the number in ``text``, or raise BadAddress.

    A number without its country is not guessed at: a centre has colleagues abroad.
    """
    digits = _BETWEEN.sub("", text.replace("(0)", ""))
    number = f"+{digits[2:]}" if digits.startswith("00") else digits
    if _NUMBER.fullmatch(number):
        return Address(shown=number)
    if digits.isascii() and digits.isdigit():
        raise BadAddress("Write the number with its country, such as +44 7700 900123.")
    raise BadAddress("Write a telephone number, such as +44 7700 900123.")


def of(message: Message) -> str:
    """Return the number a message goes to, or raise Refused."""
    if not _NUMBER.fullmatch(message.address):
        raise Refused(f"'{message.address}' is not a telephone number with its country.")
    return message.address
