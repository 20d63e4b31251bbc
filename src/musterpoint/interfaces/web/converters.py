"""How an incident or a part of the strategy stands in an address.

An incident stands there by its reference, which names exactly one row.
"""

from __future__ import annotations

from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.vault.tokens import LENGTH, LETTERS


class RefConverter:
    """Turns ``INC-000123`` into 123 and back; anything else is no address of an incident."""

    regex = "[Ii][Nn][Cc]-[0-9]{6,18}"

    def to_python(self, value: str) -> int:
        return int(value[4:])

    def to_url(self, value: str | int) -> str:
        return f"INC-{value:06d}" if isinstance(value, int) else value


class PartConverter:
    """The code of a part of the strategy; any other word is the address of something else."""

    regex = "|".join(part.code for part in PARTS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class TokenConverter:
    """The token of a value in the vault; its letters may be typed small."""

    regex = f"[Vv]-[{LETTERS}{LETTERS.lower()}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class PersonRefConverter(TokenConverter):
    """The reference of a person in the vault."""

    regex = f"[Pp]-[{LETTERS}{LETTERS.lower()}]{{{LENGTH}}}"
