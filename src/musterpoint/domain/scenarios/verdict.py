"""What came of one expectation: met, missed or not judged, always with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    PRIORITY = "priority"
    MAJOR = "major"
    ESCALATION = "escalation"
    AUDIENCE = "audience"
    CLOCK = "clock"


class Verdict(StrEnum):
    """NOT_JUDGED is what the strategy cannot know, such as a party it has no word for."""

    MET = "met"
    MISSED = "missed"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One expectation beside what the strategy does.

    ``about`` is what is expected of whom: a clock, a role, an audience. ``minute`` is when it
    should be so. ``clauses`` are the clauses of the strategy that were used.
    """

    kind: Kind
    about: str
    minute: int
    expected: str
    got: str
    verdict: Verdict
    reason: str
    clauses: tuple[str, ...] = ()
