"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """A warning does not fail the doctor: the product works, but not all of it."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One check: what was looked at, what was seen, what to do about it."""

    name: str
    state: State
    says: str
    remedy: str = ""


def ok(name: str, says: str) -> Outcome:
    """Return that all is well."""
    return Outcome(name=name, state=State.OK, says=says)


def warning(name: str, says: str, *, remedy: str) -> Outcome:
    """Return something that somebody should know."""
    return Outcome(name=name, state=State.WARNING, says=says, remedy=remedy)


def failed(name: str, says: str, *, remedy: str) -> Outcome:
    """Return something that must be mended."""
    return Outcome(name=name, state=State.FAILED, says=says, remedy=remedy)
