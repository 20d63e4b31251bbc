"""Take a monitoring tool's event: a trigger logs an incident or counts, and nothing is dropped.

A machine's word is a claim. It judges no impact, and its "resolved" resolves no incident.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from musterpoint.apps.alerts import operations as alerts
from musterpoint.apps.alerts import queries
from musterpoint.apps.alerts.models import Alert
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.domain import alerts as claims
from musterpoint.domain.alerts import AlertAction, AlertState
from musterpoint.domain.authority import Action, Actor, may, system
from musterpoint.domain.report import Report
from musterpoint.domain.states import OPEN, Status
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.log_incident import log_incident
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, person_of

SOURCE = "monitoring"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Where the event went; ``incident_ref`` is None when it belongs to no incident."""

    dedup_key: str
    alert: Alert
    incident_ref: str | None
    is_new_incident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """The event as it can be kept."""

    reporter: Actor
    person: int
    action: AlertAction
    dedup_key: str
    summary: str
    severity: str
    source: str
    payload: Mapping[str, Any]
    at: datetime


@transaction.atomic
def record_alert(
    *,
    reporter: Actor,
    action: str,
    at: datetime,
    dedup_key: str = "",
    summary: str = "",
    severity: str = "",
    source: str = "",
    payload: Mapping[str, Any] | None = None,
) -> Recorded:
    """Record one event under the reporter's key; a trigger without a key gets one.

    Raises NotAllowed, and a Refusal for an unknown action, a trigger without a summary, or any
    other event without a key.
    """
    reporter.must(Action.LOG)
    event = _event(
        reporter,
        action=action,
        dedup_key=dedup_key,
        summary=summary,
        severity=severity,
        source=source,
        payload=payload or {},
        at=at,
    )
    alerts.lock_key(reporter_id=event.person, dedup_key=event.dedup_key)
    known = queries.newest_under(reporter_id=event.person, dedup_key=event.dedup_key)
    if event.action is AlertAction.TRIGGER:
        recorded = _trigger(event, known)
    elif known is None:
        recorded = _kept(event, _raise(event, AlertState.RESOLVED, incident_id=None))
    elif event.action is AlertAction.ACKNOWLEDGE:
        recorded = _acknowledge(event, known)
    else:
        recorded = _resolve(event, known)
    alerts.keep_report(recorded.alert, action=event.action, payload=event.payload, at=at)
    return recorded


def _event(
    reporter: Actor,
    *,
    action: str,
    dedup_key: str,
    summary: str,
    severity: str,
    source: str,
    payload: Mapping[str, Any],
    at: datetime,
) -> _Event:
    problems = []
    if action not in set(AlertAction):
        says = f"The action is one of: {', '.join(AlertAction)}."
        raise Refusal(Problem(field="event_action", says=says))
    if action == AlertAction.TRIGGER and not summary.strip():
        problems.append(Problem(field="summary", says="Say in a few words what is wrong."))
    if action != AlertAction.TRIGGER and not dedup_key.strip():
        says = "Name the key of the alert that this is about."
        problems.append(Problem(field="dedup_key", says=says))
    if len(dedup_key) > 255:
        problems.append(Problem(field="dedup_key", says="A key has 255 characters at most."))
    if problems:
        raise Refusal(*problems)
    return _Event(
        reporter=reporter,
        person=person_of(reporter),
        action=AlertAction(action),
        dedup_key=str(claims.storable(dedup_key.strip())) or uuid.uuid4().hex,
        summary=str(claims.storable(summary.strip()))[:1024],
        severity=str(claims.storable(severity.strip()))[:16],
        source=str(claims.storable(source.strip()))[:255],
        payload=claims.storable(payload),
        at=at,
    )


def _trigger(event: _Event, known: Alert | None) -> Recorded:
    """Count it where it belongs; log an incident where nobody is working on it."""
    incident_id = _present_incident(known)
    is_new = incident_id is None
    if incident_id is None:
        incident_id = log_incident(
            report=_report(event), by=event.reporter, at=event.at
        ).incident.pk
    if known is None or known.state == AlertState.RESOLVED:
        alert = _raise(event, AlertState.TRIGGERED, incident_id=incident_id)
        if known is not None and not is_new:
            _note(event, alert, kind="alert_returned", says=f"Reported again: {event.summary}")
    else:
        alert = known
        alerts.change(
            alert,
            kind="alert_repeated",
            at=event.at,
            actor=event.reporter.key,
            count=alert.count + 1,
            incident=incident_id,
        )
    return _kept(event, alert, is_new_incident=is_new)


