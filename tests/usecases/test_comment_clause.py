"""Anybody may comment, on a draft or on what is in force; threads are answered and resolved."""

from __future__ import annotations

import pytest

from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies import remarks
from musterpoint.apps.policies.models import ClauseComment, StrategyDraft
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.assign_clause import assign_clause
from musterpoint.usecases.comment_clause import (
    EMPTY,
    LONGEST_COMMENT,
    AlreadySo,
    DraftIsOver,
    NoSuchComment,
    NothingThere,
    comment_clause,
    settle_comment,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.working import TooLong
from tests.factories import at, entries, kinds
from tests.usecases.drafting import assert_draft_adds_up, small_draft


@pytest.fixture
def draft(manager: Actor) -> int:
    return small_draft(manager)


def comment(draft: int, by: Actor, says: str = "Too slow", path: str = "paths.people") -> int:
    return comment_clause(draft_id=draft, path=path, says=says, by=by, at=at(3))


def test_an_agent_comments_on_a_draft(draft: int, agent: Actor) -> None:
    number = comment(draft, agent, says="  Who is called at night?  ")

    (thread,) = remarks.threads(draft_id=draft, paths=["paths.people"])
    assert (thread.first.pk, thread.first.says) == (number, "Who is called at night?")
    assert remarks.open_counts(draft) == {"paths.people": 1}
    entry = entries(f"draft:{draft}")[-1]
    assert (entry.kind, entry.data["says"]) == ("clause_commented", "Who is called at night?")
    assert_draft_adds_up(draft)


def test_a_part_may_be_commented_on_as_a_whole(draft: int, agent: Actor) -> None:
    comment(draft, agent, path="communications")

    assert remarks.open_counts(draft) == {"communications": 1}


def test_a_version_is_commented_on_and_stays_as_it_is(strategy: Version, agent: Actor) -> None:
    comment_clause(version=1, path="paths.technology", says="Too slow", by=agent, at=at(3))

    (thread,) = remarks.threads(version_id=strategy.id)
    assert thread.first.path == "paths.technology"
    assert kinds("policy:1") == ["policy_published", "clause_commented"]


def test_an_answer_belongs_to_the_thread_and_its_beginner_is_told(
    draft: int, agent: Actor, manager: Actor
) -> None:
    first = comment(draft, agent)
    answer = comment_clause(
        draft_id=draft, path="paths.people", says="See 9.2", by=manager, at=at(4), answer_to=first
    )
    comment_clause(
        draft_id=draft, path="paths.people", says="Thanks", by=agent, at=at(5), answer_to=answer
    )

    (thread,) = remarks.threads(draft_id=draft)
    assert [one.says for one in thread.answers] == ["See 9.2", "Thanks"]
    told = Message.objects.filter(purpose="strategy")
    assert [(one.recipient_id, one.link) for one in told] == [
        (agent.person_id, f"/strategy/drafts/{draft}/clause/paths.people/")
    ]


def test_whoever_sees_to_the_clause_is_told(draft: int, agent: Actor, manager: Actor) -> None:
    assign_clause(
        draft_id=draft, path="paths.people", person_id=manager.person_id or 0, by=manager, at=at(1)
    )

    comment(draft, agent)

    told = Message.objects.get(purpose="strategy")
    assert (told.recipient_id, told.subject) == (
        manager.person_id,
        f"{agent.name} commented on paths.people of the strategy",
    )


def test_a_thread_is_resolved_and_opened_again(draft: int, agent: Actor, manager: Actor) -> None:
    number = comment(draft, agent)

    settle_comment(comment_id=number, resolved=True, by=manager, at=at(6))
    assert remarks.open_counts(draft) == {}
    settle_comment(comment_id=number, resolved=False, by=agent, at=at(7))

    assert remarks.open_counts(draft) == {"paths.people": 1}
    assert kinds(f"draft:{draft}")[-2:] == ["comment_resolved", "comment_reopened"]
    assert_draft_adds_up(draft)


def test_nothing_is_resolved_twice(draft: int, agent: Actor, manager: Actor) -> None:
    number = comment(draft, agent)
    with pytest.raises(AlreadySo, match="open already"):
        settle_comment(comment_id=number, resolved=False, by=manager, at=at(6))
    settle_comment(comment_id=number, resolved=True, by=manager, at=at(6))

    with pytest.raises(AlreadySo, match="resolved already"):
        settle_comment(comment_id=number, resolved=True, by=manager, at=at(7))

    assert kinds(f"draft:{draft}").count("comment_resolved") == 1


def test_somebody_elses_thread_is_resolved_by_writers_only(
    draft: int, agent: Actor, manager: Actor
) -> None:
    number = comment(draft, manager)

    with pytest.raises(NotAllowed):
        settle_comment(comment_id=number, resolved=True, by=agent, at=at(6))

    assert remarks.open_counts(draft) == {"paths.people": 1}


@pytest.mark.parametrize(
    ("says", "refusal"), [("  ", Refusal), ("x" * (LONGEST_COMMENT + 1), TooLong)]
)
def test_words_that_are_none_or_too_many_are_refused(
    says: str, refusal: type[Refusal], draft: int, agent: Actor
) -> None:
    with pytest.raises(refusal, match=EMPTY if says == "  " else "fit here"):
        comment(draft, agent, says=says)

    assert not ClauseComment.objects.exists()


@pytest.mark.parametrize("path", ["paths.nowhere", "", "nonsense"])
def test_a_clause_that_is_not_there_is_refused(
    path: str, draft: int, agent: Actor, strategy: Version
) -> None:
    with pytest.raises(NothingThere):
        comment(draft, agent, path=path)
    with pytest.raises(NothingThere):
        comment_clause(version=1, path=path, says="x", by=agent, at=at(3))
    with pytest.raises(NothingThere):
        comment_clause(version=9, path="paths.technology", says="x", by=agent, at=at(3))

    assert not ClauseComment.objects.exists()


def test_an_answer_to_another_clause_is_refused(draft: int, agent: Actor) -> None:
    elsewhere = comment(draft, agent, path="matrix")

    for answered in (elsewhere, 999):
        with pytest.raises(NoSuchComment):
            comment_clause(
                draft_id=draft,
                path="paths.people",
                says="x",
                by=agent,
                at=at(4),
                answer_to=answered,
            )
    with pytest.raises(NoSuchComment):
        settle_comment(comment_id=999, resolved=True, by=agent, at=at(4))

    assert ClauseComment.objects.count() == 1


@pytest.mark.parametrize("state", ["published", "abandoned"])
def test_a_draft_that_is_over_takes_no_comment(state: str, draft: int, agent: Actor) -> None:
    StrategyDraft.objects.filter(pk=draft).update(state=state)

    with pytest.raises(DraftIsOver, match=f"This draft is {state}"):
        comment(draft, agent)

    assert not ClauseComment.objects.exists()
