"""What was personal goes from every table, and the proof of the record still holds."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from musterpoint.apps.communications.models import StatusPage
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor
from musterpoint.usecases import keep_status_pages
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.plan_work import announce_work
from musterpoint.usecases.take_out_traces import CannotLookFor, Taken, take_out_traces
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import assert_ledger_adds_up, at, entries, fresh, log
from tests.usecases.everything import nothing_changes
from tests.whole_database import tables_with

NAME = "Margaret Holt"
NUMBER = "943 476 5919"


@pytest.fixture
def told(strategy: object, people: dict[str, Actor]) -> Incident:
    """An incident in which a caller is named all over."""
    manager = people["incident_manager"]
    found = log(
        by=manager,
        summary=f"{NAME} cannot reach the repair line",
        nature=f"NHS number {NUMBER}; called three times, says margaret holt's neighbour",
        reported_by=NAME,
        impact="I2",
        urgency="U2",
    )
    add_note(incident_id=found.pk, says=f"Rang {NAME} on NHS 9434765919", by=manager, at=at(1))
    escalate_incident(incident_id=found.pk, reason=f"{NAME} is at risk", by=manager, at=at(2))
    return fresh(found)


def take(by: Actor, *values: str) -> Taken:
    return take_out_traces(values=values, by=by, at=at(9), reason="Erasure asked for")


def test_nothing_of_it_is_left_in_any_table(told: Incident, people: dict[str, Actor]) -> None:
    assert {"incidents_incident", "ledger_entry", "notifications_message"} <= set(tables_with(NAME))

    taken = take(people["incident_manager"], NAME, NUMBER)

    for value in (NAME, "Holt", NUMBER, "9434765919"):
        assert tables_with(value) == []
    assert taken.left == ()
    assert taken.entries > 3
    assert "incidents_incident" in taken.tables


def test_the_proof_of_the_record_still_holds(told: Incident, people: dict[str, Actor]) -> None:
    take(people["incident_manager"], NAME, NUMBER)

    assert verify_ledger().bad is None
    assert_ledger_adds_up(fresh(told))
    assert fresh(told).summary == "[erased] cannot reach the repair line"


def test_it_is_told_without_the_words(told: Incident, people: dict[str, Actor]) -> None:
    manager = people["incident_manager"]

    take_out_traces(values=[NAME], by=manager, at=at(9), reason=f"{NAME} asked for it")

    (entry,) = entries("erasures")
    assert entry.kind == "texts_taken_out"
    assert entry.actor == manager.key
    assert entry.data["reason"] == "[erased] asked for it"
    assert {place["stream"] for place in entry.data["places"]} == {told.stream}


def test_a_second_time_finds_nothing_and_tells_nothing(
    told: Incident, people: dict[str, Actor]
) -> None:
    take(people["incident_manager"], NAME)

    again = take(people["incident_manager"], NAME)

    assert again == Taken(entries=0, rows=0, tables=(), left=())
    assert len(entries("erasures")) == 1


def test_words_put_in_the_place_of_erased_ones_are_found(
    told: Incident, people: dict[str, Actor]
) -> None:
    take(people["incident_manager"], NAME)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('musterpoint.taking_out', 'on', true)")
        cursor.execute(
            "UPDATE ledger_entry SET data = jsonb_set(data, '{says}', '\"Nobody rang\"')"
            " WHERE stream = %s AND kind = 'note'",
            [told.stream],
        )

    bad = verify_ledger().bad

    assert bad is not None
    assert bad.says == "/says was taken out, and no entry tells of what stands there now"


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'person:99'",
        "kind = 'decision'",
        "data = '{}', seal = '{}'",
        "hash = previous_hash",
    ],
)
def test_the_database_lets_nothing_else_change(told: Incident, change: str) -> None:
    before = list(Entry.objects.order_by("pk").values())

    with pytest.raises(DatabaseError, match="only texts can be taken out"):
        changed(change)

    assert list(Entry.objects.order_by("pk").values()) == before


def changed(what: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('musterpoint.taking_out', 'on', true)")
        cursor.execute(f"UPDATE ledger_entry SET {what}")


def test_a_value_too_short_is_refused_and_nothing_changes(
    told: Incident, people: dict[str, Actor]
) -> None:
    says = (
        "A value of 2 characters is too short to look for in every text; it takes 3 at least."
        " Take it out by hand where it stands."
    )
    with nothing_changes(CannotLookFor, values=says):
        take(people["incident_manager"], NAME, "Al")


def test_later_changes_begin_from_what_stands_there_now(
    told: Incident, people: dict[str, Actor]
) -> None:
    manager = people["incident_manager"]
    take(manager, NAME)

    correct_facts(
        incident_id=told.pk, facts={"summary": "Repair line is dead"}, by=manager, at=at(10)
    )

    assert verify_ledger().bad is None


def test_a_public_page_that_said_it_is_read_and_written_anew(
    strategy: object, people: dict[str, Actor]
) -> None:
    del strategy
    manager = people["incident_manager"]
    page = keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    announce_work(
        page=page,
        title="New lines",
        says=f"Ask for {NAME}.",
        planned_from=at(60),
        planned_until=at(120),
        by=manager,
        at=at(1),
    )
    Timer.objects.filter(kind="status_files").delete()

    take(manager, NAME)

    assert StatusPage.objects.get().changed_at == at(9)
    assert Timer.objects.filter(kind="status_files", key=page, due_at=at(9)).exists()
    assert verify_ledger().bad is None
