"""Rows: what they tell, and why a row is left out."""

from __future__ import annotations

import pytest

from musterpoint.domain.history import BadRow, MissingColumns, Readings, RowReader
from tests.domain.history.sources import HEADER, NEW, cells, mapping, reader, updates


def test_a_row_tells_the_state_after_it() -> None:
    (update,) = updates({"state": "Waiting for caller", "prio": "high", "kept": "false"})

    assert update.at_text == "2016-02-01T10:00:00.000000Z"
    assert update.by == "Ann"
    assert update.waiting_for == "user"
    told = ("status", "hold_reason", "priority", "impact", "group_named", "source_met_target")
    assert [update.state[name] for name in told] == [
        "on_hold", "waiting_for_customer", "P2", "I2", "Desk", False,
    ]  # fmt: skip
    assert update.facts == {"place": "Leeds"}


def test_a_final_column_is_kept_apart() -> None:
    (update,) = updates({"resolved": "2/2/2016 10:00", "outcome": "cable"})

    assert "resolved_at" not in update.state
    assert update.finals["resolved_at"] == "2016-02-02T10:00:00.000000Z"
    assert update.final_facts == {"outcome": "cable"}


def test_final_values_do_not_make_a_row_another_update() -> None:
    early, late = updates({}, {"resolved": "2/2/2016 10:00", "outcome": "cable"})

    assert early.digest == late.digest


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"ref": "?"}, "has no ref"),
        ({"changed": "13/13/2016"}, "changed: '13/13/2016' is no date with the day first"),
        ({"state": "Mislaid"}, "state: 'Mislaid' is no status that the mapping knows"),
        ({"prio": "loud"}, "prio: 'loud' is no priority that the mapping knows"),
        ({"kept": "perhaps"}, "kept: 'perhaps' is neither yes nor no"),
        ({"no": "two"}, "no: 'two' is not a whole number, 0 or more"),
        ({"title": "a\x00b"}, "holds a character that no text can hold (NUL)"),
        ({"title": "a\udc81b"}, "holds bytes that are not text in the file's encoding"),
        ({"changed": "?", "opened": "?"}, "does not say when it happened"),
    ],
)
def test_a_row_that_cannot_be_understood_says_why(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(BadRow) as bad:
        _whole(cells(NEW, **changes))

    assert str(bad.value).startswith(reason)


def test_a_row_of_another_width_is_left_out() -> None:
    with pytest.raises(BadRow, match="has 2 cells where the header has 16"):
        reader().identity(["A-1", "1/2/2016"])


def test_a_file_without_the_identity_column_is_refused() -> None:
    described = mapping()

    with pytest.raises(MissingColumns, match="no column ref"):
        RowReader(described, HEADER[1:], Readings(described.dates, described.zone))


def test_columns_are_found_whatever_their_case_and_absent_ones_are_named() -> None:
    described = mapping()
    header = [name.upper() for name in HEADER if name != "impact"]

    read = RowReader(described, header, Readings(described.dates, described.zone))

    assert read.absent == ("impact",)


def test_an_empty_cell_empties_a_text_and_keeps_a_code() -> None:
    (update,) = updates({"team": "?", "prio": "?"})

    assert update.state["group_named"] == ""
    assert "priority" not in update.state


def _whole(row: list[str]) -> None:
    read = reader()
    read.identity(row)
    read.read(row, line=2)
