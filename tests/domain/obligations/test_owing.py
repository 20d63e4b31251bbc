"""What an incident owes, and at which shares of the time somebody is told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.obligations import (
    anchored,
    binds,
    crosses_at,
    marks_of,
    next_mark,
    owed,
    reached,
    share_left,
)
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Obligation, Starts, Strength
from tests.domain.obligations.duty_examples import business_days, hours, immediate
from tests.domain.strategies import shipped

LOGGED = datetime(2026, 11, 21, 9, tzinfo=UTC)
BEGAN = LOGGED - timedelta(hours=5)
HOUR = timedelta(hours=1)

BREACH = Obligation(
    code="breach",
    says="Tell the regulator.",
    notify="the regulator",
    within="72 hours",
    applies_to=frozenset({"controller"}),
    clock=hours(72),
)


def having(*duties: Obligation) -> Strategy:
    return replace(
        shipped(),
        obligations={one.code: one for one in duties},
        we_are=frozenset({"controller"}),
    )


def owing(strategy: Strategy, *codes: str) -> list[tuple[str, bool, datetime | None]]:
    found = owed(strategy, codes, began_at=BEGAN, logged_at=LOGGED)
    return [(one.rule.code, one.is_ours, one.due.at if one.due else None) for one in found]


def test_a_clock_starts_on_suspicion_from_when_it_was_logged() -> None:
    assert owing(having(BREACH), "breach") == [("breach", True, LOGGED + 72 * HOUR)]


def test_a_clock_may_count_from_when_the_incident_began() -> None:
    strategy = having(replace(BREACH, starts=Starts.BEGAN))

    assert owing(strategy, "breach") == [("breach", True, BEGAN + 72 * HOUR)]
    (unknown,) = owed(strategy, ["breach"], began_at=None, logged_at=LOGGED)
    assert unknown.anchor == LOGGED


def test_what_only_a_person_knows_does_not_count_before_they_say_so() -> None:
    assert owing(having(replace(BREACH, starts=Starts.HAND)), "breach") == [("breach", True, None)]


def test_a_tempting_clock_does_not_start() -> None:
    strategy = having(replace(BREACH, applies_to=frozenset({"fca_firm"})))

    assert owing(strategy, "breach") == [("breach", False, None)]


def test_the_law_of_the_anchors_day_holds() -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=UTC)
    old = replace(BREACH, code="old", in_force_to=new_year.date() - timedelta(days=1))
    new = replace(BREACH, code="new", in_force_from=new_year.date(), version_of="old")
    strategy = having(old, replace(new, starts=Starts.BEGAN))

    (before,) = owed(strategy, ["old"], began_at=None, logged_at=new_year - HOUR)
    (after,) = owed(strategy, ["old"], began_at=None, logged_at=new_year)

    assert (before.rule.code, after.rule.code) == ("old", "new")


def test_a_code_that_the_strategy_lost_is_left_out() -> None:
    assert owing(having(BREACH), "gone", "breach") == [("breach", True, LOGGED + 72 * HOUR)]


def test_what_cannot_be_counted_has_no_due_instant_and_is_still_owed() -> None:
    lost = replace(business_days(3), calendar="scotland")

    assert owing(having(replace(BREACH, clock=lost)), "breach") == [("breach", True, None)]
    assert anchored(shipped(), replace(BREACH, clock=None), LOGGED) is None


def test_only_law_rules_and_contracts_bind() -> None:
    strategy = having(BREACH, replace(BREACH, code="care", clock=immediate(HOUR)))

    found = owed(strategy, ["breach", "care"], began_at=None, logged_at=LOGGED)

    assert [(one.rule.code, binds(one.due)) for one in found] == [("breach", True), ("care", False)]


def test_a_house_target_is_told_of_once() -> None:
    assert marks_of(Strength.HOUSE, (0.5, 0.75)) == (1.0,)
    assert marks_of(Strength.STATUTE, (0.75, 0.5)) == (0.5, 0.75, 1.0)


def test_the_marks_are_shares_of_the_time_allowed() -> None:
    due = LOGGED + 72 * HOUR
    marks = (0.5, 0.75, 1.0)

    times = [next_mark(marks, after=share, anchor=LOGGED, due=due) for share in (0, 0.5, 0.75, 1)]

    assert times == [LOGGED + 36 * HOUR, LOGGED + 54 * HOUR, due, None]


def test_an_outage_leaves_only_the_newest_mark() -> None:
    due = LOGGED + 72 * HOUR

    found = [
        reached((0.5, 0.75, 1.0), anchor=LOGGED, due=due, at=LOGGED + n * HOUR)
        for n in (35, 36, 60, 72, 90)
    ]

    assert found == [0.0, 0.5, 0.75, 1.0, 1.0]


def test_no_time_at_all_is_all_or_nothing() -> None:
    shares = [share_left(anchor=LOGGED, due=LOGGED, at=LOGGED + n * HOUR) for n in (-1, 0, 1)]

    assert shares == [1.0, -1.0, -1.0]


@given(
    st.integers(1, 10_000).map(lambda minutes: timedelta(minutes=minutes)),
    st.floats(min_value=0.01, max_value=0.99),
)
def test_a_share_is_crossed_when_less_is_left_and_not_before(
    allowed: timedelta, below: float
) -> None:
    due = LOGGED + allowed
    crossing = crosses_at(anchor=LOGGED, due=due, below=below)

    assert share_left(anchor=LOGGED, due=due, at=crossing) < below
    assert share_left(anchor=LOGGED, due=due, at=crossing - timedelta(seconds=2)) >= below
