"""What the auditor looks for: every promise of the product that is not kept at an instant.

Reads only, and costs what is open, never what ever was. Telling people is ``watch_ourselves``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.queries import promises
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.unwatched import with_unwatched_duties
from musterpoint.apps.jobs import queries as jobs
from musterpoint.apps.notifications import queries as outbox
from musterpoint.apps.notifications import wording
from musterpoint.apps.reporting.pulse import LATE, SILENT
from musterpoint.apps.rotas import queries as rotas
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.rotas.readiness import FindingKind, Severity
from musterpoint.usecases.rota_readiness import look_ahead
from musterpoint.usecases.rota_words import page_of

UNSENT = timedelta(minutes=2)
DEAD_STANDS_FOR = timedelta(hours=1)
LEFT_WAITING = timedelta(minutes=5)
LEFT_BROKEN = timedelta(hours=1)
UNOWNED = timedelta(minutes=15)
CLOCKS_APART = timedelta(seconds=5)
STALE = timedelta(hours=24)
ON_CALL_SOON = timedelta(hours=24)
ARE, WERE = ("is", "are"), ("was", "were")
UNREADY = (FindingKind.UNREACHABLE, FindingKind.GAP)
CALLED = {
    "email": "e-mail",
    "web_push": "browser notifications",
    "sms": "text messages",
    "voice": "phone calls",
    "slack": "Slack",
    "teams": "Microsoft Teams",
    "webhook": "webhooks",
    "other": "other services",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A promise not kept. ``name`` stays the same while it stands."""

    name: str
    says: str
    link: str = ""
    incident_id: int | None = None
    for_managers: bool = False
    by_mail: bool = True


def findings(*, at: datetime) -> list[Finding]:
    """Return every promise that is not kept at ``at``, the product's own pulse first."""
    return [
        *_timers(at),
        *_messages(at),
        *_workers(at),
        *_jobs(at),
        *_channels(at),
        *_rotas(at),
        *_on_call(at),
        *_incidents(at),
        *_promised(at),
    ]


def _timers(at: datetime) -> Iterable[Finding]:
    lag = timers.lag(at=at)
    if lag.oldest > LATE:
        minutes = int(lag.oldest.total_seconds() // 60)
        says = f"{_counted(lag.overdue, 'timer', ARE)} overdue, the oldest by {minutes} min."
        yield Finding(name="late_timers", says=says)
    if lag.failing:
        first = timers.failing(limit=1)[0]
        error = first.last_error.splitlines()[0] if first.last_error else ""
        failing = _counted(lag.failing, "timer", ARE)
        says = f"{failing} failing, to be tried again. {first.kind} {first.key}: {error}"
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
            f"{_counted(len(dead), 'message', WERE)} given up in the last hour."
            f" The newest: {dead[0].last_error}"
        )
        yield Finding(name="dead_messages", says=says[:500], by_mail=False)
    unowned = outbox.unowned(since=at - UNOWNED)
    if unowned:
        says = f"{_counted(unowned, 'message', WERE)} given up, and nobody sees to it."
        yield Finding(name="unowned_dead_letters", says=says, by_mail=False)


def _workers(at: datetime) -> Iterable[Finding]:
    for beat in timers.silent(since=at - SILENT):
        says = f"Worker {beat.worker} ended without a word; others carry on its work."
        yield Finding(name=f"silent_worker:{beat.worker}", says=says)
    for beat in timers.drifting(more_than=CLOCKS_APART):
        seconds = beat.database_ahead.total_seconds()
        way = "ahead of" if seconds > 0 else "behind"
        says = (
            f"The database's clock is {abs(seconds):.0f} s {way} that of worker {beat.worker}, "
            "so due times are judged wrongly. Let both machines keep time by NTP."
        )
        yield Finding(name=f"clocks_apart:{beat.worker}", says=says)


