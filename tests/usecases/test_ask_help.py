"""Stories of asking colleagues for help."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.incidents.models import HelpRequest, Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import RoleHolder, Team
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.usecases.ask_help import AlreadyAnswered, NobodyToAsk, answer_help, ask_help
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.work_roles import take_role
from musterpoint.usecases.working import IncidentIsOver, OnlyAPerson
from tests.factories import assert_ledger_adds_up, at, entries, person, refused


def told(purpose: str) -> set[int | None]:
    return set(
        Message.objects.filter(purpose__startswith=purpose).values_list("recipient_id", flat=True)
    )


def test_whoever_holds_the_role_is_told(
    incident: Incident, agent: Actor, people: dict[str, Actor]
) -> None:
    quality = people["quality"]
    take_role(incident_id=incident.pk, role="dpo", by=quality, at=at(1))

    asked = ask_help(
        incident_id=incident.pk, says="Is a name data?", asked_of="dpo", by=agent, at=at(2)
    )

    assert asked.told == 1
    assert told("help_asked") == {quality.person_id}
    assert_ledger_adds_up(incident)


def test_those_who_answer_for_a_vacant_role_are_told(incident: Incident, agent: Actor) -> None:
    desk = person("Desk One", Role.ADMINISTRATOR)
    RoleHolder.objects.create(role="it_service_desk", person=desk)

    ask_help(
        incident_id=incident.pk, says="Which VLAN?", asked_of="it_service_desk", by=agent, at=at(2)
    )

    assert told("help_asked") == {desk.pk}


def test_a_team_is_told(incident: Incident, agent: Actor) -> None:
    night = person("Noor Night", Role.AGENT)
    Team.objects.create(code="nights", name="Night shift").members.set([night])

    ask_help(incident_id=incident.pk, says="Who is in?", asked_of="nights", by=agent, at=at(2))

    assert told("help_asked") == {night.pk}


def test_with_nobody_named_all_who_work_on_it_are_told_but_the_one_who_asks(
    incident: Incident, manager: Actor, people: dict[str, Actor]
) -> None:
    quality = people["quality"]
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    take_role(incident_id=incident.pk, role="dpo", by=quality, at=at(1))

    asked = ask_help(incident_id=incident.pk, says="Who knows the PBX?", by=manager, at=at(2))

    assert asked.told == 1
    assert told("help_asked") == {quality.person_id}


def test_nobody_hears_of_a_restricted_incident_who_may_not_see_it(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    Team.objects.create(code="nights", name="Night shift").members.set(
        [person("Noor Night", Role.AGENT)]
    )
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff matter", by=manager, at=at(1)
    )

    ask_help(incident_id=incident.pk, says="Who is in?", asked_of="nights", by=agent, at=at(2))

    assert told("help_asked") == set()


def test_the_time_until_an_answer_is_measured(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    asked = ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(2))

    waited = answer_help(help_id=asked.help_id, answer="I do", by=manager, at=at(9))

    assert waited == timedelta(minutes=7)
    assert entries(incident)[-1].data["waited"] == 420
    assert told("help_answered") == {agent.person_id}
    assert HelpRequest.objects.get(pk=asked.help_id).answered_by_id == manager.person_id
    assert_ledger_adds_up(incident)


def test_a_second_answer_is_refused(incident: Incident, agent: Actor, manager: Actor) -> None:
    asked = ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(2))
    answer_help(help_id=asked.help_id, answer="I do", by=manager, at=at(9))

    with refused(AlreadyAnswered, incident):
        answer_help(help_id=asked.help_id, answer="Me too", by=manager, at=at(10))


def test_asking_and_answering_need_words(incident: Incident, agent: Actor, manager: Actor) -> None:
    asked = ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(2))

    with refused(Refusal, incident):
        ask_help(incident_id=incident.pk, says="", by=agent, at=at(3))
    with refused(Refusal, incident):
        answer_help(help_id=asked.help_id, answer=" ", by=manager, at=at(3))


def test_nobody_answers_to_an_unknown_name(incident: Incident, agent: Actor) -> None:
    with refused(NobodyToAsk, incident) as refusal:
        ask_help(incident_id=incident.pk, says="Hey", asked_of="bards", by=agent, at=at(2))
    assert refusal.value.errors[0].field == "asked_of"


def test_an_unknown_call_and_one_out_of_sight_look_alike(
    incident: Incident, agent: Actor, manager: Actor, leader: Actor
) -> None:
    asked = ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(2))
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff matter", by=manager, at=at(3)
    )

    for help_id in (asked.help_id, 999_999):
        with refused(NoSuchIncident, incident):
            answer_help(help_id=help_id, answer="I do", by=leader, at=at(4))


def test_help_is_for_an_incident_that_is_worked(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=manager, at=at(5)
    )

    with refused(IncidentIsOver, incident):
        ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(6))


def test_it_takes_a_person_to_ask(incident: Incident) -> None:
    with refused(OnlyAPerson, incident):
        ask_help(incident_id=incident.pk, says="Beep", by=system("worker"), at=at(2))


@pytest.mark.parametrize("role", ["auditor"])
def test_the_auditor_neither_asks_nor_answers(
    role: str, incident: Incident, people: dict[str, Actor], agent: Actor
) -> None:
    asked = ask_help(incident_id=incident.pk, says="Who knows?", by=agent, at=at(2))

    with refused(NotAllowed, incident):
        ask_help(incident_id=incident.pk, says="Who knows?", by=people[role], at=at(3))
    with refused(NotAllowed, incident):
        answer_help(help_id=asked.help_id, answer="I do", by=people[role], at=at(3))


def test_nobody_counts_as_told_who_may_not_see_it(
    incident: Incident, agent: Actor, leader: Actor, manager: Actor
) -> None:
    Team.objects.create(code="late-shift", name="Late shift").members.add(leader.person_id or 0)
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff", by=manager, at=at(1)
    )

    asked = ask_help(
        incident_id=incident.pk, says="Who has a key?", asked_of="late-shift", by=agent, at=at(2)
    )

    assert asked.told == 0
    assert entries(incident)[-1].data["told"] == []
    assert_ledger_adds_up(incident)
