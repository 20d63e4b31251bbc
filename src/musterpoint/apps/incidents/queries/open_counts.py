"""How many incidents are open, for instruments. Names none, and counts no restricted one."""

from __future__ import annotations

from django.db.models import Count

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.states import OPEN


def open_by_priority() -> dict[str, int]:
    """Return how many are open for each priority, without imported and restricted ones."""
    rows = (
        Incident.objects.filter(status__in=OPEN, source_system="", restricted=False)
        .order_by()
        .values_list("priority")
        .annotate(n=Count("id"))
    )
    return {priority or "none": n for priority, n in rows}
