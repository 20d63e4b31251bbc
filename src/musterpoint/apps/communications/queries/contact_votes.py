"""Read what customers told agents: how often, how lately, and what one agent may take back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Count, Max, Q

from musterpoint.apps.communications.models import ContactVote
from musterpoint.domain.contact_votes import HOUR, UNDO_WITHIN, WINDOW, Heard


def heard(incident_id: int, *, at: datetime, one_more: int | None = None) -> Heard:
    """Return what the votes of an incident add up to, with one more by this person if named."""
    lately = Q(at__gt=at - WINDOW, at__lte=at)
    votes = ContactVote.objects.filter(incident=incident_id, undone_at=None)
    found = votes.aggregate(
        lately=Count("id", filter=lately),
        people=Count("person", filter=lately & ~Q(person=one_more), distinct=True),
        own=Count("id", filter=lately & Q(person=one_more)),
        in_all=Count("id"),
    )
    more = int(one_more is not None)
    return Heard(
        lately=found["lately"] + more,
        people_lately=found["people"] + int(bool(found["own"]) or bool(more)),
        in_all=found["in_all"] + more,
    )


def asked_at_count(incident_id: int) -> int:
    """Return how many there were when a fresh look was asked for last; 0 when it never was."""
    rows = ContactVote.objects.filter(incident=incident_id, asked_at_count__gt=0)
    return rows.aggregate(last=Max("asked_at_count"))["last"] or 0


def own(person: int, *, at: datetime) -> list[datetime]:
    """Return the instants of a person's votes within the hour, those taken back too."""
    rows = ContactVote.objects.filter(person=person, at__gt=at - HOUR)
    return list(rows.values_list("at", flat=True))


def last_of(
    people: Iterable[int], incidents: Collection[int], *, at: datetime
) -> dict[tuple[int, int], int]:
    """Return each person's newest vote about each of these incidents that can be taken back."""
    rows = ContactVote.objects.filter(
        person__in=list(people), incident__in=incidents, undone_at=None, at__gt=at - UNDO_WITHIN
    )
    ordered = rows.order_by("at", "id").values_list("person_id", "incident_id", "id")
    return {(person, incident): vote for person, incident, vote in ordered}
