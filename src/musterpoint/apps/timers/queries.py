"""Read timers: the next due instant, lateness, and which workers are alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Min
from django.db.models.functions import Coalesce

from musterpoint.apps.timers.models import Beat, Timer

_ARMED = Timer.objects.filter(fired_at=None, cancelled_at=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """How late the timers are. ``oldest`` is zero when nothing is overdue."""

    armed: int
    overdue: int
    oldest: timedelta


def next_due_at() -> datetime | None:
    """Return when the earliest armed timer falls due, or None."""
    return _ARMED.aggregate(first=Min(Coalesce("retry_at", "due_at")))["first"]


def lag(*, at: datetime) -> Lag:
    """Return how many timers are armed and overdue at ``at``, and how late the oldest is."""
    overdue = _ARMED.filter(due_at__lte=at).aggregate(n=Count("id"), first=Min("due_at"))
    return Lag(
        armed=_ARMED.count(),
        overdue=overdue["n"],
        oldest=at - overdue["first"] if overdue["first"] else timedelta(),
    )


def armed(*, kind: str, key: str) -> Timer | None:
    """Return the armed timer of this kind and key, if there is one."""
    return _ARMED.filter(kind=kind, key=key).first()


def last_beat() -> datetime | None:
    """Return when a worker last said it was alive, or None if none ever did."""
    return Beat.objects.aggregate(last=Max("beat_at"))["last"]
