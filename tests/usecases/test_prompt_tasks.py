"""A task whose time has passed is somebody's: its role's, else the owner's, told once."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident, Task
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.reopen_incident import reopen_incident
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.work_roles import take_role
from musterpoint.usecases.work_tasks import add_task, drop_task, finish_task, reopen_task
from tests.factories import assert_ledger_adds_up, at, entries, kinds, log
from tests.running import run_due, told
from tests.usecases.everything import armed


@pytest.fixture
def bare(strategy: Version, agent: Actor, manager: Actor) -> Incident:
    """An incident without a task of the playbook that has a due time."""
    incident = log(by=agent)
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(0))
    Task.objects.filter(incident=incident).update(due_at=None)
    return incident


def due_task(incident: Incident, by: Actor, minutes: float, *, role: str = "") -> int:
    return add_task(
        incident_id=incident.pk, says="Ring the carrier", by=by, at=at(0), role=role,
        due_at=at(minutes),
    )  # fmt: skip


def test_the_owner_hears_once_of_a_task_nobody_did(bare: Incident, manager: Actor) -> None:
    due_task(bare, manager, 10)

    run_due(at(9.9))
    assert told("task") == []
    run_due(at(10))
    run_due(at(30))

    assert told("task") == [manager.name]
    assert Message.objects.get(purpose="task").body == "Ring the carrier"
    assert [e.data["says"] for e in entries(bare) if e.kind == "tasks_due"] == ["Ring the carrier"]


def test_whoever_holds_the_role_hears_of_it(bare: Incident, manager: Actor, leader: Actor) -> None:
    take_role(incident_id=bare.pk, role="loggist", by=leader, at=at(1))
    due_task(bare, manager, 10, role="loggist")

    run_due(at(10))

    assert told("task") == [leader.name]


def test_each_task_is_told_at_its_own_time(bare: Incident, manager: Actor) -> None:
    due_task(bare, manager, 10)
    due_task(bare, manager, 20)

    run_due(at(10))
    assert len(told("task")) == 1
    assert armed(TimerKind.TASK_DUE)[str(bare.pk)][0] == at(20)
    run_due(at(20))

    assert len(told("task")) == 2
    assert armed(TimerKind.TASK_DUE) == {}


@pytest.mark.parametrize("ended", ["done", "dropped"])
def test_what_is_done_or_dropped_is_not_told(bare: Incident, manager: Actor, ended: str) -> None:
    place = due_task(bare, manager, 10)
    if ended == "done":
        finish_task(incident_id=bare.pk, position=place, by=manager, at=at(5))
    else:
        drop_task(incident_id=bare.pk, position=place, reason="No carrier", by=manager, at=at(5))

    run_due(at(10))

    assert told("task") == []


def test_a_task_taken_back_before_its_time_is_told_again(bare: Incident, manager: Actor) -> None:
    place = due_task(bare, manager, 30)
    finish_task(incident_id=bare.pk, position=place, by=manager, at=at(5))
    reopen_task(incident_id=bare.pk, position=place, by=manager, at=at(6))

    run_due(at(30))

    assert told("task") == [manager.name]


def test_a_resolved_incident_asks_for_no_task_until_it_is_reopened(
    bare: Incident, manager: Actor
) -> None:
    due_task(bare, manager, 30)
    acknowledge_incident(incident_id=bare.pk, by=manager, at=at(2))
    begin_work(incident_id=bare.pk, by=manager, at=at(3))
    resolve_incident(incident_id=bare.pk, resolution="Back", by=manager, at=at(5))
    assert armed(TimerKind.TASK_DUE) == {}
    reopen_incident(incident_id=bare.pk, reason="Not back", by=manager, at=at(10))

    run_due(at(30))

    assert told("task") == [manager.name]


def test_a_playbook_with_due_times_arms_the_first_of_them(strategy: Version, agent: Actor) -> None:
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    due = sorted(
        task.due_at for task in Task.objects.filter(incident=incident) if task.due_at is not None
    )

    assert due
    assert armed(TimerKind.TASK_DUE)[str(incident.pk)][0] == due[0]

    run_due(due[-1])

    assert "tasks_due" in kinds(incident)
    assert_ledger_adds_up(incident)
