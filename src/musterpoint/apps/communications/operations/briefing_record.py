"""Rows of briefings, reads and votes in the words of the ledger, for the proof that both agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from musterpoint.apps.communications.models import Briefing, BriefingRead, ContactVote
from musterpoint.apps.communications.operations.briefings import name_of, whole
from musterpoint.apps.incidents.operations.record import plain

Rows = dict[str, dict[str, Any]]


def as_recorded(incidents: Sequence[int]) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the briefings of these incidents: incident, name in the ledger, values."""
    for row in Briefing.objects.filter(incident__in=incidents).order_by("pk"):
        yield row.incident_id, name_of(row), _said(whole(row))


def reads_of(briefing_id: int) -> Rows | None:
    """Return what the stream of a briefing adds up to, or None without such a briefing."""
    if not Briefing.objects.filter(pk=briefing_id).exists():
        return None
    rows = BriefingRead.objects.filter(briefing=briefing_id).order_by("revision")
    reads = rows.values_list("person_id", "revision")
    return {f"read:{person}": {"revision": revision} for person, revision in reads}


def votes_of(incident_id: int) -> Rows | None:
    """Return what the stream of an incident's votes adds up to."""
    rows = ContactVote.objects.filter(incident=incident_id).order_by("pk")
    return {
        f"vote:{row.pk}": _said(
            {
                "person": row.person_id,
                "at": row.at,
                "undone_at": row.undone_at,
                "asked_at_count": row.asked_at_count or None,
            }
        )
        for row in rows
    }


def _said(values: dict[str, Any]) -> dict[str, Any]:
    return {n: plain(value) for n, value in values.items() if value not in (None, "", [])}
