"""Start, hold, meet and re-time an incident's clocks, and arm the timer of each one's next mark.

A row's columns are what its events add up to (``domain.clocks``) when it was last written. The
caller holds the incident's lock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.incidents.operations.clock_events import begun, reckoned, to_json
from musterpoint.apps.incidents.operations.record import Record
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.clocks import (
    ClockEvent,
    ClockKind,
    ClockState,
    EventKind,
    Reckoning,
    marks,
)
from musterpoint.domain.obligations import clock_marks
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import Status
from musterpoint.domain.timer_kinds import TimerKind

STOPPED = frozenset({ClockState.MET, ClockState.MET_LATE, ClockState.CANCELLED})
_ENDING_A_HOLD = frozenset({EventKind.HELD, EventKind.RESUMED, EventKind.MET, EventKind.CANCELLED})
DUTY = "duty"
"""What the board calls the nearest duty, beside the kinds of clocks."""
_AT_LOGGING = (ClockKind.ACKNOWLEDGE, ClockKind.FIRST_UPDATE, ClockKind.RESTORE)


def build(incident: Incident, strategy: Strategy, *, targets_of: str, at: datetime) -> list[Clock]:
    """Return the unsaved clocks that a new incident starts with.

    The restore clock counts from when the incident began, the others from when it was logged.
    """
    target = strategy.targets[targets_of]
    return [
        begun(
            incident,
            strategy,
            kind=kind,
            target=target.spans[kind],
            calendar=target.calendar,
            started_at=_start_of(incident, kind),
            at=at,
        )
        for kind in _AT_LOGGING
        if kind in target.spans
    ]


def all_of(record: Record) -> list[Clock]:
    """Return the incident's clocks, loaded once per record."""
    if record.clocks is None:
        record.clocks = list(
            Clock.objects.filter(incident=record.incident).order_by("kind", "cycle")
        )
    return record.clocks


def present(record: Record, kind: str) -> Clock | None:
    """Return the clock of this kind in its newest cycle, or None if the incident has none."""
    of_kind = [clock for clock in all_of(record) if clock.kind == kind]
    return of_kind[-1] if of_kind else None


def last_event_at(record: Record) -> datetime | None:
    """Return when something last happened to one of the incident's clocks, starts aside."""
    return max((at for clock in all_of(record) for at in _happened_at(clock)), default=None)


def meet(record: Record, kind: ClockKind, *, at: datetime | None = None) -> bool:
    """Meet the present clock of this kind; return False when there is none running.

    ``at`` may lie in the past: what was restored at noon was not late because somebody said so at
    one. What happened to the clock since then stands, and the clock is met right after it.
    """
    clock = present(record, kind)
    if clock is None or clock.state in STOPPED:
        return False
    meet_one(record, clock, at=at)
    return True


def meet_one(record: Record, clock: Clock, *, at: datetime | None = None) -> None:
    """Meet a clock at ``at`` or now, but not before what happened to it last."""
    moment = max((at or record.at, *_happened_at(clock)))
    happen(record, clock, EventKind.MET, at=moment)


def hold(record: Record, kinds: Collection[ClockKind], *, reason: str) -> None:
    """Hold the running clocks of these kinds."""
    for clock in _running(record, kinds):
        if not is_held(clock):
            happen(record, clock, EventKind.HELD, reason=reason)


def resume(record: Record) -> None:
    """Resume every clock that is on hold."""
    for clock in _running(record):
        if is_held(clock):
            happen(record, clock, EventKind.RESUMED)


def cancel_all(record: Record, *, reason: str) -> None:
    """Stop every clock that still counts, without meeting it."""
    cancel(record, tuple(ClockKind), reason=reason)


def cancel(record: Record, kinds: Collection[ClockKind], *, reason: str) -> None:
    """Stop the counting clocks of these kinds without meeting them."""
    for clock in _running(record, kinds):
        happen(record, clock, EventKind.CANCELLED, reason=reason)


def restart_updates(record: Record, *, targets_of: str) -> None:
    """Owe updates again after a reopening: the first one if none was sent, else the next round."""
    strategy = policies.get(record.incident.strategy_id).strategy
    first = present(record, ClockKind.FIRST_UPDATE)
    if first is not None and first.state == ClockState.CANCELLED:
        happen(record, first, EventKind.REOPENED, reason="reopened")
    elif ClockKind.UPDATE in strategy.targets[targets_of].spans:
        _start(
            record,
            strategy,
            kind=ClockKind.UPDATE,
            targets_of=targets_of,
            started_at=record.at,
        )


