"""Who must sign is read from the text as it stands, whoever read an older row of the draft."""

from __future__ import annotations

import pytest

from musterpoint.apps.policies import agreement, drafts
from musterpoint.domain.authority import Actor
from musterpoint.usecases.edit_clause import edit_clause
from musterpoint.usecases.start_draft import start_from_shipped
from tests.factories import at

pytestmark = pytest.mark.django_db


def test_a_newer_text_is_not_remembered_under_an_older_digest(manager: Actor) -> None:
    pk = start_from_shipped(by=manager, at=at(0))
    was = drafts.value_of(drafts.clause(pk, "organisation").value)
    before = drafts.draft(pk)  # read by a page, just before somebody's change commits
    _organisation(pk, "Other", revision=1, by=manager)
    seen = agreement.strategy_of(before)
    _organisation(pk, was, revision=2, by=manager)

    again = agreement.strategy_of(drafts.draft(pk))

    assert seen is not None
    assert again is not None
    assert (seen.organisation, again.organisation) == ("Other", was)


def _organisation(pk: int, name: object, *, revision: int, by: Actor) -> None:
    edit_clause(
        draft_id=pk, path="organisation", value=str(name), revision=revision, by=by, at=at(revision)
    )
