"""What no update gets round: its subject, the row of the plan in force, a restricted incident."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor
from musterpoint.usecases.approve_update import ask_approval
from musterpoint.usecases.composing import CannotLeave
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.send_update import send_update
from tests.factories import at, refused
from tests.usecases.telling import composed, drafted, fact, grave, typed, verified


@pytest.fixture
def incident(strategy: object, agent: Actor) -> Incident:
    del strategy
    return grave(agent)


@pytest.fixture
def speaker(people: dict[str, Actor]) -> Actor:
    """Who writes for the incident."""
    return people["communications"]


def test_a_subject_that_claims_what_nobody_verified_does_not_leave(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    of = composed(fact(verified(incident, leader)), subject="All is well again by 13:00")
    update = drafted(incident, speaker, of)

    with pytest.raises(CannotLeave) as refusal:
        ask_approval(incident_id=incident.pk, number=update.number, by=speaker, at=at(6))

    assert {one.field for one in refusal.value.objections} == {"subject"}
    update.refresh_from_db()
    assert update.state == "drafted"


def test_nobody_leaves_the_plan_by_naming_no_row_of_it(
    incident: Incident, leader: Actor, speaker: Actor
) -> None:
    of = composed(fact(verified(incident, leader)), rule="")

    assert drafted(incident, speaker, of).rule == "customers_critical"


def test_a_laxer_row_of_the_plan_lets_out_nothing_that_the_row_in_force_forbids(
    incident: Incident, speaker: Actor
) -> None:
    of = composed(
        typed("The outage was caused by a cable."), audience="colleagues", rule="colleagues_today"
    )
    drafted(incident, speaker, of)

    with refused(CannotLeave, incident) as seen:
        send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    assert "The plan forbids unverified cause here" in str(seen.value)


def test_the_subject_of_a_restricted_incident_says_nothing_of_it(
    incident: Incident, leader: Actor, speaker: Actor, people: dict[str, Actor]
) -> None:
    number, manager = verified(incident, leader), people["incident_manager"]
    restrict_incident(
        incident_id=incident.pk,
        restricted=True,
        reason="A colleague is named",
        people=[one.person_id for one in (leader, speaker) if one.person_id is not None],
        by=manager,
        at=at(3),
    )
    drafted(incident, speaker, composed(fact(number), audience="colleagues"))

    send_update(incident_id=incident.pk, number=1, by=speaker, at=at(6))

    subjects = set(Message.objects.filter(key__startswith="delivery:").values_list("subject"))
    assert subjects == {(f"[P1] {incident.ref}: an update",)}
