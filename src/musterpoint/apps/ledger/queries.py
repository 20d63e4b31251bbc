"""Read the ledger. Who may read which stream is the gate of the app the stream is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from musterpoint.apps.ledger.models import Entry, Head


def entries(stream: str, *, after: int = 0, limit: int | None = None) -> list[Entry]:
    """Return entries of one stream in order, those after ``after`` only, at most ``limit``."""
    rows = Entry.objects.filter(stream=stream, seq__gt=after).order_by("seq")
    return list(rows[:limit] if limit else rows)


def newest(stream: str, *, before: int | None = None, limit: int = 50) -> list[Entry]:
    """Return the newest entries of one stream, newest first, those before ``before`` only."""
    rows = Entry.objects.filter(stream=stream)
    if before is not None:
        rows = rows.filter(seq__lt=before)
    return list(rows.order_by("-seq")[:limit])


def newest_of_kind(stream: str, *, kind: str, limit: int) -> list[Entry]:
    """Return the newest entries of one kind in one stream, newest first."""
    return list(Entry.objects.filter(stream=stream, kind=kind).order_by("-seq")[:limit])


def has_entry(stream: str, *, kind: str, actor: str) -> bool:
    """Return whether ``actor`` has an entry of ``kind`` in the stream, as when they answered."""
    return Entry.objects.filter(stream=stream, kind=kind, actor=actor).exists()


def streams(*, after: str = "", limit: int = 1000) -> list[Head]:
    """Return stream heads in order of name, those after ``after`` only."""
    return list(Head.objects.filter(stream__gt=after).order_by("stream")[:limit])


def entries_of(streams_: list[str]) -> Iterator[Entry]:
    """Yield the entries of several streams, stream by stream, in order."""
    rows = Entry.objects.filter(stream__in=streams_).order_by("stream", "seq")
    yield from rows.iterator(chunk_size=5000)


def count(prefix: str) -> int:
    """Return how many entries stand in streams whose name begins with ``prefix``."""
    return Entry.objects.filter(stream__startswith=prefix).count()


def mentioning(words: Collection[str], *, streams: Collection[str]) -> list[Entry]:
    """Return the entries of some streams that hold one of these words, in order of time."""
    found = Q()
    for word in words:
        found |= Q(text__contains=word)
    if not found:
        return []
    rows = Entry.objects.filter(stream__in=streams).annotate(text=Cast("data", TextField()))
    return list(rows.filter(found).order_by("at", "id"))
