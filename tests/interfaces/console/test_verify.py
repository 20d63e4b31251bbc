"""Verifying: an untouched record passes, and whatever was altered is found and named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from musterpoint.apps.incidents.models import Clock, Incident, Task
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from tests.factories import at


def verdict(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    capsys.readouterr()
    status = 0
    try:
        call_command("verify", "--json", *options)
    except SystemExit as end:
        status = int(end.code or 0)
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert status == (0 if answer["ok"] else 1)
    return answer


def alter(sql: str) -> None:
    """Alter the ledger as somebody with the keys of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql)
        cursor.execute("SET session_replication_role = DEFAULT")


def test_an_incident_at_work_passes(
    incident: Incident, people: dict[str, Actor], capsys: pytest.CaptureFixture[str]
) -> None:
    acknowledge_incident(incident_id=incident.pk, by=people["incident_manager"], at=at(3))

    answer = verdict(capsys)

    assert (answer["bad"], answer["incidents"], answer["clocks"]) == (None, 1, 3)
    assert answer["entries"] == Entry.objects.count()


@pytest.mark.parametrize(
    ("sql", "seq", "says"),
    [
        ("UPDATE ledger_entry SET actor = 'person:999' WHERE stream LIKE 'inc%'", 1, "was altered"),
        ("UPDATE ledger_entry SET data = '{}' WHERE stream LIKE 'inc%'", 1, "was altered"),
        ("DELETE FROM ledger_entry WHERE stream LIKE 'inc%'", 0, "is not the last entry"),
    ],
)
def test_an_altered_ledger_is_found(
    incident: Incident, capsys: pytest.CaptureFixture[str], sql: str, seq: int, says: str
) -> None:
    alter(sql)

    bad = verdict(capsys)["bad"]

    assert (bad["stream"], bad["seq"]) == (incident.stream, seq)
    assert says in bad["says"]


def test_a_row_that_was_altered_is_found(
    incident: Incident, capsys: pytest.CaptureFixture[str]
) -> None:
    Incident.objects.filter(pk=incident.pk).update(priority="P5")

    bad = verdict(capsys, "--stream", incident.stream)["bad"]

    assert bad["says"].startswith("incident priority is 'P5', and the ledger adds up to")


def test_a_part_that_was_altered_is_found(
    incident: Incident, capsys: pytest.CaptureFixture[str]
) -> None:
    Task.objects.filter(incident=incident, position=1).update(done_at=at(1))

    assert verdict(capsys)["bad"]["says"].startswith("task:1 done_at is")


def test_a_clock_whose_events_do_not_come_to_its_row_is_found(
    incident: Incident, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock.objects.get(incident=incident, kind="restore")
    clock.events[0]["target"] = 60
    Clock.objects.filter(pk=clock.pk).update(events=clock.events)

    assert verdict(capsys)["bad"]["says"].startswith("clock:restore:1 events is")


def test_entries_without_a_head_and_rows_without_a_ledger_are_found(
    incident: Incident, capsys: pytest.CaptureFixture[str]
) -> None:
    alter("DELETE FROM ledger_head WHERE stream LIKE 'incident:%'")
    assert verdict(capsys)["bad"]["says"] == "has entries and no head"

    alter("DELETE FROM ledger_entry WHERE stream LIKE 'incident:%'")
    assert verdict(capsys)["bad"] == {
        "stream": incident.stream, "seq": 0, "says": "has a row and no ledger",
    }  # fmt: skip


def test_a_stream_that_is_not_there_is_said_so(
    strategy: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verdict(capsys, "--stream", "incident:0")["bad"]["says"] == "there is no such stream"
