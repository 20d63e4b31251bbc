"""What waits for a person, and what everybody sees, whoever they are."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.reporting.waiting import attention
from musterpoint.domain.authority import Actor
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.ask_help import answer_help, ask_help
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.declare_major import declare_major
from musterpoint.usecases.decline_call import decline_call
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.work_roles import assign_role
from tests.factories import at, fresh, log
from tests.interfaces.web.conftest import SignIn


def _kinds(actor: Actor, *, when: datetime) -> list[str]:
    return [item.kind for item in attention(actor, at=when).items]


@pytest.fixture
def told(strategy: object, agent: Actor, leader: Actor) -> Incident:
    """An incident whose path has told the team leader."""
    for role in ("team_leader", "duty_manager", "it_service_desk"):
        organisation.hold_role(role=role, person_id=leader.person_id or 0)
    made = log(by=agent, category="tel_total", impact="I2", urgency="U1")
    escalate_incident(incident_id=made.pk, reason="Nobody answers", by=leader, at=at(0.5))
    return fresh(made)


def test_who_was_told_is_waited_for_until_somebody_answers(
    told: Incident, leader: Actor, manager: Actor
) -> None:
    assert "acknowledge" in _kinds(leader, when=at(1))
    assert "acknowledge" not in _kinds(manager, when=at(1))

    acknowledge_incident(incident_id=told.pk, by=leader, at=at(2))

    assert "acknowledge" not in _kinds(leader, when=at(3))


def test_a_call_for_help_waits_for_those_who_were_asked(
    incident: Incident, manager: Actor, leader: Actor, agent: Actor
) -> None:
    assign_role(
        incident_id=incident.pk, role="incident_manager", person_id=leader.person_id or 0,
        by=manager, at=at(1),
    )  # fmt: skip
    call = ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(2))
    assert "help" in _kinds(leader, when=at(3))
    assert "help" not in _kinds(manager, when=at(3))

    answer_help(help_id=call.help_id, answer="I do", by=leader, at=at(4))

    assert "help" not in _kinds(leader, when=at(5))


def test_a_call_that_was_declined_waits_for_them_no_longer(told: Incident, leader: Actor) -> None:
    decline_call(incident_id=told.pk, reason="On the motorway", by=leader, at=at(2))

    assert "acknowledge" not in _kinds(leader, when=at(3))


def test_whoever_leads_sees_what_falls_due(
    incident: Incident, manager: Actor, leader: Actor
) -> None:
    assign_role(
        incident_id=incident.pk, role="incident_manager", person_id=leader.person_id or 0,
        by=manager, at=at(1),
    )  # fmt: skip
    due = fresh(incident).next_due_at
    assert due is not None

    assert "due" in _kinds(leader, when=due - timedelta(minutes=5))
    assert "due" not in _kinds(manager, when=due - timedelta(minutes=5))


def test_a_major_incident_is_on_every_page(
    incident: Incident, manager: Actor, agent: Actor, sign_in: SignIn
) -> None:
    assert attention(agent, at=at(1)).strip == ()

    declare_major(incident_id=incident.pk, criteria=["two_sites"], by=manager, at=at(1))

    assert [one.ref for one in attention(agent, at=at(2)).strip] == [incident.ref]
    assert b"Major incident." in sign_in(agent).get("/complaints/").content


def test_nothing_restricted_waits_for_those_it_is_hidden_from(
    told: Incident, leader: Actor, manager: Actor
) -> None:
    declare_major(incident_id=told.pk, criteria=["two_sites"], by=manager, at=at(1))
    Incident.objects.filter(pk=told.pk).update(restricted=True)

    assert attention(leader, at=at(2)).items == ()
    assert attention(leader, at=at(2)).strip == ()


def test_whoever_the_path_called_may_answer_whatever_their_role(
    strategy: object, agent: Actor, leader: Actor, sign_in: SignIn
) -> None:
    for role in ("team_leader", "duty_manager", "it_service_desk"):
        organisation.hold_role(role=role, person_id=agent.person_id or 0)
    made = log(by=leader, category="tel_total", impact="I2", urgency="U1")
    browser = sign_in(agent)
    address = f"/incidents/{made.ref}/do/acknowledge/"
    assert browser.post(address).status_code == 403
    escalate_incident(incident_id=made.pk, reason="Nobody answers", by=leader, at=at(1))

    room = browser.get(f"/incidents/{made.ref}/").context

    assert [one["name"] for one in room["actions"]] == ["acknowledge", "decline"]
    assert browser.get(address).status_code == 200
    assert browser.post(address).status_code == 302
    assert fresh(made).acknowledged_by_id == agent.person_id


def test_a_path_that_begins_anew_can_be_answered_again(
    told: Incident, leader: Actor, manager: Actor, agent: Actor, sign_in: SignIn
) -> None:
    acknowledge_incident(incident_id=told.pk, by=leader, at=at(2))
    begin_work(incident_id=told.pk, by=leader, at=at(3))
    browser = sign_in(leader)
    page = f"/incidents/{told.ref}/"
    assert "acknowledge" not in _names(browser.get(page).context["actions"])

    assess_incident(incident_id=told.pk, impact="I1", urgency="U1", by=manager, at=at(4))
    escalate_incident(incident_id=told.pk, reason="It is worse now", by=manager, at=at(5))

    room = browser.get(page).context
    assert (room["actions"][0]["name"], room["actions"][0]["key"]) == ("acknowledge", "a")
    assert room["next"]["says"] == "Somebody must answer the escalation"
    assert _names(room["next"]["actions"]) == ["acknowledge"]
    assert "acknowledge" in _kinds(leader, when=at(6))
    bystander = sign_in(agent).get(page).context
    assert "acknowledge" not in _names(bystander["actions"])
    assert browser.post(f"{page}do/acknowledge/").status_code == 302
    assert "acknowledge" not in _names(browser.get(page).context["actions"])
    assert "acknowledge" not in _kinds(leader, when=at(7))


def test_a_path_at_its_end_can_still_be_answered(told: Incident, leader: Actor) -> None:
    Run.objects.filter(incident=told, state="running").update(state="exhausted")

    assert "acknowledge" in _kinds(leader, when=at(6))


def _names(buttons: list[dict[str, object]]) -> list[object]:
    return [one["name"] for one in buttons]
