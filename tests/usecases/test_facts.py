"""Stories of the board of facts: claimed, verified, withdrawn, contradicted, and each refusal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from musterpoint.apps.communications.models import Contradiction, Fact, Piece, Update
from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import claim_due
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.domain.facts import FactState
from musterpoint.usecases.check_facts import check_facts
from musterpoint.usecases.claim_fact import UnknownSubject, claim_fact
from musterpoint.usecases.note_contradiction import note_contradiction, settle_contradiction
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.withdraw_fact import Instead, withdraw_fact
from musterpoint.usecases.working import IncidentIsOver, OnlyAPerson, TooLong
from tests.factories import assert_ledger_adds_up, at, folded, kinds, refused

LEEDS = "Calls to Leeds drop"


def claim(incident: Incident, by: Actor, minutes: float = 5, **more: Any) -> int:
    said = {"says": LEEDS, "about": "what", "source": "Carrier's desk"} | more
    return claim_fact(incident_id=incident.pk, by=by, at=at(minutes), **said)


def checked(
    incident: Incident, by: Actor, number: int = 1, minutes: float = 6, **more: Any
) -> None:
    said = {"how": "Rang six numbers"} | more
    verify_fact(incident_id=incident.pk, number=number, by=by, at=at(minutes), **said)


def state_of(incident: Incident, number: int = 1) -> str:
    return Fact.objects.get(incident=incident, number=number).state


def test_anybody_on_the_floor_claims_and_says_from_where(incident: Incident, agent: Actor) -> None:
    number = claim(incident, agent, says=f"  {LEEDS} ", estimate_of="the carrier")

    fact = boards.board(incident.pk)[0]
    assert (number, fact.number, fact.says, fact.state) == (1, 1, LEEDS, FactState.CLAIMED)
    assert (fact.source, fact.estimate_of) == ("Carrier's desk", "the carrier")
    assert kinds(incident) == ["logged", "fact_claimed"]
    assert folded(incident, "fact:1")["claimed_by"] == agent.person_id
    assert_ledger_adds_up(incident)


def test_numbers_count_within_the_incident(incident: Incident, agent: Actor) -> None:
    assert [claim(incident, agent, minutes) for minutes in (5, 6, 7)] == [1, 2, 3]


@pytest.mark.parametrize("left_out", ["says", "source"])
def test_a_claim_needs_its_words_and_its_source(
    left_out: str, incident: Incident, agent: Actor
) -> None:
    with refused(Refusal, incident) as refusal:
        claim(incident, agent, 5, **{left_out: "  "})
    assert refusal.value.errors[0].field == left_out


def test_a_claim_is_about_something_known_and_fits(incident: Incident, agent: Actor) -> None:
    with refused(UnknownSubject, incident):
        claim(incident, agent, about="weather")
    with refused(TooLong, incident):
        claim(incident, agent, says="x" * 1001)


def test_an_auditor_claims_nothing(incident: Incident, people: dict[str, Actor]) -> None:
    with refused(NotAllowed, incident):
        claim(incident, people["auditor"])


def test_a_verified_fact_says_by_whom_how_and_when(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    claim(incident, agent)

    checked(incident, leader)

    row = Fact.objects.get(incident=incident)
    assert (row.state, row.verified_at) == ("verified", at(6))
    assert (row.verified_by_id, row.verified_how) == (leader.person_id, "Rang six numbers")
    assert kinds(incident) == ["logged", "fact_claimed", "fact_verified"]
    assert_ledger_adds_up(incident)


def test_checking_again_is_told_apart(incident: Incident, agent: Actor, leader: Actor) -> None:
    claim(incident, agent)
    checked(incident, leader)

    checked(incident, leader, minutes=60, how="Rang again")

    assert kinds(incident)[-1] == "fact_checked"
    assert Fact.objects.get(incident=incident).verified_at == at(60)


def test_only_a_person_verifies(incident: Incident, agent: Actor) -> None:
    claim(incident, agent)

    with refused(OnlyAPerson, incident):
        checked(incident, system("alerts"))
    assert state_of(incident) == "claimed"


def test_an_agent_claims_and_does_not_verify(incident: Incident, agent: Actor) -> None:
    claim(incident, agent)

    with refused(NotAllowed, incident):
        checked(incident, agent)


def test_how_it_was_checked_is_asked_for(incident: Incident, agent: Actor, leader: Actor) -> None:
    claim(incident, agent)

    with refused(Refusal, incident) as refusal:
        checked(incident, leader, how=" ")
    assert refusal.value.errors[0].field == "how"
    assert state_of(incident) == "claimed"


def test_a_time_that_is_over_is_refused_beside_its_field(
    incident: Incident, agent: Actor, leader: Actor
) -> None:
    claim(incident, agent)

    with refused(Refusal, incident) as refusal:
        checked(incident, leader, good_until=at(6))
    assert refusal.value.errors[0].field == "good_until"
    assert state_of(incident) == "claimed"


def test_there_is_no_such_fact_here(incident: Incident, leader: Actor) -> None:
    with refused(NoSuchPart, incident):
        checked(incident, leader, number=9)
    with refused(NoSuchPart, incident):
        withdraw_fact(incident_id=incident.pk, number=9, why="No", by=leader, at=at(6))


def test_a_stale_page_changes_nothing(incident: Incident, agent: Actor, leader: Actor) -> None:
    claim(incident, agent)

    with refused(StaleVersion, incident):
        checked(incident, leader, seen_version=1)


def test_a_withdrawn_incident_takes_no_claims(incident: Incident, manager: Actor) -> None:
    claim(incident, manager)
    retype_incident(
        incident_id=incident.pk, verdict="enquiry", reason="A question", by=manager, at=at(6)
    )

    with refused(IncidentIsOver, incident):
        claim(incident, manager, 7)
    with refused(IncidentIsOver, incident):
        checked(incident, manager, minutes=7)
    withdraw_fact(incident_id=incident.pk, number=1, why="Untrue", by=manager, at=at(7))
    assert state_of(incident) == "withdrawn"


def test_withdrawing_marks_every_update_sent_with_it(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    claim(incident, leader, about="other")
    told = _update(incident, 1, "sent", facts=[1, 1])
    _update(incident, 2, "sent", facts=[2])
    _update(incident, 3, "drafted", facts=[1])

    done = withdraw_fact(incident_id=incident.pk, number=1, why="Hull", by=leader, at=at(9))

    assert done.wrong == (told.pk,)
    states = Update.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == ["wrong", "sent", "drafted", "drafted"]
    assert Update.objects.get(number=4).corrects == told
    assert kinds(incident)[-2:] == ["fact_withdrawn", "correction_begun"]


def test_another_may_stand_in_its_place(incident: Incident, leader: Actor) -> None:
    claim(incident, leader, about="cause")

    done = withdraw_fact(
        incident_id=incident.pk,
        number=1,
        why="It was another card",
        instead=Instead(says="Card 7 failed", source="Carrier's engineer"),
        by=leader,
        at=at(9),
    )

    new = Fact.objects.get(incident=incident, number=2)
    assert (done.instead, new.about, new.state) == (2, "cause", "claimed")
    assert Fact.objects.get(incident=incident, number=1).replaced_by == new
    assert_ledger_adds_up(incident)


def test_a_fact_is_withdrawn_once_and_for_a_reason(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    with refused(Refusal, incident):
        withdraw_fact(incident_id=incident.pk, number=1, why=" ", by=leader, at=at(8))
    assert state_of(incident) == "claimed"
    withdraw_fact(incident_id=incident.pk, number=1, why="Untrue", by=leader, at=at(9))

    with refused(Conflict, incident):
        withdraw_fact(incident_id=incident.pk, number=1, why="Untrue", by=leader, at=at(10))
    with refused(Conflict, incident):
        checked(incident, leader, minutes=10)


def test_an_unfit_replacement_withdraws_nothing(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)

    with refused(Refusal, incident):
        withdraw_fact(
            incident_id=incident.pk,
            number=1,
            why="Untrue",
            instead=Instead(says="Card 7 failed", source=" "),
            by=leader,
            at=at(9),
        )
    assert (state_of(incident), Fact.objects.count()) == ("claimed", 1)


def test_facts_that_contradict_are_not_both_verified(incident: Incident, leader: Actor) -> None:
    claim(incident, leader, about="repair_time", says="Back by two")
    claim(incident, leader, about="repair_time", says="Back by four")
    checked(incident, leader)
    _against(incident, leader)

    with refused(Conflict, incident):
        checked(incident, leader, number=2, minutes=9)

    assert [fact.contradicts for fact in boards.board(incident.pk)] == [{2}, {1}]
    assert state_of(incident, 2) == "claimed"
    assert_ledger_adds_up(incident)


def test_what_is_settled_lets_both_hold(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    claim(incident, leader)
    _against(incident, leader)

    settle_contradiction(
        incident_id=incident.pk,
        number=1,
        other=2,
        why="Two different lines",
        by=leader,
        at=at(9),
    )

    assert [fact.contradicts for fact in boards.board(incident.pk)] == [frozenset(), frozenset()]
    assert boards.settled(incident.pk) == {frozenset({1, 2})}
    assert_ledger_adds_up(incident)
    _against(incident, leader, 10)  # and it may turn out otherwise
    assert boards.settled(incident.pk) == frozenset()
    assert_ledger_adds_up(incident)


def test_a_withdrawn_fact_contradicts_nothing_any_more(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    claim(incident, leader)
    _against(incident, leader)

    withdraw_fact(incident_id=incident.pk, number=1, why="Untrue", by=leader, at=at(9))

    assert boards.board(incident.pk)[1].contradicts == frozenset()


def test_what_cannot_contradict_is_refused(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    claim(incident, leader)
    with refused(Refusal, incident):
        _against(incident, leader, other=1)
    _against(incident, leader)
    with refused(Refusal, incident):
        _against(incident, leader, 9)
    with refused(Refusal, incident):
        settle_contradiction(
            incident_id=incident.pk, number=1, other=2, why=" ", by=leader, at=at(9)
        )
    assert Contradiction.objects.filter(settled_at=None).count() == 1


def test_a_fact_asks_to_be_checked_when_its_time_is_over(
    incident: Incident, leader: Actor, manager: Actor
) -> None:
    claim(incident, leader)
    claim(incident, leader, about="cause")
    checked(incident, leader, good_until=at(30))
    checked(incident, leader, number=2, minutes=7, good_until=at(90))
    assert _timer(incident).due_at == at(30)

    check_facts(claim_due(at=at(30), limit=10), at(30))

    told = Message.objects.filter(purpose="fact")
    assert set(told.values_list("recipient", flat=True)) == {leader.person_id, manager.person_id}
    assert kinds(incident)[-1] == "facts_to_check"
    assert _timer(incident).due_at == at(90)


def test_a_check_in_time_asks_nobody(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    checked(incident, leader, good_until=at(30))
    checked(incident, leader, minutes=20, good_until=at(60))

    check_facts(claim_due(at=at(30), limit=10), at(30))

    assert not Message.objects.filter(purpose="fact").exists()
    assert _timer(incident).due_at == at(60)


def test_nobody_is_asked_about_what_was_withdrawn(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    checked(incident, leader, good_until=at(30))

    withdraw_fact(incident_id=incident.pk, number=1, why="Untrue", by=leader, at=at(9))

    assert not Timer.objects.filter(kind="fact_check", cancelled_at=None).exists()


def test_a_row_changed_by_hand_is_found(incident: Incident, leader: Actor) -> None:
    claim(incident, leader)
    claim(incident, leader)
    _against(incident, leader)
    Fact.objects.filter(incident=incident, number=1).update(says="All is well")

    bad = verify_ledger(stream=incident.stream).bad

    assert bad is not None
    assert "fact:1" in str(bad)


def test_the_database_takes_no_verified_fact_without_its_time(
    incident: Incident, leader: Actor
) -> None:
    claim(incident, leader)

    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.update(state="verified")


def _against(incident: Incident, by: Actor, minutes: float = 8, other: int = 2) -> None:
    note_contradiction(incident_id=incident.pk, number=1, other=other, by=by, at=at(minutes))


def _timer(incident: Incident) -> Timer:
    return Timer.objects.get(
        kind="fact_check", key=str(incident.pk), fired_at=None, cancelled_at=None
    )


def _update(incident: Incident, number: int, state: str, *, facts: list[int]) -> Update:
    is_sent = state == "sent"
    update = Update.objects.create(
        incident=incident,
        number=number,
        audience="customers",
        state=state,
        composed_at=datetime(2026, 3, 10, 12, 6, tzinfo=UTC),
        sent_at=at(7) if is_sent else None,
    )
    for position, fact in enumerate(facts):
        row = Fact.objects.get(incident=incident, number=fact)
        Piece.objects.create(update=update, position=position, kind="fact", fact=row, says=row.says)
    return update
