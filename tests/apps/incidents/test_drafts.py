"""What somebody typed survives a closed tab, and is nobody else's."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Draft
from musterpoint.apps.incidents.operations.drafts import (
    DraftTooLarge,
    discard_draft,
    draft_of,
    save_draft,
)
from musterpoint.apps.ledger.models import Entry
from musterpoint.domain.authority import Actor
from tests.factories import at


def me(actor: Actor) -> int:
    return actor.person_id or 0


def test_a_draft_is_kept_and_replaced(agent: Actor) -> None:
    save_draft(person_id=me(agent), key="log", data={"summary": "Calls dr"}, at=at(0))

    save_draft(person_id=me(agent), key="log", data={"summary": "Calls drop"}, at=at(1))

    assert draft_of(person_id=me(agent), key="log") == {"summary": "Calls drop"}
    assert Draft.objects.count() == 1
    assert not Entry.objects.exists()


def test_an_older_save_never_replaces_a_newer_one(agent: Actor) -> None:
    save_draft(person_id=me(agent), key="log", data={"summary": "Calls drop"}, at=at(1))

    save_draft(person_id=me(agent), key="log", data={"summary": "Calls dr"}, at=at(0))

    assert draft_of(person_id=me(agent), key="log") == {"summary": "Calls drop"}


def test_a_draft_is_nobody_elses(agent: Actor, leader: Actor) -> None:
    save_draft(person_id=me(agent), key="log", data={"summary": "Mine"}, at=at(0))

    assert draft_of(person_id=me(leader), key="log") is None


def test_a_draft_that_was_sent_is_gone(agent: Actor) -> None:
    save_draft(person_id=me(agent), key="log", data={"summary": "Mine"}, at=at(0))

    for _ in range(2):
        discard_draft(person_id=me(agent), key="log")

    assert draft_of(person_id=me(agent), key="log") is None


@pytest.mark.parametrize(
    "data", [{str(n): "" for n in range(201)}, {"nature": "x" * 50_001}], ids=["fields", "text"]
)
def test_more_than_a_form_holds_is_refused(data: dict[str, str], agent: Actor) -> None:
    with pytest.raises(DraftTooLarge):
        save_draft(person_id=me(agent), key="log", data=data, at=at(0))

    assert not Draft.objects.exists()
