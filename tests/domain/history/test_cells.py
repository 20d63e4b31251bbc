"""Cells: none becomes a formula, and each reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.history.cells import as_written, harmless

TEXTS = st.text(alphabet=st.sampled_from("=+-@'\t\r\n a1,\"")) | st.text()


@given(TEXTS)
def test_a_cell_reads_back_as_it_was(text: str) -> None:
    assert as_written(harmless(text)) == text


@given(TEXTS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not harmless(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@pytest.mark.parametrize(
    ("cell", "made"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("a=b", "a=b"), ("O'Neill", "O'Neill")],
)
def test_only_a_risky_start_is_marked(cell: str, made: str) -> None:
    assert harmless(cell) == made
