"""Stories of accepting, declining and not answering: only what is accepted passes."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import (
    HandoverItem,
    HandoverSheet,
    Incident,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.reporting.waiting import attention
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.accept_handover import (
    ItemSettled,
    NoSuchItem,
    accept_items,
    decline_items,
)
from musterpoint.usecases.handing_over import NotOnOffer, NotYours
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.work_roles import RoleNotAllowed, assign_role, take_role
from musterpoint.usecases.work_tasks import add_task, drop_task, finish_task
from tests.factories import as_actor, assert_ledger_adds_up, at, fresh, kinds, log, person
from tests.running import run_due, told
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handing import (
    accepted,
    declined,
    numbers,
    offered,
    reasons,
    state,
    states,
)

MANAGER = "role:incident_manager"


@pytest.fixture
def run(incident: Incident, manager: Actor) -> Incident:
    """An incident that the manager runs, with two tasks of theirs."""
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    for position in Task.objects.filter(incident=incident).values_list("position", flat=True):
        drop_task(incident_id=incident.pk, position=position, reason="-", by=manager, at=at(2))
    for says in ("Ring the carrier", "Change the greeting"):
        add_task(
            incident_id=incident.pk, says=says, role="incident_manager", by=manager, at=at(2),
            due_at=at(30),
        )  # fmt: skip
    return incident


@pytest.fixture
def other(people: dict[str, Actor]) -> Actor:
    """A second incident manager."""
    return as_actor(person("Noor Night", Role.INCIDENT_MANAGER))


def holder(incident: Incident, code: str = "incident_manager") -> int | None:
    return RoleOnIncident.objects.get(incident=incident, code=code).person_id


def ring(incident: Incident) -> str:
    return f"task:{task(incident, 'Ring the carrier').position}"


def greet(incident: Incident) -> str:
    return f"task:{task(incident, 'Change the greeting').position}"


def task(incident: Incident, says: str) -> Task:
    return Task.objects.get(incident=incident, says=says)


def waits_for(actor: Actor, minutes: float) -> list[str]:
    return [item.says for item in attention(actor, at=at(minutes)).items if item.kind == "task"]


def test_what_is_accepted_passes_and_the_giver_hears_of_it(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)

    passed = accepted(handover, by=other)

    assert passed == len(states(handover))
    assert set(states(handover).values()) == {"accepted"}
    assert state(handover) == "settled"
    assert (holder(run), fresh(run).owner_id) == (other.person_id, other.person_id)
    assert task(run, "Ring the carrier").person_id is None  # it goes with its role
    assert armed(TimerKind.HANDOVER_DUE) == {}
    assert kinds(run)[-2:] == ["handover_offered", "handover_accepted"]
    assert told("handover") == ["Noor Night", "Asha Patel"]
    assert_ledger_adds_up(run)


def test_a_task_passes_without_its_role(run: Incident, manager: Actor, other: Actor) -> None:
    handover = offered(run, by=manager, to=other)

    accepted(handover, ring(run), by=other)

    assert holder(run) == manager.person_id
    assert task(run, "Ring the carrier").person_id == other.person_id
    assert waits_for(other, 25) == ["Ring the carrier"]
    assert waits_for(manager, 25) == ["Change the greeting"]
    assert_ledger_adds_up(run)


def test_a_role_passes_without_a_task_which_stays_with_the_giver(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)

    accepted(handover, MANAGER, by=other)
    declined(handover, greet(run), by=other)

    assert holder(run) == other.person_id
    assert task(run, "Change the greeting").person_id == manager.person_id
    assert task(run, "Ring the carrier").person_id == manager.person_id  # not accepted so far
    accepted(handover, ring(run), by=other, minutes=14)
    assert waits_for(other, 25) == ["Ring the carrier"]
    assert waits_for(manager, 25) == ["Change the greeting"]
    assert_ledger_adds_up(run)


def test_a_declined_item_stays_and_the_giver_hears_why(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)

    declined(handover, MANAGER, by=other, reason="I am on another one")

    assert states(handover)[MANAGER] == "declined"
    assert holder(run) == manager.person_id
    letter = Message.objects.get(recipient_id=manager.person_id, channel="email")
    assert "Noor Night declined 1 item: I am on another one It stays with you." in letter.body
    assert kinds(run)[-1] == "handover_declined"
    assert_ledger_adds_up(run)


def test_declining_needs_a_reason(run: Incident, manager: Actor, other: Actor) -> None:
    handover = offered(run, by=manager, to=other)

    says = "Say why, so that the giver knows what to do."
    with nothing_changes(Refusal, reason=says):
        declined(handover, MANAGER, by=other, reason=" ")


def test_what_somebody_else_took_or_finished_is_gone_and_no_error(
    run: Incident, manager: Actor, other: Actor, leader: Actor
) -> None:
    handover = offered(run, by=manager, to=other)
    finish_task(
        incident_id=run.pk, position=task(run, "Ring the carrier").position, by=leader, at=at(11)
    )
    assign_role(
        incident_id=run.pk,
        role="incident_manager",
        person_id=leader.person_id or 0,
        by=leader,
        at=at(11),
    )

    accepted(handover, MANAGER, ring(run), greet(run), by=other)

    assert holder(run) == leader.person_id
    assert reasons(handover) == {
        MANAGER: "Siobhan Kelly holds it now.",
        ring(run): "It is done.",
        greet(run): "Siobhan Kelly holds its role now.",
    }
    assert {states(handover)[part] for part in reasons(handover)} == {"gone"}
    assert_ledger_adds_up(run)


def test_a_shift_passes_item_by_item_over_several_incidents(
    run: Incident, manager: Actor, other: Actor, agent: Actor
) -> None:
    second = log(by=agent, summary="Chat is silent")
    take_role(incident_id=second.pk, role="loggist", by=manager, at=at(2))
    handover = offered(by=manager, to=other)

    accepted(handover, "role:loggist", by=other)

    assert holder(second, "loggist") == other.person_id
    assert holder(run) == manager.person_id
    assert state(handover) == "offered"
    assert next(s.state for s in HandoverSheet.objects.order_by("incident_id")) == "offered"
    assert_ledger_adds_up(run)
    assert_ledger_adds_up(second)


def test_only_the_receiver_settles_items(
    run: Incident, manager: Actor, other: Actor, leader: Actor
) -> None:
    handover = offered(run, by=manager, to=other)

    says = "Only whoever it was offered to can accept or decline it."
    with nothing_changes(NotYours, handover=says):
        accepted(handover, MANAGER, by=manager)
    with nothing_changes(NoSuchHandover):
        accepted(handover, MANAGER, by=leader)
    with nothing_changes(NoSuchHandover):
        accept_items(handover_id=999_999, numbers=[1], by=other, at=at(12))


def test_items_are_named_and_settled_once(run: Incident, manager: Actor, other: Actor) -> None:
    handover = offered(run, by=manager, to=other)

    says = "Choose at least one item of this handover."
    for wrong in ([], [99]):
        with nothing_changes(NoSuchItem, items=says):
            accept_items(handover_id=handover, numbers=wrong, by=other, at=at(12))
    accepted(handover, MANAGER, by=other)
    again = "Already settled: Incident manager (accepted)."
    with nothing_changes(ItemSettled, items=again):
        accepted(handover, MANAGER, by=other)
    with nothing_changes(ItemSettled, items=again):
        decline_items(
            handover_id=handover,
            numbers=numbers(handover, MANAGER),
            reason="No",
            by=other,
            at=at(12),
        )


def test_a_role_that_must_be_apart_is_refused_and_nothing_passes(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)
    Incident.objects.filter(pk=run.pk).update(declared_at=at(11))
    take_role(incident_id=run.pk, role="loggist", by=other, at=at(11))

    says = "During a major incident Incident manager must be somebody other than Loggist."
    with nothing_changes(RoleNotAllowed, role=says):
        accepted(handover, by=other)


def test_an_incident_restricted_meanwhile_lets_nobody_in_by_a_handover(
    incident: Incident, leader: Actor, manager: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=leader, at=at(1))
    relief = as_actor(person("Ruth Relief", Role.TEAM_LEADER))
    handover = offered(incident, by=leader, to=relief)
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff", by=manager, at=at(11)
    )

    with nothing_changes(NoSuchIncident):
        accepted(handover, MANAGER, by=relief)


def test_what_is_not_accepted_in_time_stays_and_escalates(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)
    accepted(handover, ring(run), by=other)

    run_due(at(26))
    run_due(at(27))

    found = states(handover)
    assert found.pop(ring(run)) == "accepted"
    assert set(found.values()) == {"kept"}
    assert state(handover) == "lapsed"
    assert (holder(run), fresh(run).owner_id) == (manager.person_id, manager.person_id)
    assert kinds(run).count("handover_lapsed") == 1
    lapsed = Message.objects.filter(subject="A handover was not accepted").order_by("id")
    assert [(m.recipient.name, m.channel) for m in lapsed if m.recipient] == [
        ("Asha Patel", "in_product"),
        ("Asha Patel", "email"),
        ("Noor Night", "in_product"),
        ("Noor Night", "email"),
    ]
    assert_ledger_adds_up(run)
    says = "This handover is lapsed, so nothing of it can be accepted or declined."
    with nothing_changes(NotOnOffer, handover=says):
        accepted(handover, MANAGER, by=other, minutes=28)


def test_whoever_runs_the_incident_steps_in_for_a_giver_who_does_not(
    run: Incident, leader: Actor, people: dict[str, Actor]
) -> None:
    take_role(incident_id=run.pk, role="loggist", by=leader, at=at(3))
    offered(run, by=leader, to=people["quality"])

    run_due(at(26))

    lapsed = Message.objects.filter(subject="A handover was not accepted", channel="email")
    assert {m.recipient.name for m in lapsed if m.recipient} == {"Siobhan Kelly", "Asha Patel"}


def test_with_no_other_manager_the_administrators_step_in(
    run: Incident, manager: Actor, leader: Actor
) -> None:
    offered(run, by=manager, to=leader)

    run_due(at(26))

    lapsed = Message.objects.filter(subject="A handover was not accepted", channel="email")
    assert {m.recipient.name for m in lapsed if m.recipient} == {"Asha Patel", "Victor Osei"}


def test_what_was_settled_does_not_lapse(run: Incident, manager: Actor, other: Actor) -> None:
    handover = offered(run, by=manager, to=other)
    accepted(handover, by=other)

    assert run_due(at(26)) == 0 or state(handover) == "settled"

    assert "handover_lapsed" not in kinds(run)


def test_only_what_is_gone_is_left_and_nothing_escalates(
    run: Incident, manager: Actor, other: Actor
) -> None:
    left = [greet(run), MANAGER]
    handover = offered(run, by=manager, to=other)
    rest = [part for part in states(handover) if part not in {*left, ring(run)}]
    accepted(handover, *rest, *left, by=other)
    finish_task(
        incident_id=run.pk, position=task(run, "Ring the carrier").position, by=manager, at=at(13)
    )

    run_due(at(26))

    assert states(handover)[ring(run)] == "gone"
    assert state(handover) == "settled"
    assert not Message.objects.filter(subject="A handover was not accepted").exists()
    assert_ledger_adds_up(run)


def test_the_proof_notices_an_item_that_was_altered(
    run: Incident, manager: Actor, other: Actor
) -> None:
    handover = offered(run, by=manager, to=other)
    HandoverItem.objects.filter(handover=handover, number=1).update(state="accepted")

    bad = verify_ledger(stream=run.stream).bad

    assert bad is not None
    assert bad.says == (
        f"handed:{handover}:1 state is 'accepted', and the ledger adds up to 'offered'"
    )
