"""Read timers: the next due instant, lateness, failures, and which workers are alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from musterpoint.apps.timers.models import Beat, Timer

_ARMED = Timer.objects.filter(fired_at=None, cancelled_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How late the timers are. ``oldest`` is zero when nothing is overdue.

    ``failing`` counts those whose handler failed at least once and which are still armed.
    """

    armed: int
    overdue: int
    oldest: timedelta
    failing: int = 0


def next_due_at() -> datetime | None:
    """Return when the earliest armed timer falls due, or None."""
    first: datetime | None = _ARMED.aggregate(first=Min(Coalesce("retry_at", "due_at")))["first"]
    return first


def lag(*, at: datetime) -> Lag:
    """Return how many timers are armed and overdue at ``at``, and how late the oldest is."""
    late = Q(due_at__lte=at)
    found = _ARMED.aggregate(
        armed=Count("id"),
        overdue=Count("id", filter=late),
        first=Min("due_at", filter=late),
        failing=Count("id", filter=Q(attempts__gt=0)),
    )
    return Lag(
        armed=found["armed"],
        overdue=found["overdue"],
        oldest=at - found["first"] if found["first"] else timedelta(),
        failing=found["failing"],
    )


def failing(*, limit: int = 20) -> list[Timer]:
    """Return armed timers whose handler failed, the longest due first, with the error kept."""
    return list(_ARMED.filter(attempts__gt=0).order_by("due_at", "id")[:limit])


def armed(*, kind: str, key: str) -> Timer | None:
    """Return the armed timer of this kind and key, if there is one."""
    return _ARMED.filter(kind=kind, key=key).first()


def last_beat() -> datetime | None:
    """Return when a worker last said it was alive, or None if none ever did."""
    last: datetime | None = Beat.objects.aggregate(last=Max("beat_at"))["last"]
    return last


def beats() -> list[Beat]:
    """Return the workers that said they were alive and did not say goodbye, newest beat first."""
    return list(Beat.objects.order_by("-beat_at", "worker"))


def channels_open(*, since: datetime) -> set[str]:
    """Return the channels on which a worker that is alive since then can send."""
    rows = Beat.objects.filter(beat_at__gte=since).values_list("channels", flat=True)
    return {name for channels in rows for name in channels}


def database_ahead(*, at: datetime) -> timedelta:
    """Return how far the database's clock is ahead of ``at``; negative when behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (present,) = cursor.fetchone()
    ahead: timedelta = present - at
    return ahead


def silent(*, since: datetime) -> list[Beat]:
    """Return workers that said neither that they live nor goodbye since ``since``."""
    return list(Beat.objects.filter(beat_at__lt=since).order_by("worker"))


def drifting(*, more_than: timedelta) -> list[Beat]:
    """Return the live workers whose clock and the database's are further apart than this."""
    apart = Q(database_ahead__gt=more_than) | Q(database_ahead__lt=-more_than)
    return list(Beat.objects.filter(apart).order_by("worker"))
