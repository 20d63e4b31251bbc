"""Clauses come, go, change places and names; whatever names them follows."""

from __future__ import annotations

import pytest

from musterpoint.apps.policies import drafts
from musterpoint.domain.authority import Actor
from musterpoint.usecases.arrange_clauses import (
    AlreadyThere,
    AtTheEnd,
    BadCode,
    StaleClause,
    add_clause,
    move_clause,
    remove_clause,
    rename_clause,
)
from musterpoint.usecases.drafting import ClauseGone
from musterpoint.usecases.start_draft import start_draft
from tests.factories import at, kinds
from tests.usecases.drafting import SMALL, assert_draft_adds_up, edit, small_draft, value


@pytest.fixture
def draft(manager: Actor) -> int:
    return small_draft(manager)


def paths(pk: int) -> list[str]:
    return [row.path for row in drafts.clauses(pk)]


def add(pk: int, path: str, by: Actor) -> int:
    return add_clause(draft_id=pk, path=path, value={"name": "New"}, by=by, at=at(5))


def remove(pk: int, path: str, by: Actor, revision: int | None = None) -> None:
    remove_clause(draft_id=pk, path=path, by=by, at=at(6), revision=revision)


def test_an_entry_comes_behind_the_last_of_its_kind(draft: int, manager: Actor) -> None:
    add(draft, "roles.loggist", manager)
    add(draft, "roles.runner", manager)

    found = paths(draft)
    at_roles = found.index("roles.chief")
    assert found[at_roles : at_roles + 4] == [
        "roles.chief",
        "roles.writer",
        "roles.loggist",
        "roles.runner",
    ]
    assert kinds(f"draft:{draft}")[-1] == "clause_added"
    assert_draft_adds_up(draft)


def test_the_first_entry_takes_the_place_of_the_empty_part(draft: int, manager: Actor) -> None:
    add(draft, "overrides.safety", manager)

    assert paths(draft)[-1] == "overrides.safety"
    assert drafts.tree(draft)["overrides"] == {"safety": {"name": "New"}}
    assert_draft_adds_up(draft)


def test_an_entry_beside_a_part_that_is_one_clause_keeps_both(manager: Actor) -> None:
    pk = start_draft(text="roles:\n  a/b: {name: Odd}\n", by=manager, at=at(0))

    add(pk, "roles.loggist", manager)

    assert drafts.tree(pk) == {"roles": {"a/b": {"name": "Odd"}, "loggist": {"name": "New"}}}
    assert_draft_adds_up(pk)


def test_a_part_that_was_not_there_comes_at_the_end(draft: int, manager: Actor) -> None:
    add(draft, "risks.flood", manager)

    assert paths(draft)[-1] == "risks.flood"


def test_a_removed_last_entry_leaves_an_empty_part(draft: int, manager: Actor) -> None:
    remove(draft, "paths.people", manager)

    assert drafts.tree(draft)["paths"] == {}
    assert drafts.history(draft, "paths.people")[0].new == ""
    assert_draft_adds_up(draft)


def test_added_and_removed_is_the_text_as_it_was(draft: int, manager: Actor) -> None:
    add(draft, "overrides.safety", manager)
    remove(draft, "overrides.safety", manager)

    assert drafts.draft_text(draft) == SMALL
    assert_draft_adds_up(draft)


def test_a_clause_removed_and_added_again_has_a_later_revision(draft: int, manager: Actor) -> None:
    remove(draft, "roles.writer", manager)

    assert add(draft, "roles.writer", manager) == 3


def test_neighbours_change_places(draft: int, manager: Actor) -> None:
    move_clause(draft_id=draft, path="roles.writer", down=False, by=manager, at=at(5))

    roles = drafts.tree(draft)["roles"]
    assert isinstance(roles, dict)
    assert list(roles) == ["writer", "chief"]
    assert kinds(f"draft:{draft}")[-1] == "clause_moved"
    assert_draft_adds_up(draft)


@pytest.mark.parametrize(("path", "down"), [("roles.chief", False), ("roles.writer", True)])
def test_nothing_moves_past_the_end(path: str, down: bool, draft: int, manager: Actor) -> None:
    with pytest.raises(AtTheEnd, match="nothing to change places with"):
        move_clause(draft_id=draft, path=path, down=down, by=manager, at=at(5))

    assert drafts.draft_text(draft) == SMALL


def test_names_follow_a_renamed_entry(draft: int, manager: Actor) -> None:
    followed = rename_clause(draft_id=draft, path="roles.chief", code="lead", by=manager, at=at(5))

    assert followed == 2
    assert drafts.draft_text(draft) == SMALL.replace("role chief", "role lead").replace(
        "  chief:", "  lead:"
    ).replace("owner: chief", "owner: lead").replace("splits_from: chief", "splits_from: lead")
    assert kinds(f"draft:{draft}")[-1] == "clause_renamed"
    assert_draft_adds_up(draft)


def test_a_renamed_priority_takes_its_target_along(draft: int, manager: Actor) -> None:
    rename_clause(draft_id=draft, path="priorities.P1", code="A", by=manager, at=at(5))

    assert drafts.draft_text(draft) == SMALL.replace("P1", "A")
    assert_draft_adds_up(draft)


@pytest.mark.parametrize("code", ["", "a b", "a.b", "é", "x" * 300])
def test_a_bad_code_is_refused(code: str, draft: int, manager: Actor) -> None:
    with pytest.raises(BadCode):
        rename_clause(draft_id=draft, path="roles.chief", code=code, by=manager, at=at(5))
    with pytest.raises(BadCode):
        add(draft, f"roles.{code}", manager)

    assert drafts.draft_text(draft) == SMALL


def test_a_whole_key_has_no_entries(draft: int, manager: Actor) -> None:
    with pytest.raises(BadCode):
        add(draft, "matrix.I9", manager)

    assert drafts.draft_text(draft) == SMALL


def test_a_name_that_is_taken_is_refused(draft: int, manager: Actor) -> None:
    with pytest.raises(AlreadyThere):
        add(draft, "roles.writer", manager)
    with pytest.raises(AlreadyThere):
        rename_clause(draft_id=draft, path="roles.chief", code="writer", by=manager, at=at(5))

    assert drafts.draft_text(draft) == SMALL


def test_what_somebody_changed_meanwhile_is_not_removed(draft: int, manager: Actor) -> None:
    edit(draft, "roles.writer", {"name": "Scribe"}, by=manager)

    with pytest.raises(StaleClause, match=r"changed roles\.writer meanwhile"):
        remove(draft, "roles.writer", manager, revision=1)

    assert value(draft, "roles.writer") == {"name": "Scribe"}


def test_what_is_gone_cannot_go_again(draft: int, manager: Actor) -> None:
    remove(draft, "roles.writer", manager)

    with pytest.raises(ClauseGone):
        remove(draft, "roles.writer", manager)
    with pytest.raises(ClauseGone):
        move_clause(draft_id=draft, path="roles.writer", down=True, by=manager, at=at(7))
    with pytest.raises(ClauseGone):
        rename_clause(draft_id=draft, path="roles.writer", code="x", by=manager, at=at(7))
