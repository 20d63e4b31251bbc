"""Stories of the swarm: colleagues come, and a call that nobody hears goes further."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.incidents.models import HelpOffer, HelpRequest, Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.ask_help import AlreadyAnswered, answer_help, ask_help
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.swarm_help import ComingAlready, OwnCall, offer_help
from tests.factories import assert_ledger_adds_up, at, entries, kinds, person
from tests.running import holds, run_due
from tests.usecases.everything import armed, nothing_changes


@pytest.fixture
def call(incident: Incident, agent: Actor) -> int:
    """The agent's call for help, two minutes after noon."""
    asked = ask_help(incident_id=incident.pk, says="Who speaks Polish?", by=agent, at=at(2))
    return asked.help_id


def told_of(purpose: str) -> list[str]:
    rows = Message.objects.filter(purpose=purpose).order_by("id")
    return [row.recipient.name for row in rows if row.recipient]


def test_several_colleagues_come_and_the_asker_hears_of_each(
    call: int, incident: Incident, manager: Actor, leader: Actor
) -> None:
    waited = offer_help(help_id=call, by=leader, at=at(4), says="Two minutes")
    offer_help(help_id=call, by=manager, at=at(5))

    assert waited == timedelta(minutes=2)
    assert [o.person_id for o in HelpOffer.objects.order_by("pk")] == [
        leader.person_id,
        manager.person_id,
    ]
    assert told_of(f"help_offered:{call}") == ["Maya Singh", "Maya Singh"]
    assert HelpRequest.objects.get(pk=call).answered_at is None
    assert kinds(incident)[-2:] == ["help_offered", "help_offered"]
    assert entries(incident)[-2].data["waited"] == 120
    assert_ledger_adds_up(incident)


def test_coming_is_said_once_and_by_somebody_else(
    call: int, agent: Actor, manager: Actor, people: dict[str, Actor]
) -> None:
    offer_help(help_id=call, by=manager, at=at(4))

    with nothing_changes(ComingAlready, help="You said already that you are coming."):
        offer_help(help_id=call, by=manager, at=at(5))
    with nothing_changes(OwnCall, help="This is your own call for help."):
        offer_help(help_id=call, by=agent, at=at(5))
    with nothing_changes(NotAllowed):
        offer_help(help_id=call, by=people["auditor"], at=at(5))
    answer_help(help_id=call, answer="I do", by=manager, at=at(6))
    says = "This call for help was already answered. Add a note instead."
    with nothing_changes(AlreadyAnswered, answer=says):
        offer_help(help_id=call, by=people["quality"], at=at(7))


def test_an_unknown_call_and_one_out_of_sight_look_alike(
    call: int, incident: Incident, manager: Actor, leader: Actor
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff", by=manager, at=at(3)
    )

    for unseen in (call, 999_999):
        with nothing_changes(NoSuchIncident):
            offer_help(help_id=unseen, by=leader, at=at(4))


def test_unheard_it_goes_to_everybody_on_duty_with_a_fitting_role_once(
    call: int, incident: Incident, leader: Actor
) -> None:
    away = person("Otto Off", Role.TEAM_LEADER)
    holds(person("Dora Duty", Role.TEAM_LEADER), "team_leader")

    run_due(at(8))
    run_due(at(30))

    assert told_of(f"help_asked:{call}") == ["Dora Duty"]
    assert away.name not in told_of(f"help_asked:{call}")
    assert HelpRequest.objects.get(pk=call).widened_at == at(8)
    assert kinds(incident).count("help_widened") == 1
    assert_ledger_adds_up(incident)


def test_with_nobody_named_on_duty_every_leader_and_manager_hears(
    call: int, manager: Actor, leader: Actor
) -> None:
    run_due(at(8))

    assert set(told_of(f"help_asked:{call}")) == {"Asha Patel", "Siobhan Kelly"}


def test_a_reaction_keeps_it_from_going_further(
    call: int, incident: Incident, manager: Actor
) -> None:
    assert set(armed(TimerKind.HELP_WAITING)) == {str(call)}

    offer_help(help_id=call, by=manager, at=at(4))

    assert armed(TimerKind.HELP_WAITING) == {}
    run_due(at(30))
    assert "help_widened" not in kinds(incident)


def test_what_is_over_calls_nobody(call: int, incident: Incident, manager: Actor) -> None:
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=manager, at=at(3)
    )

    run_due(at(8))

    assert "help_widened" not in kinds(incident)


def test_a_restricted_incident_is_carried_to_nobody_who_may_not_see_it(
    call: int, incident: Incident, manager: Actor, leader: Actor
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff", by=manager, at=at(3)
    )

    run_due(at(8))

    assert told_of(f"help_asked:{call}") == ["Asha Patel"]
