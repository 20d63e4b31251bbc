"""What people do about the duties of an incident, in few words."""

from __future__ import annotations

from datetime import datetime

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.anchor_obligation import anchor_obligation
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.settle_obligation import settle_obligation
from tests.factories import at

HOUR = 60


def duty(incident: Incident, code: str) -> Obligation:
    return Obligation.objects.get(incident=incident, code=code)


def watched(incident: Incident) -> datetime | None:
    """Return when the timer of the incident's duties falls due."""
    timer = timers.armed(kind=TimerKind.DUTY_MARK, key=str(incident.pk))
    return None if timer is None else timer.due_at


def resolved(incident: Incident, by: Actor, *, now: float) -> None:
    acknowledge_incident(incident_id=incident.pk, by=by, at=at(now))
    resolve_incident(incident_id=incident.pk, resolution="Found", by=by, at=at(now))


def anchored(incident: Incident, code: str, by: Actor, *, minutes: float, now: float) -> None:
    anchor_obligation(
        incident_id=incident.pk,
        code=code,
        anchor_at=at(minutes),
        reason="The mail of the finance desk",
        by=by,
        at=at(now),
    )


def settled(incident: Incident, code: str, by: Actor, *, now: float, state: str = "done") -> None:
    settle_obligation(
        incident_id=incident.pk, code=code, state=state, reason="Told", by=by, at=at(now)
    )
