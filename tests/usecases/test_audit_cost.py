"""The auditor's look costs what is open, never what ever was: its plans read no table whole."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.queries import MOST_HELD, dead_letters, outbox
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


def test_what_is_held_for_ever_is_counted_only_so_far(db: None) -> None:
    letters = [replace(_letter(n), channel="sms") for n in range(MOST_HELD + 1)]
    notifications.queue(letters, at=at(0))
    notifications.hold_channel(channel="sms", reason="not set up")

    assert outbox(at=at(1)).held == MOST_HELD


def test_dead_letters_are_found_without_reading_those_that_were_settled(
    long_history: Incident,
) -> None:
    old = Message.objects.filter(key__startswith="old:")
    old.update(state="dead", died_at=at(0), settled_at=at(0))
    Message.objects.filter(key="old:7").update(settled_at=None)

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")
    with CaptureQueriesContext(connection) as queries:
        assert [letter.key for letter in dead_letters()] == ["old:7"]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE) " + queries.captured_queries[0]["sql"])
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Rows Removed by Filter" not in plan, plan


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
