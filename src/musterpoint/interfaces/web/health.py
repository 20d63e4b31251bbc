"""Tells machines how the product is: alive, ready, and in numbers.

These pages need no sign-in and name nobody. Restricted incidents are not counted; a count tells.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from musterpoint.apps.policies import queries as policies
from musterpoint.interfaces import clock
from musterpoint.interfaces.web.metrics import exposition

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


class NotReady(Exception):
    """A check that failed, in the words of the check."""


@require_safe
@never_cache
def healthz(_: HttpRequest) -> HttpResponse:
    """Answer that the process is up, whatever else is not."""
    return JsonResponse({"status": "alive"})


@require_safe
@never_cache
def readyz(_: HttpRequest) -> HttpResponse:
    """Answer whether requests can be served; 503 names each check that failed."""
    at = clock.now()
    checks = {name: _outcome(check, at) for name, check in CHECKS.items()}
    ready = all(outcome == "ok" for outcome in checks.values())
    body = {"status": "ready" if ready else "not ready", "checks": checks}
    return JsonResponse(body, status=200 if ready else 503)


@require_safe
@never_cache
def metrics(_: HttpRequest) -> HttpResponse:
    """Answer the numbers that an operator watches, as Prometheus text."""
    return HttpResponse(exposition(at=clock.now()), content_type=PROMETHEUS)


def _outcome(check: Callable[[datetime], None], at: datetime) -> str:
    try:
        check(at)
    except NotReady as reason:
        return str(reason)
    except DatabaseError:
        return "the database does not answer"
    return "ok"


def _database(_: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations(_: datetime) -> None:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        raise NotReady(f"{len(waiting)} migrations are not applied")


def _strategy(at: datetime) -> None:
    try:
        policies.in_force(at=at)
    except policies.NoStrategyInForce as refusal:
        raise NotReady("no strategy is in force") from refusal


CHECKS: dict[str, Callable[[datetime], None]] = {
    "database": _database,
    "migrations": _migrations,
    "strategy": _strategy,
}
