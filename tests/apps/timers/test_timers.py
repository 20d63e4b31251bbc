"""Timers are armed, moved, disarmed, claimed and settled; several claim at once and share."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers import queries
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import Due
from tests.factories import at

KIND = "clock_mark"


def armed(key: str, minutes: float = 0) -> None:
    timers.arm([Due(kind=KIND, key=key, at=at(minutes), payload={"incident": 1})], at=at(-60))


@pytest.mark.django_db
def test_arming_again_moves_the_timer_and_raises_its_fence() -> None:
    armed("a", 1)
    armed("a", 5)

    timer = Timer.objects.get()
    assert (timer.due_at, timer.fence) == (at(5), 2)


@pytest.mark.django_db
def test_ensuring_leaves_an_armed_timer_as_it_is() -> None:
    armed("a", 1)

    timers.ensure([Due(kind=KIND, key="a", at=at(9))], at=at(0))

    assert Timer.objects.get().due_at == at(1)


@pytest.mark.django_db
def test_only_what_is_due_is_claimed_earliest_first() -> None:
    armed("late", 3)
    armed("early", 1)
    armed("ahead", 9)

    assert [t.key for t in timers.claim_due(at=at(3), limit=10)] == ["early", "late"]


@pytest.mark.django_db
def test_a_fired_timer_is_not_claimed_again() -> None:
    armed("a")
    timers.fired(timers.claim_due(at=at(0), limit=10), at=at(0))

    assert timers.claim_due(at=at(1), limit=10) == []
    assert Timer.objects.get().fired_at == at(0)


@pytest.mark.django_db
def test_a_timer_that_its_handler_armed_again_stays_armed() -> None:
    armed("a")
    claimed = timers.claim_due(at=at(0), limit=10)
    armed("a", 7)

    timers.fired(claimed, at=at(0))

    assert queries.next_due_at() == at(7)


@pytest.mark.django_db
def test_a_timer_left_for_later_keeps_its_due_instant() -> None:
    armed("a")
    claimed = timers.claim_due(at=at(0), limit=10)

    timers.leave(claimed, until=at(0.5))
    timers.fired(claimed, at=at(0))

    assert timers.claim_due(at=at(0), limit=10) == []
    assert [t.due_at for t in timers.claim_due(at=at(1), limit=10)] == [at(0)]


@pytest.mark.django_db
def test_a_failed_timer_is_kept_with_its_error_and_counts_as_late() -> None:
    armed("a")
    (timer,) = timers.claim_due(at=at(0), limit=10)

    timers.put_off(timer, retry_at=at(5), error="ValueError: no")

    lag = queries.lag(at=at(2))
    assert (lag.overdue, lag.failing, lag.oldest) == (1, 1, at(2) - at(0))
    assert [t.last_error for t in queries.failing()] == ["ValueError: no"]


@pytest.mark.django_db
def test_disarming_says_how_many_were_armed() -> None:
    armed("a")
    armed("b")

    assert timers.disarm([(KIND, "a"), (KIND, "unknown")], at=at(0)) == 1
    assert [t.key for t in timers.claim_due(at=at(0), limit=10)] == ["b"]


@pytest.mark.django_db
def test_the_database_refuses_a_timer_that_is_both_fired_and_cancelled() -> None:
    armed("a")

    with pytest.raises(IntegrityError), transaction.atomic():
        Timer.objects.update(fired_at=at(0), cancelled_at=at(0))

    assert Timer.objects.get().fired_at is None


@pytest.mark.django_db
def test_a_worker_that_says_goodbye_is_forgotten() -> None:
    timers.beat(worker="one", started_at=at(0), at=at(0))
    timers.beat(worker="two", started_at=at(0), at=at(1))

    timers.forget_worker(worker="two")

    assert [beat.worker for beat in queries.beats()] == ["one"]
    assert queries.last_beat() == at(0)
    assert [beat.worker for beat in queries.silent(since=at(1))] == ["one"]


@pytest.mark.django_db(transaction=True)
def test_four_workers_claim_each_timer_exactly_once() -> None:
    timers.arm([Due(kind=KIND, key=str(n), at=at(0)) for n in range(400)], at=at(-1))
    seen: Counter[str] = Counter()
    together = threading.Barrier(4)

    def work() -> None:
        together.wait()
        while True:
            with transaction.atomic():
                claimed = timers.claim_due(at=at(0), limit=7)
                timers.fired(claimed, at=at(0))
            if not claimed:
                break
            seen.update(timer.key for timer in claimed)
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(seen) == 400
    assert set(seen.values()) == {1}
