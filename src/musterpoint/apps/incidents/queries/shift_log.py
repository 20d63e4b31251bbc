"""The shift log: accepted handovers, notes on incidents, notes of a shift; newest first.

Three sources, each read along its own index, put in order here. What is about an incident that the
reader may not see is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat

from musterpoint.apps.incidents.models import HandoverSheet, Incident, ShiftNote
from musterpoint.apps.incidents.models.incident import ref_of
from musterpoint.apps.incidents.queries.cursor import BadCursor, Cursor
from musterpoint.apps.incidents.queries.gate import visible_to_actor
from musterpoint.apps.incidents.queries.words import as_typed, searchable
from musterpoint.apps.ledger.models import NOTES, Entry
from musterpoint.domain.authority import Actor

LONGEST_PAGE = 200
_SLOTS = 4
"""Ids of the three sources are spread over one line, so that one cursor serves them all."""


class Source(StrEnum):
    """Where a line of the log comes from."""

    HANDOVER = "handover"
    NOTE = "note"
    SHIFT_NOTE = "shift_note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the log. ``kind`` is that of a note or of a handover, ``to`` who accepted one.

    ``about`` is the incident.
    """

    source: Source
    key: int
    at: datetime
    says: str
    kind: str
    actor: str
    about: int | None = None
    title: str = ""
    handover: int | None = None
    to: int | None = None

    @property
    def ref(self) -> str:
        """The reference of the incident, or empty."""
        return ref_of(self.about) if self.about else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Lines, and the cursor of the page after them (None on the last)."""

    lines: tuple[Line, ...]
    next: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to list: words, and the span of time (half-open) it must lie in."""

    q: str = ""
    since: datetime | None = None
    until: datetime | None = None


def shift_log(actor: Actor, asked: Asked, *, cursor: str = "", limit: int = 50) -> LogPage:
    """Return one page of what ``actor`` may see, or raise BadCursor. Five statements at most."""
    limit = max(1, min(limit, LONGEST_PAGE))
    start = Cursor.read(cursor) if cursor else None
    if start is not None and start.at is None:
        raise BadCursor
    words = searchable(asked.q)
    query = as_typed(words) if words else None
    if asked.q.strip() and query is None:
        return LogPage(lines=())
    hidden = _hidden_from(actor)
    sources = (
        _handovers(hidden, asked, query, start, limit=limit + 1),
        _notes(hidden, asked, query, start, limit=limit + 1),
        _shift_notes(asked, query, start, limit=limit + 1),
    )
    found = list(islice(merge(*sources, key=_order, reverse=True), limit + 1))
    lines = _titled(found[:limit])
    if len(found) <= limit:
        return LogPage(lines=lines)
    last = lines[-1]
    return LogPage(lines=lines, next=Cursor(at=last.at, id=last.key).written())


def _order(line: Line) -> tuple[datetime, int]:
    return line.at, line.key


def _hidden_from(actor: Actor) -> QuerySet[Incident]:
    """Return the few restricted incidents that this actor may not see."""
    restricted = Incident.objects.filter(restricted=True)
    if actor.is_system:
        return restricted.none()
    return restricted.exclude(pk__in=visible_to_actor(actor).filter(restricted=True).values("pk"))


def _handovers(
    hidden: QuerySet[Incident],
    asked: Asked,
    query: SearchQuery | None,
    start: Cursor | None,
    *,
    limit: int,
) -> list[Line]:
    rows = (
        HandoverSheet.objects.filter(accepted_at__isnull=False)
        .exclude(incident__in=hidden.values("pk"))
        .select_related("handover")
        .defer("search")
    )
    if query is not None:
        rows = rows.filter(search=query)
    return [
        Line(
            source=Source.HANDOVER,
            key=row.pk * _SLOTS + 2,
            at=row.accepted_at or row.handover.made_at,
            says=row.summary,
            kind=row.handover.kind,
            actor=f"person:{row.handover.giver_id}",
            about=row.incident_id,
            handover=row.handover_id,
            to=row.handover.receiver_id,
        )
        for row in _span(rows, "accepted_at", asked, start, slot=2, limit=limit)
    ]


def _notes(
    hidden: QuerySet[Incident],
    asked: Asked,
    query: SearchQuery | None,
    start: Cursor | None,
    *,
    limit: int,
) -> list[Line]:
    streams = hidden.values_list(
        Concat(Value("incident:"), Cast("pk", TextField()), output_field=TextField()), flat=True
    )
    rows = Entry.objects.filter(kind__in=NOTES, stream__startswith="incident:")
    rows = rows.exclude(stream__in=streams)
    if query is not None:
        vector = SearchVector(KeyTextTransform("says", "data"), config="english")
        rows = rows.annotate(words=vector).filter(words=query)
    found = _span(rows, "at", asked, start, slot=1, limit=limit)
    return [
        Line(
            source=Source.NOTE,
            key=row.pk * _SLOTS + 1,
            at=row.at,
            says=str(row.data.get("says") or ""),
            kind=row.kind,
            actor=row.actor,
            about=int(row.stream.partition(":")[2]),
        )
        for row in found
    ]


def _shift_notes(
    asked: Asked, query: SearchQuery | None, start: Cursor | None, *, limit: int
) -> list[Line]:
    rows = ShiftNote.objects.defer("search")
    if query is not None:
        rows = rows.filter(search=query)
    return [
        Line(
            source=Source.SHIFT_NOTE,
            key=row.pk * _SLOTS,
            at=row.at,
            says=row.says,
            kind="shift_note",
            actor=f"person:{row.person_id}",
        )
        for row in _span(rows, "at", asked, start, slot=0, limit=limit)
    ]


def _span(
    rows: QuerySet[Any], field: str, asked: Asked, start: Cursor | None, *, slot: int, limit: int
) -> Sequence[Any]:
    """Return the newest of ``rows`` after the cursor and within the span asked for."""
    if asked.since is not None:
        rows = rows.filter(**{f"{field}__gte": asked.since})
    if asked.until is not None:
        rows = rows.filter(**{f"{field}__lt": asked.until})
    if start is not None:
        before = (start.id - slot + _SLOTS - 1) // _SLOTS
        rows = rows.filter(**{f"{field}__lte": start.at}).exclude(
            **{field: start.at, "pk__gte": before}
        )
    return list(rows.order_by(f"-{field}", "-pk")[:limit])


def _titled(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Add the summaries of the incidents, which this reader may see. One statement."""
    found = list(lines)
    ids = {line.about for line in found if line.about}
    titles = dict(Incident.objects.filter(pk__in=ids).values_list("pk", "summary")) if ids else {}
    return tuple(replace(line, title=titles.get(line.about or 0, "")) for line in found)
