"""The auditor: every minute it looks for promises the product has not kept, and says so once.

Each finding has a name. A name that was not there a minute ago is told to those in charge; while it
stands it is not told again. The outside heartbeat goes only while nothing is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries as outbox
from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers import queries as timer_queries
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.domain.authority import Role
from musterpoint.domain.timer_kinds import TimerKind

EVERY = timedelta(minutes=1)
KEY = "product"
LATE = timedelta(seconds=60)
UNSENT = timedelta(minutes=2)
DEAD_STANDS_FOR = timedelta(hours=1)
SILENT = timedelta(seconds=60)
FORGOTTEN = timedelta(minutes=10)
FRESH = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A promise not kept. ``name`` stays the same while it stands."""

    name: str
    says: str
    link: str = ""
    for_managers: bool = False
    by_mail: bool = True


@transaction.atomic
def watch_ourselves(due: Sequence[Claimed], at: datetime) -> None:
    """Look, tell what is new, and arm the next look."""
    standing = {str(name) for timer in due for name in timer.payload.get("standing", ())}
    found = findings(at=at)
    letters = _letters([one for one in found if one.name not in standing], at=at)
    notifications.queue(letters, at=at)
    timers.forget_silent(since=at - FORGOTTEN)
    timers.arm([_next_look(found, at=at)], at=at)
    if letters:
        timers.announce({f"person:{letter.recipient_id}" for letter in letters}, work=True)


def first_look(*, at: datetime) -> Due:
    """Return the timer that begins the watch."""
    return Due(kind=TimerKind.AUDIT, key=KEY, at=at)


def all_is_well(*, at: datetime) -> bool:
    """Return whether the last look was recent and found nothing."""
    timer = timer_queries.armed(kind=TimerKind.AUDIT, key=KEY)
    return timer is not None and timer.payload.get("well") is True and timer.armed_at > at - FRESH


def findings(*, at: datetime) -> list[Finding]:
    """Return every promise that is not kept at ``at``. Costs what is open, not what ever was."""
    return [*_timers(at), *_messages(at), *_workers(at), *_incidents(at)]


def _timers(at: datetime) -> Iterable[Finding]:
    lag = timer_queries.lag(at=at)
    if lag.oldest > LATE:
        minutes = int(lag.oldest.total_seconds() // 60)
        says = f"{lag.overdue} timers are overdue, the oldest by {minutes} min."
        yield Finding(name="late_timers", says=says)
    if lag.failing:
        first = timer_queries.failing(limit=1)[0]
        error = first.last_error.splitlines()[0] if first.last_error else ""
        says = f"{lag.failing} timers fail and are tried again. {first.kind} {first.key}: {error}"
        yield Finding(name="failing_timers", says=says[:500])


def _messages(at: datetime) -> Iterable[Finding]:
    box = outbox.outbox(at=at)
    if box.oldest > UNSENT:
        minutes = int(box.oldest.total_seconds() // 60)
        says = f"{box.queued} messages wait to be sent, the oldest for {minutes} min."
        yield Finding(name="unsent_messages", says=says, by_mail=False)
    dead = outbox.dead_since(at=at - DEAD_STANDS_FOR)
    if dead:
        says = (
            f"{len(dead)} messages were given up in the last hour. The newest: {dead[0].last_error}"
        )
        yield Finding(name="dead_messages", says=says[:500], by_mail=False)


def _workers(at: datetime) -> Iterable[Finding]:
    for beat in timer_queries.silent(since=at - SILENT):
        says = f"Worker {beat.worker} ended without a word; others carry on its work."
        yield Finding(name=f"silent_worker:{beat.worker}", says=says)


def _incidents(at: datetime) -> Iterable[Finding]:
    for pk in escalation.without_next_step(at=at):
        ref = ref_of(pk)
        yield Finding(
            name=f"no_next_step:{pk}",
            says=f"Nobody has answered for {ref}, and its path has nobody left to tell.",
            link=wording.page_of(ref),
            for_managers=True,
        )


def _letters(found: Sequence[Finding], *, at: datetime) -> list[Letter]:
    if not found:
        return []
    people = accounts.with_roles([Role.ADMINISTRATOR, Role.INCIDENT_MANAGER])
    return [
        _letter(finding, person, channel, at=at)
        for finding in found
        for person in people
        if finding.for_managers or Role.ADMINISTRATOR in person.roles
        for channel in _channels(finding)
    ]


def _channels(finding: Finding) -> tuple[str, ...]:
    mail = (Message.Channel.EMAIL,) if finding.by_mail else ()
    return (Message.Channel.IN_PRODUCT, *mail)


def _letter(finding: Finding, person: Person, channel: str, *, at: datetime) -> Letter:
    return Letter(
        key=f"audit:{finding.name}:{at:%Y%m%dT%H%M%S}:{person.pk}:{channel}"[:160],
        stream="product",
        channel=channel,
        subject=f"Musterpoint: {finding.says}"[:200],
        body=finding.says,
        recipient_id=person.pk,
        address=person.email,
        link=finding.link,
        urgency=1,
        purpose="audit",
    )


def _next_look(found: Sequence[Finding], *, at: datetime) -> Due:
    names = [finding.name for finding in found]
    payload = {"standing": names, "well": not names}
    return Due(kind=TimerKind.AUDIT, key=KEY, at=at + EVERY, payload=payload)
