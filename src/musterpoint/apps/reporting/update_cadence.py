"""How long people waited between updates: of histories that were imported, and of our own pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q

from musterpoint.apps.communications.models import Notice
from musterpoint.domain.update_history import PLANNED, Cadence, cadence


class Of(StrEnum):
    """Whose updates are measured."""

    IMPORTED = "imported"
    OWN = "own"
    ALL = "all"


def measured(of: Of, *, origin: str = "") -> Cadence:
    """Measure what was said on status pages; ``origin`` narrows it to one history."""
    return cadence(_told(of, origin))


def has_history() -> bool:
    """Return whether any history was imported."""
    return Notice.objects.exclude(origin="").exists()


def as_plain(found: Cadence) -> dict[str, Any]:
    """Return the figures as the command prints them, minutes without needless decimals."""
    return {
        "incidents": found.incidents,
        "planned": found.planned,
        "updates": found.updates,
        "gaps": len(found.gaps),
        "gap_minutes": {
            "median": _number(found.middle()),
            "p90": _number(found.percentile(0.9)),
            "longest": _number(max(found.gaps, default=None)),
        },
        "gaps_over_30": found.over(30),
        "gaps_over_60": found.over(60),
        "share_of_gaps_within": {
            str(minutes): _share(found.kept(minutes)) for minutes in (15, 30, 60)
        },
    }


def _told(of: Of, origin: str) -> Iterator[tuple[bool, list[datetime]]]:
    wanted = {Of.IMPORTED: ~Q(origin=""), Of.OWN: Q(origin=""), Of.ALL: Q()}[of]
    rows = Notice.objects.filter(wanted & (Q(origin=origin) if origin else Q()))
    listed = rows.order_by("pk").values_list("impact", ArrayAgg("entries__at", default=[]))
    for impact, instants in listed:
        yield impact == PLANNED, [one for one in instants if one is not None]


def _number(value: float | None) -> float | int | None:
    if value is None:
        return None
    return int(value) if value == int(value) else round(value, 2)


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
