"""The link in a message: opening it changes nothing, the button answers, bad links do nothing."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import answer_links
from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from tests.factories import entries, fresh


def _link(incident: Incident, actor: Actor, *, days_ago: int = 0) -> str:
    at = clock.now() - timedelta(days=days_ago)
    token = answer_links.make(incident_id=incident.pk, person_id=actor.person_id or 0, at=at)
    return f"/answer/{token}/"


def test_opening_the_link_changes_nothing(
    client: Client, incident: Incident, leader: Actor
) -> None:
    answer = client.get(_link(incident, leader))

    assert answer.status_code == 200
    assert b"Siobhan Kelly, press the button" in answer.content
    assert answer["Referrer-Policy"] == "no-referrer"
    assert fresh(incident).status == "logged"


def test_the_button_answers_without_signing_in(
    client: Client, incident: Incident, leader: Actor
) -> None:
    answer = client.post(_link(incident, leader))

    assert answer.status_code == 200
    assert (fresh(incident).status, fresh(incident).acknowledged_by_id) == (
        "acknowledged",
        leader.person_id,
    )
    acknowledged = next(one for one in entries(incident) if one.kind == "acknowledged")
    assert acknowledged.data["by_way_of"] == "email"


def test_a_browser_without_cookies_that_tells_no_origin_can_answer(
    incident: Incident, leader: Actor
) -> None:
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(_link(incident, leader), HTTP_ORIGIN="null")

    assert answer.status_code == 200
    assert fresh(incident).acknowledged_by_id == leader.person_id


def test_a_link_that_was_altered_or_is_old_does_nothing(
    client: Client, incident: Incident, leader: Actor
) -> None:
    good = _link(incident, leader)

    assert client.post(good[:-3] + "zz/").status_code == 410
    assert client.post(_link(incident, leader, days_ago=8)).status_code == 410
    assert fresh(incident).status == "logged"


def test_the_link_of_somebody_switched_off_does_nothing(
    client: Client, incident: Incident, leader: Actor
) -> None:
    Person.objects.filter(pk=leader.person_id or 0).update(is_active=False)

    assert client.post(_link(incident, leader)).status_code == 404


def test_the_link_to_an_incident_hidden_since_does_nothing(
    client: Client, incident: Incident, leader: Actor
) -> None:
    Incident.objects.filter(pk=incident.pk).update(restricted=True)

    assert client.get(_link(incident, leader)).status_code == 404
