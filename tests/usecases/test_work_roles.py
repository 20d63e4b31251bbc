"""Stories of responder roles: vacant, held, handed over, released, opened as the incident grows."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.declare_major import declare_major
from musterpoint.usecases.work_roles import (
    NoSuchColleague,
    RoleAlreadyOpen,
    RoleHeld,
    RoleNotAllowed,
    RoleNotHeld,
    assign_role,
    open_role,
    release_role,
    take_role,
)
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, refused


def role(incident: Incident, code: str) -> RoleOnIncident:
    return RoleOnIncident.objects.get(incident=incident, code=code)


def test_who_takes_the_incident_manager_role_owns_the_incident(
    incident: Incident, manager: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))

    held = role(incident, "incident_manager")
    assert (held.person_id, held.held_since) == (manager.person_id, at(2))
    assert fresh(incident).owner_id == manager.person_id
    assert kinds(incident) == ["logged", "role_taken"]
    assert_ledger_adds_up(incident)


def test_taking_a_role_that_is_not_open_opens_it(
    incident: Incident, people: dict[str, Actor]
) -> None:
    quality = people["quality"]

    take_role(incident_id=incident.pk, role="dpo", by=quality, at=at(2))

    assert role(incident, "dpo").person_id == quality.person_id
    assert_ledger_adds_up(incident)


def test_a_held_role_is_not_taken_over_in_passing(
    incident: Incident, manager: Actor, leader: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))

    with refused(RoleHeld, incident) as refusal:
        take_role(incident_id=incident.pk, role="incident_manager", by=leader, at=at(3))
    assert str(refusal.value) == ("Asha Patel holds Incident manager. Assign it to hand it over.")


def test_assigning_hands_a_role_over_and_tells_both(
    incident: Incident, manager: Actor, leader: Actor, people: dict[str, Actor]
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))

    assign_role(
        incident_id=incident.pk,
        role="incident_manager",
        person_id=leader.person_id or 0,
        by=people["quality"],
        at=at(3),
        reason="End of shift",
    )

    assert fresh(incident).owner_id == leader.person_id
    told = Message.objects.filter(purpose__startswith="role_").order_by("id")
    assert [message.recipient_id for message in told] == [leader.person_id, manager.person_id]
    assert told[0].subject == f"{incident.ref}: you are Incident manager"
    assert entries(incident)[-1].data["reason"] == "End of shift"
    assert_ledger_adds_up(incident)


def test_nobody_is_told_what_they_did_themselves(incident: Incident, manager: Actor) -> None:
    assign_role(
        incident_id=incident.pk,
        role="incident_manager",
        person_id=manager.person_id or 0,
        by=manager,
        at=at(3),
    )

    assert not Message.objects.filter(purpose__startswith="role_").exists()


def test_a_role_is_not_assigned_to_who_holds_it(incident: Incident, manager: Actor) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))

    with refused(RoleHeld, incident):
        assign_role(
            incident_id=incident.pk,
            role="incident_manager",
            person_id=manager.person_id or 0,
            by=manager,
            at=at(3),
        )


def test_only_those_the_strategy_names_may_hold_a_role(
    incident: Incident, manager: Actor, people: dict[str, Actor]
) -> None:
    with refused(RoleNotAllowed, incident) as refusal:
        assign_role(
            incident_id=incident.pk,
            role="incident_manager",
            person_id=people["welfare"].person_id or 0,
            by=manager,
            at=at(3),
        )
    assert str(refusal.value) == "Incident manager may be held by: incident manager, team leader."


def test_a_role_nobody_wrote_down_does_not_exist(incident: Incident, manager: Actor) -> None:
    with refused(RoleNotAllowed, incident):
        take_role(incident_id=incident.pk, role="bard", by=manager, at=at(2))
    with refused(RoleNotAllowed, incident):
        open_role(incident_id=incident.pk, role="bard", by=manager, at=at(2))


def test_in_a_major_incident_the_manager_is_not_the_loggist(
    incident: Incident, manager: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))
    declare_major(incident_id=incident.pk, criteria=["two_sites"], by=manager, at=at(3))

    with refused(RoleNotAllowed, incident) as refusal:
        take_role(incident_id=incident.pk, role="loggist", by=manager, at=at(4))
    assert "somebody other than Incident manager" in str(refusal.value)


def test_a_role_goes_to_an_active_colleague(incident: Incident, manager: Actor) -> None:
    with refused(NoSuchColleague, incident):
        assign_role(
            incident_id=incident.pk, role="loggist", person_id=999_999, by=manager, at=at(3)
        )


def test_a_released_role_is_vacant_again(incident: Incident, manager: Actor) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))

    release_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(9))

    vacant = role(incident, "incident_manager")
    assert (vacant.person_id, vacant.held_since, vacant.closed_at) == (None, None, None)
    assert fresh(incident).owner_id is None
    assert_ledger_adds_up(incident)


def test_a_role_no_longer_needed_closes_and_can_open_again(
    incident: Incident, manager: Actor, people: dict[str, Actor]
) -> None:
    quality = people["quality"]
    take_role(incident_id=incident.pk, role="dpo", by=quality, at=at(2))
    release_role(incident_id=incident.pk, role="dpo", still_needed=False, by=quality, at=at(9))
    assert role(incident, "dpo").closed_at == at(9)

    open_role(incident_id=incident.pk, role="dpo", by=manager, at=at(12))

    assert (role(incident, "dpo").closed_at, role(incident, "dpo").opened_at) == (None, at(12))
    assert_ledger_adds_up(incident)


def test_a_vacant_role_cannot_be_released(incident: Incident, manager: Actor) -> None:
    with refused(RoleNotHeld, incident):
        release_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(2))


def test_a_role_the_incident_does_not_have_cannot_be_released(
    incident: Incident, manager: Actor
) -> None:
    with refused(NoSuchPart, incident):
        release_role(incident_id=incident.pk, role="dpo", by=manager, at=at(2))


def test_a_role_splits_off_with_its_reason(incident: Incident, manager: Actor) -> None:
    open_role(
        incident_id=incident.pk, role="technical_lead", by=manager, at=at(6), reason="It grows"
    )

    entry = entries(incident)[-1]
    assert (entry.kind, entry.data["reason"]) == ("role_opened", "It grows")
    assert entry.data["because"] == [
        {
            "clause": "roles.technical_lead.splits_from",
            "says": "Its duty lay with Incident manager until now.",
        }
    ]
    assert role(incident, "technical_lead").person_id is None
    with refused(RoleAlreadyOpen, incident):
        open_role(incident_id=incident.pk, role="technical_lead", by=manager, at=at(7))


@pytest.mark.parametrize("who", ["agent", "administrator", "auditor"])
def test_who_does_not_work_incidents_moves_no_role(
    who: str, incident: Incident, people: dict[str, Actor]
) -> None:
    actor = people[who]

    with refused(NotAllowed, incident):
        take_role(incident_id=incident.pk, role="loggist", by=actor, at=at(2))
    with refused(NotAllowed, incident):
        open_role(incident_id=incident.pk, role="loggist", by=actor, at=at(2))
    with refused(NotAllowed, incident):
        assign_role(
            incident_id=incident.pk,
            role="loggist",
            person_id=actor.person_id or 0,
            by=actor,
            at=at(2),
        )


def test_the_product_itself_takes_no_role(incident: Incident) -> None:
    with refused(OnlyAPerson, incident):
        take_role(incident_id=incident.pk, role="loggist", by=system("worker"), at=at(2))
