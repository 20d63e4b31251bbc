"""What a version is now, when it is read again, and who is asked to have read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.policy.preparing import AgreementRule
from musterpoint.domain.versions import (
    Phase,
    is_asked_to_read,
    phases,
    review_on,
    superseded_at,
)
from tests.domain.strategies import shipped

DAY = datetime(2026, 3, 10, 12, tzinfo=UTC)


def days(count: int) -> datetime:
    return DAY + timedelta(days=count)


def test_the_latest_start_is_in_force_and_what_comes_waits() -> None:
    starts = {1: days(0), 2: days(10), 3: days(5)}

    assert phases(starts, at=days(4)) == {1: "in_force", 2: "coming", 3: "coming"}
    assert phases(starts, at=days(5)) == {1: "superseded", 2: "coming", 3: "in_force"}
    assert phases(starts, at=days(10)) == {1: "superseded", 2: "in_force", 3: "superseded"}


def test_a_version_ends_where_another_takes_its_place() -> None:
    starts = {1: days(0), 2: days(10), 3: days(5), 4: days(10)}

    assert superseded_at(starts, 1) == days(5)
    assert superseded_at(starts, 2) == days(10)
    assert superseded_at(starts, 4) is None


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 20).map(days), min_size=1))
def test_one_version_is_in_force_from_the_first_start_on(starts: dict[int, datetime]) -> None:
    for at in sorted(starts.values()):
        found = phases(starts, at=at)
        assert list(found.values()).count(Phase.IN_FORCE) == 1
        for number, phase in found.items():
            ends = superseded_at(starts, number)
            assert (phase is Phase.SUPERSEDED) == (ends is not None and ends <= at)


def test_the_review_is_due_by_the_day_of_the_centre() -> None:
    rule = AgreementRule(groups=(), approvers=(), review_every=timedelta(days=365))
    strategy = replace(shipped(), agreement=rule)

    late = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)  # in London it is the next day already
    assert review_on(strategy, in_force_from=late) == date(2027, 6, 2)
    assert review_on(replace(strategy, agreement=None), in_force_from=late) is None
    no_review = replace(rule, review_every=None)
    assert review_on(replace(strategy, agreement=no_review), in_force_from=late) is None


def test_who_is_asked_to_have_read_it() -> None:
    rule = AgreementRule(
        groups=(), approvers=(), acknowledged_by=frozenset({"agent", "welfare_lead"})
    )
    strategy = replace(shipped(), agreement=rule)

    assert is_asked_to_read(strategy, {"agent"})
    assert is_asked_to_read(strategy, {"welfare"})
    assert not is_asked_to_read(strategy, {"auditor"})
    assert not is_asked_to_read(replace(strategy, agreement=None), {"agent"})
