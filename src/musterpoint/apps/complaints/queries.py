"""Reads of complaints, each behind the gate."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.complaints.models import Complaint
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.queries import gate
from musterpoint.domain.authority import Actor


def visible_to(person: Person) -> QuerySet[Complaint]:
    """Return the complaints this person may see.

    One that is linked to an incident is as hidden as that incident, but for whoever logged it.
    """
    return _among(gate.visible_to(person), person.pk) if person.is_active else _none()


def visible_to_actor(actor: Actor) -> QuerySet[Complaint]:
    """Return the complaints this actor may see; the product itself sees all."""
    if actor.person_id is None:
        return Complaint.objects.all()
    return _among(gate.visible_to_actor(actor), actor.person_id)


def open_now(person: Person, *, limit: int = 50) -> list[Complaint]:
    """Return open complaints with their loggers, that due first first."""
    rows = visible_to(person).filter(closed_at=None).select_related("logged_by", "incident")
    return list(rows.order_by("answer_due_at", "id")[:limit])


def of_incident(person: Person, incident_id: int) -> list[Complaint]:
    """Return the complaints linked to an incident, oldest first."""
    return list(visible_to(person).filter(incident=incident_id).order_by("id"))


def open_of_incident(incident_id: int) -> int | None:
    """Return the oldest open complaint linked to an incident, whoever asks, or None."""
    rows = Complaint.objects.filter(incident=incident_id, closed_at=None).order_by("id")
    return rows.values_list("pk", flat=True).first()


def overdue(person: Person, *, at: datetime) -> int:
    """Return how many complaints should have been acknowledged or answered by ``at``."""
    late = Q(answer_due_at__lt=at) | Q(acknowledged_at=None, acknowledge_due_at__lt=at)
    return visible_to(person).filter(late, closed_at=None).count()


def linked_incident(actor: Actor, complaint: Complaint) -> Incident | None:
    """Return the incident a complaint is linked to, if this actor may see that one."""
    if complaint.incident_id is None:
        return None
    return gate.visible_to_actor(actor).filter(pk=complaint.incident_id).first()


def _among(incidents: QuerySet[Incident], person_id: int) -> QuerySet[Complaint]:
    return Complaint.objects.filter(
        Q(incident=None) | Q(incident__in=incidents) | Q(logged_by=person_id)
    )


def _none() -> QuerySet[Complaint]:
    return Complaint.objects.none()
