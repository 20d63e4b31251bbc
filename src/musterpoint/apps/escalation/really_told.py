"""Whom the paths of past incidents really told, as a replay counts what they would have told."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from musterpoint.apps.escalation.models import Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.escalation.plan import Rung, plan_of
from musterpoint.domain.policy.document import FALLBACK, Strategy
from musterpoint.domain.replay import Told

AT_ONCE = 5_000
_FIELDS = ("told_at", "step", "round", "run__path", "run__priority", "run__strategy_id")


def really_told(rows: QuerySet[Incident]) -> Iterator[tuple[Told, Strategy]]:
    """Yield each telling of these incidents' runs with the strategy that the run went by."""
    found = Telling.objects.filter(run__incident__in=rows, told_at__isnull=False)
    for told_at, step, number, path, priority, pk in found.values_list(*_FIELDS).iterator(AT_ONCE):
        strategy = policies.get(pk).strategy
        rung = _rung(strategy, path, priority, (step, number))
        if rung is not None:
            yield Told(told_at, rung, priority), strategy


def ran_out(rows: QuerySet[Incident]) -> int:
    """Return for how many of these incidents the path came to its end before anybody answered."""
    ends = Telling.objects.filter(run__incident__in=rows, step=FALLBACK, told_at__isnull=False)
    return ends.values("run__incident").distinct().count()


def _rung(strategy: Strategy, path: str, priority: str, key: tuple[str, int]) -> Rung | None:
    known = strategy.paths.get(path)
    rungs = plan_of(known, priority) if known is not None else ()
    return next((rung for rung in rungs if rung.key == key), None)
