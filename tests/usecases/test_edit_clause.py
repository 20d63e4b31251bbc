"""Two people change the same clause, and neither loses a word."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.policies import drafts
from musterpoint.apps.policies.models import ClauseEdit, StrategyDraft
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.usecases.drafting import (
    LONGEST_CLAUSE,
    CannotBeWritten,
    ClauseGone,
    NeedsWhy,
    NotEditable,
    TooMuch,
)
from musterpoint.usecases.edit_clause import ClauseChanged, UnknownRevision
from tests.factories import at, entries, kinds
from tests.usecases.drafting import assert_draft_adds_up, edit, revision, small_draft, value

PEOPLE: dict[str, Any] = {
    "name": "People",
    "owner": "chief",
    "steps": {"first": {"tell": ["role chief"], "after": "0 min"}},
}


@pytest.fixture
def draft(manager: Actor) -> int:
    return small_draft(manager)


def test_a_change_is_kept_with_what_was_before_and_why(draft: int, manager: Actor) -> None:
    edited = edit(draft, "paths.people", PEOPLE | {"name": "All"}, by=manager, why="Too vague")

    assert (edited.revision, edited.changed, edited.merged) == (2, True, False)
    assert value(draft, "paths.people") == PEOPLE | {"name": "All"}
    (kept,) = drafts.history(draft, "paths.people")
    assert drafts.value_of(kept.old) == PEOPLE
    assert drafts.value_of(kept.new) == PEOPLE | {"name": "All"}
    assert (kept.by_id, kept.at, kept.why) == (manager.person_id, at(5), "Too vague")
    entry = entries(f"draft:{draft}")[-1]
    assert (entry.kind, entry.data["says"]) == ("clause_edited", "Too vague")
    assert_draft_adds_up(draft)


def test_nothing_changed_is_nothing_written(draft: int, manager: Actor) -> None:
    edited = edit(draft, "paths.people", PEOPLE, by=manager)

    assert not edited.changed
    assert kinds(f"draft:{draft}") == ["draft_started"]


def test_changes_of_different_fields_are_both_kept(
    draft: int, manager: Actor, leader: Actor
) -> None:
    edit(draft, "paths.people", PEOPLE | {"name": "All"}, by=manager)

    edited = edit(draft, "paths.people", PEOPLE | {"owner": "writer"}, by=manager, seen=1)

    assert edited.merged
    assert value(draft, "paths.people") == PEOPLE | {"name": "All", "owner": "writer"}
    assert revision(draft, "paths.people") == 3
    assert_draft_adds_up(draft)


def test_changes_of_the_same_field_come_back_with_everything(draft: int, manager: Actor) -> None:
    edit(draft, "paths.people", PEOPLE | {"name": "All", "owner": "writer"}, by=manager)

    yours = PEOPLE | {"name": "Everybody"}
    with pytest.raises(ClauseChanged) as refusal:
        edit(draft, "paths.people", yours, by=manager, seen=1)

    clash = refusal.value
    assert (clash.base, clash.yours) == (PEOPLE, yours)
    assert clash.theirs == PEOPLE | {"name": "All", "owner": "writer"}
    assert clash.proposal == yours | {"owner": "writer"}
    assert (clash.clashes, clash.revision) == (("name",), 2)
    assert value(draft, "paths.people") == clash.theirs
    assert kinds(f"draft:{draft}") == ["draft_started", "clause_edited"]


def test_a_chosen_proposal_is_kept(draft: int, manager: Actor) -> None:
    edit(draft, "paths.people", PEOPLE | {"name": "All"}, by=manager)
    with pytest.raises(ClauseChanged) as refusal:
        edit(draft, "paths.people", PEOPLE | {"name": "Everybody"}, by=manager, seen=1)

    clash = refusal.value
    edit(draft, "paths.people", clash.proposal, by=manager, seen=clash.revision)

    assert value(draft, "paths.people")["name"] == "Everybody"


def test_every_revision_can_be_read_again(draft: int, manager: Actor) -> None:
    for number, name in enumerate(("A", "B", "C"), start=1):
        edit(draft, "paths.people", PEOPLE | {"name": name}, by=manager, seen=number)

    row = drafts.clause(draft, "paths.people")
    names = [drafts.value_at(row, number) for number in (1, 2, 3, 4)]
    assert [one["name"] for one in names if isinstance(one, dict)] == ["People", "A", "B", "C"]


def test_a_clause_that_is_gone_is_named(draft: int, manager: Actor) -> None:
    with pytest.raises(ClauseGone, match=r"paths\.nowhere is not in this draft") as refusal:
        edit(draft, "paths.nowhere", PEOPLE, by=manager)

    assert refusal.value.yours == PEOPLE


def test_a_revision_that_never_was_is_refused(draft: int, manager: Actor) -> None:
    with pytest.raises(UnknownRevision, match="never had a revision 9"):
        edit(draft, "paths.people", {}, by=manager, seen=9)

    assert value(draft, "paths.people") == PEOPLE


def test_a_clause_longer_than_any_is_refused(draft: int, manager: Actor) -> None:
    with pytest.raises(TooMuch, match="too long"):
        edit(draft, "title", "x" * LONGEST_CLAUSE, by=manager)

    assert value(draft, "title") == "How we answer"


def deep(levels: int) -> Any:
    value: Any = "x"
    for _level in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize("odd", ["\ud800", 10**30, deep(60), deep(3000)])
def test_what_a_file_could_not_hold_is_refused(odd: Any, draft: int, manager: Actor) -> None:
    with pytest.raises(CannotBeWritten):
        edit(draft, "title", odd, by=manager)

    assert value(draft, "title") == "How we answer"


@pytest.mark.parametrize("state", ["approval", "approved", "published", "abandoned"])
def test_what_is_agreed_is_not_edited(state: str, draft: int, manager: Actor) -> None:
    StrategyDraft.objects.filter(pk=draft).update(state=state)

    with pytest.raises(NotEditable, match=f"it is in {state}"):
        edit(draft, "paths.people", {}, by=manager)

    assert value(draft, "paths.people") == PEOPLE
    assert not ClauseEdit.objects.exists()


def test_under_consultation_a_change_says_why(draft: int, manager: Actor) -> None:
    StrategyDraft.objects.filter(pk=draft).update(state=DraftState.CONSULTATION)

    with pytest.raises(NeedsWhy):
        edit(draft, "title", "Better", by=manager, why="  ")
    assert value(draft, "title") == "How we answer"
    edit(draft, "title", "Better", by=manager, why="The floor asked for it")

    assert value(draft, "title") == "Better"


def test_an_agent_edits_nothing(draft: int, agent: Actor) -> None:
    with pytest.raises(NotAllowed):
        edit(draft, "title", "Mine", by=agent)

    assert value(draft, "title") == "How we answer"


def test_a_row_changed_behind_the_ledger_is_found(draft: int) -> None:
    from musterpoint.apps.policies.models import DraftClause
    from musterpoint.usecases.verify_ledger import verify_ledger

    DraftClause.objects.filter(draft_id=draft, path="title").update(value='"Forged"')

    bad = verify_ledger(stream=f"draft:{draft}").bad
    assert bad is not None
    assert bad.says.startswith("clause:title value is '\"Forged\"'")
