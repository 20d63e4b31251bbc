"""A person escalates by hand: whoever comes next is told now."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.refusals import Conflict, Refusal
from tests.factories import as_actor, at, entries, fresh, kinds, log, person, refused
from tests.running import holds, run_due, told


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def outage(desk: Person, agent: Actor) -> Incident:
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager", "communications_lead")
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))
    return incident


def test_the_next_step_is_told_at_once(outage: Incident, leader: Actor) -> None:
    escalate_incident(incident_id=outage.pk, reason="Whole site is down.", by=leader, at=at(1))

    assert told() == ["Dev Rao", "Ruth Ames"]
    asked, escalated = entries(outage)[-2:]
    assert (asked.kind, asked.data["reason"]) == ("escalation_asked", "Whole site is down.")
    assert (escalated.kind, escalated.actor) == ("escalated", leader.key)


def test_the_path_goes_on_from_there_and_tells_nobody_again(
    outage: Incident, leader: Actor
) -> None:
    escalate_incident(incident_id=outage.pk, reason="Worse.", by=leader, at=at(1))

    run_due(at(6))
    run_due(at(10))

    assert told() == ["Dev Rao", "Ruth Ames", "Omar Aziz"]


def test_after_an_answer_a_new_run_goes_past_those_told_before(
    outage: Incident, desk: Person, leader: Actor
) -> None:
    acknowledge_incident(incident_id=outage.pk, by=as_actor(desk), at=at(2))

    escalate_incident(incident_id=outage.pk, reason="Out of my depth.", by=leader, at=at(3))

    assert told() == ["Dev Rao", "Ruth Ames"]
    assert Run.objects.filter(incident=outage, state="running").count() == 1
    run_due(at(8))
    assert told() == ["Dev Rao", "Ruth Ames", "Omar Aziz"]


def test_when_all_were_told_it_begins_again_from_the_start(outage: Incident, leader: Actor) -> None:
    run_due(at(600))
    before = len(told())

    escalate_incident(incident_id=outage.pk, reason="Nobody came.", by=leader, at=at(601))

    assert told()[before:] == ["Dev Rao"]
    run = Run.objects.get(incident=outage, state="running")
    assert list(Telling.objects.filter(run=run).values_list("step", "state")) == [
        ("service_desk", "told")
    ]


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_it_needs_a_reason(outage: Incident, leader: Actor, reason: str) -> None:
    with refused(Refusal, outage) as refusal:
        escalate_incident(incident_id=outage.pk, reason=reason, by=leader, at=at(1))

    assert [problem.field for problem in refusal.value.errors] == ["reason"]
    assert told() == ["Dev Rao"]


def test_an_agent_may_not(outage: Incident, agent: Actor) -> None:
    with refused(NotAllowed, outage):
        escalate_incident(incident_id=outage.pk, reason="Now.", by=agent, at=at(1))


def test_an_incident_that_is_not_open_is_not_escalated(outage: Incident, leader: Actor) -> None:
    Incident.objects.filter(pk=outage.pk).update(status="withdrawn")

    with refused(Conflict, outage):
        escalate_incident(incident_id=outage.pk, reason="Now.", by=leader, at=at(1))


def test_a_restricted_incident_is_not_there_for_others(outage: Incident, leader: Actor) -> None:
    Incident.objects.filter(pk=outage.pk).update(restricted=True)

    with refused(NoSuchIncident, outage):
        escalate_incident(incident_id=outage.pk, reason="Now.", by=leader, at=at(1))


def test_a_stale_page_is_refused(outage: Incident, leader: Actor) -> None:
    seen = fresh(outage).version
    escalate_incident(incident_id=outage.pk, reason="First.", by=leader, at=at(1))

    with refused(StaleVersion, outage):
        escalate_incident(
            incident_id=outage.pk, reason="Second.", by=leader, at=at(1), seen_version=seen
        )

    assert kinds(outage).count("escalation_asked") == 1
    assert Message.objects.filter(purpose="path", channel="email").count() == 2


def test_a_new_run_ends_in_the_fallback_though_an_earlier_one_told_it(
    desk: Person, agent: Actor, manager: Actor, leader: Actor
) -> None:
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager", "communications_lead")
    minor = log(by=agent, category="tel_total", impact="I3", urgency="U2")
    run_due(at(600))  # at P3 every step and the fallback was told
    assess_incident(
        incident_id=minor.pk, impact="I1", urgency="U1", reason="Worse", by=manager, at=at(601)
    )
    run_due(at(601))
    acknowledge_incident(incident_id=minor.pk, by=as_actor(desk), at=at(602))

    escalate_incident(incident_id=minor.pk, reason="Nobody helps.", by=leader, at=at(603))

    run = Run.objects.get(incident=minor, state="running")
    for minute in range(603, 700, 5):
        run_due(at(minute))
    told_now = Telling.objects.filter(run=run, state="told").order_by("told_at", "id")
    steps = list(told_now.values_list("step", flat=True))
    assert steps[0] == "head_of_operations"
    assert steps[-1] == "fallback"
