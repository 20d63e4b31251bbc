"""Words with typing errors find the words that were meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.spelling import distance, meant

letters = st.text(alphabet="abcd", max_size=8)


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [("", "", 0), ("ab", "ba", 1), ("ca", "abc", 3), ("pritner", "printer", 1), ("a", "", 1)],
)
def test_distance_counts_swaps_as_one(one: str, other: str, errors: int) -> None:
    assert distance(one, other, most=9) == errors


@given(letters, letters)
def test_distance_is_the_same_both_ways(one: str, other: str) -> None:
    assert distance(one, other, most=9) == distance(other, one, most=9)


@given(letters, letters, st.integers(min_value=0, max_value=4))
def test_stopping_early_changes_no_answer_within_the_limit(one: str, other: str, most: int) -> None:
    assert min(distance(one, other, most=most), most + 1) == min(
        distance(one, other, most=9), most + 1
    )


@given(st.sets(st.text(alphabet="abcd", min_size=1, max_size=8), min_size=1))
def test_a_known_word_means_itself(known: set[str]) -> None:
    for word in known:
        assert meant(word, known) == (word,)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("pritner", ("printer",)),
        ("telefoni", ("telephoni",)),
        ("teleph", ("telephoni",)),
        ("leed", ("leeds",)),
        ("zebra", ()),
    ],
)
def test_errors_and_beginnings_are_understood(typed: str, found: tuple[str, ...]) -> None:
    assert meant(typed, {"printer", "telephoni", "leeds", "queue"}) == found


def test_the_likeliest_comes_first_and_only_a_few() -> None:
    assert meant("chart", {"chatter", "charts", "cat", "chrat", "part"}) == ("chrat", "charts")
    assert len(meant("chat", {f"cha{c}" for c in "abcdefgh"})) == 4
