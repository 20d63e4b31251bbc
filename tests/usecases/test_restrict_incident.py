"""Stories of who may see an incident."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.ask_help import ask_help
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import (
    AlreadyUnrestricted,
    UnknownPeople,
    restrict_incident,
)
from musterpoint.usecases.work_roles import assign_role, release_role, take_role
from tests.factories import (
    as_actor,
    assert_ledger_adds_up,
    at,
    entries,
    fresh,
    log,
    person,
    refused,
)
from tests.running import holds, run_due, told


def restrict(incident: Incident, by: Actor, *people: Actor) -> None:
    restrict_incident(
        incident_id=incident.pk,
        restricted=True,
        reason="Staff matter",
        people=[one.person_id or 0 for one in people],
        by=by,
        at=at(5),
    )


def queue_mail(incident: Incident, actor: Actor) -> str:
    """Queue an e-mail about the incident to this person and return its key."""
    letter = Letter(
        key=f"mail:{incident.pk}",
        stream=incident.stream,
        channel=Message.Channel.EMAIL,
        subject=incident.summary,
        body=incident.summary,
        recipient_id=actor.person_id,
        address="someone@centre.example",
    )
    notifications.queue([letter], at=at(4))
    return letter.key


def sees(actor: Actor, incident: Incident) -> bool:
    return visible_to_actor(actor).filter(pk=incident.pk).exists()


def test_a_restricted_incident_is_seen_by_those_it_concerns(
    incident: Incident, people: dict[str, Actor]
) -> None:
    restrict(incident, people["incident_manager"], people["welfare"])

    may_see = {role for role, actor in people.items() if sees(actor, incident)}
    assert may_see == {"agent", "incident_manager", "auditor", "welfare"}
    with refused(NoSuchIncident, incident):
        add_note(incident_id=incident.pk, says="Hm", by=people["team_leader"], at=at(6))


def test_the_ledger_names_who_may_see_it_in_order(
    incident: Incident, people: dict[str, Actor]
) -> None:
    manager, welfare, quality = (
        people[role] for role in ("incident_manager", "welfare", "quality")
    )
    restrict(incident, manager, welfare, quality, welfare)

    entry = entries(incident)[-1]
    assert (entry.kind, entry.data["reason"]) == ("restricted", "Staff matter")
    named = sorted([welfare.person_id or 0, quality.person_id or 0])
    assert {"of": "access", "field": "people", "old": None, "new": named} in entry.data["changes"]
    assert_ledger_adds_up(incident)


def test_who_is_named_is_told(incident: Incident, people: dict[str, Actor]) -> None:
    restrict(incident, people["incident_manager"], people["welfare"])

    message = Message.objects.get(purpose="restricted")
    assert message.recipient_id == people["welfare"].person_id


def test_who_works_on_it_sees_it_without_being_named(
    incident: Incident, people: dict[str, Actor]
) -> None:
    manager, communications = people["incident_manager"], people["communications"]
    restrict(incident, manager)

    assign_role(
        incident_id=incident.pk,
        role="communications_lead",
        person_id=communications.person_id or 0,
        by=manager,
        at=at(6),
    )

    assert sees(communications, incident)
    told = Message.objects.filter(purpose__startswith="role_assigned")
    assert [message.recipient_id for message in told] == [communications.person_id]


def test_those_who_see_it_no_more_lose_what_they_were_told(
    incident: Incident, people: dict[str, Actor]
) -> None:
    manager, communications = people["incident_manager"], people["communications"]
    assign_role(
        incident_id=incident.pk,
        role="communications_lead",
        person_id=communications.person_id or 0,
        by=manager,
        at=at(1),
    )
    release_role(incident_id=incident.pk, role="communications_lead", by=manager, at=at(2))
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(3))
    ask_help(incident_id=incident.pk, says="Who is it?", by=communications, at=at(4))
    queued = queue_mail(incident, communications)

    restrict(incident, manager)

    lost = Message.objects.filter(stream=incident.stream, recipient=communications.person_id)
    assert {message.subject for message in lost} == {f"{incident.ref}: a restricted incident"}
    assert not any(incident.summary in message.body for message in lost)
    assert queued in set(lost.values_list("key", flat=True))
    kept = Message.objects.get(stream=incident.stream, recipient=manager.person_id)
    assert kept.body == "Who is it?"


def test_opening_it_again_forgets_the_names(incident: Incident, people: dict[str, Actor]) -> None:
    manager = people["incident_manager"]
    restrict(incident, manager, people["welfare"])

    restrict_incident(
        incident_id=incident.pk, restricted=False, reason="Settled", by=manager, at=at(9)
    )

    assert not fresh(incident).restricted
    assert not incident.restricted_to.exists()
    assert sees(people["team_leader"], incident)
    assert_ledger_adds_up(incident)


def test_names_can_change_while_it_is_restricted(
    incident: Incident, people: dict[str, Actor]
) -> None:
    manager = people["incident_manager"]
    restrict(incident, manager, people["welfare"])

    restrict(incident, manager, people["quality"])

    assert [one.pk for one in incident.restricted_to.all()] == [people["quality"].person_id]
    assert fresh(incident).version == 3


def test_what_everybody_sees_cannot_be_opened(incident: Incident, manager: Actor) -> None:
    with refused(AlreadyUnrestricted, incident):
        restrict_incident(
            incident_id=incident.pk, restricted=False, reason="Hm", by=manager, at=at(5)
        )


def test_a_reason_and_known_people_are_needed(incident: Incident, manager: Actor) -> None:
    with refused(Refusal, incident):
        restrict_incident(incident_id=incident.pk, restricted=True, reason="", by=manager, at=at(5))
    with refused(UnknownPeople, incident):
        restrict_incident(
            incident_id=incident.pk,
            restricted=True,
            reason="Staff",
            people=[999_999],
            by=manager,
            at=at(5),
        )


@pytest.mark.parametrize(
    "role",
    [
        "agent",
        "team_leader",
        "communications",
        "planner",
        "quality",
        "welfare",
        "administrator",
        "auditor",
    ],
)
def test_only_incident_managers_restrict(
    role: str, incident: Incident, people: dict[str, Actor]
) -> None:
    with refused(NotAllowed, incident):
        restrict(incident, people[role])


def test_whom_a_waiting_path_called_can_still_answer(
    strategy: Version, people: dict[str, Actor]
) -> None:
    called = holds(person("Cal Led", Role.TEAM_LEADER), "it_service_desk")
    logged = log(by=people["agent"], category="crm_down", impact="I1", urgency="U1")
    run_due(at(0))
    assert told() == ["Cal Led"]

    restrict_incident(
        incident_id=logged.pk,
        restricted=True,
        reason="A customer is named",
        by=people["incident_manager"],
        at=at(1),
    )

    assert sees(as_actor(called), logged)
    acknowledge_incident(incident_id=logged.pk, by=as_actor(called), at=at(2))
    assert fresh(logged).acknowledged_by == called
    assert_ledger_adds_up(logged)
