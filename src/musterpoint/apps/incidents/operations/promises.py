"""Start, hold, meet and follow the clocks promised beyond the targets: by contract, and the RTO.

They are clocks like the others and go their own way: only what the contract lets stop one does, and
no change of priority touches them. The caller holds the incident's lock.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.incidents.operations import clocks
from musterpoint.apps.incidents.operations.clock_events import begun
from musterpoint.apps.incidents.operations.record import Record
from musterpoint.domain import obligations as rules
from musterpoint.domain.clocks import ClockState, EventKind
from musterpoint.domain.obligations import Promise
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import MetBy

SET_BY_HAND = "set: "
"""How the reason of a start begins that a person set, and gave the evidence for."""


def build(
    incident: Incident, strategy: Strategy, *, account: str, service: str, at: datetime
) -> list[Clock]:
    """Return the unsaved clocks that a new incident of this account and service starts with."""
    return [
        _new(incident, strategy, one, at=at)
        for one in _promised(incident, strategy, account=account, service=service)
    ]


def running(record: Record) -> list[Clock]:
    """Return the promised clocks that still count, on hold or not."""
    return [
        one
        for one in clocks.all_of(record)
        if rules.is_promise(one.kind) and one.state not in clocks.STOPPED
    ]


def meet(record: Record, strategy: Strategy, by: MetBy, *, at: datetime | None = None) -> None:
    """Meet the promised clocks that this move of the incident meets."""
    for clock in running(record):
        if met_by(clock.kind, strategy) is by:
            clocks.meet_one(record, clock, at=at)


def cancel(
    record: Record, strategy: Strategy, *, reason: str, met_by_these: Collection[MetBy]
) -> None:
    """Stop the promised clocks that these would have met, without meeting them."""
    for clock in running(record):
        if met_by(clock.kind, strategy) in met_by_these:
            clocks.happen(record, clock, EventKind.CANCELLED, reason=reason)


def cancel_all(record: Record, *, reason: str) -> None:
    """Stop every promised clock that still counts, without meeting it."""
    for clock in running(record):
        clocks.happen(record, clock, EventKind.CANCELLED, reason=reason)


def hold(record: Record, strategy: Strategy, *, reason: str) -> None:
    """Hold the clocks whose contract lets this reason stop them."""
    for clock in running(record):
        if _may_wait(clock.kind, strategy, reason) and not clocks.is_held(clock):
            clocks.happen(record, clock, EventKind.HELD, reason=reason)


def resume(record: Record) -> None:
    """Resume every promised clock that is on hold."""
    for clock in running(record):
        if clocks.is_held(clock):
            clocks.happen(record, clock, EventKind.RESUMED)


def reopen(record: Record, strategy: Strategy, by: MetBy, *, reason: str) -> None:
    """Let the clocks count on that this move of the incident had met."""
    for clock in _stopped(record):
        is_its = met_by(clock.kind, strategy) is by and clock.state != ClockState.CANCELLED
        if is_its and rules.is_promise(clock.kind):
            clocks.happen(record, clock, EventKind.REOPENED, reason=reason)


def restore(record: Record, *, said: str, reason: str) -> None:
    """Let the clocks count on that were cancelled for the reason ``said``, and no others."""
    for clock in _stopped(record):
        if clock.state == ClockState.CANCELLED and clock.events[-1].get("reason") == said:
            clocks.happen(record, clock, EventKind.REOPENED, reason=reason)


def correct_starts(record: Record, strategy: Strategy, *, began_at: datetime, reason: str) -> None:
    """Move the start of the clocks that count from when the incident began, stopped ones too.

    One whose start somebody has set keeps it. Raises ``domain.clocks.StartsAfterStop``.
    """
    newest = {one.kind: one for one in clocks.all_of(record) if rules.is_promise(one.kind)}
    for clock in newest.values():
        counts = met_by(clock.kind, strategy) is MetBy.RESTORE and not _is_set(clock)
        if counts and clock.started_at != began_at:
            clocks.correct_one(record, clock, began_at=began_at, reason=reason)


def follow(record: Record, strategy: Strategy, *, reason: str) -> None:
    """Let the clocks follow another account, service, beginning, category or strategy version."""
    incident = record.incident
    if incident.source_system:
        return  # history runs no clocks
    account = incident.account.code if incident.account else ""
    service = incident.service.code if incident.service else ""
    wanted = {
        one.kind: one for one in _promised(incident, strategy, account=account, service=service)
    }
    for clock in running(record):
        promise = wanted.get(clock.kind)
        if promise is None:
            clocks.happen(record, clock, EventKind.CANCELLED, reason=reason)
        else:
            _take_terms(record, clock, promise, reason=reason)
    known = {one.kind for one in clocks.all_of(record) if one.state != ClockState.CANCELLED}
    for kind, promise in wanted.items():
        if kind not in known:
            clocks.add(record, _new(incident, strategy, promise, at=record.at, among=record))


def met_by(kind: str, strategy: Strategy) -> MetBy:
    """Return what meets a clock of this kind; one that no contract knows any more, a person."""
    if kind == rules.RTO:
        return MetBy.RESTORE
    found = rules.clock_of(strategy, kind)
    return MetBy.HAND if found is None else found[1].met_by


def _promised(
    incident: Incident, strategy: Strategy, *, account: str, service: str
) -> tuple[Promise, ...]:
    return rules.promised(
        strategy,
        account=account,
        service=service,
        category=incident.category or strategy.generic_category,
        began_at=incident.began_at,
        logged_at=incident.logged_at,
    )


def _take_terms(record: Record, clock: Clock, promise: Promise, *, reason: str) -> None:
    if (clock.target, clock.calendar) != (promise.within, promise.calendar):
        clocks.happen(
            record,
            clock,
            EventKind.RETARGETED,
            reason=reason,
            target=promise.within,
            calendar=promise.calendar,
        )
    if clock.started_at != promise.starts_at and not _is_set(clock):
        clocks.correct_one(record, clock, began_at=promise.starts_at, reason=reason)


def _new(
    incident: Incident,
    strategy: Strategy,
    promise: Promise,
    *,
    at: datetime,
    among: Record | None = None,
) -> Clock:
    before = [] if among is None else [c for c in clocks.all_of(among) if c.kind == promise.kind]
    return begun(
        incident,
        strategy,
        kind=promise.kind,
        target=promise.within,
        calendar=promise.calendar,
        started_at=promise.starts_at,
        at=at,
        cycle=before[-1].cycle + 1 if before else 1,
    )


def _may_wait(kind: str, strategy: Strategy, reason: str) -> bool:
    found = rules.clock_of(strategy, kind)
    return found is not None and reason in found[1].holds


def _is_set(clock: Clock) -> bool:
    """Whether somebody set its start by hand, which nothing that follows moves again."""
    return any(
        event["kind"] == EventKind.CORRECTED and event.get("reason", "").startswith(SET_BY_HAND)
        for event in clock.events
    )


def _stopped(record: Record) -> list[Clock]:
    """Return the newest clock of each promised kind, if it has stopped."""
    newest = {one.kind: one for one in clocks.all_of(record) if rules.is_promise(one.kind)}
    return [one for one in newest.values() if one.state in clocks.STOPPED]
