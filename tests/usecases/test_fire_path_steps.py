"""The path runs on timers: who is told when, once, and what stops it."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import as_actor, at, entries, folded, kinds, log, person
from tests.running import holds, run_due, told


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def duty(strategy: Version) -> Person:
    return holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")


@pytest.fixture
def lead(strategy: Version) -> Person:
    return holds(
        person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager", "communications_lead"
    )


@pytest.fixture
def outage(desk: Person, duty: Person, lead: Person, agent: Actor) -> Incident:
    """A P1 whose path is the technology one: told at 0, 5, 10, 15 minutes …"""
    return log(by=agent, category="tel_total", impact="I1", urgency="U1", summary="Phones down")


def run_of(incident: Incident) -> Run:
    return Run.objects.filter(incident=incident).latest("id")


def test_the_first_step_is_told_on_the_page_and_by_mail(outage: Incident) -> None:
    run_due(at(0))

    mail = Message.objects.get(purpose="path", channel="email")
    assert told() == ["Dev Rao"]
    assert mail.address == "dev.rao@centre.example"
    assert mail.subject == f"[P1] {outage.ref} Phones down – please acknowledge"
    assert mail.urgency == 0
    assert "Logged: Tue 10 Mar 2026 12:00 GMT" in mail.body
    assert "You are told as: it service desk" in mail.body
    assert "/answer/" in mail.body


def test_the_page_message_holds_no_link_that_answers(outage: Incident) -> None:
    run_due(at(0))

    assert "/answer/" not in Message.objects.get(purpose="path", channel="in_product").body


def test_who_was_told_stands_on_the_ledger_with_the_clause(outage: Incident) -> None:
    run_due(at(0))

    entry = entries(outage)[-1]
    telling = Telling.objects.get()
    assert entry.kind == "escalated"
    assert entry.actor == "system:worker"
    assert entry.data["because"][0]["clause"] == "paths.technology.service_desk"
    assert entry.data["says"] == "service desk – it service desk: 1 told"
    assert "Dev Rao" not in str(entry.data)
    assert telling.told[0]["as"] == "it_service_desk"


def test_the_ledger_adds_up_to_run_and_tellings(outage: Incident, duty: Person) -> None:
    run_due(at(0))
    run_due(at(16))
    acknowledge_incident(incident_id=outage.pk, by=as_actor(duty), at=at(17))

    recorded = escalation.as_recorded([outage.pk])[outage.pk]
    assert len(recorded) == 1 + Telling.objects.count()
    for part, row in recorded.items():
        assert folded(outage, part) == row
    assert verify_ledger().bad is None


def test_a_telling_that_was_altered_outside_is_found(outage: Incident) -> None:
    run_due(at(0))
    Telling.objects.update(told=[])

    bad = verify_ledger().bad

    assert bad is not None
    assert "telling:" in bad.says


def test_nobody_is_told_twice_of_one_step(outage: Incident) -> None:
    run_due(at(0))
    run_due(at(0))
    run_due(at(4))

    assert told() == ["Dev Rao"]


def test_the_next_step_follows_when_nobody_answers(outage: Incident) -> None:
    for minute in (0, 5, 10):
        run_due(at(minute))

    assert told() == ["Dev Rao", "Ruth Ames", "Omar Aziz"]
    assert Message.objects.filter(purpose="path", channel="email").count() == 3


def test_one_person_in_two_roles_of_a_step_gets_one_message(outage: Incident) -> None:
    run_due(at(0))
    run_due(at(5))
    run_due(at(10))

    assert told().count("Omar Aziz") == 1


def test_whoever_holds_the_role_on_the_incident_goes_first(outage: Incident) -> None:
    on_scene = person("Nia Obi", Role.TEAM_LEADER)
    RoleOnIncident.objects.update_or_create(
        incident=outage,
        code="duty_manager",
        defaults={"person": on_scene, "opened_at": at(0), "held_since": at(0)},
    )

    run_due(at(0))
    run_due(at(5))

    assert told() == ["Dev Rao", "Nia Obi"]


def test_acknowledging_stops_the_path_for_good(outage: Incident, desk: Person) -> None:
    run_due(at(0))

    acknowledge_incident(incident_id=outage.pk, by=as_actor(desk), at=at(3))

    run = run_of(outage)
    assert (run.state, run.ended_by_id) == ("acknowledged", desk.pk)
    assert timers.armed(kind=TimerKind.PATH_STEP, key=str(run.pk)) is None
    run_due(at(600))
    assert told() == ["Dev Rao"]


def test_acknowledging_takes_back_mail_that_was_not_sent(outage: Incident, desk: Person) -> None:
    run_due(at(0))

    acknowledge_incident(incident_id=outage.pk, by=as_actor(desk), at=at(1))

    assert Message.objects.get(purpose="path", channel="email").state == "superseded"


def test_after_an_outage_each_step_is_told_once_and_older_rounds_are_superseded(
    outage: Incident,
) -> None:
    run_due(at(600))

    run = run_of(outage)
    states = list(Telling.objects.filter(run=run).values_list("step", "round", "state"))
    assert ("head_of_operations", 0, "superseded") in states
    assert ("head_of_operations", 1, "superseded") in states
    assert ("head_of_operations", 2, "told") in states
    assert sorted(told()).count("Dev Rao") == 1
    assert len(told()) == len(set(told()))
    assert kinds(outage).count("escalated") == 1


def test_a_run_whose_path_is_at_its_end_is_exhausted_and_still_takes_an_answer(
    outage: Incident, lead: Person
) -> None:
    run_due(at(600))
    assert run_of(outage).state == "exhausted"

    acknowledge_incident(incident_id=outage.pk, by=as_actor(lead), at=at(601))

    assert run_of(outage).state == "acknowledged"


def test_the_fallback_is_told_when_a_step_finds_nobody(
    strategy: Version, agent: Actor, lead: Person
) -> None:
    sponsor = holds(person("Eve Long", Role.INCIDENT_MANAGER), "executive_sponsor")
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")

    run_due(at(0))

    assert told() == [sponsor.name]
    assert "nobody was found, the fallback is told" in entries(incident)[-1].data["says"]
    assert entries(incident)[-1].data["because"][0]["clause"] == "paths.technology.fallback"


def test_everybody_in_charge_is_told_when_even_the_fallback_is_nobody(
    strategy: Version, people: dict[str, Actor]
) -> None:
    incident = log(by=people["agent"], category="tel_total", impact="I1", urgency="U1")

    run_due(at(0))

    assert sorted(told()) == ["Asha Patel", "Victor Osei"]
    assert "every administrator and incident manager" in entries(incident)[-1].data["says"]


def test_people_who_left_are_not_told(outage: Incident, desk: Person) -> None:
    Person.objects.filter(pk=desk.pk).update(is_active=False)
    sponsor = holds(person("Eve Long", Role.INCIDENT_MANAGER), "executive_sponsor")

    run_due(at(0))

    assert told() == [sponsor.name]


def test_a_restricted_incident_keeps_its_summary_out_of_the_mail(
    outage: Incident, desk: Person
) -> None:
    Incident.objects.filter(pk=outage.pk).update(restricted=True)

    run_due(at(0))

    mail = Message.objects.get(purpose="path", channel="email")
    assert mail.subject == f"[P1] {outage.ref} restricted incident – please acknowledge"
    assert "Phones down" not in mail.body
    assert list(outage.restricted_to.all()) == [desk]


def test_a_closed_incident_tells_nobody(outage: Incident) -> None:
    Incident.objects.filter(pk=outage.pk).update(status="withdrawn", withdrawn_reason="A drill.")

    run_due(at(0))

    assert told() == []


def test_a_batch_costs_the_same_statements_for_one_run_as_for_three(
    outage: Incident, agent: Actor, django_assert_max_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    run_due(at(0))
    counts = []
    for number in (1, 3):
        for _ in range(number):
            log(by=agent, category="tel_total", impact="I1", urgency="U1")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            run_due(at(0))
        counts.append(len(queries))

    assert counts[0] == counts[1]
