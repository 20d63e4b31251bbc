"""A timeline as a file says what the ledger says, and nothing in it runs."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

from hypothesis import given

from musterpoint.domain.ledger import Draft, Head, chain, verify
from musterpoint.domain.timeline_file import as_csv, as_json, from_csv, from_json, says
from tests.domain.test_ledger_text import AT, DRAFTS, TEXT


@given(TEXT, DRAFTS, AT)
def test_a_file_reads_back_as_the_ledger(stream: str, drafts: list[Draft], at: datetime) -> None:
    entries = list(chain(Head(stream=stream), drafts, recorded_at=at))

    assert from_csv(as_csv(entries)) == entries
    assert from_json(as_json(entries, ref="INC-000001")) == entries
    assert verify(from_csv(as_csv(entries))) is None


@given(TEXT, DRAFTS, AT)
def test_no_cell_can_become_a_formula(stream: str, drafts: list[Draft], at: datetime) -> None:
    text = as_csv(chain(Head(stream=stream), drafts, recorded_at=at))

    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))]


def test_words_stand_beside_the_data() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    change = {"of": "incident", "field": "status", "old": None, "new": "logged"}
    drafts = [
        Draft(kind="noted", at=at, actor="person:1", data={"changes": [], "says": "=cmd()"}),
        Draft(kind="logged", at=at, actor="person:1", data={"changes": [change]}),
    ]

    noted, logged = chain(Head(stream="incident:1"), drafts, recorded_at=at)

    assert (says(noted), says(logged)) == ("=cmd()", "incident status")
    assert ",'=cmd()" in as_csv([noted])
