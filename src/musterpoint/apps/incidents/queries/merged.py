"""Where an incident went when it was merged, and what was merged into it."""

from __future__ import annotations

from musterpoint.apps.incidents.models import Incident


def goes_on_as(incident_id: int) -> int:
    """Return the incident that this one was merged into, at the end of the chain; else itself."""
    met = {incident_id}
    while True:
        into = Incident.objects.filter(pk=incident_id).values_list("merged_into", flat=True).first()
        if into is None or into in met:
            return incident_id
        met.add(into)
        incident_id = into


def merged_here(incident_id: int) -> set[int]:
    """Return every incident that was merged into this one, also by way of another."""
    found: set[int] = set()
    waiting = {incident_id}
    while waiting:
        rows = Incident.objects.filter(merged_into__in=waiting).values_list("pk", flat=True)
        waiting = set(rows) - found
        found |= waiting
    return found
