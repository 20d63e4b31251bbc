"""The strategy document: one frozen value per part of it.

Holds what a published strategy says and nothing about how it is stored, edited or shown. It refuses
to decide: the rules that read it stand beside it in ``domain``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.policy.aims import Goal, Measure, Scope
from musterpoint.domain.policy.communications import Audience, CommsRule, Template
from musterpoint.domain.policy.continuity import HarmScale, ServiceRule
from musterpoint.domain.policy.duties import Contract, Obligation, Retention
from musterpoint.domain.policy.preparing import (
    AgreementRule,
    Exercise,
    Lever,
    Raci,
    Resource,
    ReviewRule,
    Training,
)
from musterpoint.domain.policy.risks import Risk, RiskScale
from musterpoint.domain.policy.scales import Level

FALLBACK = "fallback"
"""The name of a path's last telling; no step may carry it."""


class OverrideTrigger(StrEnum):
    """The fact that brings an override into play."""

    LIFE_SAFETY = "life_safety"
    PERSONAL_DATA = "personal_data"
    CLOCK_NEARLY_SPENT = "clock_nearly_spent"
    VULNERABLE_CUSTOMERS = "vulnerable_customers"
    KEY_ACCOUNT = "key_account"


class StepKind(StrEnum):
    """Why a step tells somebody: for skill, for authority, or outside the organisation."""

    FUNCTIONAL = "functional"
    HIERARCHICAL = "hierarchical"
    EXTERNAL = "external"


class TellKind(StrEnum):
    """What a step names.

    A rota is whoever covers it at that instant. An outside contact is kept with the centre and may
    have several addresses; an address is one e-mail address, written in the strategy itself.
    """

    ROLE = "role"
    ROTA = "rota"
    TEAM = "team"
    PERSON = "person"
    CONTACT = "contact"
    ADDRESS = "address"


