"""Stories of the promise ledger: found, made, kept, broken, moved, let go; and each refusal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.communications.models import Promise
from musterpoint.apps.communications.queries import promises as known
from musterpoint.apps.communications.unknown import NoSuchPromise
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import claim_due, fired
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.promises import PromiseState
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.make_promise import (
    AlreadyMade,
    confirm_promise,
    decline_promise,
    make_promise,
)
from musterpoint.usecases.offer_promises import offer_apart
from musterpoint.usecases.promising import NobodyToKeepIt
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.remind_promises import remind_promises
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.settle_promise import (
    AlreadyBroken,
    break_promise,
    keep_promise,
    let_go_promise,
    move_promise,
)
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.work_roles import take_role
from tests.factories import assert_ledger_adds_up, at, entries, kinds, refused

CALL = "We will call you by 16:00."
FOUR = at(240)


def note(incident: Incident, by: Actor, says: str = CALL) -> Promise:
    add_note(incident_id=incident.pk, says=says, by=by, at=at(5))
    return Promise.objects.latest("pk")


def made(incident: Incident | None, by: Actor, due_at: datetime = FOUR, **more: Any) -> Promise:
    said: dict[str, Any] = {"says": "Call her back", "whom": "Mrs Hale", "due_at": due_at} | more
    pk = make_promise(incident_id=incident.pk if incident else None, by=by, at=at(5), **said)
    return Promise.objects.get(pk=pk)


def fresh(promise: Promise) -> Promise:
    return Promise.objects.get(pk=promise.pk)


def timer(promise: Promise) -> Timer | None:
    rows = Timer.objects.filter(kind="promise_due", key=str(promise.pk))
    return rows.filter(fired_at=None, cancelled_at=None).first()


def run(minutes: float) -> None:
    claimed = [one for one in claim_due(at=at(minutes), limit=50) if one.kind == "promise_due"]
    remind_promises(claimed, at(minutes))
    fired(claimed, at=at(minutes))


def told(stage: str) -> set[int | None]:
    rows = Message.objects.filter(purpose="promise", key__contains=f":{stage}:")
    return set(rows.values_list("recipient", flat=True))


def test_a_note_that_promises_offers_it_and_promises_nothing(
    incident: Incident, agent: Actor
) -> None:
    promise = note(incident, agent)

    assert (promise.state, promise.due_at, promise.owner_id) == ("offered", FOUR, None)
    assert (promise.says, promise.found_in, promise.found_by_id) == (CALL, "note", agent.person_id)
    assert timer(promise) is None
    assert kinds(incident) == ["logged", "note"]
    assert_ledger_adds_up(incident)


def test_a_note_that_promises_nothing_offers_nothing(incident: Incident, agent: Actor) -> None:
    add_note(incident_id=incident.pk, says="I called her at 11:00", by=agent, at=at(5))

    assert not Promise.objects.exists()


def test_confirmed_it_is_a_clock_with_an_owner(incident: Incident, agent: Actor) -> None:
    offered = note(incident, agent)

    confirm_promise(promise_id=offered.pk, whom="Mrs Hale", due_at=FOUR, by=agent, at=at(6))

    promise = fresh(offered)
    assert (promise.state, promise.owner_id, promise.whom) == ("open", agent.person_id, "Mrs Hale")
    armed = timer(promise)
    assert armed is not None
    assert armed.due_at == at(225)
    assert kinds(incident)[-1] == "promise_made"
    assert_ledger_adds_up(incident)


def test_to_whom_it_was_made_enters_no_ledger(incident: Incident, agent: Actor) -> None:
    made(incident, agent)
    made(None, agent)

    assert "Hale" not in str([entry.data for entry in Entry.objects.all()])


@pytest.mark.parametrize("left_out", ["whom", "due_at"])
def test_a_clock_needs_whom_and_when(left_out: str, incident: Incident, agent: Actor) -> None:
    offered = note(incident, agent)
    said: dict[str, Any] = {"whom": "Mrs Hale", "due_at": FOUR}
    said[left_out] = None if left_out == "due_at" else " "

    with refused(Refusal, incident) as refusal:
        confirm_promise(promise_id=offered.pk, by=agent, at=at(6), **said)
    assert refusal.value.errors[0].field == left_out
    assert fresh(offered).state == "offered"


def test_nothing_is_promised_for_the_past(incident: Incident, agent: Actor) -> None:
    with refused(Refusal, incident) as refusal:
        made(incident, agent, due_at=at(5))
    assert refusal.value.errors[0].field == "due_at"
    assert not Promise.objects.exists()


def test_what_is_no_promise_is_asked_once(incident: Incident, agent: Actor) -> None:
    offered = note(incident, agent)

    decline_promise(promise_id=offered.pk, by=agent, at=at(6))

    assert (fresh(offered).state, fresh(offered).why) == ("let_go", "It is no promise.")
    assert_ledger_adds_up(incident)
    with refused(Conflict, incident):
        confirm_promise(promise_id=offered.pk, whom="Her", due_at=FOUR, by=agent, at=at(7))


def test_a_promise_is_taken_up_once(incident: Incident, agent: Actor, leader: Actor) -> None:
    offered = note(incident, agent)
    confirm_promise(promise_id=offered.pk, whom="Her", due_at=FOUR, by=agent, at=at(6))

    with refused(AlreadyMade, incident):
        confirm_promise(promise_id=offered.pk, whom="Her", due_at=FOUR, by=leader, at=at(7))
    with refused(AlreadyMade, incident):
        decline_promise(promise_id=offered.pk, by=leader, at=at(7))


def test_its_owner_is_reminded_and_then_the_leader_hears(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    take_role(incident_id=incident.pk, role="incident_manager", by=manager, at=at(1))
    promise = made(incident, agent)

    run(225)

    assert told("due") == {agent.person_id}
    assert fresh(promise).reminded_at == at(225)
    run(240)
    assert told("broken") == {agent.person_id, manager.person_id}
    assert (fresh(promise).state, fresh(promise).broken_at) == ("broken", at(240))
    assert timer(promise) is None
    assert kinds(incident)[-2:] == ["promise_reminded", "promise_broken"]
    assert_ledger_adds_up(incident)


def test_what_was_kept_reminds_nobody(incident: Incident, agent: Actor) -> None:
    promise = made(incident, agent)

    keep_promise(promise_id=promise.pk, says="She was glad", by=agent, at=at(20))

    assert timer(promise) is None
    kept = fresh(promise)
    assert (kept.state, kept.settled_at, kept.why) == ("kept", at(20), "She was glad")
    assert_ledger_adds_up(incident)


def test_a_worker_that_was_away_goes_straight_to_the_end(incident: Incident, agent: Actor) -> None:
    promise = made(incident, agent)

    run(300)

    assert told("due") == set()
    assert fresh(promise).state == "broken"


def test_a_broken_promise_is_still_owed_and_may_be_kept_late(
    incident: Incident, agent: Actor
) -> None:
    promise = made(incident, agent)
    run(300)

    keep_promise(promise_id=promise.pk, by=agent, at=at(310))

    kept = fresh(promise)
    assert (kept.state, kept.broken_at) == ("kept", at(300))
    assert_ledger_adds_up(incident)


def test_a_moved_promise_reminds_anew(incident: Incident, agent: Actor, leader: Actor) -> None:
    promise = made(incident, agent)
    run(225)

    move_promise(
        promise_id=promise.pk,
        due_at=at(400),
        why="Told her it takes longer",
        owner_id=leader.person_id,
        by=agent,
        at=at(230),
    )

    moved = fresh(promise)
    assert (moved.due_at, moved.moved, moved.reminded_at) == (at(400), 1, None)
    assert moved.owner_id == leader.person_id
    armed = timer(promise)
    assert armed is not None
    assert armed.due_at == at(385)
    assert_ledger_adds_up(incident)


def test_to_move_needs_a_reason_and_a_time_ahead(incident: Incident, agent: Actor) -> None:
    promise = made(incident, agent)

    for due_at, why in ((at(400), " "), (None, "Later"), (at(9), "Later")):
        with refused(Refusal, incident):
            move_promise(promise_id=promise.pk, due_at=due_at, why=why, by=agent, at=at(9))
    assert fresh(promise).due_at == FOUR


def test_it_is_broken_beforehand_with_a_reason(incident: Incident, agent: Actor) -> None:
    promise = made(incident, agent)
    with refused(Refusal, incident):
        break_promise(promise_id=promise.pk, why=" ", by=agent, at=at(9))

    break_promise(promise_id=promise.pk, why="The engineer is ill", by=agent, at=at(10))

    assert fresh(promise).state == "broken"
    assert timer(promise) is None
    assert_ledger_adds_up(incident)
    with refused(AlreadyBroken, incident):
        break_promise(promise_id=promise.pk, why="Again", by=agent, at=at(11))


def test_it_is_let_go_for_a_reason_and_then_over(incident: Incident, agent: Actor) -> None:
    promise = made(incident, agent)
    with refused(Refusal, incident):
        let_go_promise(promise_id=promise.pk, why=" ", by=agent, at=at(9))

    let_go_promise(promise_id=promise.pk, why="She rang us", by=agent, at=at(10))

    with refused(Conflict, incident):
        keep_promise(promise_id=promise.pk, by=agent, at=at(11))
    with refused(Conflict, incident):
        move_promise(promise_id=promise.pk, due_at=FOUR, why="So", by=agent, at=at(11))


def test_what_is_only_offered_cannot_be_kept(incident: Incident, agent: Actor) -> None:
    offered = note(incident, agent)

    with refused(Conflict, incident):
        keep_promise(promise_id=offered.pk, by=agent, at=at(6))
    assert fresh(offered).state == "offered"


def test_without_an_incident_it_has_a_record_of_its_own(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    (offered,) = offer_apart(CALL, found_in="complaint", source="CMP-1", by=agent, at=at(5))
    confirm_promise(promise_id=offered, whom="Her", due_at=FOUR, by=agent, at=at(6))
    promise = Promise.objects.get(pk=offered)

    run(225)
    run(240)

    assert told("broken") == {agent.person_id, manager.person_id}
    assert [one.kind for one in entries(f"promise:{offered}")] == [
        "promise_found",
        "promise_made",
        "promise_reminded",
        "promise_broken",
    ]
    assert verify_ledger(stream=f"promise:{offered}").bad is None
    assert fresh(promise).state == "broken"
    Promise.objects.update(why="Changed by hand")
    assert verify_ledger(stream=f"promise:{offered}").bad is not None


def test_the_owner_works_here_and_sees_the_incident(
    incident: Incident, agent: Actor, manager: Actor, people: dict[str, Actor]
) -> None:
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Personal", by=manager, at=at(1)
    )
    planner = people["planner"].person_id
    Person.objects.filter(pk=people["quality"].person_id or 0).update(is_active=False)

    for owner in (planner, people["quality"].person_id, 10**9):
        with refused(NobodyToKeepIt, incident):
            made(incident, manager, owner_id=owner)
    assert made(incident, manager, owner_id=agent.person_id).owner_id == agent.person_id


def test_a_restricted_incident_hides_its_promises(
    incident: Incident, agent: Actor, manager: Actor, people: dict[str, Actor]
) -> None:
    promise = made(incident, agent)
    made(None, agent)
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Personal", by=manager, at=at(6)
    )

    assert len(known.standing(people["planner"])) == 1
    assert len(known.standing(manager)) == 2
    with refused(NoSuchPromise, incident):
        keep_promise(promise_id=promise.pk, by=people["planner"], at=at(7))
    with refused(NoSuchIncident, incident):
        made(incident, people["planner"])


def test_an_auditor_promises_nothing(incident: Incident, people: dict[str, Actor]) -> None:
    with refused(NotAllowed, incident):
        made(incident, people["auditor"])


def test_the_database_takes_no_open_promise_without_its_time(
    incident: Incident, agent: Actor
) -> None:
    offered = note(incident, agent)

    with pytest.raises(IntegrityError), transaction.atomic():
        Promise.objects.filter(pk=offered.pk).update(state=PromiseState.OPEN)
