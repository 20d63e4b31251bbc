"""Reads of alerts, each behind the gate."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.alerts.models import Alert, AlertReport
from musterpoint.apps.incidents.queries import gate
from musterpoint.domain.alerts import AlertState


def visible_to(person: Person) -> QuerySet[Alert]:
    """Return the alerts this person may see: one tied to an incident is as hidden as that is."""
    if not person.is_active:
        return Alert.objects.none()
    return Alert.objects.filter(
        Q(incident=None) | Q(incident__in=gate.visible_to(person)) | Q(reporter=person)
    )


def newest_under(*, reporter_id: int, dedup_key: str) -> Alert | None:
    """Return the reporter's open alert under this key, else the last resolved one, else None."""
    rows = Alert.objects.filter(reporter=reporter_id, dedup_key=dedup_key)
    return rows.exclude(state=AlertState.RESOLVED).first() or rows.order_by("-id").first()


def about_ourselves(
    person: Person | None = None, *, standing: bool = True, limit: int = 1_000
) -> list[Alert]:
    """Return the product's alerts about itself, newest first: those that stand, or those over.

    With a person, those they may see; without, all of them, for the product itself.
    """
    rows = Alert.objects.all() if person is None else visible_to(person)
    is_over = Q(state=AlertState.RESOLVED)
    chosen = rows.filter(is_over if not standing else ~is_over, reporter=None)
    return list(chosen.select_related("incident").order_by("-id")[:limit])


def of_incident(person: Person, incident_id: int) -> list[Alert]:
    """Return the alerts tied to an incident, oldest first."""
    return list(visible_to(person).filter(incident=incident_id).order_by("id"))


def reports_of(alert: Alert, *, limit: int = 50) -> list[AlertReport]:
    """Return the newest reports of an alert, newest first."""
    return list(AlertReport.objects.filter(alert=alert).order_by("-id")[:limit])
