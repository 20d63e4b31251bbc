"""Adding up and comparing: what is not as it was recorded is named."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from musterpoint.domain.history.proof import add_up, first_difference
from musterpoint.domain.ledger import Draft, Head, chain

AT = datetime(2016, 2, 1, tzinfo=UTC)


def entries(*changes: dict[str, Any]) -> Any:
    drafts = [
        Draft(kind="told", at=AT, actor="system:tests", data={"changes": [change]})
        for change in changes
    ]
    return chain(Head(stream="incident:1"), drafts, recorded_at=AT)


def change(field: str, old: object, new: object, of: str = "incident") -> dict[str, Any]:
    return {"of": of, "field": field, "old": old, "new": new}


def test_changes_and_added_items_add_up() -> None:
    folded, wrong = add_up(
        "incident:1",
        entries(
            change("status", None, "logged"),
            change("status", "logged", "closed"),
            {"of": "clock:restore:1", "field": "events", "add": {"kind": "started"}},
        ),
    )

    assert wrong is None
    assert folded.rows == {
        "incident": {"status": "closed"}, "clock:restore:1": {"events": [{"kind": "started"}]},
    }  # fmt: skip


def test_an_entry_that_contradicts_the_one_before_is_named() -> None:
    _, wrong = add_up(
        "incident:1", entries(change("status", None, "logged"), change("status", "held", "closed"))
    )

    assert str(wrong) == (
        "incident:1: entry 2: incident status was 'logged' before, and the entry says 'held'"
    )


def test_a_row_that_differs_is_named() -> None:
    folded, _ = add_up("incident:1", entries(change("status", None, "logged")))

    same = first_difference("incident:1", folded, {"incident": {"status": "logged"}})
    other = first_difference("incident:1", folded, {"incident": {"status": "closed"}})
    gone = first_difference("incident:1", folded, {})

    assert same is None
    assert str(other) == (
        "incident:1: row: incident status is 'closed', and the ledger adds up to 'logged'"
    )
    assert str(gone) == "incident:1: row: incident is recorded and has no row"


def test_a_part_nobody_recorded_is_named() -> None:
    folded, _ = add_up("incident:1", entries(change("status", None, "logged")))
    rows = {"incident": {"status": "logged"}, "task:1": {"says": "Call back"}}

    found = first_difference("incident:1", folded, rows)

    assert str(found) == (
        "incident:1: row: task:1 says is 'Call back', and the ledger adds up to None"
    )
