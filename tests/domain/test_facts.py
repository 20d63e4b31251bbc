"""Facts: verified, withdrawn, contradicted, and good until a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.facts import (
    ONE_ANSWER,
    About,
    ContradictsVerified,
    Fact,
    FactIsWithdrawn,
    FactState,
    GoodUntilPassed,
    NoContradiction,
    answered_twice,
    contradict,
    next_check,
    verify,
    withdraw,
)

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fact(number: int = 1, **more: Any) -> Fact:
    said = {"says": "Calls drop in Leeds", "state": FactState.CLAIMED, "about": About.WHAT}
    return Fact(number=number, **said | more)


def on(*facts: Fact) -> dict[int, Fact]:
    return {one.number: one for one in facts}


states = st.sampled_from(FactState)
boards = st.lists(
    st.builds(fact, state=states, about=st.sampled_from(About)), min_size=1, max_size=8
).map(lambda facts: [replace(one, number=place) for place, one in enumerate(facts, start=1)])


def test_a_verified_fact_is_good_for_the_span_it_is_given() -> None:
    claim = fact()

    verified = verify(claim, on(claim), at=NOON, good_for=HOUR)

    assert (verified.state, verified.verified_at) == (FactState.VERIFIED, NOON)
    assert verified.good_until == NOON + HOUR


def test_the_stated_instant_goes_before_the_span() -> None:
    claim = fact()

    verified = verify(claim, on(claim), at=NOON, good_for=HOUR, good_until=NOON + 2 * HOUR)

    assert verified.good_until == NOON + 2 * HOUR


def test_without_either_it_holds_until_withdrawn() -> None:
    claim = fact()

    verified = verify(claim, on(claim), at=NOON)

    assert verified.good_until is None
    assert not verified.needs_check(at=NOON + 1000 * HOUR)


def test_it_asks_from_the_very_instant_on() -> None:
    verified = fact(state=FactState.VERIFIED, good_until=NOON)

    assert not verified.needs_check(at=NOON - timedelta(microseconds=1))
    assert verified.needs_check(at=NOON)


def test_nothing_is_verified_for_a_time_that_is_over() -> None:
    claim = fact()

    with pytest.raises(GoodUntilPassed, match="must lie ahead"):
        verify(claim, on(claim), at=NOON, good_until=NOON)


def test_what_a_verified_fact_contradicts_is_not_verified() -> None:
    known = fact(1, state=FactState.VERIFIED, contradicts=frozenset({2}))
    claim = fact(2, contradicts=frozenset({1}))

    with pytest.raises(ContradictsVerified, match="Fact 1 is verified and contradicts fact 2"):
        verify(claim, on(known, claim), at=NOON)


def test_what_only_a_claim_contradicts_is_verified() -> None:
    other = fact(1, contradicts=frozenset({2}))
    claim = fact(2, contradicts=frozenset({1}))

    assert verify(claim, on(other, claim), at=NOON).state is FactState.VERIFIED


def test_an_estimate_keeps_its_owner() -> None:
    claim = fact(estimate_of="the carrier")

    verified = verify(claim, on(claim), at=NOON)

    assert verified.is_estimate
    assert verified.estimate_of == "the carrier"


def test_withdrawn_is_for_good() -> None:
    gone = withdraw(fact())

    with pytest.raises(FactIsWithdrawn):
        withdraw(gone)
    with pytest.raises(FactIsWithdrawn):
        verify(gone, on(gone), at=NOON)
    with pytest.raises(FactIsWithdrawn):
        contradict(gone, fact(2))


def test_a_fact_does_not_contradict_itself() -> None:
    with pytest.raises(NoContradiction, match="itself"):
        contradict(fact(), fact())


def test_a_contradiction_is_noted_once() -> None:
    with pytest.raises(NoContradiction, match="noted already"):
        contradict(fact(1, contradicts=frozenset({2})), fact(2, contradicts=frozenset({1})))


def test_two_answers_to_one_question_deserve_a_look() -> None:
    by_two = fact(1, about=About.REPAIR_TIME)
    by_four = fact(2, about=About.REPAIR_TIME)
    cause = fact(3, about=About.CAUSE)

    assert answered_twice([by_two, by_four, cause]) == ((1, 2),)
    assert answered_twice([by_two, by_four], settled=frozenset({frozenset({1, 2})})) == ()


@given(board=boards)
def test_only_standing_facts_about_one_answer_are_paired(board: list[Fact]) -> None:
    by_number = on(*board)

    for one, other in answered_twice(board):
        assert one < other
        assert by_number[one].about is by_number[other].about
        assert by_number[one].about in ONE_ANSWER
        assert by_number[one].is_standing
        assert by_number[other].is_standing


@given(board=boards, hours=st.lists(st.integers(-5, 5), min_size=8, max_size=8))
def test_the_next_check_lies_ahead_and_none_comes_before_it(
    board: list[Fact], hours: list[int]
) -> None:
    dated = [
        replace(one, good_until=NOON + hour * HOUR) for one, hour in zip(board, hours, strict=False)
    ]

    ahead = next_check(dated, at=NOON)

    waiting = [
        one.good_until
        for one in dated
        if one.state is FactState.VERIFIED and not one.needs_check(at=NOON) and one.good_until
    ]
    assert ahead == min(waiting, default=None)
