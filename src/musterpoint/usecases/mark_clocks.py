"""A clock reaches one of its marks: its owner hears of it; at the last one the clock is breached.

Runs on a whole batch. When an outage left several marks overdue, only the newest is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.incidents.operations import Record, clocks
from musterpoint.apps.incidents.operations.clock_events import standing
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.decisions import Because
from musterpoint.domain.obligations import (
    RTO,
    clock_marks,
    clock_of,
    is_promise,
    shares_below,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import OPEN
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.judgement import targets_of
from musterpoint.usecases.owners import Owners, owners_of

MOMENT = timedelta(seconds=1)
_UPDATES = frozenset({ClockKind.FIRST_UPDATE, ClockKind.UPDATE})


@transaction.atomic
def mark_clocks(due: Sequence[Claimed], at: datetime) -> None:
    """Tell of the newest mark that each of these timers' clocks has reached, and arm the next one.

    A breach goes on the ledger and by e-mail to the owner and the incident manager as well. An
    incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    records = _records(locked, at=at)
    owners = owners_of(locked.values(), at=at)
    for timer in due:
        record = records.get(timer.payload["incident"])
        clock = record and _clock_of(record, timer.key)
        if record and clock and record.incident.status in OPEN:
            _mark(record, clock, timer.payload["percent"] / 100, owners)
    keep_all(list(records.values()), at=at)


def _records(locked: dict[int, Incident], *, at: datetime) -> dict[int, Record]:
    records = {pk: Record(row, at=at, actor=WORKER.key) for pk, row in locked.items()}
    for record in records.values():
        record.clocks = []
    rows = Clock.objects.filter(incident__in=list(locked)).order_by("incident_id", "kind", "cycle")
    for clock in rows:
        clocks.all_of(records[clock.incident_id]).append(clock)
    return records


def _clock_of(record: Record, key: str) -> Clock | None:
    found = [clock for clock in clocks.all_of(record) if clocks.timer_key(clock) == key]
    return found[0] if found and found[0].state not in clocks.STOPPED else None


def _mark(record: Record, clock: Clock, armed_for: float, owners: Owners) -> None:
    strategy = policies.get(record.incident.strategy_id).strategy
    reckoning = standing(clock, strategy=strategy, at=record.at)
    reached = [m for m in clock_marks(strategy, clock.kind) if reckoning.spent >= m * clock.target]
    share = max([armed_for, *reached])
    if share < 1:
        says = f"{share:.0%} of the time for {_words(clock, strategy)} is used."
        record.enter("clock_marked", says=says, clock=clocks.name_of(clock))
        clocks.mark(record, clock, share=share)
        record.tell(_in_product(record, clock, says, share, owners))
        _judge_soon(record, clock, strategy, share)
    else:
        says = f"The time for {_words(clock, strategy)} has run out."
        because = [Because(clause=_clause(record, clock, strategy), says=says)]
        record.enter("clock_breached", because=because)
        if clock.kind in _UPDATES and strategy.reassess.on_missed_update:
            record.set(reassess_reason="An update was missed.")
        clocks.mark(record, clock, share=share)
        record.tell(_everywhere(record, clock, says, owners))


def _in_product(
    record: Record, clock: Clock, says: str, share: float, owners: Owners
) -> list[Letter]:
    incident = record.incident
    letter = _letter(record, clock, says, owners, ending=f"{_short(clock)} at {share:.0%}")
    letter = replace(letter, key=f"{letter.key}:{share:g}", urgency=3)
    people = {one.pk: one for one in owners.of(incident)}
    if is_promise(clock.kind):  # what others hold us to is the incident manager's to know as well
        people |= {one.pk: one for one in owners.managing(incident)}
    return [_to(person, letter) for person in people.values()]


def _everywhere(record: Record, clock: Clock, says: str, owners: Owners) -> list[Letter]:
    letter = _letter(record, clock, says, owners, ending=f"{_short(clock)} is late")
    by_mail = replace(letter, channel=Message.Channel.EMAIL)
    incident = record.incident
    people = {p.pk: p for p in (*owners.of(incident), *owners.managing(incident))}
    return [_to(person, one) for person in people.values() for one in (letter, by_mail)]


def _letter(record: Record, clock: Clock, says: str, owners: Owners, *, ending: str) -> Letter:
    """Return the letter without its reader. Its key names the clock as it stood at this mark."""
    incident, page = record.incident, wording.page_of(record.incident.ref)
    due = f"Due: {wording.instant(clock.due_at, zone=owners.zone)}" if clock.due_at else ""
    lines = [says, due, f"Open the incident: {wording.address_of(page)}"]
    return Letter(
        key=f"mark:{clocks.timer_key(clock)}:{len(clock.events)}",
        stream=incident.stream,
        channel=Message.Channel.IN_PRODUCT,
        subject=wording.subject(
            priority=incident.priority,
            ref=incident.ref,
            summary=incident.summary,
            ending=ending,
            is_restricted=incident.restricted,
        ),
        body="\n".join(line for line in lines if line),
        link=page,
        urgency=1,
        purpose="clock",
    )


def _to(person: Person, letter: Letter) -> Letter:
    key = f"{letter.key}:{person.pk}:{letter.channel}"
    return replace(letter, key=key, recipient_id=person.pk, address=person.email)


def _judge_soon(record: Record, clock: Clock, strategy: Strategy, share: float) -> None:
    """Have the incident judged anew once less is left of a contract's clock than it may."""
    below = shares_below(strategy)
    if clock_of(strategy, clock.kind) and below and share >= 1 - max(below):
        pk = record.incident.pk
        record.arm(TimerKind.DUTY_MARK, str(pk), at=record.at + MOMENT, payload={"incident": pk})


def _clause(record: Record, clock: Clock, strategy: Strategy) -> str:
    found = clock_of(strategy, clock.kind)
    if found is not None:
        return f"contracts.{found[0].code}.clocks.{found[1].code}"
    if clock.kind == RTO and record.incident.service is not None:
        return f"services.{record.incident.service.code}.rto"
    return f"targets.{targets_of(record.incident, strategy)}.{clock.kind}"


def _words(clock: Clock, strategy: Strategy) -> str:
    found = clock_of(strategy, clock.kind)
    return f"“{found[1].name}” ({found[0].name})" if found else _short(clock)


def _short(clock: Clock) -> str:
    """Return what to call the clock in a subject, without a client's name."""
    words = {
        ClockKind.ACKNOWLEDGE: "the acknowledgement",
        ClockKind.FIRST_UPDATE: "the first update",
        ClockKind.UPDATE: "the next update",
        ClockKind.RESTORE: "the restoration",
        RTO: "the recovery time objective",
    }
    return words.get(clock.kind, "a contract's clock")
