"""Declining a call: from the room with a form, from the link in a message, by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import answer_links
from musterpoint.apps.escalation.models import Decline, Run
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, Role
from musterpoint.interfaces import clock
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.merge_incident import merge_incident
from tests.factories import NOON, as_actor, entries, fresh, log, person
from tests.running import holds, run_due


@pytest.fixture
def desk(strategy: object) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def outage(desk: Person, agent: Actor) -> Incident:
    """A P1 that the path called the service desk for, just now."""
    found = log_now(
        by=agent, category="tel_total", impact="I1", urgency="U1", summary="Phones down"
    )
    run_due(clock.now())
    return found


def log_now(by: Actor, **facts: object) -> Incident:
    return log(by=by, minutes=(clock.now() - NOON) / timedelta(minutes=1), **facts)


def link(incident: Incident, someone: Person) -> str:
    token = answer_links.make(incident_id=incident.pk, person_id=someone.pk, at=clock.now())
    return f"/answer/{token}/"


def test_the_page_behind_the_link_offers_both_and_opening_does_nothing(
    client: Client, outage: Incident, desk: Person
) -> None:
    page = client.get(link(outage, desk)).content.decode()

    assert 'value="acknowledge"' in page
    assert 'value="decline"' in page
    assert not Decline.objects.exists()
    assert fresh(outage).status == "logged"


def test_declining_from_the_link_needs_a_reason_and_keeps_what_was_typed(
    client: Client, outage: Incident, desk: Person
) -> None:
    answer = client.post(link(outage, desk), {"act": "decline", "reason": " "})
    assert answer.status_code == 422
    assert b"Say why you cannot take this." in answer.content
    assert b'value="decline"' in answer.content

    answer = client.post(link(outage, desk), {"act": "decline", "reason": "On the motorway"})
    assert answer.status_code == 200
    assert b"You have declined" in answer.content
    entry = next(one for one in entries(outage) if one.kind == "escalation_declined")
    assert (entry.data["by_way_of"], entry.data["reason"]) == ("email", "On the motorway")


def test_whoever_declined_can_still_answer_by_the_link(
    client: Client, outage: Incident, desk: Person
) -> None:
    client.post(link(outage, desk), {"act": "decline", "reason": "On the motorway"})

    page = client.get(link(outage, desk)).content.decode()
    assert 'value="decline"' not in page
    assert "You can still answer." in page
    client.post(link(outage, desk), {"act": "acknowledge"})
    assert fresh(outage).status == "acknowledged"


def test_a_path_that_began_anew_can_be_answered_by_the_link(
    client: Client, outage: Incident, desk: Person, manager: Actor
) -> None:
    now = clock.now()
    milder = log_now(by=manager, category="crm_down", impact="I3", urgency="U2")
    acknowledge_incident(incident_id=milder.pk, by=as_actor(desk), at=now)
    assess_incident(
        incident_id=milder.pk, impact="I1", urgency="U1", reason="Spreads", by=manager, at=now
    )

    assert b'value="acknowledge"' in client.get(link(milder, desk)).content


def test_the_link_of_a_merged_incident_answers_for_where_it_goes_on(
    client: Client, outage: Incident, desk: Person, manager: Actor, agent: Actor
) -> None:
    now = clock.now()
    into = log_now(
        by=agent, category="tel_total", impact="I1", urgency="U1", summary="No dial tone"
    )
    last = log_now(
        by=agent, category="tel_total", impact="I1", urgency="U1", summary="Exchange down"
    )
    merge_incident(incident_id=outage.pk, into_id=into.pk, reason="One", by=manager, at=now)
    merge_incident(incident_id=into.pk, into_id=last.pk, reason="One", by=manager, at=now)

    page = client.get(link(outage, desk)).content.decode()
    assert last.ref in page
    assert "was merged into this incident" in page
    client.post(link(outage, desk), {"act": "acknowledge"})

    assert fresh(last).acknowledged_by_id == desk.pk
    assert fresh(outage).status == fresh(into).status == "withdrawn"
    assert set(Run.objects.values_list("incident", "state")) == {
        (outage.pk, "stopped"),
        (into.pk, "stopped"),
        (last.pk, "acknowledged"),
    }


def test_merging_takes_back_what_was_queued_for_the_merged_one(
    outage: Incident, manager: Actor, agent: Actor
) -> None:
    into = log_now(by=agent, category="tel_total", impact="I1", urgency="U1")

    merge_incident(incident_id=outage.pk, into_id=into.pk, reason="One", by=manager, at=clock.now())

    assert (
        Message.objects.get(stream=outage.stream, purpose="path", channel="email").state
        == "superseded"
    )


def test_an_agent_called_for_what_was_merged_may_answer_for_where_it_goes_on(
    client: Client, strategy: object, manager: Actor, agent: Actor
) -> None:
    called = holds(person("Nia Obi", Role.AGENT), "it_service_desk")
    first = log_now(by=manager, category="tel_total", impact="I1", urgency="U1")
    run_due(clock.now())
    into = log_now(by=as_actor(called), category="tel_total", impact="I1", urgency="U1")
    merge_incident(incident_id=first.pk, into_id=into.pk, reason="One", by=manager, at=clock.now())

    assert client.post(link(first, called), {"act": "acknowledge"}).status_code == 200
    assert fresh(into).acknowledged_by_id == called.pk


def test_the_room_offers_to_decline_to_whom_the_path_called(
    client: Client, outage: Incident, desk: Person, leader: Actor
) -> None:
    client.force_login(desk)
    room = client.get(f"/incidents/{outage.ref}/").content.decode()
    assert f"/incidents/{outage.ref}/do/decline/" in room
    assert "answers for the role" in room

    client.force_login(Person.objects.get(pk=leader.person_id or 0))
    room = client.get(f"/incidents/{outage.ref}/").content.decode()
    assert f"/incidents/{outage.ref}/do/decline/" not in room


def test_declining_in_the_room_shows_who_and_why(
    client: Client, outage: Incident, desk: Person
) -> None:
    client.force_login(desk)
    url = f"/incidents/{outage.ref}/do/decline/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"reason": ""}).status_code == 422

    answer = client.post(url, {"reason": "On the motorway"}, follow=True)

    assert answer.status_code == 200
    assert "Dev Rao declined: On the motorway" in answer.content.decode()
    assert client.post(url, {"reason": "Again"}).status_code == 409


def test_a_step_that_was_left_out_says_so_in_the_room(
    client: Client, outage: Incident, desk: Person
) -> None:
    run = Run.objects.get(incident=outage)
    run.tellings.create(
        step="duty_manager", round=0, due_at=clock.now(), state="skipped", says="Nobody was there."
    )
    client.force_login(desk)

    room = client.get(f"/incidents/{outage.ref}/").content.decode()

    assert "left out" in room
    assert "Nobody was there." in room
