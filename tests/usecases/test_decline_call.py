"""A call can be declined with a reason; when nobody is left to answer, the next step comes now."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation.models import Decline, Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.decline_call import CannotDecline, NobodyIsCalled, decline_call
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.working import OnlyAPerson, TooLong
from tests.factories import as_actor, at, default_text, entries, folded, kinds, log, person, publish
from tests.running import holds, run_due, told
from tests.usecases.everything import nothing_changes

PAIR = "tell: [role it_service_desk]\n        after: 0 min\n        need: 2"


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def duty(strategy: Version) -> Person:
    return holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")


@pytest.fixture
def outage(desk: Person, duty: Person, agent: Actor) -> Incident:
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager", "communications_lead")
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1", summary="Phones down")
    run_due(at(0))
    return incident


def decline(
    incident: Incident, who: Person, minute: float, reason: str = "On the motorway"
) -> None:
    decline_call(incident_id=incident.pk, reason=reason, by=as_actor(who), at=at(minute))


def run_of(incident: Incident) -> Run:
    return Run.objects.filter(incident=incident).latest("id")


def test_a_no_brings_the_next_step_forward_and_the_rest_with_it(
    outage: Incident, desk: Person
) -> None:
    decline(outage, desk, 1)
    run_due(at(1))

    assert told() == ["Dev Rao", "Ruth Ames"]
    run_due(at(5))
    assert told() == ["Dev Rao", "Ruth Ames"]  # five minutes after the step before, as ever
    run_due(at(6))
    assert told()[2:] == ["Omar Aziz"]


def test_a_no_stands_on_the_ledger_with_its_reason_and_everything_adds_up(
    outage: Incident, desk: Person
) -> None:
    decline(outage, desk, 1)
    run_due(at(7))

    entry = next(one for one in entries(outage) if one.kind == "escalation_declined")
    run = run_of(outage)
    assert entry.actor == f"person:{desk.pk}"
    assert (entry.data["reason"], entry.data["by_way_of"]) == ("On the motorway", "page")
    assert folded(outage, f"run:{run.pk}")["brought_forward"] == 240
    for part, row in escalation.as_recorded([outage.pk])[outage.pk].items():
        assert folded(outage, part) == row
    assert verify_ledger().bad is None


def test_a_reason_altered_outside_is_found(outage: Incident, desk: Person) -> None:
    decline(outage, desk, 1)
    Decline.objects.update(reason="Asleep")

    bad = verify_ledger().bad

    assert bad is not None
    assert "decline:" in bad.says


def test_what_waited_to_be_sent_to_them_is_superseded_and_nobody_elses(
    outage: Incident, desk: Person, duty: Person
) -> None:
    run_due(at(5))

    decline(outage, desk, 6)

    states = dict(
        Message.objects.filter(purpose="path", channel="email").values_list(
            "recipient__name", "state"
        )
    )
    assert states == {"Dev Rao": "superseded", "Ruth Ames": "queued"}


def test_a_no_of_somebody_passed_already_moves_nothing(outage: Incident, desk: Person) -> None:
    run_due(at(5))

    decline(outage, desk, 6)
    run_due(at(6))

    assert told() == ["Dev Rao", "Ruth Ames"]
    armed = timers.armed(kind=TimerKind.PATH_STEP, key=str(run_of(outage).pk))
    assert armed is not None
    assert armed.due_at == at(10)


def test_whoever_declined_may_still_answer(outage: Incident, desk: Person) -> None:
    decline(outage, desk, 1)

    acknowledge_incident(incident_id=outage.pk, by=as_actor(desk), at=at(2))
    run_due(at(60))

    assert run_of(outage).state == "acknowledged"
    assert told() == ["Dev Rao"]


def test_of_two_who_must_answer_one_no_is_enough_to_go_on(people: dict[str, Actor]) -> None:
    own = "tell: [role it_service_desk]\n        after: 0 min"
    publish(default_text().replace(own, PAIR, 1))
    first = holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk", rank=1)
    holds(person("Kim Lund", Role.TEAM_LEADER), "it_service_desk", rank=2)
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    incident = log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))

    decline(incident, first, 1)
    run_due(at(1))

    assert told() == ["Dev Rao", "Kim Lund", "Ruth Ames"]


def test_a_later_step_does_not_call_whoever_declined_but_the_fallback(
    strategy: Version, agent: Actor
) -> None:
    both = holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk", "duty_manager")
    holds(person("Eve Long", Role.INCIDENT_MANAGER), "executive_sponsor")
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))

    decline(incident, both, 1)
    run_due(at(1))

    assert told() == ["Dev Rao", "Eve Long"]
    assert "nobody was found, the fallback is told" in entries(incident)[-1].data["says"]


def test_when_nobody_else_is_left_those_in_charge_are_called_again(
    strategy: Version, agent: Actor
) -> None:
    only = holds(person("Dev Rao", Role.INCIDENT_MANAGER), "it_service_desk", "executive_sponsor")
    Person.objects.exclude(pk__in=[only.pk, agent.person_id]).update(is_active=False)
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))

    decline(incident, only, 1)
    run_due(at(1))

    assert told() == ["Dev Rao", "Dev Rao"]
    assert "every administrator and incident manager" in entries(incident)[-1].data["says"]


def test_a_raised_priority_asks_those_who_declined_anew(
    outage: Incident, desk: Person, manager: Actor
) -> None:
    milder = log(by=manager, category="crm_down", impact="I3", urgency="U2", minutes=1)
    run_due(at(1))
    decline(milder, desk, 2)

    assess_incident(
        incident_id=milder.pk, impact="I1", urgency="U1", reason="It spreads", by=manager, at=at(3)
    )
    run_due(at(3))

    assert Telling.objects.filter(run=run_of(milder)).get(state="told").step == "service_desk"
    assert run_of(milder).brought_forward.total_seconds() == 0
    decline(milder, desk, 4)
    assert Decline.objects.filter(run__incident=milder).count() == 2


def test_a_fallen_priority_does_not_make_a_declined_step_wait(
    outage: Incident, desk: Person, manager: Actor
) -> None:
    decline(outage, desk, 1)
    assess_incident(
        incident_id=outage.pk, impact="I3", urgency="U2", reason="Less", by=manager, at=at(2)
    )

    run_due(at(2))

    assert told() == ["Dev Rao", "Ruth Ames"]


def test_a_no_needs_a_reason(outage: Incident, desk: Person) -> None:
    with nothing_changes(Refusal, reason="Say why you cannot take this."):
        decline(outage, desk, 1, reason="  ")
    with nothing_changes(TooLong, reason="This has 301 characters; 300 fit here."):
        decline(outage, desk, 1, reason="x" * 301)


def test_whoever_was_not_called_declines_nothing(outage: Incident, duty: Person) -> None:
    with nothing_changes(
        CannotDecline, by="You were not called for this, so there is nothing to decline."
    ):
        decline(outage, duty, 1)


def test_nobody_declines_twice_or_after_answering(outage: Incident, desk: Person) -> None:
    decline(outage, desk, 1)
    with nothing_changes(CannotDecline, by="You have declined already."):
        decline(outage, desk, 2)


def test_whoever_answered_cannot_decline(people: dict[str, Actor]) -> None:
    own = "tell: [role it_service_desk]\n        after: 0 min"
    publish(default_text().replace(own, PAIR, 1))
    first = holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk", rank=1)
    holds(person("Kim Lund", Role.TEAM_LEADER), "it_service_desk", rank=2)
    incident = log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")
    run_due(at(0))
    acknowledge_incident(incident_id=incident.pk, by=as_actor(first), at=at(1))

    with nothing_changes(CannotDecline, by="You have answered already. Hand it over instead."):
        decline(incident, first, 2)


def test_where_no_path_waits_there_is_nothing_to_decline(
    outage: Incident, desk: Person, duty: Person, manager: Actor
) -> None:
    acknowledge_incident(incident_id=outage.pk, by=as_actor(duty), at=at(1))
    with nothing_changes(NobodyIsCalled, status="No path waits for an answer here."):
        decline(outage, desk, 2)

    resolve_incident(incident_id=outage.pk, resolution="Back", by=manager, at=at(3))
    with nothing_changes(NobodyIsCalled, status="No path waits for an answer here."):
        decline(outage, desk, 4)


def test_only_people_decline_and_never_an_auditor(outage: Incident, desk: Person) -> None:
    with nothing_changes(OnlyAPerson, by="Only a signed-in person can do this."):
        decline_call(incident_id=outage.pk, reason="No", by=system("worker"), at=at(1))
    Person.objects.filter(pk=desk.pk).update(roles=[Role.AUDITOR])
    desk.refresh_from_db()
    with nothing_changes(NotAllowed):
        decline(outage, desk, 1)


def test_after_the_end_of_the_path_a_no_is_recorded_and_calls_nobody(
    outage: Incident, desk: Person
) -> None:
    run_due(at(600))
    assert run_of(outage).state == "exhausted"
    before = len(told())

    decline(outage, desk, 601)
    run_due(at(700))

    assert "escalation_declined" in kinds(outage)
    assert len(told()) == before
    assert verify_ledger().bad is None
