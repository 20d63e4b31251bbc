"""A scenario as it was written: what happens minute by minute, and what should be done about it.

Holds the text's own words and codes; whether a strategy knows them is found out when it is played.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Applies(StrEnum):
    """Whether a clock must start, must not start, or has to be decided upon and written down."""

    YES = "yes"
    NO = "no"
    CHECK = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Inject:
    """What becomes known at a minute. ``verified`` is False for what somebody only says.

    Where it names a ``category``, a linked incident of that kind is logged at its minute.
    """

    minute: int
    source: str
    fact: str
    verified: bool
    expect: tuple[str, ...] = ()
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityPoint:
    """How people judge it at a minute, and the priority that must come of it."""

    minute: int
    impact: str
    urgency: str
    priority: str
    why: str = ""
    override: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorExpected:
    """Whether a major incident should be declared, by which minute, and by whom."""

    declared: bool
    by_minute: int | None = None
    authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationExpected:
    """Somebody who must have been told, or given something to do, by a minute."""

    to: str
    by_minute: int
    kind: str = ""
    content: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceExpected:
    """People who must hear something by a minute, on one of these channels."""

    audience: str
    by_minute: int
    channels: tuple[str, ...] = ()
    must_say: str = ""
    must_not_say: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockExpected:
    """A duty, from when it counts, and what must come of it.

    ``due`` is by law, rule or contract; ``house_due`` by our own target. ``contract_minutes`` is
    what this contract allows in place of the usual time. A standing duty has no instant.
    """

    clock: str
    anchor_at: datetime
    anchor_minute: int
    applies: Applies
    due: datetime | None = None
    house_due: datetime | None = None
    contract_minutes: int | None = None
    standing_duty: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """All that should happen. What is empty is not judged."""

    priority_path: tuple[PriorityPoint, ...] = ()
    major: MajorExpected | None = None
    escalations: tuple[EscalationExpected, ...] = ()
    comms: tuple[AudienceExpected, ...] = ()
    clocks: tuple[ClockExpected, ...] = ()
    welfare: tuple[str, ...] = ()
    kpi_effects: tuple[str, ...] = ()
    not_major_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Whose incident it is. An explicit ``applies_to`` settles what the organisation is.

    ``words`` are all other entries, by their key, as one text each.
    """

    sector: str = ""
    applies_to: frozenset[str] | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario. Minutes count from ``start``, when the incident is logged."""

    code: str
    title: str
    start: datetime
    category: str = ""
    secondary_categories: tuple[str, ...] = ()
    setting: Setting = field(default_factory=Setting)
    timeline: tuple[Inject, ...] = ()
    expected: Expected = field(default_factory=Expected)
    what_good_looks_like: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    pass_criteria: tuple[str, ...] = ()
    learning_actions: tuple[str, ...] = ()

    def at(self, minute: int) -> datetime:
        return self.start + timedelta(minutes=minute)
