"""Somebody is asked to see to a clause, hears of it, and it is on their list until it is done."""

from __future__ import annotations

from datetime import date

import pytest

from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies import remarks
from musterpoint.apps.policies.models import ClauseAssignment, StrategyDraft
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.usecases.assign_clause import (
    CannotWrite,
    DueInThePast,
    NotAssigned,
    assign_clause,
    end_assignment,
)
from musterpoint.usecases.drafting import ClauseGone, NotEditable
from tests.factories import as_actor, at, kinds, person
from tests.usecases.drafting import assert_draft_adds_up, small_draft


@pytest.fixture
def draft(manager: Actor) -> int:
    return small_draft(manager)


@pytest.fixture
def planner(db: None) -> Actor:
    return as_actor(person("Noor Haddad", Role.PLANNER))


def assign(draft: int, to: Actor, by: Actor, path: str = "paths.people", **more: object) -> None:
    assign_clause(
        draft_id=draft,
        path=path,
        person_id=to.person_id or 0,
        by=by,
        at=at(2),
        **more,  # type: ignore[arg-type]  # the test names real ones
    )


def test_a_clause_is_given_and_its_person_is_told(
    draft: int, planner: Actor, manager: Actor
) -> None:
    assign(draft, planner, manager, due_on=date(2026, 3, 20))

    (mine,) = remarks.waiting_for(planner.person_id or 0)
    assert (mine.path, mine.due_on) == ("paths.people", date(2026, 3, 20))
    told = Message.objects.get(recipient_id=planner.person_id)
    assert told.subject == f"{manager.name} asks you to see to paths.people by 20 Mar 2026"
    assert kinds(f"draft:{draft}")[-1] == "clause_assigned"
    assert_draft_adds_up(draft)


def test_whoever_takes_it_themselves_is_not_told(draft: int, manager: Actor) -> None:
    assign(draft, manager, manager)

    assert not Message.objects.filter(purpose="strategy").exists()


def test_given_to_somebody_else_it_leaves_the_first(
    draft: int, planner: Actor, manager: Actor
) -> None:
    assign(draft, planner, manager)
    assign(draft, manager, manager)

    assert remarks.waiting_for(planner.person_id or 0) == []
    assert remarks.assignments(draft)["paths.people"].person_id == manager.person_id
    assert_draft_adds_up(draft)


def test_it_ends_when_it_is_done(draft: int, planner: Actor, manager: Actor) -> None:
    assign(draft, planner, manager)

    end_assignment(draft_id=draft, path="paths.people", by=planner, at=at(9))

    assert remarks.assignments(draft) == {}
    assert kinds(f"draft:{draft}")[-1] == "assignment_ended"
    with pytest.raises(NotAssigned):
        end_assignment(draft_id=draft, path="paths.people", by=planner, at=at(9))


def test_nothing_waits_in_a_draft_that_may_not_change(
    draft: int, planner: Actor, manager: Actor
) -> None:
    assign(draft, planner, manager)
    StrategyDraft.objects.filter(pk=draft).update(state="approved")

    assert remarks.waiting_for(planner.person_id or 0) == []
    with pytest.raises(NotEditable):
        assign(draft, manager, manager)


def test_what_cannot_be_is_refused(
    draft: int, planner: Actor, manager: Actor, agent: Actor
) -> None:
    with pytest.raises(ClauseGone):
        assign(draft, planner, manager, path="paths.nowhere")
    with pytest.raises(CannotWrite):
        assign(draft, agent, manager)
    with pytest.raises(DueInThePast):
        assign(draft, planner, manager, due_on=date(2026, 3, 9))
    with pytest.raises(NotAllowed):
        assign(draft, planner, agent)
    with pytest.raises(NotAllowed):
        end_assignment(draft_id=draft, path="paths.people", by=agent, at=at(2))

    assert not ClauseAssignment.objects.exists()
