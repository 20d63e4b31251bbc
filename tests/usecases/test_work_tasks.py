"""Stories of tasks: added, done, taken back, dropped, and what is refused."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident, Task
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.work_roles import assign_role
from musterpoint.usecases.work_tasks import (
    TaskIsDone,
    TaskIsOpen,
    TaskWasDropped,
    add_task,
    drop_task,
    finish_task,
    reopen_task,
)
from musterpoint.usecases.working import IncidentIsOver, TooLong
from tests.factories import assert_ledger_adds_up, at, folded, fresh, kinds, refused


def test_an_added_task_comes_after_the_last_one(incident: Incident, manager: Actor) -> None:
    last = Task.objects.filter(incident=incident).count()

    position = add_task(incident_id=incident.pk, says=" Call the carrier ", by=manager, at=at(5))

    assert position == last + 1
    assert folded(incident, f"task:{position}") == {
        "says": "Call the carrier",
        "position": position,
    }
    assert kinds(incident) == ["logged", "task_added"]


def test_positions_stay_apart(incident: Incident, manager: Actor) -> None:
    for says in ("One", "Two", "Three"):
        add_task(incident_id=incident.pk, says=says, by=manager, at=at(5))

    positions = list(Task.objects.filter(incident=incident).values_list("position", flat=True))
    assert len(positions) == len(set(positions))


def test_a_finished_task_says_when_and_by_whom(incident: Incident, manager: Actor) -> None:
    finish_task(incident_id=incident.pk, position=1, says="Dead air", by=manager, at=at(7))

    task = Task.objects.get(incident=incident, position=1)
    assert (task.done_at, task.done_by_id) == (at(7), manager.person_id)
    assert_ledger_adds_up(incident)


def test_finishing_twice_is_refused_by_name(incident: Incident, manager: Actor) -> None:
    finish_task(incident_id=incident.pk, position=1, by=manager, at=at(7))

    with refused(TaskIsDone, incident) as refusal:
        finish_task(incident_id=incident.pk, position=1, by=manager, at=at(8))
    assert refusal.value.errors[0].field == "task"


def test_a_task_that_was_done_can_be_taken_back(incident: Incident, manager: Actor) -> None:
    finish_task(incident_id=incident.pk, position=1, by=manager, at=at(7))

    reopen_task(incident_id=incident.pk, position=1, reason="Wrong number", by=manager, at=at(8))

    task = Task.objects.get(incident=incident, position=1)
    assert (task.done_at, task.done_by_id) == (None, None)
    assert_ledger_adds_up(incident)


def test_an_open_task_cannot_be_taken_back(incident: Incident, manager: Actor) -> None:
    with refused(TaskIsOpen, incident):
        reopen_task(incident_id=incident.pk, position=1, by=manager, at=at(8))


def test_a_dropped_task_keeps_its_reason(incident: Incident, manager: Actor) -> None:
    drop_task(incident_id=incident.pk, position=1, reason="No bridge", by=manager, at=at(7))

    assert Task.objects.get(incident=incident, position=1).not_needed_reason == "No bridge"
    assert_ledger_adds_up(incident)
    with refused(TaskWasDropped, incident):
        finish_task(incident_id=incident.pk, position=1, by=manager, at=at(8))


def test_a_task_is_not_dropped_without_a_reason(incident: Incident, manager: Actor) -> None:
    with refused(Refusal, incident) as refusal:
        drop_task(incident_id=incident.pk, position=1, reason="  ", by=manager, at=at(7))
    assert refusal.value.errors[0].field == "reason"


def test_a_task_needs_words_that_fit(incident: Incident, manager: Actor) -> None:
    with refused(Refusal, incident):
        add_task(incident_id=incident.pk, says=" ", by=manager, at=at(5))
    with refused(TooLong, incident):
        add_task(incident_id=incident.pk, says="x" * 301, by=manager, at=at(5))


def test_a_task_is_for_a_role_of_the_strategy(incident: Incident, manager: Actor) -> None:
    with refused(Refusal, incident) as refusal:
        add_task(incident_id=incident.pk, says="Sing", role="bard", by=manager, at=at(5))
    assert refusal.value.errors[0].field == "role"


def test_there_is_no_task_in_that_place(incident: Incident, manager: Actor) -> None:
    with refused(NoSuchPart, incident):
        finish_task(incident_id=incident.pk, position=99, by=manager, at=at(5))


def test_a_stale_page_changes_nothing(incident: Incident, manager: Actor) -> None:
    add_task(incident_id=incident.pk, says="Call the carrier", by=manager, at=at(5))

    with refused(StaleVersion, incident):
        finish_task(incident_id=incident.pk, position=1, by=manager, at=at(6), seen_version=1)


def test_tasks_of_a_withdrawn_incident_rest(incident: Incident, manager: Actor) -> None:
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=manager, at=at(5)
    )

    with refused(IncidentIsOver, incident):
        finish_task(incident_id=incident.pk, position=1, by=manager, at=at(6))


@pytest.mark.parametrize("role", ["agent", "administrator", "auditor"])
def test_who_does_not_work_incidents_finishes_no_task(
    role: str, incident: Incident, people: dict[str, Actor]
) -> None:
    with refused(NotAllowed, incident):
        finish_task(incident_id=incident.pk, position=1, by=people[role], at=at(5))


def test_an_agent_who_holds_a_role_here_finishes_tasks(
    incident: Incident, people: dict[str, Actor], manager: Actor
) -> None:
    agent = people["agent"]
    assign_role(
        incident_id=incident.pk,
        role="loggist",
        person_id=agent.person_id or 0,
        by=manager,
        at=at(2),
    )

    finish_task(incident_id=incident.pk, position=1, by=agent, at=at(5))

    assert fresh(incident).version == 3