def reopen(record: Record, kinds: Collection[ClockKind], *, reason: str) -> None:
    """Let the newest clocks of these kinds count on; the time they stood still is not counted."""
    for kind in kinds:
        clock = present(record, kind)
        if clock is not None and clock.state in STOPPED:
            happen(record, clock, EventKind.REOPENED, reason=reason)


def retarget(record: Record, *, targets_of: str, reason: str) -> None:
    """Put the counting clocks on another priority's targets, as if these had held from the start.

    A clock that the new priority does not know is cancelled; one that only it knows is started,
    but nobody owes a second acknowledgement.
    """
    strategy = policies.get(record.incident.strategy_id).strategy
    target = strategy.targets[targets_of]
    for clock in _running(record):
        span = target.spans.get(ClockKind(clock.kind))
        if span is None:
            happen(record, clock, EventKind.CANCELLED, reason=reason)
        elif (span, target.calendar) != (clock.target, clock.calendar):
            happen(
                record,
                clock,
                EventKind.RETARGETED,
                reason=reason,
                target=span,
                calendar=target.calendar,
            )
    first_update = present(record, ClockKind.FIRST_UPDATE)
    was_updated = first_update is not None and first_update.met_at is not None
    owed = {*_AT_LOGGING, *([ClockKind.UPDATE] if was_updated else [])}
    if record.incident.status != Status.LOGGED:
        owed.discard(ClockKind.ACKNOWLEDGE)
    for kind in ClockKind:
        if kind in owed and kind in target.spans and _is_missing(record, kind):
            _start(record, strategy, kind=kind, targets_of=targets_of, started_at=record.at)


def update_sent(record: Record, *, targets_of: str) -> None:
    """An update went out: it meets the first update and the present round, and starts the next."""
    meet(record, ClockKind.FIRST_UPDATE)
    meet(record, ClockKind.UPDATE)
    strategy = policies.get(record.incident.strategy_id).strategy
    if ClockKind.UPDATE in strategy.targets[targets_of].spans:
        _start(
            record,
            strategy,
            kind=ClockKind.UPDATE,
            targets_of=targets_of,
            started_at=record.at,
        )


def correct_start(record: Record, *, began_at: datetime, reason: str) -> None:
    """Move the start of the restore clock; the old start stays in its events."""
    clock = present(record, ClockKind.RESTORE)
    if clock is not None and clock.started_at != began_at:
        correct_one(record, clock, began_at=began_at, reason=reason)


def correct_one(record: Record, clock: Clock, *, began_at: datetime, reason: str) -> None:
    """Move the start of one clock. Raises ``domain.clocks.StartsAfterStop``."""
    was = clock.started_at
    happen(record, clock, EventKind.CORRECTED, reason=reason, was=was, began_at=began_at)


def mark(record: Record, clock: Clock, *, share: float) -> Reckoning:
    """Bring a clock's row up to date at one of its marks, and arm the next."""
    return _bring_up_to_date(record, clock, after_share=share)


def happen(
    record: Record,
    clock: Clock,
    kind: EventKind,
    *,
    reason: str = "",
    at: datetime | None = None,
    **terms: Any,
) -> None:
    """Let something happen to a clock. Raises ``domain.clocks.IllegalEvent``."""
    moment = at or record.at
    event = ClockEvent(kind=kind, at=moment, seq=len(clock.events), reason=reason, **terms)
    item = to_json(event)
    clock.events = [*clock.events, item]
    record.extend_child(name_of(clock), "events", item)
    _bring_up_to_date(record, clock, after_share=0)


def name_of(clock: Clock) -> str:
    """Return the clock's name in the ledger."""
    return f"clock:{clock.kind}:{clock.cycle}"


def timer_key(clock: Clock) -> str:
    """Return the key of the timer of this clock's next mark."""
    return f"{clock.incident_id}:{clock.kind}:{clock.cycle}"


def arm_marks(record: Record, clocks: Iterable[Clock], *, strategy: Strategy) -> None:
    """Arm the first mark of clocks that were just planted, and say what falls due next."""
    for clock in clocks:
        reckoning = reckoned(clock.events, strategy=strategy, at=record.at)
        _arm_next(record, clock, reckoning, after_share=0, was_breached=False)
    next_due(record)


def next_due(record: Record) -> None:
    """Set what falls due next on the incident, for the board."""
    running = [clock for clock in all_of(record) if clock.state not in STOPPED]
    at, kind = soonest(running, duty_due_at=record.incident.duty_due_at)
    record.set(next_due_at=at, next_due_kind=kind)


def soonest(
    clocks: Iterable[Clock], *, duty_due_at: datetime | None
) -> tuple[datetime | None, str]:
    """Return what falls due first of these clocks and a duty, and the kind of it."""
    due = [(one.due_at, one.kind.partition(".")[0]) for one in clocks if one.due_at is not None]
    due += [] if duty_due_at is None else [(duty_due_at, DUTY)]
    return min(due, default=(None, ""))


