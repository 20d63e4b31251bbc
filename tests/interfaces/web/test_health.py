"""Machines are told the truth about the product, also when it is bad."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from musterpoint.apps.timers import operations as timers
from musterpoint.interfaces import clock

pytestmark = pytest.mark.django_db


def test_health_asks_nothing_of_the_database(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]  # the plugin's type is not exported
        answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json() == {"status": "alive"}


def test_an_empty_installation_is_not_ready_and_says_why(client: Client) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "checks": {
            "database": "ok",
            "migrations": "ok",
            "strategy": "no strategy is in force",
        },
    }


def test_a_missing_migration_is_counted(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE id IN"
            " (SELECT max(id) FROM django_migrations WHERE app = 'timers')"
        )

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "1 migrations are not applied"


def test_health_pages_are_never_cached_and_never_written_to(client: Client) -> None:
    for address in ("/healthz", "/readyz", "/metrics"):
        assert "no-store" in client.get(address).headers["Cache-Control"]
        assert client.post(address).status_code == 405


def test_metrics_are_prometheus_text(client: Client) -> None:
    timers.beat(worker="one", started_at=clock.now(), at=clock.now())

    answer = client.get("/metrics")

    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    lines = answer.content.decode().splitlines()
    samples = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert samples["musterpoint_database_up"] == "1"
    assert samples["musterpoint_timers_overdue"] == "0"
    assert samples["musterpoint_outbox_pending"] == "0"
    assert float(samples["musterpoint_worker_heartbeat_age_seconds"]) < 60
