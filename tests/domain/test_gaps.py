from __future__ import annotations

from datetime import UTC, datetime, timedelta

from musterpoint.domain.gaps import gaps, logged_late
from tests.domain.strategies import shipped

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def test_an_empty_log_lacks_everything_the_strategy_asks_for() -> None:
    assert gaps(shipped(), {}) == (
        "began_at",
        "nature",
        "impact",
        "reported_by",
        "source",
        "service",
        "site",
        "customers_affected",
    )


def test_nought_and_no_are_answers_but_blanks_are_not() -> None:
    said = {"customers_affected": 0, "impact": "I2", "nature": "  ", "site": "Leeds"}

    assert gaps(shipped(), said) == ("began_at", "nature", "reported_by", "source", "service")


def test_logging_within_five_minutes_is_in_time() -> None:
    on_time = logged_late(shipped(), began_at=NINE, logged_at=NINE + timedelta(minutes=5))
    late = logged_late(shipped(), began_at=NINE, logged_at=NINE + timedelta(minutes=5, seconds=1))

    assert not on_time.value
    assert late.value
    assert late.because[0].clause == "logging.late_after"
    assert late.because[0].says == "Logged 5 min after it began; 5 min are allowed."


def test_without_a_beginning_nobody_can_say_that_it_is_late() -> None:
    unknown = logged_late(shipped(), began_at=None, logged_at=NINE)

    assert not unknown.value
    assert unknown.because[0].clause == "logging.facts"
