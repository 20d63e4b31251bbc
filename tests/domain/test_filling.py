"""A draft starts from the facts that answer it, never from a bare claim or one that ran out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.facts import About, Fact, FactState
from musterpoint.domain.filling import proposed

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fact(number: int, about: About = About.WHAT, **more: Any) -> Fact:
    told: dict[str, Any] = {
        "says": f"Fact {number}",
        "state": FactState.VERIFIED,
        "verified_at": NOON,
    } | more
    return Fact(number=number, about=about, **told)


@pytest.mark.parametrize(
    ("field", "number"),
    [("what", 3), ("since", 2), ("facts", 3), ("harm", None), ("next", None), ("muster", None)],
)
def test_a_field_is_answered_by_the_newest_fact_about_it(field: str, number: int | None) -> None:
    found = proposed(field, [fact(1), fact(2, About.SINCE), fact(3)], at=NOON)

    assert (found.number if found else None) == number


@pytest.mark.parametrize(
    "unfit",
    [
        fact(1, state=FactState.CLAIMED),
        fact(1, state=FactState.WITHDRAWN),
        fact(1, good_until=NOON),
    ],
)
def test_what_may_not_be_said_is_not_proposed(unfit: Fact) -> None:
    assert proposed("what", [unfit], at=NOON) is None


def test_an_estimate_is_proposed_after_what_is_verified() -> None:
    estimate = fact(2, state=FactState.CLAIMED, estimate_of="the carrier")

    assert proposed("what", [estimate], at=NOON) == estimate
    assert proposed("what", [fact(1, good_until=NOON + HOUR), estimate], at=NOON) == fact(
        1, good_until=NOON + HOUR
    )


def test_a_fact_that_another_contradicts_comes_last() -> None:
    doubted = fact(2, contradicts=frozenset({3}))

    assert proposed("what", [fact(1), doubted], at=NOON) == fact(1)


@given(
    st.lists(
        st.builds(
            fact,
            st.integers(1, 9),
            st.sampled_from(About),
            state=st.sampled_from(FactState),
            estimate_of=st.sampled_from(["", "the carrier"]),
            good_until=st.sampled_from([None, NOON - HOUR, NOON + HOUR]),
        ),
        max_size=6,
    ),
    st.sampled_from(["what", "since", "facts", "harm", "estimate"]),
)
def test_nothing_unfit_is_ever_proposed(board: list[Fact], field: str) -> None:
    found = proposed(field, board, at=NOON)

    assert found is None or (
        found.state is not FactState.WITHDRAWN
        and (found.state is FactState.VERIFIED or found.is_estimate)
        and not found.needs_check(at=NOON)
    )
