"""How an incident stands in an address: by its reference, which names exactly one row."""

from __future__ import annotations


class RefConverter:
    """Turns ``INC-000123`` into 123 and back; anything else is no address of an incident."""

    regex = "[Ii][Nn][Cc]-[0-9]{6,18}"

    def to_python(self, value: str) -> int:
        return int(value[4:])

    def to_url(self, value: str | int) -> str:
        return f"INC-{value:06d}" if isinstance(value, int) else value
