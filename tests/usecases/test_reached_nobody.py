"""A call that could not be delivered to anybody moves the path on; one that was does not."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import as_actor, at, entries, kinds, log, person
from tests.running import holds, run_due, told


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def outage(desk: Person, agent: Actor) -> Incident:
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))
    return incident


def bounce(*, lasting: bool = True, channel: str = "email", minute: float = 1) -> None:
    message = Message.objects.get(purpose="path", channel=channel)
    outcome = Outcome(message=message, delivered=False, detail="No such mailbox", lasting=lasting)
    record_deliveries([outcome], at=at(minute))


def test_a_step_whose_every_message_is_dead_does_not_wait(outage: Incident) -> None:
    bounce()
    run_due(at(1))

    assert told() == ["Dev Rao", "Ruth Ames"]
    undelivered = next(one for one in entries(outage) if one.kind == "escalation_undelivered")
    assert undelivered.data["says"] == "1 of those told could not be reached"
    assert verify_ledger().bad is None


def test_one_that_is_tried_again_waits(outage: Incident) -> None:
    bounce(lasting=False)
    run_due(at(1))

    assert told() == ["Dev Rao"]
    assert "escalation_undelivered" not in kinds(outage)


def test_whoever_has_another_way_is_still_waited_for(outage: Incident, desk: Person) -> None:
    mail = Message.objects.get(purpose="path", channel="email")
    Message.objects.create(
        key="another",
        stream=outage.stream,
        recipient=desk,
        channel="sms",
        subject="P1",
        body="P1",
        purpose="path",
        created_at=mail.created_at,
    )

    bounce()
    run_due(at(1))

    assert told() == ["Dev Rao"]


def test_a_bounce_after_the_answer_calls_nobody(outage: Incident, desk: Person) -> None:
    Message.objects.filter(channel="email").update(leased_by="a worker")
    message = Message.objects.get(purpose="path", channel="email")
    acknowledge_incident(incident_id=outage.pk, by=as_actor(desk), at=at(1))
    Message.objects.filter(pk=message.pk).update(state="queued")

    bounce(minute=2)
    run_due(at(60))

    assert told() == ["Dev Rao"]
