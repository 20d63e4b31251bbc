"""Reopening: clocks count on from where they stood, within the time the strategy allows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.declare_major import declare_major, stand_down
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.work_roles import release_role, take_role
from tests.factories import assert_ledger_adds_up, at, entries, log
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handling import Handling

WINDOW = 14 * 24 * 60


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P1, restored after an hour of the four it had."""
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)
    handling.acknowledge(1)
    handling.update(10)
    handling.resolve(60)
    return handling


def test_restoration_counts_on_without_the_time_it_was_restored(handling: Handling) -> None:
    handling.reopen(100)

    row, restore = handling.row, handling.clock("restore")
    assert (row.status, row.reopened) == ("in_progress", 1)
    assert (row.resolved_at, row.resolved_by_id, row.restored_at) == (None, None, None)
    assert (restore.state, restore.met_at, restore.due_at) == ("running", None, at(240 + 40))
    assert armed(TimerKind.CLOCK_MARK)[f"{row.pk}:restore:1"][0] == at(120 + 40)
    assert armed(TimerKind.REASSESS)[str(row.pk)][0] == at(130)
    assert (entries(row)[-1].kind, entries(row)[-1].data["reason"]) == ("reopened", "It is back")
    assert_ledger_adds_up(row)


def test_updates_are_owed_again_in_a_round_of_their_own(handling: Handling) -> None:
    handling.reopen(100)

    assert handling.states() == {
        "acknowledge:1": "met",
        "first_update:1": "met",
        "restore:1": "running",
        "update:1": "cancelled",
        "update:2": "running",
    }
    assert handling.clock("update").due_at == at(130)
    assert (handling.row.next_due_at, handling.row.next_due_kind) == (at(130), "update")


def test_a_first_update_never_sent_counts_on(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)
    handling.acknowledge(1)
    handling.resolve(5)

    handling.reopen(100)

    first = handling.clock("first_update")
    assert (first.cycle, first.state, first.due_at) == (1, "running", at(110))


def test_a_closed_one_is_reopened_with_its_roles_and_without_its_review(
    handling: Handling, leader: Actor
) -> None:
    handling.reopen(61)
    take_role(incident_id=handling.incident.pk, role="loggist", by=handling.by, at=at(62))
    take_role(incident_id=handling.incident.pk, role="welfare_lead", by=leader, at=at(63))
    release_role(
        incident_id=handling.incident.pk,
        role="welfare_lead",
        by=handling.by,
        at=at(64),
        still_needed=False,
    )
    handling.resolve(70)
    handling.close(80)

    handling.reopen(90)

    row = handling.row
    assert (row.status, row.closed_at, row.verified_by) == ("in_progress", None, "")
    assert armed(TimerKind.REVIEW_DUE) == {}
    roles = RoleOnIncident.objects.filter(incident=row)
    assert roles.get(code="loggist").person_id == handling.by.person_id
    assert [role.code for role in roles.exclude(closed_at=None)] == ["welfare_lead"]
    assert_ledger_adds_up(row)


def test_the_pace_is_that_of_the_priority_it_has_now(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I2", urgency="U1"), by=manager)
    pk = handling.incident.pk
    take_role(incident_id=pk, role="incident_manager", by=manager, at=at(0))
    handling.acknowledge(1)
    declare_major(incident_id=pk, criteria=["two_sites"], by=manager, at=at(2))
    handling.resolve(60)
    assert handling.clock("restore").target == timedelta(hours=4)
    stand_down(
        incident_id=pk,
        reason="Stable",
        confirmed=["reason_recorded", "stable", "actions_owned", "welfare_plan", "review_date"],
        by=manager,
        at=at(70),
    )

    handling.reopen(100)

    restore = handling.clock("restore")
    assert (restore.target, restore.due_at) == (timedelta(hours=8), at(480 + 40))
    assert_ledger_adds_up(handling.incident)


def test_it_can_be_reopened_until_the_window_ends(handling: Handling) -> None:
    handling.close(80)

    says = "The time for reopening is over; log a new incident and link it."
    with nothing_changes(Conflict, reopen_within=says):
        handling.reopen(80 + WINDOW)
    handling.reopen(80 + WINDOW - 1)
    assert handling.row.status == "in_progress"


def test_one_that_was_never_closed_has_no_window(handling: Handling) -> None:
    handling.reopen(80 + 2 * WINDOW)

    assert handling.row.status == "in_progress"


def test_it_may_be_resolved_and_reopened_again_and_again(handling: Handling) -> None:
    for hour in range(1, 4):
        handling.reopen(60 * hour + 30)
        handling.resolve(60 * hour + 60)

    assert handling.row.reopened == 3
    # Four spans of work: the first hour, and three of half an hour.
    assert handling.clock("restore").state == "met"
    assert handling.clock("restore").due_at == at(240 + 3 * 30)
    assert_ledger_adds_up(handling.incident)


def test_a_reason_is_needed(handling: Handling) -> None:
    with nothing_changes(Refusal, reason="Say why it is reopened."):
        handling.reopen(100, reason=" ")
    with nothing_changes(Refusal, reason="This has 5001 characters; 5000 fit here."):
        handling.reopen(100, reason="x" * 5001)


def test_what_has_not_ended_is_not_reopened(incident: Incident, manager: Actor) -> None:
    says = "Only a resolved or closed incident can be reopened."
    with nothing_changes(Conflict, status=says):
        Handling(incident=incident, by=manager).reopen(10)
    Incident.objects.filter(pk=incident.pk).update(status="withdrawn")
    with nothing_changes(Conflict, status=says):
        Handling(incident=incident, by=manager).reopen(10)


def test_a_stale_page_reopens_nothing(handling: Handling) -> None:
    with nothing_changes(StaleVersion):
        handling.reopen(100, seen_version=1)


def test_leaders_and_quality_reopen(handling: Handling, people: dict[str, Actor]) -> None:
    able = {"team_leader", "incident_manager", "quality"}
    says = "Only these roles may reopen: incident manager, quality, team leader."
    for role in people.keys() - able:
        with nothing_changes(NotAllowed, role=says):
            handling.reopen(100, by=people[role])
    handling.reopen(100, by=people["quality"])


def test_a_restricted_incident_does_not_exist_for_others(handling: Handling, leader: Actor) -> None:
    Incident.objects.filter(pk=handling.incident.pk).update(restricted=True)

    with nothing_changes(NoSuchIncident):
        handling.reopen(100, by=leader)