def _jobs(at: datetime) -> Iterable[Finding]:
    queue = jobs.left_waiting(at=at)
    if queue.oldest is not None and at - queue.oldest > LEFT_WAITING:
        minutes = int((at - queue.oldest).total_seconds() // 60)
        waiting = _counted(queue.waiting, "job", ARE)
        says = f"{waiting} waiting and no worker takes any, the oldest for {minutes} min."
        yield Finding(name="waiting_jobs", says=says, by_mail=False)


def _channels(at: datetime) -> Iterable[Finding]:
    for proof in outbox.proofs(at):
        if not proof.is_kept:
            says = f"Not known to work: {CALLED.get(proof.channel, proof.channel)}. {proof.says}"
            name = f"unproved_channel:{proof.channel}"
            yield Finding(name=name, says=says[:500], link="/setup/channels/", by_mail=False)


def _rotas(at: datetime) -> Iterable[Finding]:
    for calendar in rotas.outside_calendars():
        known = calendar.fetched_at or calendar.added_at
        if at - known > STALE:
            hours = int((at - known).total_seconds() // 3600)
            says = (
                f"The outside calendar of the rota {calendar.rota.name} has not been read for"
                f" {hours} h, so who is on call may be wrong. {calendar.last_error}"
            )
            name = f"outside_calendar:{calendar.pk}"
            yield Finding(name=name, says=says.strip()[:500], for_managers=True)


def _on_call(at: datetime) -> Iterable[Finding]:
    """Find who is on call within a day and cannot be told: a way may break after publishing."""
    found = [
        one
        for one in look_ahead(at=at, ahead=ON_CALL_SOON)
        if one.kind in UNREADY and one.severity is Severity.BLOCKS
    ]
    names = accounts.names(one.person for one in found if one.person is not None)
    for one in found:
        who = f"{names.get(one.person, '')}. " if one.person is not None else ""
        yield Finding(
            name=f"rota_{one.kind}:{one.rota}:{one.person or ''}",
            says=f"The rota {one.rota}, within a day: {who}{one.says} {one.remedy}"[:500],
            link=page_of(one.rota),
            for_managers=True,
        )


def _incidents(at: datetime) -> Iterable[Finding]:
    for pk in escalation.without_next_step(at=at):
        says = f"Nobody has answered for {ref_of(pk)}, and its path has nobody left to tell."
        yield _about(pk, f"no_next_step:{pk}", says)
    for pk in escalation.forgotten(at=at):
        says = (
            f"Nothing is ahead for {ref_of(pk)}: no clock runs, nobody is asked to look at it again"
            " and no task has a due time."
        )
        yield _about(pk, f"forgotten:{pk}", says, by_mail=False)
    for pk in with_unwatched_duties(at=at):
        says = f"The time of a duty of {ref_of(pk)} runs, and nobody would be told that it ends."
        yield _about(pk, f"unwatched_duty:{pk}", says)


def _promised(at: datetime) -> Iterable[Finding]:
    """Find what people were promised, is over its time, and nobody sees to. It quotes no words."""
    for one in promises.unwatched(at=at):
        says = f"Promise {one.pk} is over its time, and nobody was told that it is not kept."
        yield _of(one, f"unwatched_promise:{one.pk}", says)
    for one in promises.left_broken(at=at, since=LEFT_BROKEN):
        says = f"Promise {one.pk} was not kept, and for an hour nobody has kept, moved or ended it."
        yield _of(one, f"left_promise:{one.pk}", says)


def _of(one: Promise, name: str, says: str) -> Finding:
    return Finding(
        name=name,
        says=says,
        link=f"/promises/#promise-{one.pk}",
        incident_id=one.incident_id,
        for_managers=True,
        by_mail=False,
    )


def _about(pk: int, name: str, says: str, *, by_mail: bool = True) -> Finding:
    return Finding(
        name=name,
        says=says,
        link=wording.page_of(ref_of(pk)),
        incident_id=pk,
        for_managers=True,
        by_mail=by_mail,
    )


def _counted(count: int, noun: str, verbs: tuple[str, str]) -> str:
    one, several = verbs
    return f"1 {noun} {one}" if count == 1 else f"{count} {noun}s {several}"
