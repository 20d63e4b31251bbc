"""Steps with conditions: left out with a reason, and what comes next is told in the same turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, at, default_text, entries, folded, kinds, log, person, publish
from tests.running import holds, run_due, told

DESK = "        tell: [role it_service_desk]\n        after: 0 min\n"
NIGHT = (datetime(2026, 3, 10, 22, tzinfo=UTC) - NOON) / timedelta(minutes=1)


def changed(*lines: str) -> None:
    """Publish the strategy with more lines in the first step of the technology path."""
    more = "".join(f"        {line}\n" for line in lines)
    assert DESK in default_text()
    publish(default_text().replace(DESK, DESK + more, 1))


@pytest.fixture
def crew(people: dict[str, Actor]) -> Person:
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager", "communications_lead")
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


def outage(by: Actor, minutes: float = 0) -> Incident:
    incident = log(by=by, category="tel_total", impact="I1", urgency="U1", minutes=minutes)
    run_due(at(minutes))
    return incident


def test_outside_its_hours_a_step_is_left_out_and_the_next_is_told_at_once(
    crew: Person, agent: Actor
) -> None:
    changed("hours: business")

    incident = outage(agent, NIGHT)

    assert told() == ["Ruth Ames"]
    assert kinds(incident)[-2:] == ["step_skipped", "escalated"]
    skipped = entries(incident)[-2]
    assert skipped.data["says"] == "service desk – left out"
    assert skipped.data["because"] == [
        {"clause": "paths.technology.service_desk", "says": "Only told in the hours of business."}
    ]
    assert Run.objects.get().brought_forward == timedelta(minutes=5)
    run_due(at(NIGHT + 5))
    assert told() == ["Ruth Ames", "Omar Aziz"]


def test_in_its_hours_it_is_told(crew: Person, agent: Actor) -> None:
    changed("hours: business")

    outage(agent)

    assert told() == ["Dev Rao"]


def test_a_step_for_the_night_is_left_out_by_day(crew: Person, agent: Actor) -> None:
    changed("hours: business", "outside_hours: true")

    outage(agent)

    assert told() == ["Ruth Ames"]
    assert Telling.objects.get(state="skipped").says == "Only told outside the hours of business."


def test_a_step_that_finds_nobody_is_left_out_where_the_strategy_says_so(
    people: dict[str, Actor], agent: Actor
) -> None:
    changed("skip_when_absent: true")
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")

    outage(agent)

    assert told() == ["Ruth Ames"]
    assert Telling.objects.get(state="skipped").says == "Nobody was there."


def test_every_round_of_a_step_left_out_is_gone_and_everything_adds_up(
    people: dict[str, Actor], agent: Actor
) -> None:
    changed("skip_when_absent: true", "repeat: 2", "every: 1 min")
    holds(person("Ruth Ames", Role.TEAM_LEADER), "duty_manager")

    incident = outage(agent)
    run_due(at(3))

    assert list(Telling.objects.filter(state="skipped").values_list("step", "round")) == [
        ("service_desk", 0),
        ("service_desk", 1),
        ("service_desk", 2),
    ]
    assert told() == ["Ruth Ames"]
    for part, row in escalation.as_recorded([incident.pk])[incident.pk].items():
        assert folded(incident, part) == row
    assert verify_ledger().bad is None


def test_escalating_by_hand_passes_what_is_left_out_too(
    people: dict[str, Actor], crew: Person, manager: Actor
) -> None:
    own = "        tell: [role duty_manager]\n"
    publish(default_text().replace(own, own + "        hours: business\n", 1))
    incident = outage(manager, NIGHT)

    escalate_incident(incident_id=incident.pk, reason="Now", by=manager, at=at(NIGHT + 1))

    assert told() == ["Dev Rao", "Omar Aziz"]
    assert "step_skipped" in kinds(incident)
    assert verify_ledger().bad is None


def test_a_step_is_sent_by_the_channels_it_names_and_wakes_at_high_priorities(
    crew: Person, agent: Actor
) -> None:
    changed("by: [email]")

    outage(agent)

    mail = Message.objects.get(purpose="path", channel="email")
    assert mail.wakes
    assert mail.short.startswith("P1 INC-")
    assert len(mail.short) <= 160


def test_a_message_for_a_small_screen_names_the_incident_and_how_to_answer(
    crew: Person, agent: Actor
) -> None:
    publish(default_text())
    incident = log(
        by=agent, category="tel_total", impact="I1", urgency="U1", summary="Phones down " * 20
    )
    Incident.objects.filter(pk=incident.pk).update(restricted=True)
    run_due(at(0))

    hidden = Message.objects.get(purpose="path", channel="email").short
    assert hidden.startswith(f"P1 {incident.ref} A restricted incident. ")
    assert "Phones" not in hidden
