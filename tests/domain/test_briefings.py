"""What a briefing may tell, and what it says that nobody may promise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.briefings import (
    Line,
    Part,
    Wrong,
    first_draft,
    never_promise,
    why_not,
    worded,
    wrongs,
)
from musterpoint.domain.facts import About, Fact, FactState
from tests.factories import NOON

MINUTE = timedelta(minutes=1)


def fact(number: int = 1, says: str = "Calls drop", **more: object) -> Fact:
    facts: dict[str, object] = {"state": FactState.VERIFIED, "about": About.WHAT} | more
    return Fact(number=number, says=says, **facts)  # type: ignore[arg-type]  # as a test says it


anything = st.builds(
    Fact,
    number=st.integers(1, 9),
    says=st.text(min_size=1, max_size=9),
    state=st.sampled_from(FactState),
    about=st.sampled_from(About),
    estimate_of=st.sampled_from(["", "the carrier"]),
    contradicts=st.sampled_from([frozenset(), frozenset({9})]),
    good_until=st.none() | st.sampled_from([NOON - MINUTE, NOON, NOON + MINUTE]),
)


def test_an_estimate_never_stands_without_whose_it_is() -> None:
    assert worded(fact(estimate_of="the carrier")) == "Estimate of the carrier: Calls drop"
    assert worded(fact()) == "Calls drop"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (fact(), ""),
        (fact(state=FactState.CLAIMED), "Nobody has verified this yet."),
        (fact(state=FactState.CLAIMED, estimate_of="the carrier"), ""),
        (fact(state=FactState.WITHDRAWN), "This was withdrawn: it is not true."),
        (
            fact(good_until=NOON),
            "This has to be checked again before anybody says it.",
        ),
        (fact(good_until=NOON + MINUTE), ""),
    ],
)
def test_only_what_holds_now_may_be_told(told: Fact, why: str) -> None:
    assert why_not(told, NOON) == why


def test_every_line_that_may_not_stand_is_named_with_its_place() -> None:
    lines = [
        Line(part=Part.SAY, says="We are sorry"),
        Line(part=Part.BROKEN, says="", fact=1),
        Line(part=Part.BROKEN, says="", fact=2),
        Line(part=Part.BROKEN, says="", fact=9),
        Line(part=Part.LOOK, says=" "),
    ]
    facts = {1: fact(1), 2: fact(2, state=FactState.CLAIMED)}

    assert wrongs(lines, facts, at=NOON) == (
        Wrong(position=2, says="Nobody has verified this yet."),
        Wrong(position=3, says="There is no such fact on the board."),
        Wrong(position=4, says="This line is empty."),
    )


@pytest.mark.parametrize(
    ("part", "says", "claimed"),
    [
        (Part.SAY, "It will be back by noon.", "will be back"),
        (Part.SAY, "400 customers wait.", "400"),
        (Part.ROUND, "Ring 0800 again after 16:00.", "0800"),
        (Part.SAY, "It broke because of a cut cable.", "because of"),
        (Part.SAY, "Calls drop since 11:20.", None),
        (Part.BROKEN, "400 customers wait.", None),
        (Part.NEVER, "Do not say that it will be back by noon.", None),
        (Part.LOOK, "Page 7", None),
        (Part.SAY, "We know of it, and we are on it.", None),
    ],
)
def test_own_words_for_customers_claim_nothing_that_no_fact_says(
    part: Part, says: str, claimed: str | None
) -> None:
    lines = [Line(part=Part.BROKEN, says="", fact=1), Line(part=part, says=says)]

    found = wrongs(lines, {1: fact(says="Calls drop since 11:20")}, at=NOON)

    assert [one.position for one in found] == ([] if claimed is None else [1])
    assert all(f"“{claimed}" in one.says for one in found if claimed)


def test_what_is_contradicted_is_not_for_customers() -> None:
    facts = {1: fact(1, contradicts=frozenset({2}))}

    found = wrongs([Line(part=Part.SAY, says="", fact=1)], facts, at=NOON)

    assert found == (Wrong(position=0, says="It contradicts fact 2. Settle that first."),)
    assert wrongs([Line(part=Part.BROKEN, says="", fact=1)], facts, at=NOON) == ()


def test_nobody_promises_what_no_verified_fact_says() -> None:
    assert never_promise([], at=NOON) == (
        "Do not say what caused it: nobody has verified a cause.",
        "Do not say when it will work again: nobody has verified a time.",
        "Do not say who else or how many are affected: nobody has verified it.",
    )
    known = [fact(1, about=About.CAUSE), fact(2, about=About.AFFECTED)]
    estimate = fact(3, about=About.REPAIR_TIME, estimate_of="the carrier")
    assert never_promise([*known, estimate], at=NOON) == (
        "Do not say when it will work again: nobody has verified a time.",
    )


@given(found=st.lists(anything, unique_by=lambda one: one.number, max_size=6))
def test_a_first_draft_may_always_stand(found: list[Fact]) -> None:
    lines = first_draft(found, at=NOON)

    assert wrongs(lines, {one.number: one for one in found}, at=NOON) == ()
    order = [list(Part).index(line.part) for line in lines]
    assert order == sorted(order)
