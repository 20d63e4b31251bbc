"""Clocks reach their marks: the owner hears of it, and the last one is a breach on the ledger."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from tests.factories import at, entries, folded, fresh, kinds, log, person
from tests.running import holds, run_due, told


@pytest.fixture
def outage(strategy: Version, agent: Actor, manager: Actor) -> Incident:
    """A P1: acknowledge 5 min, first update 15 min, restore 4 h."""
    return log(by=agent, category="tel_total", impact="I1", urgency="U1", summary="Phones down")


def subjects(channel: str = "in_product") -> list[str]:
    rows = Message.objects.filter(purpose="clock", channel=channel).order_by("id")
    return [row.subject.split(" – ")[1] for row in rows]


def test_half_of_the_time_is_told_in_the_product_only(outage: Incident) -> None:
    run_due(at(2.5))

    assert subjects() == ["the acknowledgement at 50%"]
    assert subjects("email") == []
    assert told("clock") == ["Asha Patel"]
    assert kinds(outage)[-1] == "clock_marked"


def test_each_mark_is_told_once(outage: Incident) -> None:
    for minute in (2.5, 3, 3.75, 4, 5, 6):
        run_due(at(minute))

    assert subjects() == [
        "the acknowledgement at 50%",
        "the acknowledgement at 75%",
        "the acknowledgement is late",
    ]


def test_the_breach_is_on_the_ledger_and_goes_out_by_mail(outage: Incident) -> None:
    run_due(at(5))

    clock = Clock.objects.get(incident=outage, kind="acknowledge")
    breach = next(e for e in entries(outage) if e.kind == "clock_breached")
    assert (clock.state, clock.breached_at) == ("breached", at(5))
    assert breach.data["because"] == [
        {
            "clause": "targets.P1.acknowledge",
            "says": "The time for the acknowledgement has run out.",
        }
    ]
    assert subjects("email") == ["the acknowledgement is late"]
    assert folded(outage, "clock:acknowledge:1")["state"] == "breached"


def test_the_owner_hears_of_it_and_so_does_the_incident_manager(
    outage: Incident, leader: Actor
) -> None:
    Incident.objects.filter(pk=outage.pk).update(owner=leader.person_id)

    run_due(at(2.5))
    run_due(at(5))

    assert told("clock") == ["Siobhan Kelly", "Siobhan Kelly", "Asha Patel"]


def test_the_standing_incident_manager_goes_before_everybody_with_the_account_role(
    outage: Incident,
) -> None:
    holds(person("Omar Aziz", Role.INCIDENT_MANAGER), "incident_manager")

    run_due(at(2.5))

    assert told("clock") == ["Omar Aziz"]


def test_after_an_outage_only_the_newest_mark_of_each_clock_is_told(outage: Incident) -> None:
    run_due(at(20))

    assert sorted(subjects()) == ["the acknowledgement is late", "the first update is late"]
    assert kinds(outage).count("clock_breached") == 2
    assert "clock_marked" not in kinds(outage)


def test_a_clock_that_was_met_marks_nothing(outage: Incident, leader: Actor) -> None:
    acknowledge_incident(incident_id=outage.pk, by=leader, at=at(1))

    run_due(at(5))

    assert subjects() == []


def test_a_missed_update_asks_for_a_fresh_look(outage: Incident) -> None:
    run_due(at(15))

    assert fresh(outage).reassess_reason == "An update was missed."
    assert folded(outage, "incident")["reassess_reason"] == "An update was missed."


def test_the_next_mark_is_armed_and_after_the_last_none(outage: Incident) -> None:
    key = f"{outage.pk}:acknowledge:1"
    run_due(at(2.5))
    armed = timers.armed(kind=TimerKind.CLOCK_MARK, key=key)
    assert armed is not None
    assert (armed.due_at, armed.payload["percent"]) == (at(3.75), 75)

    run_due(at(5))

    assert timers.armed(kind=TimerKind.CLOCK_MARK, key=key) is None


def test_an_incident_that_is_not_open_marks_nothing(outage: Incident) -> None:
    Incident.objects.filter(pk=outage.pk).update(status="withdrawn")

    run_due(at(600))

    assert subjects() == []
