"""Holding and resuming: for allowed reasons only, and only the clocks that the reason holds."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Refusal
from tests.factories import assert_ledger_adds_up, at, entries, log
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handling import Handling


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P1 that somebody answered after a minute: first update 15 min, restore 4 h."""
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)
    handling.acknowledge(1)
    return handling


def test_a_hold_stops_restoration_and_lets_updates_run(handling: Handling) -> None:
    handling.hold(10, says=" Carrier gave 14:00 ")

    row = handling.row
    assert (row.status, row.hold_reason) == ("on_hold", "waiting_for_supplier")
    assert handling.states() == {
        "acknowledge:1": "met",
        "first_update:1": "running",
        "restore:1": "held",
    }
    assert handling.clock("restore").due_at is None
    assert (row.next_due_at, row.next_due_kind) == (at(15), "first_update")
    assert list(armed(TimerKind.CLOCK_MARK)) == [f"{row.pk}:first_update:1"]
    entry = entries(row)[-1]
    assert (entry.kind, entry.data["says"]) == ("held", "Carrier gave 14:00")
    assert entry.data["because"] == [
        {
            "clause": "hold_reasons.waiting_for_supplier",
            "says": "A supplier has it in hand and has given a time; we have no way round.",
        }
    ]
    assert_ledger_adds_up(row)


def test_resuming_moves_the_deadline_by_the_time_held(handling: Handling) -> None:
    handling.hold(10)
    handling.resume(70, says="Their engineer left")

    row, restore = handling.row, handling.clock("restore")
    assert (row.status, row.hold_reason) == ("in_progress", "")
    assert (restore.state, restore.due_at) == ("running", at(240 + 60))
    assert armed(TimerKind.CLOCK_MARK)[f"{row.pk}:restore:1"] == (
        at(120 + 60),
        {"incident": row.pk, "percent": 50},
    )
    assert entries(row)[-1].data["says"] == "Their engineer left"
    assert_ledger_adds_up(row)


def test_a_hold_agreed_with_the_client_holds_the_first_update_too(handling: Handling) -> None:
    handling.hold(10, "agreed_with_client")

    assert (handling.row.next_due_at, handling.row.next_due_kind) == (None, "")
    assert armed(TimerKind.CLOCK_MARK) == {}
    handling.resume(20)
    assert handling.clock("first_update").due_at == at(25)


def test_a_second_hold_counts_as_well(handling: Handling) -> None:
    handling.hold(10)
    handling.resume(20)
    handling.hold(30, "waiting_for_access")
    handling.resume(50)

    assert handling.clock("restore").due_at == at(240 + 10 + 20)


def test_a_breached_clock_is_held_and_stays_breached(handling: Handling) -> None:
    handling.hold(250)
    restore = handling.clock("restore")
    assert (restore.state, restore.due_at, restore.breached_at) == ("breached", at(240), at(240))

    handling.resume(300)
    handling.resolve(310)

    restore = handling.clock("restore")
    assert (restore.state, restore.due_at) == ("met_late", at(240))
    assert [event["kind"] for event in restore.events] == ["started", "held", "resumed", "met"]


def test_a_hold_after_a_reopening_holds_again(handling: Handling) -> None:
    handling.hold(10)
    handling.resolve(20)
    handling.reopen(30)

    handling.hold(40)
    assert handling.clock("restore").state == "held"
    handling.resume(60)

    # Held 10 to 20, restored 20 to 30, held 40 to 60.
    assert handling.clock("restore").due_at == at(240 + 10 + 10 + 20)
    assert_ledger_adds_up(handling.incident)


def test_resolving_ends_the_hold(handling: Handling) -> None:
    handling.hold(10)
    handling.resolve(20)

    restore = handling.clock("restore")
    assert (handling.row.status, handling.row.hold_reason) == ("resolved", "")
    assert (restore.state, restore.met_at, restore.due_at) == ("met", at(20), at(250))


def test_an_update_sent_while_held_starts_the_next_round(handling: Handling) -> None:
    handling.hold(5, "agreed_with_client")

    handling.update(10)

    assert handling.states()["first_update:1"] == "met"
    assert (handling.clock("update").state, handling.clock("update").due_at) == ("running", at(40))
    handling.resume(20)
    assert handling.row.status == "in_progress"


def test_a_clock_that_appears_while_held_does_not_count_before_the_resumption(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    planned = Handling(incident=log(by=agent, impact="I4", urgency="U4"), by=manager)
    planned.acknowledge(1)
    planned.hold(10, "agreed_with_client")

    planned.assess(20, impact="I1", urgency="U1")
    assert planned.states() == {
        "acknowledge:1": "met",
        "first_update:1": "held",
        "restore:1": "held",
    }
    planned.resume(30)

    assert planned.clock("first_update").due_at == at(45)
    assert planned.clock("restore").due_at == at(240 + 20)
    assert_ledger_adds_up(planned.incident)


@pytest.mark.parametrize("reason", ["lunch", ""])
def test_other_reasons_are_refused_with_those_allowed(handling: Handling, reason: str) -> None:
    says = (
        "Hold for one of these reasons: waiting_for_customer, waiting_for_supplier,"
        " waiting_for_access, waiting_for_safety, agreed_with_client."
    )
    with nothing_changes(Refusal, reason=says):
        handling.hold(10, reason)


def test_what_nobody_answered_cannot_be_held(incident: Incident, manager: Actor) -> None:
    says = (
        "An incident that is logged cannot become on hold."
        " From here it can become acknowledged or withdrawn."
    )
    with nothing_changes(Conflict, status=says):
        Handling(incident=incident, by=manager).hold(10)


def test_what_is_held_cannot_be_held_for_another_reason(handling: Handling) -> None:
    handling.hold(10)

    says = (
        "An incident that is on hold cannot become on hold."
        " From here it can become in progress or resolved or withdrawn."
    )
    with nothing_changes(Conflict, status=says):
        handling.hold(20, "waiting_for_access")


def test_only_what_is_held_is_resumed(handling: Handling) -> None:
    with nothing_changes(Conflict, status="This incident is not on hold."):
        handling.resume(10)


def test_too_many_words_are_refused(handling: Handling) -> None:
    with nothing_changes(Refusal, says="This has 5001 characters; 5000 fit here."):
        handling.hold(10, says="x" * 5001)


def test_a_stale_page_neither_holds_nor_resumes(handling: Handling) -> None:
    with nothing_changes(StaleVersion):
        handling.hold(10, seen_version=1)
    handling.hold(10, seen_version=2)
    with nothing_changes(StaleVersion):
        handling.resume(20, seen_version=2)


def test_team_leaders_and_incident_managers_hold(
    handling: Handling, people: dict[str, Actor]
) -> None:
    says = "Only these roles may hold: incident manager, team leader."
    for role in people.keys() - {"team_leader", "incident_manager"}:
        with nothing_changes(NotAllowed, role=says):
            handling.hold(10, by=people[role])
    handling.hold(10, by=people["team_leader"])
    for role in people.keys() - {"team_leader", "incident_manager"}:
        with nothing_changes(NotAllowed, role=says):
            handling.resume(20, by=people[role])


def test_a_restricted_incident_does_not_exist_for_others(handling: Handling, leader: Actor) -> None:
    Incident.objects.filter(pk=handling.incident.pk).update(restricted=True)

    with nothing_changes(NoSuchIncident):
        handling.hold(10, by=leader)
    with nothing_changes(NoSuchIncident):
        handling.resume(10, by=leader)
