"""Who answers for a role: its rota first, then whoever answers by standing, nobody who is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.answering import answering
from musterpoint.apps.rotas.models import Absence, RoleRota
from musterpoint.domain.authority import Actor, Role
from tests.factories import NOON, at, log, person
from tests.rotas import id_of, put_in_force, rota, weekly
from tests.running import holds, run_due, told

ROLE = "incident_manager"


@pytest.fixture
def on_call(manager: Actor) -> Person:
    """Somebody whom a rota puts on call for the role, beside a standing holder."""
    someone = person("Omar Aziz", Role.INCIDENT_MANAGER)
    row = put_in_force(rota("managers", weekly("first", someone.pk)))
    RoleRota.objects.create(role=ROLE, rota=row)
    holds(Person.objects.get(pk=id_of(manager)), ROLE)
    return someone


def away(someone: Person) -> None:
    Absence.objects.create(
        person=someone, kind="leave", start=NOON - timedelta(days=1), end=NOON + timedelta(days=1),
        made_at=NOON, made_by=someone,
    )  # fmt: skip


def test_the_rota_comes_before_whoever_answers_by_standing(on_call: Person, manager: Actor) -> None:
    found = answering([ROLE, "loggist"], at=NOON)

    assert {role: [p.pk for p in people] for role, people in found.items()} == {
        ROLE: [on_call.pk, id_of(manager)]
    }


def test_nobody_who_is_away_is_named(on_call: Person, manager: Actor) -> None:
    away(on_call)
    away(Person.objects.get(pk=id_of(manager)))

    assert answering([ROLE], at=NOON) == {}


def test_more_roles_cost_no_more_statements(on_call: Person) -> None:
    def count(*roles: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answering(roles, at=NOON)
        return len(queries)

    answering([ROLE], at=NOON)  # what is published is kept by the process from now on

    assert count(ROLE) == count(ROLE, "loggist", "welfare_lead")


def test_an_incident_nobody_owns_is_the_manager_s_on_duty(
    strategy: Version, agent: Actor, on_call: Person
) -> None:
    answers = dict.fromkeys(("Q1", "Q2", "Q6", "Q7", "Q8"), False) | {"Q9": True}
    log(by=agent, triage=answers)

    run_due(at(15))

    assert told("triage") == [on_call.name]
