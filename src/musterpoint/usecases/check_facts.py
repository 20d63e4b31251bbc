"""A verified fact is no longer good: whoever verified it and whoever manages are asked to check it.

One timer stands for an incident's board, armed for the next fact that asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Fact
from musterpoint.apps.communications.operations import briefings
from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.incidents.operations import Record
from musterpoint.apps.incidents.operations.record_many import keep_all, lock_free
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed
from musterpoint.domain import facts as rules
from musterpoint.domain.facts import FactState
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.fire_path_steps import BUSY_FOR, WORKER
from musterpoint.usecases.owners import Owners, owners_of
from musterpoint.usecases.working import OVER, who_see


@transaction.atomic
def check_facts(due: Sequence[Claimed], at: datetime) -> None:
    """Ask for the facts that ceased to be good since each timer was armed, and arm the next one.

    An incident that somebody is changing right now is left for the next batch.
    """
    locked = lock_free(timer.payload["incident"] for timer in due)
    timers.leave([t for t in due if t.payload["incident"] not in locked], until=at + BUSY_FOR)
    since = {timer.payload["incident"]: timer.due_at for timer in due}
    worked = {pk: row for pk, row in locked.items() if row.status not in OVER}
    verified = _verified(worked)
    owners = owners_of(worked.values(), at=at)
    records = []
    for pk, incident in worked.items():
        record = Record(incident, at=at, actor=WORKER.key)
        mine = verified.get(pk, [])
        asks = [row for row in mine if row.good_until and since[pk] <= row.good_until <= at]
        if asks:
            record.enter("facts_to_check", says="; ".join(row.says for row in asks)[:500])
            record.tell(_letters(record, asks, owners))
            briefings.tell_cards(record, [row.pk for row in asks])
        _arm(record, [boards.as_value(row) for row in mine])
        records.append(record)
    keep_all(records, at=at)


def arm_next_check(record: Record) -> None:
    """Arm the timer for the next fact of the board that asks; without one, take it away."""
    _arm(record, boards.board(record.incident.pk))


def _arm(record: Record, board: Sequence[rules.Fact]) -> None:
    pk = record.incident.pk
    ahead = rules.next_check(board, at=record.at)
    if ahead is None:
        record.disarm(TimerKind.FACT_CHECK, str(pk))
    else:
        record.arm(TimerKind.FACT_CHECK, str(pk), at=ahead, payload={"incident": pk})


def _verified(ids: Iterable[int]) -> dict[int, list[Fact]]:
    found: dict[int, list[Fact]] = {}
    rows = Fact.objects.select_related("verified_by").filter(
        incident__in=list(ids), state=FactState.VERIFIED, good_until__isnull=False
    )
    for row in rows.order_by("incident", "number"):
        found.setdefault(row.incident_id, []).append(row)
    return found


def _letters(record: Record, asks: Sequence[Fact], owners: Owners) -> Iterator[Letter]:
    """Write one letter to each person, whatever the number of facts."""
    incident = record.incident
    about: dict[int, list[Fact]] = {}
    for row in asks:
        for person in {each.pk for each in (*_checker(row), *owners.managing(incident))}:
            about.setdefault(person, []).append(row)
    seen = set(who_see(incident.pk, list(about))) if incident.restricted else set(about)
    for person, mine in about.items():
        if person in seen:
            yield Letter(
                key=f"facts:{incident.pk}:{incident.version}:{record.at:%Y%m%dT%H%M%S}:{person}",
                stream=incident.stream,
                channel=Message.Channel.IN_PRODUCT,
                subject=wording.subject(
                    priority=incident.priority,
                    ref=incident.ref,
                    summary=incident.summary,
                    ending="check these facts again",
                    is_restricted=incident.restricted,
                ),
                body="\n".join(f"{row.number}: {row.says}" for row in mine),
                recipient_id=person,
                link=wording.page_of(incident.ref),
                urgency=3,
                purpose="fact",
            )


def _checker(row: Fact) -> list[Person]:
    person = row.verified_by
    return [person] if person is not None and person.is_active else []
