"""The auditor's look costs what is open, never what ever was: its plans read no table whole."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import Actor
from musterpoint.usecases.unkept_promises import findings
from tests.factories import at, log

pytestmark = pytest.mark.django_db
CLOSED = 4_000
BIG = {"incidents_incident", "timers_timer", "notifications_message"}


@pytest.fixture
def long_history(strategy: Version, agent: Actor) -> Incident:
    """One open incident beside thousands that are over, with their timers and messages."""
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    over = {"status": "closed", "closed_at": at(0), "resolved_at": at(0)}
    fields = [f.attname for f in Incident._meta.concrete_fields if f.name not in {"id", "search"}]
    like = {name: getattr(incident, name) for name in fields} | over
    Incident.objects.bulk_create(Incident(**like) for _ in range(CLOSED))
    timers.arm([Due(kind="path_step", key=f"old:{n}", at=at(0)) for n in range(CLOSED)], at=at(0))
    Timer.objects.filter(key__startswith="old:").update(fired_at=at(0))
    notifications.queue([_letter(n) for n in range(CLOSED)], at=at(0))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE incidents_incident, timers_timer, notifications_message")
    return incident


def _letter(number: int) -> Letter:
    """A message that is delivered by being there."""
    return Letter(
        key=f"old:{number}", stream="incident:1", channel="in_product", subject="s", body="b"
    )


def test_the_look_reads_no_big_table_whole(long_history: Incident) -> None:
    with CaptureQueriesContext(connection) as queries:
        findings(at=at(1))

    whole = [
        (scanned, query["sql"][:200])
        for query in queries.captured_queries
        if query["sql"].lstrip().startswith(("SELECT", "WITH"))
        for scanned in _scanned_whole(query["sql"])
    ]
    assert whole == []


def test_the_proof_of_this_can_fail(long_history: Incident) -> None:
    whole = _scanned_whole("SELECT count(*) FROM incidents_incident WHERE nature LIKE 'x'")

    assert whole == ["incidents_incident"]


def _scanned_whole(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}".replace("%", "%%"), [])
        (plans,) = cursor.fetchone()
    return sorted({name for name in _seq_scans(plans[0]["Plan"]) if name in BIG})


def _seq_scans(node: dict[str, Any]) -> list[str]:
    here = [node["Relation Name"]] if node["Node Type"] == "Seq Scan" else []
    return here + [name for child in node.get("Plans", ()) for name in _seq_scans(child)]
