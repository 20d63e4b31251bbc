"""What a new incident begins with goes in at once, and the ledger names all of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Clock, Incident, Obligation, RoleOnIncident, Task
from musterpoint.apps.incidents.operations import Record, clocks, parts
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.document import PlaybookTask
from tests.factories import assert_ledger_adds_up, at, folded, log

TASKS = (
    PlaybookTask(code="ring", says="Ring the carrier", role="agent", within=timedelta(minutes=5)),
    PlaybookTask(code="listen", says="Listen yourself", role="agent"),
)


@pytest.fixture
def bare(strategy: Version) -> Record:
    """The record of an incident that has its row and nothing else."""
    incident = Incident(
        strategy_id=strategy.id, summary="Menu loops", logged_at=at(0), priority="P1"
    )
    incident.save(force_insert=True)
    record = Record(incident, at=at(0), actor="system:tests", is_new=True)
    record.enter("logged")
    record.begin_row()
    return record


def test_everything_is_planted_in_one_statement(bare: Record, strategy: Version) -> None:
    started = clocks.build(bare.incident, strategy.strategy, targets_of="P1", at=at(0))

    with CaptureQueriesContext(
        connection,
    ) as queries:
        parts.plant(
            bare,
            clocks=started,
            roles=["incident_manager", "loggist"],
            tasks=TASKS,
            obligations=[Obligation(incident=bare.incident, code="uk_gdpr_33")],
        )
    bare.keep()

    assert len(queries) == 1
    assert Clock.objects.filter(incident=bare.incident).count() == len(started) == 3
    assert RoleOnIncident.objects.filter(incident=bare.incident).count() == 2
    assert Obligation.objects.get(incident=bare.incident).state == "open"
    tasks = Task.objects.filter(incident=bare.incident).order_by("position")
    assert [(task.position, task.code, task.due_at) for task in tasks] == [
        (1, "ring", at(5)),
        (2, "listen", None),
    ]
    assert_ledger_adds_up(bare.incident)


def test_an_incident_may_begin_with_nothing(bare: Record) -> None:
    with CaptureQueriesContext(connection) as queries:
        parts.plant(bare, clocks=[], roles=[], tasks=[], obligations=[])

    assert len(queries) == 0


def test_what_is_missing_is_added_and_what_is_there_stays(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="tel_total", summary="All lines are dead")
    before = Task.objects.filter(incident=incident).count()
    record = Record(incident, at=at(10), actor=manager.key)
    record.enter("assessed")

    for _ in range(2):
        parts.add_missing_tasks(record, TASKS)
    record.keep()

    added = Task.objects.filter(incident=incident, position__gt=before).order_by("position")
    assert [(task.code, task.due_at) for task in added] == [("ring", at(15)), ("listen", None)]
    assert_ledger_adds_up(incident)


def test_a_change_to_what_it_already_is_writes_nothing(incident: Incident) -> None:
    record = Record(incident, at=at(1), actor="system:tests")
    record.enter("task_done")
    task = parts.task_at(record, 1)

    with CaptureQueriesContext(connection) as queries:
        parts.change(record, task, done_at=None, says=task.says)

    assert len(queries) == 0
    assert "done_at" not in folded(incident, "task:1")


def test_what_was_planted_is_gone_when_the_caller_fails(bare: Record) -> None:
    def plant_and_fail() -> None:
        with transaction.atomic():
            parts.plant(bare, clocks=[], roles=["loggist"], tasks=(), obligations=())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        plant_and_fail()

    assert not RoleOnIncident.objects.filter(incident=bare.incident).exists()
