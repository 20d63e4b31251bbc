"""A duty reaches one of its marks, or a clock that binds is nearly spent: people hear of it.

Where the strategy says so, the incident is judged anew by the time left, without anybody's hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.incidents.operations import Record, duties, parts
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Strategy
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.in_turn import TooEarly
from musterpoint.usecases.judge_by_time import changed_by_time, judge_by_time
from musterpoint.usecases.owners import Owners, owners_of
from musterpoint.usecases.working import OVER, who_see

WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reached:
    duty: Obligation
    percent: int
    says: str


@transaction.atomic
def mark_duties(due: Sequence[Claimed], at: datetime) -> None:
    """Tell of the newest mark that each open duty has reached, judge anew, arm the next timer.

    Duties run on after an incident is resolved, until it is closed. An incident that somebody is
    changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    worked = {pk: row for pk, row in locked.items() if row.status not in OVER}
    records = [Record(row, at=at, actor=WORKER.key) for row in worked.values()]
    strategies = {pk: policies.get(row.strategy_id).strategy for pk, row in worked.items()}
    roles = {rule.owner for one in strategies.values() for rule in one.obligations.values()}
    owners = owners_of(worked.values(), at=at, roles=roles - {""})
    for record in records:
        strategy = strategies[record.incident.pk]
        _mark(record, strategy, owners)
        _judge(record, strategy)
        duties.watch(record, strategy)
    keep_all(records, at=at)


def _mark(record: Record, strategy: Strategy, owners: Owners) -> None:
    found = [one for duty in duties.open_of(record) if (one := _newest(record, duty, strategy))]
    for is_late, kind in ((False, "duty_marked"), (True, "duty_late")):
        reached = [one for one in found if (one.percent >= WHOLE) is is_late]
        if not reached:
            continue
        because = [Because(clause=f"obligations.{r.duty.code}", says=r.says) for r in reached]
        record.enter(kind, because=because)
        for one in reached:
            parts.change(record, one.duty, marked=one.percent)
        record.tell(_letters(record, strategy, reached, owners, is_late=is_late))


def _newest(record: Record, duty: Obligation, strategy: Strategy) -> _Reached | None:
    percent = duties.reached(duty, strategy, at=record.at)
    if percent <= (duty.marked or 0):
        return None
    rule = strategy.obligations.get(duty.code)
    name = (rule.name or rule.notify) if rule else duty.code.replace("_", " ")
    if percent >= WHOLE:
        return _Reached(duty=duty, percent=percent, says=f"The time for “{name}” has run out.")
    says = f"{percent} % of the time for “{name}” is used."
    return _Reached(duty=duty, percent=percent, says=says)


def _judge(record: Record, strategy: Strategy) -> None:
    """Judge anew where so little time is left that the strategy says so, and it was not yet."""
    says = changed_by_time(record, strategy)
    if not says:
        return
    record.enter("clock_nearly_spent")
    with suppress(TooEarly):  # something is recorded further on, and was judged by the time then
        judge_by_time(record, strategy, reason=says)


def _letters(
    record: Record,
    strategy: Strategy,
    reached: Sequence[_Reached],
    owners: Owners,
    *,
    is_late: bool,
) -> list[Letter]:
    """Return one letter to each person, whatever the number of duties: owners of them, managers."""
    incident = record.incident
    about: dict[int, tuple[Person, list[_Reached]]] = {}
    for one in reached:
        rule = strategy.obligations.get(one.duty.code)
        people = [*owners.managing(incident), *owners.holding(incident, rule.owner if rule else "")]
        for person in {each.pk: each for each in people}.values():
            about.setdefault(person.pk, (person, []))[1].append(one)
    if incident.restricted:
        seen = set(who_see(incident.pk, list(about)))
        about = {pk: found for pk, found in about.items() if pk in seen}
    channels = ("in_product", "email") if is_late else ("in_product",)
    return [
        _letter(record, person, told, channel=channel, is_late=is_late, zone=owners.zone)
        for person, told in about.values()
        for channel in channels
    ]


def _letter(
    record: Record,
    person: Person,
    reached: Sequence[_Reached],
    *,
    channel: str,
    is_late: bool,
    zone: str,
) -> Letter:
    incident, page = record.incident, wording.page_of(record.incident.ref)
    lines = [
        f"{one.says} Due: {wording.instant(one.duty.due_at, zone=zone)}"
        for one in reached
        if one.duty.due_at is not None
    ]
    stage = "late" if is_late else "mark"
    return Letter(
        key=f"duty:{incident.pk}:{incident.version}:{stage}:{person.pk}:{channel}",
        stream=incident.stream,
        channel=channel,
        subject=_subject(incident, is_late=is_late),
        body="\n".join((*lines, f"Open the incident: {wording.address_of(page)}")),
        recipient_id=person.pk,
        address=person.email,
        link=page,
        urgency=1 if is_late else 3,
        purpose="duty",
    )


def _subject(incident: Incident, *, is_late: bool) -> str:
    return wording.subject(
        priority=incident.priority,
        ref=incident.ref,
        summary=incident.summary,
        ending="a duty is late" if is_late else "a duty falls due",
        is_restricted=incident.restricted,
    )
