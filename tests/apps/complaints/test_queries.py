"""Lists of complaints: that due first first, a fixed number of statements, behind the gate."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.complaints import queries
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.log_complaint import close_complaint, log_complaint
from tests.factories import at


def reader(actor: Actor) -> Person:
    return Person.objects.get(pk=actor.person_id or 0)


def test_open_complaints_come_in_the_order_they_fall_due(strategy: Version, agent: Actor) -> None:
    late = log_complaint(summary="Late", received_at=at(-10), by=agent, at=at(0))
    early = log_complaint(summary="Early", received_at=at(-90), by=agent, at=at(0))
    done = log_complaint(summary="Done", received_at=at(-99), by=agent, at=at(0))
    close_complaint(complaint_id=done.pk, outcome="Sorry", by=agent, at=at(1))

    assert queries.open_now(reader(agent)) == [early, late]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_one_statement(number: int, incident: Incident, agent: Actor) -> None:
    for _ in range(number):
        log_complaint(summary="Late", incident_id=incident.pk, by=agent, at=at(0))
    me = reader(agent)

    with CaptureQueriesContext(connection) as statements:
        names = [(one.ref, one.logged_by.name, one.incident) for one in queries.open_now(me)]

    assert len(names) == number
    assert len(statements) == 1


def test_what_was_not_acknowledged_in_time_is_overdue(strategy: Version, agent: Actor) -> None:
    complaint = log_complaint(summary="Late", by=agent, at=at(0))
    minutes = (complaint.acknowledge_due_at - at(0)).total_seconds() / 60

    assert queries.overdue(reader(agent), at=at(minutes)) == 0
    assert queries.overdue(reader(agent), at=at(minutes + 1)) == 1


def test_nobody_who_left_sees_a_complaint(strategy: Version, agent: Actor) -> None:
    log_complaint(summary="Late", by=agent, at=at(0))
    me = reader(agent)
    me.is_active = False

    assert not queries.visible_to(me).exists()
