"""Which roles a person holds on incidents that a list already showed them."""

from __future__ import annotations

from collections.abc import Sequence

from musterpoint.apps.incidents.models import RoleOnIncident


def roles_held(person_id: int, incident_ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the codes of the roles that this person holds, by incident. One statement."""
    rows = RoleOnIncident.objects.filter(
        person=person_id, incident__in=incident_ids, closed_at=None
    ).order_by("pk")
    found: dict[int, list[str]] = {}
    for incident, code in rows.values_list("incident_id", "code"):
        found.setdefault(incident, []).append(code)
    return found
