"""The priority rises while a run is under way: it goes on from where it stands, at the new pace."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from tests.factories import as_actor, at, folded, log, person
from tests.running import holds, run_due, told


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def minor(desk: Person, agent: Actor) -> Incident:
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager", "communications_lead")
    incident = log(by=agent, category="crm_down", impact="I3", urgency="U2")
    assert incident.priority == "P3"
    run_due(at(0))
    return incident


def raise_it(incident: Incident, manager: Actor, minute: float) -> None:
    assess_incident(
        incident_id=incident.pk,
        impact="I1",
        urgency="U1",
        reason="It spreads.",
        by=manager,
        at=at(minute),
    )


def test_the_step_it_stands_at_is_told_anew_and_the_next_comes_sooner(
    minor: Incident, manager: Actor
) -> None:
    raise_it(minor, manager, 30)
    run_due(at(30))
    run_due(at(35))

    assert told() == ["Dev Rao", "Dev Rao", "Ruth Ames"]
    states = Run.objects.filter(incident=minor).order_by("id").values_list("state", "priority")
    assert list(states) == [("stopped", "P3"), ("running", "P1")]


def test_people_already_passed_are_not_told_again(minor: Incident, manager: Actor) -> None:
    run_due(at(60))
    assert told() == ["Dev Rao", "Ruth Ames"]

    raise_it(minor, manager, 70)
    run_due(at(70))
    run_due(at(75))

    assert told() == ["Dev Rao", "Ruth Ames", "Ruth Ames", "Omar Aziz"]


def test_the_ledger_adds_up_to_both_runs(minor: Incident, manager: Actor, desk: Person) -> None:
    run_due(at(60))
    raise_it(minor, manager, 70)
    run_due(at(75))
    acknowledge_incident(incident_id=minor.pk, by=as_actor(desk), at=at(80))

    recorded = escalation.as_recorded([minor.pk])[minor.pk]
    assert len([part for part in recorded if part.startswith("run:")]) == 2
    for part, row in recorded.items():
        assert folded(minor, part) == row


def test_an_answered_incident_whose_priority_rises_asks_for_an_answer_again(
    minor: Incident, manager: Actor, desk: Person
) -> None:
    acknowledge_incident(incident_id=minor.pk, by=as_actor(desk), at=at(10))

    raise_it(minor, manager, 30)
    run_due(at(30))

    assert told() == ["Dev Rao", "Dev Rao"]


def test_when_the_priority_falls_the_rest_of_the_path_has_more_time(
    minor: Incident, manager: Actor
) -> None:
    raise_it(minor, manager, 30)
    run_due(at(30))
    assess_incident(
        incident_id=minor.pk, impact="I3", urgency="U2", reason="It did not.", by=manager, at=at(31)
    )

    run_due(at(40))

    assert told() == ["Dev Rao", "Dev Rao"]  # at P1 Ruth Ames would have been told at minute 35
    running = Run.objects.get(incident=minor, state="running")
    assert running.priority == "P3"
    assert folded(minor, f"run:{running.pk}")["priority"] == "P3"
    run_due(at(120))
    assert told()[2:] == ["Ruth Ames"]
