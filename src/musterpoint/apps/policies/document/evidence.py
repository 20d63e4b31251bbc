"""What is known of the making of a version: who was asked, who signed, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One recorded consultation: who of which group said what, and what came of it."""

    group: str
    who: str
    at: datetime
    clause: str
    says: str
    answer: str = ""
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One decision of an approver about the text with this digest."""

    role: str
    who: str
    at: datetime
    decision: str
    digest: str
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVersion:
    """A line of the version history."""

    number: int
    title: str
    published_at: datetime
    in_force_from: datetime
    by: str
    note: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An exercise or a review that was held."""

    kind: str
    what: str
    on: date
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one clause of a framework is answered."""

    clause: str
    title: str
    artefacts: tuple[str, ...]
    status: str
    closes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How a framework is answered, clause by clause."""

    framework: str
    clauses: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Everything at once; what is empty is said to be missing, never left out silently."""

    made_at: datetime
    version: str
    digest: str
    in_force_from: datetime | None = None
    published_by: str = ""
    published_how: str = ""
    review_on: date | None = None
    heard: tuple[Heard, ...] = ()
    signed: tuple[Signed, ...] = ()
    history: tuple[PastVersion, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()
    acknowledged: int = 0
    to_acknowledge: int = 0
    records: tuple[Record, ...] = ()
    coverage: tuple[Coverage, ...] = ()