class Opens(StrEnum):
    """When a responder role opens on an incident (it scales: a small event needs few)."""

    ALWAYS = "always"
    HIGH_PRIORITY = "high_priority"
    MAJOR = "major"
    SECOND_SITE = "second_site"
    ON_REQUEST = "on_request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A written exception to the matrix. At least one effect is set."""

    code: str
    when: OverrideTrigger
    says: str
    priority_floor: str | None = None
    impact_floor: str | None = None
    raise_impact_by: int = 0
    urgency_floor: str | None = None
    share_left_below: float | None = None
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Time allowed at one priority; an absent span means there is no such clock."""

    priority: str
    calendar: str
    spans: Mapping[ClockKind, timedelta]
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReason:
    """An allowed reason to hold, and the clocks it holds."""

    code: str
    says: str
    holds: frozenset[ClockKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Whom a step tells: ``kind`` and the code, e-mail address or name it points to."""

    kind: TellKind
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One rung of a path. ``after`` counts from the start of the run.

    ``after_at`` gives other waits at named priorities. ``repeat`` more tellings follow each
    ``every`` while nobody answers. ``need`` people must acknowledge. ``priorities`` limits the
    step; empty means all. ``by`` are the channels in the policy's order; empty leaves it to each
    person. ``hours`` names a calendar: the step is told only while it is open, or, with
    ``outside_hours``, only while it is closed. ``skip_when_absent`` leaves out a step that finds
    nobody, where another would tell the fallback in its place.
    """

    code: str
    kind: StepKind
    tell: tuple[Tell, ...]
    after: timedelta
    says: str = ""
    repeat: int = 0
    every: timedelta | None = None
    need: int = 1
    priorities: frozenset[str] = frozenset()
    after_at: Mapping[str, timedelta] = field(default_factory=dict)
    by: tuple[str, ...] = ()
    skip_when_absent: bool = False
    hours: str = ""
    outside_hours: bool = False

    def due_after(self, priority: str) -> timedelta:
        """Return how long after the start of a run this step falls due at ``priority``."""
        return self.after_at.get(priority, self.after)

    def is_for(self, priority: str) -> bool:
        return not self.priorities or priority in self.priorities

    def is_told_at(self, calendars: Mapping[str, WorkingCalendar], at: datetime) -> bool:
        """Return whether the hours of this step hold at ``at``; without hours they always do."""
        return not self.hours or calendars[self.hours].is_open(at) != self.outside_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """An escalation path. ``fallback`` is told when a step finds nobody.

    It is told once more, ``fallback_after`` the last telling, when nobody answered any step.
    """

    code: str
    name: str
    owner: str
    steps: tuple[Step, ...]
    fallback: Tell
    fallback_after: timedelta = timedelta(minutes=5)
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRule:
    """A responder role: who may hold it, when it opens, what it splits from."""

    code: str
    name: str
    duty: str
    held_by: frozenset[str]
    opens: Opens = Opens.ON_REQUEST
    splits_from: str | None = None
    apart_from: frozenset[str] = frozenset()
    may_declare_major: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookTask:
    """One agreed first action; ``within`` counts from when the incident was logged."""

    code: str
    says: str
    role: str
    within: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """Agreed first actions."""

    code: str
    name: str
    tasks: tuple[PlaybookTask, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """The lowest priority a category may have; ``always`` or only when ``says`` is answered yes."""

    priority: str
    always: bool
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of incident: its signs, its owner, and what follows when it happens."""

    code: str
    group: str
    name: str
    signs: tuple[str, ...]
    words: tuple[str, ...]
    impact: str
    urgency: str
    owner: str
    path: str
    playbook: str
    roles: tuple[str, ...]
    comms: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    major_candidate: bool = False
    restricted: bool = False
    distressing: bool = False
    floor: Floor | None = None
    not_this_if: str = ""
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Where an answer leads: on to a question, or to a verdict (never both).

    ``sets`` are the facts the answer establishes, named as the override that reads them.
    """

    goto: str | None = None
    verdict: str | None = None
    says: str = ""
    sets: frozenset[OverrideTrigger] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the tree that tells an incident from everything else."""

    code: str
    asks: str
    yes: Answer
    no: Answer
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A written criterion for a major incident."""

    code: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MajorRule:
    """When a major incident may be declared, by whom, at whose pace, and how it ends."""

    criteria: tuple[Criterion, ...]
    declared_by: frozenset[str]
    targets_of: str
    stand_down: tuple[Criterion, ...]
    rationale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReassessRule:
    """What prompts a fresh look at impact and urgency."""

    every: Mapping[str, timedelta]
    on_new_facts: bool
    on_missed_update: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingRule:
    """What is asked before an incident may be closed, and how long it may be reopened.

    ``risk_review_for`` are the priorities at which it asks what the incident says of the risks.
    """

    verified_by_another: bool
    review_for: frozenset[str]
    review_for_major: bool
    review_within: timedelta
    welfare_when_distress: bool
    obligations_settled: bool
    roles_released: bool
    reopen_within: timedelta
    risk_review_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggingRule:
    """What a full log holds, how late is late, and how soon an unsure one is looked at."""

    facts: tuple[str, ...]
    late_after: timedelta
    triage_within: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strategy:
    """One version of the whole document.

    ``we_are`` says which duties are ours (compare ``Obligation.applies_to``). ``mapping`` goes from
    a framework and its clause to the clauses of this document that answer it. ``waking`` are the
    priorities at which people are woken; a text that says nothing of it means the high ones.
    ``facts_good_for`` is how long a verified fact is good; without it, until it is withdrawn.
    """

    title: str
    organisation: str
    zone: str
    purpose: str
    calendars: Mapping[str, WorkingCalendar]
    impact: tuple[Level, ...]
    urgency: tuple[Level, ...]
    priorities: tuple[Level, ...]
    matrix: Mapping[tuple[str, str], str]
    overrides: tuple[Override, ...]
    major: MajorRule
    targets: Mapping[str, Target]
    marks: tuple[float, ...]
    hold_reasons: Mapping[str, HoldReason]
    paths: Mapping[str, Path]
    roles: Mapping[str, RoleRule]
    playbooks: Mapping[str, Playbook]
    obligations: Mapping[str, Obligation]
    categories: Mapping[str, Category]
    triage: tuple[Question, ...]
    logging: LoggingRule
    reassess: ReassessRule
    closing: ClosingRule
    generic_category: str
    high_priorities: frozenset[str] = frozenset()
    waking: frozenset[str] = frozenset()
    rationale: Mapping[str, str] = field(default_factory=dict)
    scope: Scope | None = None
    goals: Mapping[str, Goal] = field(default_factory=dict)
    measures: Mapping[str, Measure] = field(default_factory=dict)
    harm_scale: HarmScale | None = None
    services: Mapping[str, ServiceRule] = field(default_factory=dict)
    risk_scale: RiskScale | None = None
    risks: Mapping[str, Risk] = field(default_factory=dict)
    authority: Mapping[str, Raci] = field(default_factory=dict)
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    communications: Mapping[str, CommsRule] = field(default_factory=dict)
    facts_good_for: timedelta | None = None
    we_are: frozenset[str] = frozenset()
    contracts: Mapping[str, Contract] = field(default_factory=dict)
    retention: Mapping[str, Retention] = field(default_factory=dict)
    resources: Mapping[str, Resource] = field(default_factory=dict)
    levers: Mapping[str, Lever] = field(default_factory=dict)
    training: Mapping[str, Training] = field(default_factory=dict)
    exercises: Mapping[str, Exercise] = field(default_factory=dict)
    reviews: Mapping[str, ReviewRule] = field(default_factory=dict)
    agreement: AgreementRule | None = None
    mapping: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
