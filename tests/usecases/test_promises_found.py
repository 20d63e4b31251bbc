"""Where promises are found: updates, complaints, notes of the shift, handovers; and the auditor."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.communications.models import Promise
from musterpoint.apps.incidents.models import HandoverItem, Incident
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.operations import claim_due
from musterpoint.domain.authority import Actor
from musterpoint.usecases.accept_handover import accept_items
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.log_complaint import close_complaint, log_complaint
from musterpoint.usecases.make_promise import make_promise
from musterpoint.usecases.offer_handover import hand_over
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.remind_promises import remind_promises
from musterpoint.usecases.settle_promise import keep_promise
from musterpoint.usecases.unkept_promises import findings
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.work_roles import take_role
from musterpoint.usecases.write_shift_note import write_shift_note
from tests.factories import assert_ledger_adds_up, at, kinds
from tests.usecases.telling import fact, grave, sent, verified

CALL = "We will call you by 16:00."
FOUR = at(240)


def found() -> list[tuple[str, str, int | None]]:
    rows = Promise.objects.order_by("pk").filter(state="offered", due_at=FOUR)
    return list(rows.values_list("found_in", "source", "incident"))


def test_an_update_that_promises_offers_it(incident: Incident, leader: Actor) -> None:
    record_update(incident_id=incident.pk, says=CALL, audience="customers", by=leader, at=at(5))

    assert found() == [("update", "", incident.pk)]
    assert_ledger_adds_up(incident)


def test_an_update_made_of_facts_offers_what_it_promises_but_the_next_one(
    strategy: Version, people: dict[str, Actor], leader: Actor
) -> None:
    manager, speaker = people["incident_manager"], people["communications"]
    RoleHolder.objects.create(role="communications_lead", person_id=manager.person_id or 0)
    incident = grave(leader)
    number = verified(incident, leader, f"{CALL} We will update you at 12:30.", about="doing")
    says = fact(number, f"{CALL} We will update you at 12:30.")

    update = sent(incident, [says], speaker, manager)

    assert update.state == "sent"
    assert found() == [("update", "update:1", incident.pk)]
    assert Promise.objects.count() == 1
    assert_ledger_adds_up(incident)


def test_a_note_that_quotes_an_update_offers_nothing_again(
    incident: Incident, leader: Actor
) -> None:
    record_update(incident_id=incident.pk, says=CALL, audience="customers", by=leader, at=at(5))

    add_note(incident_id=incident.pk, says=f"Told them: {CALL}", by=leader, at=at(6))
    add_note(incident_id=incident.pk, says=CALL, by=leader, at=at(7))

    says = Promise.objects.order_by("pk").values_list("says", flat=True)
    assert list(says) == [CALL, f"Told them: {CALL}"]


def test_a_complaint_that_promises_offers_it_with_its_incident(
    incident: Incident, agent: Actor
) -> None:
    complaint = log_complaint(summary=CALL, incident_id=incident.pk, by=agent, at=at(5))

    assert found() == [("complaint", complaint.ref, incident.pk)]
    assert kinds(incident)[-1] == "complaint_linked"
    assert verify_ledger(stream=incident.stream).bad is None


def test_the_answer_to_a_complaint_may_promise_as_well(
    strategy: Version, incident: Incident, agent: Actor
) -> None:
    of_incident = log_complaint(summary="Cut off", incident_id=incident.pk, by=agent, at=at(5))
    alone = log_complaint(summary="Cut off", by=agent, at=at(5))

    for complaint in (of_incident, alone):
        close_complaint(complaint_id=complaint.pk, outcome=CALL, by=agent, at=at(6))

    assert found() == [
        ("complaint", of_incident.ref, incident.pk),
        ("complaint", alone.ref, None),
    ]
    assert kinds(incident)[-1] == "promise_found"
    assert verify_ledger().bad is None


def test_a_note_of_the_shift_that_promises_offers_it(strategy: Version, agent: Actor) -> None:
    note = write_shift_note(says=CALL, by=agent, at=at(5))

    assert found() == [("shift_note", f"shift_note:{note}", None)]
    assert verify_ledger().bad is None


def test_what_is_handed_over_keeps_its_promises(
    incident: Incident, manager: Actor, leader: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))

    made = hand_over(
        receiver_id=leader.person_id or 0,
        incident_ids=[incident.pk],
        summaries={incident.pk: CALL},
        by=manager,
        at=at(5),
    )

    assert found() == [("handover", f"handover:{made}", incident.pk)]
    assert verify_ledger(stream=incident.stream).bad is None


def test_what_the_giver_owes_passes_when_it_is_accepted(
    incident: Incident, manager: Actor, leader: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    call: dict[str, Any] = {"whom": "Her", "due_at": FOUR, "incident_id": incident.pk, "at": at(2)}
    mine = make_promise(says="Ring her", by=manager, **call)
    theirs = make_promise(says="Write to her", by=leader, **call)
    kept = make_promise(says="Visit her", by=manager, **call)
    receiver = leader.person_id or 0
    made = hand_over(receiver_id=receiver, incident_ids=[incident.pk], by=manager, at=at(5))
    keep_promise(promise_id=kept, by=manager, at=at(6))
    items = HandoverItem.objects.filter(handover=made, kind="promise").order_by("number")
    assert [one.part for one in items] == [f"promise:{mine}", f"promise:{kept}"]

    accept_items(handover_id=made, numbers=[one.number for one in items], by=leader, at=at(7))

    assert Promise.objects.get(pk=mine).owner_id == receiver
    assert Promise.objects.get(pk=theirs).owner_id == receiver
    assert Promise.objects.get(pk=kept).owner_id == manager.person_id
    assert [one.state for one in items.all()] == ["accepted", "gone"]
    assert items.all()[1].reason == "It is kept."
    assert verify_ledger(stream=incident.stream).bad is None


@pytest.fixture
def owed(incident: Incident, agent: Actor) -> Promise:
    pk = make_promise(
        says="Ring Mrs Hale",
        whom="Mrs Hale",
        due_at=FOUR,
        incident_id=incident.pk,
        by=agent,
        at=at(5),
    )
    return Promise.objects.get(pk=pk)


def named(minutes: float) -> list[str]:
    return [one.name for one in findings(at=at(minutes)) if "promise" in one.name]


def test_the_auditor_finds_a_promise_that_nobody_watches(owed: Promise) -> None:
    assert named(242) == []

    (finding,) = [one for one in findings(at=at(243)) if one.name.startswith("unwatched_promise")]

    assert finding.name == f"unwatched_promise:{owed.pk}"
    assert "Hale" not in finding.says


def test_the_auditor_finds_a_broken_promise_that_nobody_sees_to(owed: Promise) -> None:

    due = [one for one in claim_due(at=at(240), limit=50) if one.kind == "promise_due"]
    remind_promises(due, at(240))

    assert named(300) == []
    assert named(301) == [f"left_promise:{owed.pk}"]
