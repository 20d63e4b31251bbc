"""Say that a briefing was read, and remind those who have not read it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.communications.operations import briefings
from musterpoint.apps.communications.queries import briefing_reads
from musterpoint.apps.communications.queries import briefings as queries
from musterpoint.apps.communications.unknown import NoSuchBriefing
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.brief_colleagues import HasEnded
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import begin, person_of, who_see

REMIND_AGAIN_AFTER = timedelta(minutes=5)


class ChangedSince(Conflict):
    """The briefing was revised after the page was shown: what was read is not what stands."""

    def __init__(self) -> None:
        says = "This briefing was revised just now. Read it again before you say so."
        super().__init__(Problem(field="revision", says=says))


class JustReminded(Conflict):
    """Everybody who has not read it was reminded a moment ago."""

    def __init__(self, minutes: int) -> None:
        says = f"They were reminded less than {minutes} minutes ago."
        super().__init__(Problem(field="reminded_at", says=says))


class EverybodyRead(Conflict):
    """There is nobody left to remind."""

    def __init__(self) -> None:
        super().__init__(Problem(field="reads", says="Everybody has read it."))


@transaction.atomic
def read_briefing(*, briefing_id: int, revision: int, by: Actor, at: datetime) -> bool:
    """Record that ``by`` has read this revision; return whether that was new.

    Raises NoSuchBriefing, HasEnded, and ChangedSince for a revision that no longer stands.
    """
    by.must(Action.READ)
    person = person_of(by)
    queries.one(by, briefing_id, at=at)
    row = briefings.lock_to_read(briefing_id)
    if row.state == row.State.ENDED:
        raise HasEnded
    if row.revision != revision:
        raise ChangedSince
    is_new = briefings.read(row, person=person, at=at, actor=by.key)
    if is_new and row.update_id is not None and briefing_reads.is_read_by_all(row):
        briefings.reached(row, at=at)
    if is_new:
        timers.announce([briefings.reads_topic(row.incident_id)])
    return is_new


@transaction.atomic
def remind_unread(*, briefing_id: int, by: Actor, at: datetime) -> int:
    """Tell everybody who has not read the briefing to read it; return how many were told.

    Raises NoSuchBriefing, HasEnded, JustReminded and EverybodyRead.
    """
    by.must(Action.UPDATE)
    try:
        record = begin(briefings.incident_of(briefing_id), by=by, at=at)
    except NoSuchIncident as hidden:
        raise NoSuchBriefing from hidden
    row = briefings.lock(record, briefing_id)
    if row.state == row.State.ENDED:
        raise HasEnded
    if row.reminded_at is not None and row.reminded_at > at - REMIND_AGAIN_AFTER:
        raise JustReminded(int(REMIND_AGAIN_AFTER.total_seconds() // 60))
    teams = briefing_reads.by_team(queries.one(by, briefing_id, at=at))
    unread = list(dict.fromkeys(reader.id for team in teams for reader in team.unread))
    if record.incident.restricted:
        unread = who_see(record.incident.pk, unread)
    if not unread:
        raise EverybodyRead
    record.enter("briefing_reminded", told=len(unread))
    briefings.change(record, row, reminded_at=record.at)
    record.tell(
        Letter(
            key=f"briefing:{row.pk}:{row.revision}:{at:%Y%m%dT%H%M}:{person}",
            stream=record.incident.stream,
            channel="in_product",
            subject=f"Please read: {row.headline}",
            body="This briefing says what to tell customers now. Please read it before you go on.",
            recipient_id=person,
            link="/card/",
            purpose="briefing",
        )
        for person in unread
    )
    record.keep()
    return len(unread)
