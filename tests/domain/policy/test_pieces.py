from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.merging import same
from musterpoint.domain.policy.pieces import (
    HOLD_ENTRIES,
    Piece,
    code_of,
    cut,
    join,
    key_of,
    piece_of,
)
from musterpoint.domain.policy.tree import Plain
from tests.domain.strategies import shipped
from tests.domain.whole_document import whole_tree

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
odd_keys = st.sampled_from(["paths.x", "a.b", "%2E", "%", "", "."]) | st.text(max_size=6)
parts = st.sampled_from(sorted(HOLD_ENTRIES))
trees = st.dictionaries(parts | odd_keys, values, max_size=8)


@given(tree=trees)
def test_any_tree_is_joined_as_it_was_cut(tree: dict[str, Any]) -> None:
    assert same(join(cut(tree)), tree)


@given(tree=trees)
def test_no_two_pieces_have_one_path(tree: dict[str, Any]) -> None:
    paths = [piece.path for piece in cut(tree)]

    assert len(paths) == len(set(paths))


def test_the_shipped_strategy_is_cut_by_entry() -> None:
    pieces = {piece.path: piece.value for piece in cut(dump(shipped()))}

    tree: Any = dump(shipped())
    assert pieces["paths.technology"] == tree["paths"]["technology"]
    assert pieces["matrix"] == tree["matrix"]
    assert "paths" not in pieces
    assert same(join(cut(tree)), tree)


def test_an_empty_part_is_one_piece_until_it_has_an_entry() -> None:
    assert cut({"overrides": {}}) == (Piece(path="overrides", value={}),)
    assert join((Piece(path="overrides", value={}), Piece(path="overrides.x", value=1))) == {
        "overrides": {"x": 1}
    }


@pytest.mark.parametrize("code", ["", "a/b", "a\nb", "x" * 121])
def test_a_part_with_a_code_that_no_address_holds_stays_whole(code: str) -> None:
    tree: dict[str, Plain] = {"rationale": {"matrix": "Why", code: "Because"}}

    assert [piece.path for piece in cut(tree)] == ["rationale"]
    assert same(join(cut(tree)), tree)


def test_an_entry_that_comes_late_goes_where_its_part_began() -> None:
    pieces = (
        Piece(path="paths.a", value=1),
        Piece(path="matrix", value=2),
        Piece(path="paths.b", value=3),
    )

    assert same(join(pieces), {"paths": {"a": 1, "b": 3}, "matrix": 2})


def test_a_path_says_its_part_and_its_code() -> None:
    assert (key_of("paths.technology"), code_of("paths.technology")) == ("paths", "technology")
    assert (key_of("matrix"), code_of("matrix")) == ("matrix", "")


def test_a_finding_falls_into_the_piece_it_is_about() -> None:
    assert piece_of("paths.technology.steps.first.tell") == "paths.technology"
    assert piece_of("matrix.I1.U1") == "matrix"
    assert piece_of("title") == "title"
    assert piece_of("paths") == "paths"


def test_the_whole_document_is_joined_as_it_was_cut() -> None:
    assert same(join(cut(whole_tree())), whole_tree())
