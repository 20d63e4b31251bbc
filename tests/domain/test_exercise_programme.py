"""When exercises fall due, how they went, and what somebody lacks for a role."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.competence import SOON, Standing, competence, lacking
from musterpoint.domain.exercise_programme import Held, Outcome, Year, maturity, programme
from musterpoint.domain.policy.preparing import Exercise, ExerciseKind, Training

TODAY = date(2026, 11, 22)
YEAR = timedelta(days=365)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def exercise(code: str, last: date | None = None) -> Exercise:
    return Exercise(
        code=code,
        name=code,
        kind=ExerciseKind.DRILL,
        says="",
        tests=(),
        every=YEAR,
        owner="head",
        last_held_on=last,
    )


def held(code: str, on: date, outcome: Outcome = Outcome.MET) -> Held:
    return Held(exercise=code, on=on, outcome=outcome)


def training(*roles: str, valid_for: timedelta = YEAR) -> Training:
    return Training(code="lead", name="Lead", says="", roles=roles, valid_for=valid_for)


def test_the_later_of_strategy_and_record_counts() -> None:
    rules = {"fire": exercise("fire", date(2025, 6, 1)), "crm": exercise("crm", date(2026, 6, 1))}

    found = programme(
        rules, [held("fire", date(2026, 1, 1)), held("crm", date(2024, 1, 1))], on=TODAY
    )

    assert [(one.code, one.last, one.is_overdue) for one in found] == [
        ("fire", date(2026, 1, 1), False),
        ("crm", date(2026, 6, 1), False),
    ]


def test_one_that_was_never_held_is_due_at_once_and_comes_first() -> None:
    rules = {"crm": exercise("crm", date(2020, 1, 1)), "new": exercise("new")}

    found = programme(rules, [], on=TODAY)

    assert [(one.code, one.due_on, one.is_overdue) for one in found] == [
        ("new", None, True),
        ("crm", date(2020, 12, 31), True),
    ]


def test_a_day_ahead_does_not_count_yet() -> None:
    found = programme({"fire": exercise("fire")}, [held("fire", TODAY + timedelta(1))], on=TODAY)

    assert found[0].last is None


@given(last=DAYS, on=DAYS)
def test_an_exercise_is_overdue_exactly_when_its_day_has_passed(last: date, on: date) -> None:
    (found,) = programme({"fire": exercise("fire")}, [held("fire", last)], on=on)

    assert found.is_overdue == (last > on or last + YEAR < on)


def test_maturity_counts_a_part_as_a_half_year_by_year() -> None:
    found = maturity(
        [
            held("a", date(2026, 3, 1), Outcome.MET),
            held("b", date(2026, 4, 1), Outcome.PARTLY),
            held("c", date(2025, 4, 1), Outcome.NOT_MET),
        ]
    )

    assert found == (
        Year(year=2025, held=1, share_met=0.0),
        Year(year=2026, held=2, share_met=0.75),
    )


def test_training_counts_up_to_and_with_its_last_day() -> None:
    learnt = [date(2025, 11, 22)]

    at_the_end = competence(training("lead"), learnt, on=date(2026, 11, 22))
    after = competence(training("lead"), learnt, on=date(2026, 11, 23))

    assert (at_the_end.standing, at_the_end.until) == (Standing.LAPSES_SOON, date(2026, 11, 22))
    assert after.standing is Standing.LAPSED


@given(days=st.lists(DAYS, max_size=4), on=DAYS)
def test_the_newest_day_that_has_come_decides(days: list[date], on: date) -> None:
    found = competence(training("lead"), days, on=on)

    past = [day for day in days if day <= on]
    assert found.counts == bool(past and max(past) + YEAR >= on)
    if found.standing is Standing.VALID:
        assert found.until is not None
        assert found.until - on > SOON


def test_only_training_that_asks_for_the_role_is_lacking() -> None:
    rules = {"lead": training("manager")}

    assert [one.training for one in lacking(rules, "manager", {}, on=TODAY)] == ["lead"]
    assert lacking(rules, "loggist", {}, on=TODAY) == ()
    assert lacking(rules, "manager", {"lead": [TODAY]}, on=TODAY) == ()
