"""The auditor: every minute it looks for promises that were not kept, and says so once.

A finding that was not there a minute ago becomes an alert about ourselves and is told to those in
charge; while it stands it is not told again; when it is gone its alert is over. The outside
heartbeat goes only while nothing is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.alerts import operations as alerts
from musterpoint.apps.alerts import queries as alert_queries
from musterpoint.apps.alerts.models import Alert
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers import queries as timer_queries
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.domain.alerts import AlertState
from musterpoint.domain.authority import Role, system
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.unkept_promises import Finding, findings

EVERY = timedelta(minutes=1)
KEY = "product"
FORGOTTEN = timedelta(minutes=10)
FRESH = timedelta(minutes=3)
AUDITOR = system("auditor")
SOURCE = "Musterpoint itself"


@transaction.atomic
def watch_ourselves(_due: Sequence[Claimed], at: datetime) -> None:
    """Look, raise and end alerts about ourselves, tell what is new, and arm the next look."""
    found = {finding.name: finding for finding in findings(at=at)}
    new = _raise_and_end(found, at=at)
    letters = _letters(new, at=at)
    notifications.queue(letters, at=at)
    timers.forget_silent(since=at - FORGOTTEN)
    timers.arm([_next_look(len(found), at=at)], at=at)
    if letters:
        timers.announce({f"person:{letter.recipient_id}" for letter in letters}, work=True)


def first_look(*, at: datetime) -> Due:
    """Return the timer that begins the watch."""
    return Due(kind=TimerKind.AUDIT, key=KEY, at=at)


def all_is_well(*, at: datetime) -> bool:
    """Return whether the last look was recent and found nothing."""
    timer = timer_queries.armed(kind=TimerKind.AUDIT, key=KEY)
    return timer is not None and timer.payload.get("well") is True and timer.armed_at > at - FRESH


def _raise_and_end(found: Mapping[str, Finding], *, at: datetime) -> list[Finding]:
    """Bring the alerts about ourselves in line with what was found; return what is new."""
    standing = {alert.dedup_key: alert for alert in alert_queries.about_ourselves()}
    for name, alert in standing.items():
        if name not in found:
            _end(alert, at=at)
    if standing.keys() != found.keys():
        timers.announce({"board"})  # the strip over every page says it
    new = [finding for name, finding in found.items() if name not in standing]
    for finding in new:
        alerts.add(
            reporter_id=None,
            dedup_key=finding.name[:255],
            summary=finding.says,
            source=SOURCE,
            severity="",
            state=AlertState.TRIGGERED,
            incident_id=finding.incident_id,
            at=at,
            actor=AUDITOR.key,
        )
    return new


def _end(alert: Alert, *, at: datetime) -> None:
    alerts.change(
        alert,
        kind="alert_resolved",
        at=at,
        actor=AUDITOR.key,
        state=AlertState.RESOLVED,
        resolved_at=at,
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


def _next_look(count: int, *, at: datetime) -> Due:
    payload = {"found": count, "well": count == 0}
    return Due(kind=TimerKind.AUDIT, key=KEY, at=at + EVERY, payload=payload)
