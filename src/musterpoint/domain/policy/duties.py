"""Duties with a clock: towards regulators and people by law, towards clients by contract.

Decision support only: every entry is to be confirmed by the organisation's own adviser. When a duty
falls due is worked out in ``domain.obligations``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

EVERYBODY = "all"
"""What ``applies_to`` names when a duty is everybody's."""


class DutyKind(StrEnum):
    NOTIFICATION = "notification"
    DUTY = "duty"
    COMPLAINT = "complaint"
    RESPONSE = "response"
    BAN = "ban"
    PLANNING = "planning"
    CONTRACT = "contract"


class Strength(StrEnum):
    """What stands behind a time: the law, somebody's rule, a contract, or our own choice."""

    STATUTE = "statute"
    RULE = "rule"
    REGULATOR_POLICY = "regulator_policy"
    GUIDANCE = "guidance"
    CONTRACT = "contract"
    HOUSE = "house"


class Counting(StrEnum):
    """How time is counted. IMMEDIATE has no number in law; NONE is a standing duty without clock.

    ELAPSED counts every hour. CALENDAR_DAYS, BUSINESS_DAYS, WEEKS and CALENDAR_MONTHS fall due
    with the last second of a day in the zone of the strategy.
    """

    ELAPSED = "elapsed"
    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    WEEKS = "weeks"
    CALENDAR_MONTHS = "calendar_months"
    IMMEDIATE = "immediate"
    NONE = "none"


class Unit(StrEnum):
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


class Starts(StrEnum):
    """What the clock of a duty counts from until somebody sets its anchor: suspicion suffices.

    HAND is for what only a person can know, such as the end of somebody's working day: nothing
    counts until it is set.
    """

    LOGGED = "logged"
    BEGAN = "began"
    HAND = "hand"


class Confidence(StrEnum):
    """How an entry is known: a page that was read, or somebody's memory."""

    SOURCE = "source"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyClock:
    """The time a duty allows. ``value`` is None where the law gives no number.

    ``calendar`` names the strategy's calendar whose open days are business days. With
    ``counts_first_day`` the day of the anchor is day 1, otherwise day 0. ``house`` is our own
    target where there is no number, or a tighter one.
    """

    counting: Counting
    strength: Strength
    value: int | None = None
    unit: Unit | None = None
    calendar: str = ""
    counts_first_day: bool = False
    house: timedelta | None = None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """A duty towards a regulator, a client or a person.

    ``applies_to`` are what an organisation must be (compare ``Strategy.we_are``) to have it.
    ``in_force_from`` and ``in_force_to`` are days, both included; ``not_yet`` means that no day is
    known. ``version_of`` names the duty of which this is another version in time. ``anchor`` says
    what the time counts from; until a person sets that instant, it is what ``starts`` names.
    ``on_suspicion`` lets it begin when somebody suspects a breach of personal data, whatever the
    incident's category names.
    """

    code: str
    says: str
    notify: str
    within: str
    reference: str = ""
    confirmed: bool = False
    name: str = ""
    kind: DutyKind = DutyKind.DUTY
    applies_to: frozenset[str] = frozenset()
    trigger: str = ""
    anchor: str = ""
    clock: DutyClock | None = None
    content: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_to: date | None = None
    not_yet: bool = False
    version_of: str = ""
    confidence: Confidence = Confidence.MEMORY
    sources: tuple[str, ...] = ()
    owner: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None
    rationale: str = ""
    starts: Starts = Starts.LOGGED
    on_suspicion: bool = False


class MetBy(StrEnum):
    """What meets a contract's clock: a move of the incident, or somebody saying so."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_UPDATE = "first_update"
    RESTORE = "restore"
    HAND = "hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractClock:
    """One promise of a contract. ``calendar`` names its hours of cover.

    ``holds`` are the hold reasons that stop it; none means that nothing does. ``marks`` are the
    shares of the time allowed at which somebody is told, the strategy's own when empty.
    """

    code: str
    name: str
    within: timedelta
    calendar: str
    met_by: MetBy = MetBy.HAND
    anchor: str = ""
    notify: str = ""
    holds: frozenset[str] = frozenset()
    marks: tuple[float, ...] = ()
    credit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What one client account was promised. ``account`` is the code of the client account."""

    code: str
    account: str
    name: str
    owner: str
    clocks: tuple[ContractClock, ...]
    says: str = ""
    categories: tuple[str, ...] = ()
    in_force_from: date | None = None
    in_force_to: date | None = None
    review_on: date | None = None
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long one sort of personal data stays in the vault; its code is the sort.

    Counts from when the data was last kept, or from the end of what it stands in if that is later.
    """

    code: str
    name: str
    says: str
    keep_for: timedelta
    rationale: str = ""
