"""The two kinds of remark a check makes."""

from __future__ import annotations

from musterpoint.domain.policy.findings import Finding, Severity


def error(path: str, says: str, remedy: str) -> Finding:
    return Finding(path=path, says=says, remedy=remedy)


def warning(path: str, says: str, remedy: str) -> Finding:
    return Finding(path=path, says=says, remedy=remedy, severity=Severity.WARNING)
