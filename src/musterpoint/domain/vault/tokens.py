"""Tokens: what stands in a text where a value was, such as ``[NHS number V-7K2M9Q4XTB]``.

A token says nothing of the value: it is drawn, never derived.
"""

from __future__ import annotations

import re

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as another."""
LENGTH = 10
TOKEN = re.compile(rf"\bV-[{LETTERS}]{{{LENGTH}}}\b")
PERSON = re.compile(rf"\AP-[{LETTERS}]{{{LENGTH}}}\Z")
IN_BRACKETS = re.compile(rf"\[([^\[\]\n]{{1,40}}) (V-[{LETTERS}]{{{LENGTH}}})\]")


def token(number: int) -> str:
    """Return the token of a number drawn below ``32 ** LENGTH``."""
    return f"V-{_spelt(number)}"


def person(number: int) -> str:
    """Return the reference of a person for a number drawn below ``32 ** LENGTH``."""
    return f"P-{_spelt(number)}"


def written(label: str, token: str) -> str:
    """Return what stands in the text instead of the value."""
    return f"[{label} {token}]"


def tokens_in(text: str) -> tuple[str, ...]:
    """Return the tokens in a text, each once, in the order they come."""
    return tuple(dict.fromkeys(TOKEN.findall(text)))


def _spelt(number: int) -> str:
    if not 0 <= number < len(LETTERS) ** LENGTH:
        raise ValueError("the number is too large for a token")
    letters = []
    for _ in range(LENGTH):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "".join(reversed(letters))
