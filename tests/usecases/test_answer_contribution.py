"""Stories of answering a comment: what became of it, and which clauses it changed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from musterpoint.apps.policies import agreement
from musterpoint.apps.policies.models import Answer
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.agreeing import WrongStage
from musterpoint.usecases.answer_contribution import (
    AnsweredAlready,
    NothingChanged,
    NothingToAnswer,
    UnknownOutcome,
    answer_contribution,
)
from musterpoint.usecases.contribute import contribute, contribute_by_link
from musterpoint.usecases.refusals import Refusal
from tests.factories import at
from tests.usecases import agreeing as story
from tests.usecases.agreeing import ANA, refused


@pytest.fixture
def draft(strategy: Version, manager: Actor, agent: Actor) -> int:
    """A draft with one comment, number 1."""
    pk = story.in_consultation(manager)
    contribute(draft_id=pk, says="Mark us sooner.", clause="marks", by=agent, at=at(5))
    return pk


def answer(draft: int, by: Actor, **more: Any) -> None:
    facts: dict[str, Any] = {"number": 1, "outcome": "noted", "says": "Thank you."}
    answer_contribution(draft_id=draft, by=by, at=at(40), **facts | more)


def test_an_answer_names_what_it_changed_and_is_told(
    draft: int, manager: Actor, agent: Actor
) -> None:
    story.said(draft, "marks", [0.25, 0.5], by=manager)
    answer(draft, manager, outcome="changed", says="At a quarter now.", clauses=["marks"])

    row = Answer.objects.get()
    assert (row.outcome, row.says, row.clauses) == ("changed", "At a quarter now.", ["marks"])
    (letter,) = story.letters(agent)
    assert "You said: Mark us sooner." in letter.body
    assert "The answer: At a quarter now." in letter.body
    assert agreement.standing_of(story.row(draft), at=at(41)).progress.waiting == ()
    story.adds_up(f"draft:{draft}")


def test_a_guest_is_answered_by_mail(draft: int, manager: Actor) -> None:
    contribute_by_link(invitation=story.invited(draft, manager), says="Later!", at=at(5))
    answer(draft, manager, number=2)

    assert "The answer: Thank you." in story.letters(ANA.email)[-1].body


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"number": 7}, NothingToAnswer),
        ({"outcome": "perhaps"}, UnknownOutcome),
        ({"says": "  "}, Refusal),
        ({"outcome": "changed"}, NothingChanged),
        ({"outcome": "partly", "clauses": ["marks"]}, NothingChanged),
    ],
)
def test_what_is_no_answer(
    more: dict[str, Any], refusal: type[Exception], draft: int, manager: Actor
) -> None:
    with refused(refusal):
        answer(draft, manager, **more)


def test_an_answer_stands(draft: int, manager: Actor) -> None:
    answer(draft, manager)

    with refused(AnsweredAlready):
        answer(draft, manager, says="Something else")
    for change in (Answer.objects.all().delete, lambda: Answer.objects.update(says="No")):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            change()


def test_whoever_only_read_it_needs_no_answer(draft: int, manager: Actor) -> None:
    contribute_by_link(invitation=story.invited(draft, manager), says="", read=True, at=at(5))

    with refused(NothingToAnswer):
        answer(draft, manager, number=2)


@pytest.mark.parametrize("role", ["agent", "team_leader", "auditor"])
def test_who_may_not_answer(role: str, draft: int, people: dict[str, Actor]) -> None:
    with refused(NotAllowed):
        answer(draft, people[role])


def test_nothing_is_answered_outside_a_consultation(strategy: Version, manager: Actor) -> None:
    pk = story.begun(manager)

    with refused(WrongStage):
        answer(pk, manager)
