"""What is wrong with a strategy text, where, and what to do about it.

A finding never decides: whoever reads it may refuse on an error and go on with a warning.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a strategy from being published; a warning asks for a second look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One remark about the text. ``line`` and ``column`` count from 1; 0 means nowhere in it."""

    path: str
    says: str
    remedy: str
    line: int = 0
    column: int = 0
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return f"{self.severity}: {where}{self.says} {self.remedy}".rstrip()


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return each finding once, as a reader going down the text meets them."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda one: (one.line, one.column, one.path)))


def errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.severity is Severity.ERROR)
