"""The two kinds of remark a check makes, and how it names several things at once."""

from __future__ import annotations

from collections.abc import Sequence

from musterpoint.domain.policy.findings import Finding, Severity

SHOWN = 6
"""How many of several things a remark names; the rest are counted."""


def error(path: str, says: str, remedy: str) -> Finding:
    return Finding(path=path, says=says, remedy=remedy)


def warning(path: str, says: str, remedy: str) -> Finding:
    return Finding(path=path, says=says, remedy=remedy, severity=Severity.WARNING)


def some(codes: Sequence[str]) -> str:
    """Return the first few of ``codes``, and how many more there are."""
    more = len(codes) - SHOWN
    return ", ".join(codes[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def counted(count: int, one: str, several: str) -> str:
    """Return ``one`` for a single thing, otherwise the number and ``several``."""
    return f"One {one}" if count == 1 else f"{count} {several}"
