"""A step may ask for more than one answer, and may name teams and outside addresses."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.models import Acknowledgement, Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from tests.factories import as_actor, at, default_text, log, person, publish
from tests.running import holds, run_due, told

OWN = """        tell: [role it_service_desk]
        after: 0 min
"""
CHANGED = """        tell: [role it_service_desk, address carrier@outside.example]
        after: 0 min
        need: 2
"""


@pytest.fixture
def pair(db: None) -> tuple[Person, Person]:
    return (
        holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk", rank=1),
        holds(person("Kim Lund", Role.TEAM_LEADER), "it_service_desk", rank=2),
    )


@pytest.fixture
def outage(pair: tuple[Person, Person], people: dict[str, Actor]) -> Incident:
    assert OWN in default_text()
    publish(default_text().replace(OWN, CHANGED, 1))
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    incident = log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))
    return incident


def test_as_many_are_told_as_must_answer_and_outsiders_by_mail_only(outage: Incident) -> None:
    mails = Message.objects.filter(purpose="path", channel="email").order_by("id")
    outside = mails.get(address="carrier@outside.example")

    assert told() == ["Dev Rao", "Kim Lund"]
    assert mails.count() == 3
    assert "/answer/" not in outside.body
    assert Telling.objects.get().told[-1] == {
        "address": "carrier@outside.example",
        "as": "outside contact",
        "channels": ["email"],
        "why": "named by address",
    }


def test_one_of_two_answers_does_not_stop_the_path(
    outage: Incident, pair: tuple[Person, Person]
) -> None:
    acknowledge_incident(incident_id=outage.pk, by=as_actor(pair[0]), at=at(1))

    run_due(at(5))

    assert told()[-1] == "Ruth Ames"


def test_the_second_answer_stops_it(outage: Incident, pair: tuple[Person, Person]) -> None:
    for minute, one in enumerate(pair, start=1):
        acknowledge_incident(incident_id=outage.pk, by=as_actor(one), at=at(minute))

    run_due(at(5))

    assert Run.objects.get().state == "acknowledged"
    assert told() == ["Dev Rao", "Kim Lund"]


def test_the_same_person_twice_is_one_answer(outage: Incident, pair: tuple[Person, Person]) -> None:
    for minute in (1, 2):
        acknowledge_incident(incident_id=outage.pk, by=as_actor(pair[0]), at=at(minute))

    assert Run.objects.get().state == "running"
    assert Acknowledgement.objects.count() == 1
