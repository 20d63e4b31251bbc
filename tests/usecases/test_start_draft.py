"""A draft begins as an exact copy, finished or not."""

from __future__ import annotations

import pytest

from musterpoint.apps.policies import drafts
from musterpoint.apps.policies.models import StrategyDraft
from musterpoint.apps.policies.operations import digest_of
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.start_draft import (
    NoSuchVersion,
    NotReadable,
    start_draft,
    start_from_shipped,
    start_from_version,
)
from tests.factories import at, default_text, entries, kinds
from tests.usecases.drafting import SMALL, assert_draft_adds_up


def test_the_shipped_strategy_is_copied_to_the_letter(manager: Actor) -> None:
    pk = start_from_shipped(by=manager, at=at(0), title="For 2027", note="A fresh start")

    assert drafts.draft_text(pk) == default_text()
    row = drafts.draft(pk)
    assert (row.title, row.note, row.state) == ("For 2027", "A fresh start", "drafting")
    assert (row.errors, row.digest) == (0, digest_of(default_text()))
    assert kinds(f"draft:{pk}") == ["draft_started"]
    assert_draft_adds_up(pk)


def test_a_version_is_copied_and_remembered(strategy: Version, manager: Actor) -> None:
    pk = start_from_version(number=1, by=manager, at=at(0))

    row = drafts.draft(pk)
    assert row.based_on_id == strategy.id
    assert row.title == strategy.title
    assert drafts.draft_text(pk) == default_text()
    changes = entries(f"draft:{pk}")[0].data["changes"]
    assert {"of": "draft", "field": "based_on", "old": None, "new": "policy:1"} in changes


def test_an_unfinished_text_is_kept_with_what_is_wrong(manager: Actor) -> None:
    pk = start_draft(text=SMALL, by=manager, at=at(0))

    assert drafts.draft_text(pk) == SMALL
    row = drafts.draft(pk)
    found = drafts.examined(pk).findings
    assert (row.errors, row.warnings) == (len(found), 0)
    assert row.errors > 3
    assert "paths.people" in drafts.findings_by_clause(found)
    assert_draft_adds_up(pk)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "The text is empty. Start from the default strategy."),
        ("- a\n- b\n", "This is not a strategy. Write keys such as title: and paths:."),
        ("a: {b: 1", "This is not YAML"),
        ("title: x\ntitle: y\n", "'title' stands here twice, first on line 1."),
        ("a: &x 1\nb: *x\n", "An alias repeats another part of the text."),
        ('"a\\nb": 1\n', "'a\nb' cannot be the name of a clause."),
        (f"{'k' * 300}: 1\n", f"'{'k' * 40}' cannot be the name of a clause."),
    ],
)
def test_a_text_that_would_lose_something_is_refused(text: str, says: str, manager: Actor) -> None:
    with pytest.raises(NotReadable) as refusal:
        start_draft(text=text, by=manager, at=at(0))

    assert says in str(refusal.value)
    assert not StrategyDraft.objects.exists()


def test_a_version_that_is_not_there_is_refused(strategy: Version, manager: Actor) -> None:
    with pytest.raises(NoSuchVersion, match="There is no version 7"):
        start_from_version(number=7, by=manager, at=at(0))

    assert not StrategyDraft.objects.exists()


def test_an_agent_begins_no_draft(agent: Actor) -> None:
    with pytest.raises(NotAllowed):
        start_from_shipped(by=agent, at=at(0))

    assert not StrategyDraft.objects.exists()
