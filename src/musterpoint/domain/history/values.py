"""What the text of a cell means, field by field, by the rules of a mapping.

A text that means nothing the mapping knows is refused with ValueError; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from musterpoint.domain.history.instants import Readings
from musterpoint.domain.history.mapping import (
    CODES,
    COUNTS,
    INSTANTS,
    TEXTS,
    TRUTHS,
    SourceMapping,
)

Value = str | int | bool | None
Convert = Callable[[str], Value]

LARGEST = 2_147_483_647
SMALL = 32_767
KEPT = object()
"""Stands for a cell that leaves its field as it was."""

_OWN_CODES = {
    "priority": re.compile(r"P[1-9]"),
    "impact": re.compile(r"I[1-9]"),
    "urgency": re.compile(r"U[1-9]"),
}


class Meanings:
    """Makes the reader of each field."""

    def __init__(self, mapping: SourceMapping, readings: Readings) -> None:
        self.mapping = mapping
        self._readings = readings

    def reader_of(self, name: str) -> Convert:
        """Return what turns a text of this field into its value."""
        makers: dict[str, Callable[[str], Convert]] = {
            **dict.fromkeys(INSTANTS, lambda _: self._instant),
            **dict.fromkeys(CODES, self._code),
            **dict.fromkeys(TEXTS, self._text),
            **dict.fromkeys(COUNTS, self._count),
            **dict.fromkeys(TRUTHS, lambda _: self._truth),
        }
        return makers[name](name)

    def when_missing(self, name: str) -> Value | object:
        """An empty cell of a whole row empties a text or an instant; other fields it keeps."""
        if not self.mapping.rows_are_whole or name == "opened_at":
            return KEPT
        if name in TEXTS:
            return ""
        return None if name in INSTANTS else KEPT

    def _instant(self, text: str) -> Value:
        return self._readings.read(text).text

    def _text(self, name: str) -> Convert:
        longest = TEXTS[name]
        return lambda text: text[:longest]

    def _count(self, name: str) -> Convert:
        largest = SMALL if name == "reopened" else LARGEST

        def count(text: str) -> Value:
            digits = text.removesuffix(".0")
            if not (digits.isascii() and digits.isdigit()) or int(digits) > largest:
                raise ValueError("is not a whole number, 0 or more")
            return int(digits)

        return count

    def _truth(self, text: str) -> Value:
        folded = text.casefold()
        if folded in self.mapping.yes:
            return True
        if folded in self.mapping.no:
            return False
        raise ValueError("is neither yes nor no")

    def _code(self, name: str) -> Convert:
        values = self.mapping.values.get(name, {})
        own = _OWN_CODES.get(name)

        def code(text: str) -> Value:
            folded = text.casefold()
            if folded in values:
                return values[folded]
            if own is not None and own.fullmatch(text):
                return text
            if name == "category":
                return None
            raise ValueError(f"is no {name} that the mapping knows")

        return code
