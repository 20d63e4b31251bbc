"""Two people at one board, or with one promise, at the same moment: nothing is done twice."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Fact, Promise
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.make_promise import AlreadyMade, confirm_promise
from musterpoint.usecases.note_contradiction import note_contradiction
from musterpoint.usecases.refusals import Conflict
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.withdraw_fact import withdraw_fact
from musterpoint.usecases.write_shift_note import write_shift_note
from tests.factories import as_actor, assert_ledger_adds_up, at, log, person, publish, unagreed_text
from tests.usecases.test_side_by_side import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def managers() -> tuple[Actor, Actor]:
    publish(unagreed_text())
    return (
        as_actor(person("Asha Patel", Role.INCIDENT_MANAGER)),
        as_actor(person("Marcus Webb", Role.INCIDENT_MANAGER)),
    )


def claim(incident_id: int, by: Actor) -> int:
    return claim_fact(
        incident_id=incident_id, says="Back by two", about="what", source="Desk", by=by, at=at(1)
    )


def test_claims_made_at_once_have_numbers_of_their_own(managers: tuple[Actor, Actor]) -> None:
    incident = log(by=managers[0])

    numbers = at_once(*(lambda by=by: claim(incident.pk, by) for by in (*managers, *managers)))

    assert {*numbers} == {1, 2, 3, 4}
    assert_ledger_adds_up(incident)


def test_two_facts_that_contradict_are_not_both_verified_at_once(
    managers: tuple[Actor, Actor],
) -> None:
    incident = log(by=managers[0])
    for by in managers:
        claim(incident.pk, by)
    note_contradiction(incident_id=incident.pk, number=1, other=2, by=managers[0], at=at(2))

    results = at_once(
        *(
            lambda by=by, number=number: verify_fact(
                incident_id=incident.pk, number=number, how="Rang", by=by, at=at(3)
            )
            for number, by in enumerate(managers, start=1)
        )
    )

    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]
    assert Fact.objects.filter(state="verified").count() == 1


def test_a_fact_withdrawn_at_once_is_withdrawn_once(managers: tuple[Actor, Actor]) -> None:
    incident = log(by=managers[0])
    claim(incident.pk, managers[0])

    results = at_once(
        *(
            lambda by=by: withdraw_fact(
                incident_id=incident.pk, number=1, why="Untrue", by=by, at=at(3)
            )
            for by in managers
        )
    )

    assert sorted(isinstance(result, Conflict) for result in results) == [False, True]
    assert_ledger_adds_up(incident)


def test_a_promise_confirmed_at_once_has_one_owner(managers: tuple[Actor, Actor]) -> None:
    write_shift_note(says="We will call you by 16:00.", by=managers[0], at=at(1))
    found = Promise.objects.get().pk

    results = at_once(
        *(
            lambda by=by: confirm_promise(
                promise_id=found, whom="Her", due_at=at(240), by=by, at=at(2)
            )
            for by in managers
        )
    )

    assert sorted(isinstance(result, AlreadyMade) for result in results) == [False, True]
    assert Promise.objects.get().state == "open"
    assert verify_ledger(stream=f"promise:{found}").bad is None
