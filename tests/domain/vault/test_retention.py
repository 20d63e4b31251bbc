"""A value stays for as long as its sort may, counted from the end of all it was needed for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.duties import Retention
from musterpoint.domain.vault.retention import LONGEST, erase_at

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RULES = {
    "identity": Retention(code="identity", name="Numbers", says="Some.", keep_for=90 * DAY),
    "health": Retention(code="health", name="Health", says="Some.", keep_for=30 * DAY),
}
instants = st.integers(min_value=-500, max_value=500).map(lambda days: NOON + days * DAY)


def test_it_counts_from_when_it_was_kept_where_nothing_is_worked() -> None:
    assert erase_at(kind="nhs_number", kept_at=NOON, ended=[], rules=RULES) == NOON + 90 * DAY
    assert erase_at(kind="health", kept_at=NOON, ended=[], rules=RULES) == NOON + 30 * DAY


def test_it_counts_from_the_last_end() -> None:
    ended = [NOON + 3 * DAY, NOON + 9 * DAY, NOON - 5 * DAY]
    assert erase_at(kind="health", kept_at=NOON, ended=ended, rules=RULES) == NOON + 39 * DAY


def test_nothing_is_due_while_one_thing_is_still_worked() -> None:
    assert erase_at(kind="health", kept_at=NOON, ended=[NOON, None], rules=RULES) is None


def test_a_sort_that_is_not_named_stays_six_years() -> None:
    assert timedelta(days=2190) == LONGEST
    assert erase_at(kind="phone_number", kept_at=NOON, ended=[], rules=RULES) == NOON + LONGEST


@given(kept=instants, ended=st.lists(instants, max_size=4))
def test_it_is_never_erased_before_its_time(kept: datetime, ended: list[datetime]) -> None:
    due = erase_at(kind="health", kept_at=kept, ended=ended, rules=RULES)

    assert due is not None
    assert all(due - one >= 30 * DAY for one in [kept, *ended])
