"""What an import reads is screened cell by cell, and harmless cells are not looked at twice."""

from __future__ import annotations

import pytest
from hypothesis import given

from musterpoint.interfaces.console.screened_cells import screened_cells
from tests.domain.personal_data import any_number


def test_a_cell_loses_what_must_not_be_kept() -> None:
    cells = ["INC0000045", "29/2/2016 01:16", "Card 4111 1111 1111 1111 cvv 123", "P2 - High"]

    assert screened_cells(cells) == [
        "INC0000045",
        "29/2/2016 01:16",
        "Card [card number ending 1111] cvv [card security code removed]",
        "P2 - High",
    ]


@given(any_number.grouped_cards())
def test_a_card_alone_in_its_cell_is_masked(number: str) -> None:
    (cell,) = screened_cells([number])

    assert cell.startswith("[card number ending ")


@pytest.mark.parametrize("cell", ["password hunter2", "PIN 4821"])
def test_a_short_secret_is_not_taken_for_a_code(cell: str) -> None:
    assert screened_cells([cell]) != [cell]
