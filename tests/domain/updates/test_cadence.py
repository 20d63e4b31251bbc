from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.communications import CommsRule
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.updates import Owed, Stage, Told, owed
from musterpoint.domain.updates.cadence import warned_at
from musterpoint.domain.updates.compliance import kept, words_owed
from tests.domain.strategies import with_parts
from tests.domain.updates.stage import AT, CUSTOMERS, FLOOR, MINUTE, RULE

P1 = Stage(since=AT, priority="P1", group="technology", category="tel_total")
P3 = replace(P1, priority="P3")


def plan(*rows: CommsRule) -> Strategy:
    return with_parts(
        audiences={"customers": CUSTOMERS, "floor": FLOOR},
        communications={row.code: row for row in rows},
    )


HIGH = replace(RULE, priorities=frozenset({"P1"}))
SLOW = replace(
    RULE, code="customers_low", first_within=60 * MINUTE, every=120 * MINUTE,
    priorities=frozenset({"P3"}),
)  # fmt: skip
MAJOR = replace(
    RULE, code="customers_major", first_within=30 * MINUTE, every=10 * MINUTE, when_major=True
)
PLAN = plan(HIGH, SLOW, MAJOR)


def due(stages: list[Stage], *told: Told, strategy: Strategy = PLAN) -> datetime | None:
    found = owed(strategy, stages, {"customers": told} if told else {})
    return found[0].due_at if found else None


def at(minute: float) -> datetime:
    return AT + minute * MINUTE


def test_the_first_word_is_owed_from_logging() -> None:
    (one,) = owed(PLAN, [P1], {})

    assert one == Owed(
        audience="customers", rule="customers_high", due_at=at(15), is_first=True, since=AT
    )
    assert not one.is_late(at=at(14.9))
    assert one.is_late(at=at(15))
    assert warned_at(one) == at(11.25)


def test_a_row_that_comes_to_hold_later_counts_from_then() -> None:
    assert due([P3]) == at(60)
    assert due([P3, replace(P1, since=at(20))]) == at(35)
    assert due([P1, replace(P1, since=at(5), category="crm_down")]) == at(15)
    assert due([P1, replace(P3, since=at(5))]) == at(65)
    assert due([replace(P1, priority="P4")]) is None


def test_the_next_word_counts_from_the_last_and_is_never_later_than_promised() -> None:
    assert due([P1], Told(at=at(10))) == at(40)
    assert due([P1], Told(at=at(10), next_at=at(25))) == at(25)
    assert due([P1], Told(at=at(10), next_at=at(90))) == at(40)
    assert due([P1], Told(at=at(10)), Told(at=at(50), next_at=at(70))) == at(70)


def test_a_major_incident_is_told_of_at_its_own_pace() -> None:
    major = replace(P1, since=at(20), is_major=True)

    assert due([P1, major], Told(at=at(10))) == at(20)
    assert due([replace(P3, is_major=True)]) == at(30)


def test_what_was_promised_stays_owed_when_the_row_no_longer_holds() -> None:
    low = replace(P1, since=at(20), priority="P4")

    assert due([P1, low], Told(at=at(10), next_at=at(40))) == at(40)
    assert due([P1, low], Told(at=at(10))) is None


def test_after_the_last_word_nothing_is_owed() -> None:
    assert due([P1], Told(at=at(10), next_at=at(40)), Told(at=at(30), is_final=True)) is None


def test_what_is_owed_soonest_comes_first() -> None:
    floor = replace(RULE, code="floor_first", audience="floor", first_within=5 * MINUTE)

    assert [one.audience for one in owed(plan(HIGH, floor), [P1], {})] == ["floor", "customers"]


def test_words_that_came_in_time_and_words_that_did_not_are_counted() -> None:
    told = {"customers": [Told(at=at(10)), Told(at=at(45)), Told(at=at(60))]}

    words = words_owed(PLAN, [P1], told, at=at(100))

    assert [(one.due_at, one.is_kept, one.late_by) for one in words] == [
        (at(15), True, None),
        (at(40), False, 5 * MINUTE),
        (at(75), True, None),
        (at(90), False, None),
    ]
    assert (kept(words).due, kept(words).kept, kept(words).share) == (4, 2, 0.5)


def test_what_is_not_due_yet_is_neither_kept_nor_missed() -> None:
    assert words_owed(PLAN, [P1], {}, at=at(14)) == ()
    assert kept(()).share is None
    assert [one.came_at for one in words_owed(PLAN, [P1], {}, at=at(16))] == [None]


def test_after_the_incident_is_over_nothing_falls_due() -> None:
    told = {"customers": [Told(at=at(10))]}

    assert len(words_owed(PLAN, [P1], told, at=at(500), ended_at=at(30))) == 1
    assert len(words_owed(PLAN, [P1], told, at=at(500), ended_at=at(50))) == 2


def test_a_word_that_was_missed_before_the_priority_fell_stays_missed() -> None:
    low = replace(P1, since=at(30), priority="P4")

    (word,) = words_owed(PLAN, [P1, low], {}, at=at(100))

    assert (word.due_at, word.is_kept) == (at(15), False)
    assert words_owed(PLAN, [P1, replace(low, since=at(14))], {}, at=at(100)) == ()


minutes = st.integers(0, 600).map(at)


@given(said=st.lists(minutes, max_size=8, unique=True), until=minutes)
def test_whoever_speaks_every_quarter_of_an_hour_misses_nothing(
    said: list[datetime], until: datetime
) -> None:
    steady = [at(minute) for minute in range(0, 601, 15)]
    told = [Told(at=one) for one in sorted({*said, *steady})]

    assert all(one.is_kept for one in words_owed(PLAN, [P1], {"customers": told}, at=until))


@given(said=st.lists(minutes, max_size=8, unique=True), until=minutes)
def test_a_word_is_late_exactly_when_the_plan_was_overstepped(
    said: list[datetime], until: datetime
) -> None:
    told = sorted(said)
    words = words_owed(PLAN, [P1], {"customers": [Told(at=one) for one in told]}, at=until)

    limits = [15 * MINUTE, *([30 * MINUTE] * len(told))]
    late = 0
    for last, came, limit in zip([AT, *told], [*told, None], limits, strict=True):
        overstepped = last + limit <= until and (came is None or came > last + limit)
        late += overstepped
    assert sum(not one.is_kept for one in words if one.due_at <= until) == late
