"""What is answered: for the documentation and the contract test. ``views`` render it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from musterpoint.interfaces.api.reading import Said
from musterpoint.interfaces.api.shapes.duties import DutySaid, NotOursSaid


class Fault(Said):
    field: str
    says: str


class Problem(Said):
    """A refusal (RFC 9457). ``errors`` names each field or guard in the way."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault]


class Clause(Said):
    """A clause of the strategy that was used."""

    clause: str
    says: str


class PersonSaid(Said):
    id: int
    name: str


class ClockSaid(Said):
    kind: str
    cycle: int
    state: str
    started_at: datetime
    due_at: datetime | None
    met_at: datetime | None
    breached_at: datetime | None
    target_seconds: int
    calendar: str


class SumLine(Said):
    """One line of a clock's arithmetic."""

    kind: str
    start: datetime
    end: datetime | None
    seconds: float | None
    total_seconds: float
    event: str | None
    reason: str


class ClockWithSum(ClockSaid):
    """A clock as it stands now, with the sum that says why it is due then."""

    spent_seconds: float
    remaining_seconds: float
    held_seconds: float
    why: list[SumLine]


class Logged(Said):
    """The incident as it was logged."""

    ref: str
    version: int
    status: str
    priority: str
    because: list[Clause]
    gaps: list[str]
    clocks: list[ClockSaid]
    policy_version: int
    summary: str
    category: str
    impact: str | None
    urgency: str | None
    began_at: datetime | None
    logged_at: datetime
    logged_late: bool
    is_major: bool
    restricted: bool
    notes: list[str]
    url: str


class RowSaid(Said):
    """One incident in a list."""

    ref: str
    version: int
    summary: str
    status: str
    priority: str
    impact: str | None
    urgency: str | None
    category: str
    service: str
    site: str
    owner: PersonSaid | None
    began_at: datetime | None
    logged_at: datetime
    acknowledged_at: datetime | None
    next_due_at: datetime | None
    next_due_kind: str
    reassess_reason: str
    is_major: bool
    restricted: bool
    source_system: str
    source_ref: str
    url: str


class IncidentList(Said):
    """A page of incidents. ``next`` is the address of the page after it, or null.

    ``guessed`` says that nothing held the words as typed and similar spellings are listed.
    """

    items: list[RowSaid]
    next: str | None
    next_cursor: str | None
    guessed: bool


class AlikeSaid(Said):
    ref: str
    summary: str
    status: str
    priority: str
    category: str
    service: str
    logged_at: datetime
    score: float
    url: str


class AlikeList(Said):
    items: list[AlikeSaid]


class RoleSaid(Said):
    code: str
    name: str
    person: PersonSaid | None
    opened_at: datetime
    held_since: datetime | None
    closed_at: datetime | None


class TaskSaid(Said):
    position: int
    code: str
    says: str
    role: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str
    not_needed_reason: str
    person: PersonSaid | None


class LinkSaid(Said):
    id: int
    kind: str
    made_here: bool
    ref: str
    summary: str
    status: str
    target: str
    says: str
    made_at: datetime


class ComingSaid(Said):
    """A colleague who is coming to help."""

    person: PersonSaid
    says: str
    offered_at: datetime


class HelpSaid(Said):
    id: int
    says: str
    asked_of: str
    asked_by: str
    asked_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime | None
    widened_at: datetime | None
    offers: list[ComingSaid]


class TellingSaid(Said):
    step: str
    round: int
    state: str
    due_at: datetime
    told_at: datetime | None
    told: list[dict[str, Any]]
    says: str


class AheadSaid(Said):
    step: str
    round: int
    due_at: datetime


class RunAnswer(Said):
    person: PersonSaid
    at: datetime
    by_way_of: str


class RunDecline(RunAnswer):
    reason: str


class RunSaid(Said):
    """An escalation path at work on the incident: who was told, who is next, who answered."""

    path: str
    priority: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    ended_reason: str
    tellings: list[TellingSaid]
    ahead: list[AheadSaid]
    answers: list[RunAnswer]
    declines: list[RunDecline]


class IncidentSaid(Said):
    """Everything about one incident but its timeline."""

    ref: str
    version: int
    url: str
    summary: str
    nature: str
    status: str
    priority: str
    impact: str | None
    urgency: str | None
    category: str
    category_name: str
    floor_answer: bool | None
    override_priority: str
    override_reason: str
    because: list[Clause]
    assessed_at: datetime | None
    reassess_reason: str
    gaps: list[str]
    policy_version: int
    began_at: datetime | None
    logged_at: datetime
    logged_late: bool
    logged_by: PersonSaid | None
    reported_by: str
    source: str
    service: str
    site: str
    other_sites: list[str]
    queue: str
    account: str
    customers_affected: int | None
    vulnerable_customers: bool | None
    life_safety: bool | None
    personal_data: bool | None
    distress: bool
    triage: dict[str, Any]
    owner: PersonSaid | None
    acknowledged_at: datetime | None
    acknowledged_by: PersonSaid | None
    hold_reason: str
    restored_at: datetime | None
    resolved_at: datetime | None
    resolved_by: PersonSaid | None
    resolution: str
    verified_by: str
    welfare_outcome: str
    review_date: date | None
    risk_review: str
    risk_review_reason: str
    closed_at: datetime | None
    reopened: int
    withdrawn_reason: str
    is_major: bool
    declared_at: datetime | None
    declared_by: PersonSaid | None
    declared_criteria: list[Any]
    stood_down_at: datetime | None
    restricted: bool
    restricted_to: list[PersonSaid]
    source_system: str
    source_ref: str
    clocks: list[ClockWithSum]
    roles: list[RoleSaid]
    tasks: list[TaskSaid]
    obligations: list[DutySaid]
    not_ours: list[NotOursSaid]
    links: list[LinkSaid]
    help: list[HelpSaid]
    run: RunSaid | None


class EntrySaid(Said):
    """What happened, once. ``hash`` covers everything here and the hash before it.

    ``seal`` holds the salts with which digests stand for the texts of ``data`` in what is hashed.
    """

    seq: int
    at: datetime
    recorded_at: datetime
    actor: str
    actor_name: str
    kind: str
    data: dict[str, Any]
    seal: dict[str, Any] | None
    previous_hash: str
    hash: str


class Timeline(Said):
    """The ledger of one incident, oldest entry first."""

    ref: str
    stream: str
    items: list[EntrySaid]
    next: str | None
