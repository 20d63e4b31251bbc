"""One batch: all of it commits or none, and one bad timer harms no other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import connection

from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.models import Beat, Timer
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.interfaces.worker.firing import fire_batch, wait_after
from musterpoint.interfaces.worker.handlers import HANDLERS
from tests.factories import at

pytestmark = pytest.mark.django_db


def arm(*keys: str, kind: str = "review_due") -> None:
    timers.arm([Due(kind=kind, key=key, at=at(0)) for key in keys], at=at(-1))


def leave_a_trace(due: Sequence[Claimed], when: datetime) -> None:
    """A handler that writes a row for each timer and cannot bear the one called bad."""
    for timer in due:
        timers.beat(worker=timer.key, started_at=when, at=when)
    if any(timer.key == "bad" for timer in due):
        raise ValueError("this one is bad")


def traces() -> list[str]:
    return sorted(Beat.objects.values_list("worker", flat=True))


def test_a_handler_gets_all_timers_of_its_kind_at_once() -> None:
    seen: list[list[str]] = []
    arm("a", "b")
    arm("c", kind="other")

    def note(due: Sequence[Claimed], when: datetime) -> None:
        seen.append([timer.key for timer in due])

    assert fire_batch({"review_due": note, "other": note}, at=at(0)) == 3
    assert sorted(seen) == [["a", "b"], ["c"]]


def test_one_bad_timer_neither_blocks_the_others_nor_is_lost() -> None:
    arm("a", "bad", "b")

    fire_batch({"review_due": leave_a_trace}, at=at(0))

    bad = Timer.objects.get(fired_at=None)
    assert traces() == ["a", "b"]
    assert (bad.key, bad.attempts, bad.retry_at) == ("bad", 1, at(0) + timedelta(seconds=5))
    assert bad.last_error == "ValueError: this one is bad"


def test_a_bad_timer_is_tried_again_after_a_growing_wait() -> None:
    arm("bad")
    fire_batch({"review_due": leave_a_trace}, at=at(0))

    assert fire_batch({"review_due": leave_a_trace}, at=at(0)) == 0
    assert fire_batch({"review_due": leave_a_trace}, at=at(1)) == 1
    assert Timer.objects.get().retry_at == at(1) + timedelta(seconds=10)


def test_the_wait_grows_to_ten_minutes_and_no_further() -> None:
    waits = [wait_after(n).total_seconds() for n in (1, 2, 3, 7, 8, 500)]

    assert waits == [5, 10, 20, 320, 600, 600]


def test_a_statement_that_fails_does_not_spoil_the_batch() -> None:
    arm("a", "bad")

    def break_the_transaction(due: Sequence[Claimed], when: datetime) -> None:
        leave_a_trace([t for t in due if t.key != "bad"], when)
        if any(timer.key == "bad" for timer in due):
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1/0")

    fire_batch({"review_due": break_the_transaction}, at=at(0))

    assert traces() == ["a"]
    assert "division by zero" in Timer.objects.get(key="bad").last_error


def test_a_kind_nobody_knows_is_kept_and_says_so() -> None:
    arm("a", kind="of_the_future")

    fire_batch(HANDLERS, at=at(0))

    assert "no handler for timers of kind 'of_the_future'" in Timer.objects.get().last_error


def test_nothing_due_is_nothing_done() -> None:
    arm("a")

    assert fire_batch(HANDLERS, at=at(-0.5)) == 0
    assert Timer.objects.get().fired_at is None


def test_every_handler_is_of_a_known_kind() -> None:
    assert set(HANDLERS) <= set(TimerKind)
