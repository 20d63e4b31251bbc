"""Take the lock on an incident: the first thing every use case does."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from musterpoint.apps.incidents.models import Incident


class StaleVersion(Exception):
    """Somebody changed the incident since this person last saw it."""

    def __init__(self, *, seen: int, present: int) -> None:
        self.seen = seen
        self.present = present
        super().__init__(
            f"Somebody changed this incident meanwhile (you saw version {seen}, it is now"
            f" {present}). Your text is kept: compare and save again."
        )


class NoSuchIncident(Exception):
    """There is no such incident, or it is not this person's to see."""

    def __init__(self) -> None:
        super().__init__("There is no incident with this reference that you may see.")


def lock(
    among: QuerySet[Incident], incident_id: int, *, seen_version: int | None = None
) -> Incident:
    """Lock and return one incident out of ``among`` (what the actor may see).

    Raises NoSuchIncident, or StaleVersion when ``seen_version`` is given and no longer present.
    """
    incident = among.select_for_update(of=("self",)).filter(pk=incident_id).first()
    if incident is None:
        raise NoSuchIncident
    if seen_version is not None and incident.version != seen_version:
        raise StaleVersion(seen=seen_version, present=incident.version)
    return incident


def lock_many(among: QuerySet[Incident], ids: Iterable[int]) -> dict[int, Incident]:
    """Lock those of these incidents that are ``among`` what the actor may see, in order of id."""
    rows = among.select_for_update(of=("self",)).filter(pk__in=set(ids)).order_by("pk")
    return {incident.pk: incident for incident in rows}
