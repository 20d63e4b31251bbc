"""Stories of major incidents: declared against written criteria, stood down when it is stable."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.escalation.models import Run
from musterpoint.apps.incidents.models import Clock, Incident, RoleOnIncident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.declare_major import (
    AlreadyMajor,
    NotMajor,
    NotYetStable,
    OnlyAnOpenOne,
    declare_major,
    stand_down,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.work_roles import take_role
from tests.factories import assert_ledger_adds_up, at, entries, fresh, log, refused

STABLE = ["reason_recorded", "stable", "actions_owned", "welfare_plan", "review_date"]


@pytest.fixture
def slow(strategy: Version, agent: Actor) -> Incident:
    """An incident at P4."""
    return log(by=agent, summary="Chat is slow", impact="I3", urgency="U3")


def declare(incident: Incident, by: Actor, minutes: float = 5) -> tuple[str, ...]:
    return declare_major(
        incident_id=incident.pk,
        criteria=["two_sites", "half_unserved"],
        reason="Cardiff too",
        by=by,
        at=at(minutes),
    ).to_split


def target(incident: Incident, kind: str) -> timedelta:
    return Clock.objects.get(incident=incident, kind=kind).target


def test_a_declaration_cites_its_criteria(slow: Incident, manager: Actor) -> None:
    declare(slow, manager)

    row = fresh(slow)
    assert (row.declared_at, row.declared_by_id) == (at(5), manager.person_id)
    assert row.declared_criteria == ["two_sites", "half_unserved"]
    assert (row.is_major, row.priority) == (True, "P4")
    clauses = [one["clause"] for one in entries(slow)[-1].data["because"]]
    assert clauses == [
        "major.criteria.two_sites",
        "major.criteria.half_unserved",
        "major.targets_of",
    ]
    assert_ledger_adds_up(slow)


def test_the_pace_of_a_major_incident_is_that_of_p1(slow: Incident, manager: Actor) -> None:
    assert target(slow, "restore") == timedelta(hours=72)

    declare(slow, manager)

    assert target(slow, "acknowledge") == timedelta(minutes=5)
    assert target(slow, "restore") == timedelta(hours=4)
    assert Run.objects.get(incident=slow, state="running").priority == "P1"


def test_roles_open_with_it(slow: Incident, manager: Actor) -> None:
    before = set(RoleOnIncident.objects.filter(incident=slow).values_list("code", flat=True))

    declare(slow, manager)

    opened = set(RoleOnIncident.objects.filter(incident=slow).values_list("code", flat=True))
    assert {"loggist", "technical_lead", "learning_lead"} <= opened - before


def test_who_holds_two_roles_that_must_be_apart_is_told_to_hand_one_over(
    slow: Incident, manager: Actor, leader: Actor
) -> None:
    take_role(incident_id=slow.pk, role="incident_manager", by=manager, at=at(1))
    take_role(incident_id=slow.pk, role="loggist", by=manager, at=at(2))

    to_split = declare(slow, leader)

    assert to_split == ("loggist",)
    assert entries(slow)[-1].data["to_split"] == ["loggist"]
    message = Message.objects.get(purpose="split:loggist")
    assert message.recipient_id == manager.person_id


def test_standing_down_gives_back_its_own_targets(slow: Incident, manager: Actor) -> None:
    declare(slow, manager)

    stand_down(incident_id=slow.pk, reason="Calls flow", confirmed=STABLE, by=manager, at=at(90))

    assert (fresh(slow).is_major, fresh(slow).stood_down_at) == (False, at(90))
    assert target(slow, "restore") == timedelta(hours=72)
    assert_ledger_adds_up(slow)


def test_it_can_be_declared_again(slow: Incident, manager: Actor) -> None:
    declare(slow, manager)
    stand_down(incident_id=slow.pk, reason="Calls flow", confirmed=STABLE, by=manager, at=at(90))

    declare(slow, manager, minutes=120)

    assert (fresh(slow).is_major, fresh(slow).stood_down_at) == (True, None)
    assert_ledger_adds_up(slow)


def test_a_resolved_major_incident_is_stood_down_without_starting_a_clock(
    slow: Incident, manager: Actor
) -> None:
    declare(slow, manager)
    acknowledge_incident(incident_id=slow.pk, by=manager, at=at(6))
    resolve_incident(incident_id=slow.pk, resolution="Route mended", by=manager, at=at(60))
    clocks = list(Clock.objects.filter(incident=slow).order_by("id").values())

    stand_down(incident_id=slow.pk, reason="Stable", confirmed=STABLE, by=manager, at=at(90))

    assert list(Clock.objects.filter(incident=slow).order_by("id").values()) == clocks


def test_every_missing_condition_is_named(slow: Incident, manager: Actor) -> None:
    declare(slow, manager)

    with refused(NotYetStable, slow) as refusal:
        stand_down(
            incident_id=slow.pk, reason="Calls flow", confirmed=["stable"], by=manager, at=at(90)
        )
    assert [problem.field for problem in refusal.value.errors] == [
        "confirmed.reason_recorded",
        "confirmed.actions_owned",
        "confirmed.welfare_plan",
        "confirmed.review_date",
    ]
    assert all(one.says.startswith("Not yet confirmed: ") for one in refusal.value.errors)


def test_standing_down_needs_a_reason_and_known_conditions(slow: Incident, manager: Actor) -> None:
    declare(slow, manager)

    for reason, confirmed in ((" ", STABLE), ("Calls flow", ["sunny"])):
        with refused(Refusal, slow):
            stand_down(
                incident_id=slow.pk, reason=reason, confirmed=confirmed, by=manager, at=at(90)
            )


def test_a_declaration_names_a_written_criterion(slow: Incident, manager: Actor) -> None:
    for criteria in ([], ["bad_feeling"]):
        with refused(Refusal, slow) as refusal:
            declare_major(incident_id=slow.pk, criteria=criteria, by=manager, at=at(5))
        assert refusal.value.errors[0].field == "criteria"


def test_it_is_declared_once(slow: Incident, manager: Actor) -> None:
    declare(slow, manager)

    with refused(AlreadyMajor, slow):
        declare(slow, manager, minutes=6)


def test_only_a_major_incident_is_stood_down(slow: Incident, manager: Actor) -> None:
    with refused(NotMajor, slow):
        stand_down(incident_id=slow.pk, reason="Hm", confirmed=STABLE, by=manager, at=at(6))


def test_a_resolved_incident_is_not_declared(slow: Incident, manager: Actor) -> None:
    acknowledge_incident(incident_id=slow.pk, by=manager, at=at(1))
    resolve_incident(incident_id=slow.pk, resolution="Mended", by=manager, at=at(4))

    with refused(OnlyAnOpenOne, slow):
        declare(slow, manager)


def test_the_product_may_declare_for_somebody_asked_elsewhere(slow: Incident) -> None:
    declare(slow, system("drill"))

    assert fresh(slow).is_major


@pytest.mark.parametrize(
    "role", ["agent", "communications", "planner", "quality", "welfare", "administrator", "auditor"]
)
def test_only_leaders_declare_and_stand_down(
    role: str, slow: Incident, people: dict[str, Actor], manager: Actor
) -> None:
    with refused(NotAllowed, slow):
        declare(slow, people[role])
    declare(slow, manager)
    with refused(NotAllowed, slow):
        stand_down(incident_id=slow.pk, reason="Hm", confirmed=STABLE, by=people[role], at=at(6))