def _bring_up_to_date(record: Record, clock: Clock, *, after_share: float) -> Reckoning:
    strategy = policies.get(record.incident.strategy_id).strategy
    reckoning = reckoned(clock.events, strategy=strategy, at=record.at)
    was_breached = clock.state == ClockState.BREACHED
    _write(record, clock, reckoning)
    _arm_next(record, clock, reckoning, after_share=after_share, was_breached=was_breached)
    record.touch_clock(clock)
    next_due(record)
    return reckoning


def _write(record: Record, clock: Clock, reckoning: Reckoning) -> None:
    values: dict[str, Any] = {
        "state": str(reckoning.state),
        "started_at": reckoning.started_at,
        "due_at": reckoning.due_at,
        "met_at": reckoning.met_at,
        "breached_at": reckoning.breached_at,
        "target": reckoning.target,
        "calendar": reckoning.course.calendar.name,
    }
    record.note_child(name_of(clock), **{n: (getattr(clock, n), v) for n, v in values.items()})
    for name, value in values.items():
        setattr(clock, name, value)


def _arm_next(
    record: Record, clock: Clock, reckoning: Reckoning, *, after_share: float, was_breached: bool
) -> None:
    """Arm the clock's next mark; one that counts and is not breached always has one armed.

    A breach that nobody was told of yet falls due at once. The timer of one that the row already
    knew is left alone: it has fired, or it is still to fire.
    """
    key = timer_key(clock)
    strategy = policies.get(record.incident.strategy_id).strategy
    ahead = [
        (share, due)
        for share, due in marks(reckoning, clock_marks(strategy, clock.kind))
        if due is not None and share > after_share and (due > record.at or share >= 1)
    ]
    if reckoning.is_stopped or not ahead:
        if not after_share:  # else the timer that is firing now was the last
            record.disarm(TimerKind.CLOCK_MARK, key)
        return
    share, due = ahead[0]
    if due <= record.at and was_breached:
        return
    payload = {"incident": clock.incident_id, "percent": round(share * 100)}
    record.arm(TimerKind.CLOCK_MARK, key, at=max(due, record.at), payload=payload)


def _start(
    record: Record, strategy: Strategy, *, kind: ClockKind, targets_of: str, started_at: datetime
) -> None:
    before, target = present(record, kind), strategy.targets[targets_of]
    clock = begun(
        record.incident,
        strategy,
        kind=kind,
        target=target.spans[kind],
        calendar=target.calendar,
        started_at=started_at,
        at=record.at,
        cycle=before.cycle + 1 if before else 1,
    )
    add(record, clock)
    # A clock that starts while the incident waits for somebody else does not count meanwhile.
    waiting = strategy.hold_reasons.get(record.incident.hold_reason)
    if waiting is not None and kind in waiting.holds:
        happen(record, clock, EventKind.HELD, reason=waiting.code)


def add(record: Record, clock: Clock) -> None:
    """Let a clock that was just made run on the incident."""
    strategy = policies.get(record.incident.strategy_id).strategy
    all_of(record).append(clock)
    record.extend_child(name_of(clock), "events", clock.events[0])
    fields = ("kind", "cycle", "state", "started_at", "due_at", "target", "calendar", "breached_at")
    record.note_child(name_of(clock), **{name: (None, getattr(clock, name)) for name in fields})
    record.touch_clock(clock)
    arm_marks(record, [clock], strategy=strategy)


def _start_of(incident: Incident, kind: ClockKind) -> datetime:
    if kind is ClockKind.RESTORE and incident.began_at is not None:
        return incident.began_at
    return incident.logged_at


def _is_missing(record: Record, kind: ClockKind) -> bool:
    """Whether the incident owes this and has no such clock, or only one that was cancelled."""
    clock = present(record, kind)
    return clock is None or clock.state == ClockState.CANCELLED


def _happened_at(clock: Clock) -> list[datetime]:
    return [datetime.fromisoformat(event["at"]) for event in clock.events[1:]]


def is_held(clock: Clock) -> bool:
    """Return whether the clock is on hold."""
    # A breached clock can be held as well, and its state then says "breached".
    kinds = [event["kind"] for event in clock.events if event["kind"] in _ENDING_A_HOLD]
    return bool(kinds) and kinds[-1] == EventKind.HELD


def _running(record: Record, kinds: Collection[ClockKind] = tuple(ClockKind)) -> list[Clock]:
    wanted = {str(kind) for kind in kinds}
    return [c for c in all_of(record) if c.kind in wanted and c.state not in STOPPED]
