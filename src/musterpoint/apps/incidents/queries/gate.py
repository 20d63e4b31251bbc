"""The one gate: which incidents a person may see. Every read of incidents begins here."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.domain.authority import Actor, Role

_SEE_RESTRICTED = frozenset({Role.INCIDENT_MANAGER, Role.AUDITOR})


def visible_to(person: Person) -> QuerySet[Incident]:
    """Return the incidents this person may see; a restricted one only to those it concerns."""
    return _visible(person.pk, frozenset(person.roles), is_active=person.is_active)


def visible_to_actor(actor: Actor) -> QuerySet[Incident]:
    """Return the incidents this actor may see; the product itself sees all."""
    if actor.person_id is None:
        return Incident.objects.all()
    return _visible(actor.person_id, actor.roles, is_active=True)


def _visible(person_id: int, roles: frozenset[str], *, is_active: bool) -> QuerySet[Incident]:
    if not is_active:
        return Incident.objects.none()
    if not _SEE_RESTRICTED.isdisjoint(roles):
        return Incident.objects.all()
    works_on_it = RoleOnIncident.objects.filter(incident=OuterRef("pk"), person=person_id)
    named = Incident.restricted_to.through.objects.filter(
        incident_id=OuterRef("pk"), person_id=person_id
    )
    return Incident.objects.filter(
        Q(restricted=False) | Q(logged_by=person_id) | Exists(works_on_it) | Exists(named)
    )
