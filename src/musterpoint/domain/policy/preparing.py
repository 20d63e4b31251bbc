"""What has to be ready before anything happens: means, surge levers, training, exercises, reviews.

Also who is asked and who signs before the strategy comes into force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class ResourceKind(StrEnum):
    PEOPLE = "people"
    SYSTEM = "system"
    PLACE = "place"
    SUPPLIER = "supplier"


class ExerciseKind(StrEnum):
    """The kinds of ISO 22398."""

    WORKSHOP = "workshop"
    SEMINAR = "seminar"
    TABLETOP = "tabletop"
    DRILL = "drill"
    FUNCTIONAL = "functional"
    FULL_SCALE = "full_scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Raci:
    """Who does an activity, who answers for it (one role), who is asked and who is told."""

    code: str
    name: str
    responsible: tuple[str, ...]
    accountable: str
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """Something the response needs, how much of it, and what stands in when it is missing."""

    code: str
    name: str
    kind: ResourceKind
    says: str
    amount: str = ""
    role: str = ""
    alternates: tuple[str, ...] = ()
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """A way to get more capacity or less demand: what it brings, how soon, at what price."""

    code: str
    name: str
    says: str
    brings: str
    within: timedelta
    approver: str
    cost: str = ""
    limits: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """What holders of some roles must have learnt, and for how long it counts."""

    code: str
    name: str
    says: str
    roles: tuple[str, ...]
    valid_for: timedelta
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise of the programme. ``tests`` names clauses, as ``Goal.served_by`` does."""

    code: str
    name: str
    kind: ExerciseKind
    says: str
    tests: tuple[str, ...]
    every: timedelta
    owner: str
    scenario: str = ""
    last_held_on: date | None = None
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRule:
    """What is looked at again, how often (``every``) or after which event (``after``)."""

    code: str
    name: str
    says: str
    owner: str
    every: timedelta | None = None
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderGroup:
    """People who are asked before the strategy is approved."""

    code: str
    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRule:
    """Who is asked, for how long at least, which roles sign, and when the whole is read again."""

    groups: tuple[StakeholderGroup, ...]
    approvers: tuple[str, ...]
    open_for: timedelta = timedelta(0)
    review_every: timedelta | None = None
    acknowledged_by: frozenset[str] = frozenset()
    rationale: str = ""
