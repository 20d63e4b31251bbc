"""The refusal that reading and writing share: a code that names no rota."""

from __future__ import annotations


class NoSuchRota(Exception):
    """There is no rota with this code, or none that is published where that is asked for."""

    def __init__(self, code: str) -> None:
        super().__init__(f"There is no rota {code!r}.")