def _acknowledge(event: _Event, alert: Alert) -> Recorded:
    if alert.state == AlertState.TRIGGERED:
        alerts.change(
            alert,
            kind="alert_acknowledged",
            at=event.at,
            actor=event.reporter.key,
            state=AlertState.ACKNOWLEDGED,
        )
        _answer(event, alert)
    return _kept(event, alert)


def _resolve(event: _Event, alert: Alert) -> Recorded:
    if alert.state != AlertState.RESOLVED:
        alerts.change(
            alert,
            kind="alert_resolved",
            at=event.at,
            actor=event.reporter.key,
            state=AlertState.RESOLVED,
            resolved_at=event.at,
        )
        says = f"The sender reports that it is over: {alert.summary}. Somebody has to verify it."
        _note(event, alert, kind="alert_resolved", says=says)
    return _kept(event, alert)


def _raise(event: _Event, state: AlertState, *, incident_id: int | None) -> Alert:
    return alerts.add(
        reporter_id=event.person,
        dedup_key=event.dedup_key,
        summary=event.summary or f"{event.action} of something never reported",
        source=event.source,
        severity=event.severity,
        state=state,
        incident_id=incident_id,
        at=event.at,
        actor=event.reporter.key,
    )


def _report(event: _Event) -> Report:
    claimed = event.payload.get("payload")
    inner = claimed if isinstance(claimed, Mapping) else event.payload
    return Report(
        summary=event.summary[:300],
        nature=claims.nature(
            severity=event.severity,
            source=event.source,
            summary=event.summary,
            event=event.payload,
        ),
        began_at=claims.began_at(str(inner.get("timestamp") or ""), at=event.at),
        reported_by=event.source[:120],
        source=SOURCE,
    )


def _present_incident(alert: Alert | None) -> int | None:
    """Return the incident that a repeat belongs to, or None when it needs a new one.

    One that was merged leads on to its target; one that people said is none stays where it is,
    and counts; one that is over does not answer for what goes wrong again.
    """
    incident = _goes_on_in(alert.incident) if alert is not None else None
    if alert is None or incident is None:
        return None
    if incident.status == Status.WITHDRAWN:
        return None if alert.state == AlertState.RESOLVED else incident.pk
    if incident.status == Status.CLOSED:
        return None
    if alert.state == AlertState.RESOLVED and incident.status not in OPEN:
        return None
    return incident.pk


def _goes_on_in(incident: Incident | None) -> Incident | None:
    """Return the incident itself, or the one that its merges lead to."""
    while incident is not None and incident.merged_into is not None:
        incident = incident.merged_into
    return incident


def _answer(event: _Event, alert: Alert) -> None:
    """Answer for the incident too, where the reporter may; a refusal drops no event."""
    incident = _goes_on_in(alert.incident)
    if incident is None or incident.status != Status.LOGGED:
        return
    if may(event.reporter.roles, Action.ACKNOWLEDGE):
        with suppress(NoSuchIncident, Conflict), transaction.atomic():
            acknowledge_incident(
                incident_id=incident.pk, by=event.reporter, at=event.at, by_way_of="alert"
            )


def _note(event: _Event, alert: Alert, *, kind: str, says: str) -> None:
    """Write on the incident what was reported; the product locks it, the reporter is named."""
    incident = _goes_on_in(alert.incident)
    if incident is None:
        return
    record = begin(incident.pk, by=system("alerts"), at=event.at)
    record.actor = event.reporter.key
    record.enter(kind, says=says, alert=alert.pk)
    record.keep()


def _kept(event: _Event, alert: Alert, *, is_new_incident: bool = False) -> Recorded:
    incident = None
    if alert.incident_id is not None:
        incident = visible_to_actor(event.reporter).filter(pk=alert.incident_id).first()
    return Recorded(
        dedup_key=event.dedup_key,
        alert=alert,
        incident_ref=incident.ref if incident is not None else None,
        is_new_incident=is_new_incident,
    )
