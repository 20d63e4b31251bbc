"""The lane of long work: real processes, killed, cancelled, taken over; one attempt by itself."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError

from musterpoint.apps.jobs import operations
from musterpoint.apps.jobs.at_work import JobAtWork, JobFailed
from musterpoint.apps.jobs.models import Job
from musterpoint.interfaces import clock
from musterpoint.interfaces.worker.job_lane import JobLane
from musterpoint.interfaces.worker.jobs import attempt
from tests.factories import at
from tests.product import Product

PATIENCE = 60.0
ENDLESS = (sys.executable, "-c", "import sys; sys.stdin.buffer.read(1)")
CRASHES = (sys.executable, "-c", "import sys; sys.exit(3)")


def begun() -> Job:
    operations.ask(kind="sums", arguments={"of": 4}, person_id=None, at=at())
    job = operations.claim(worker="vm:1", at=at())
    assert job is not None
    return job


def run(work: Callable[[JobAtWork], None]) -> Job:
    job = begun()
    attempt(job.pk, 1, now=lambda: at(1), known={"sums": work})
    return Job.objects.get()


@pytest.mark.django_db
def test_a_job_is_worked_on_and_kept() -> None:
    def sums(work: JobAtWork) -> None:
        work.progress(2, work.arguments["of"], "two of four")
        work.finish({"sum": 6})

    job = run(sums)

    assert (job.state, job.result, job.says) == ("done", {"sum": 6}, "two of four")


@pytest.mark.django_db
def test_a_job_that_says_nothing_of_its_end_is_done() -> None:
    assert run(lambda _: None).state == "done"


@pytest.mark.django_db
def test_a_refusal_becomes_the_words_of_the_job() -> None:
    def refuse(_: JobAtWork) -> None:
        raise JobFailed("There is no such version.")

    job = run(refuse)

    assert (job.state, job.says) == ("failed", "There is no such version.")


@pytest.mark.django_db
def test_a_fault_of_ours_fails_the_job_and_says_so() -> None:
    def divide(_: JobAtWork) -> None:
        raise ZeroDivisionError("by nothing")

    job = run(divide)

    assert job.says == "It failed in an unforeseen way: ZeroDivisionError: by nothing"


@pytest.mark.django_db
def test_a_kind_that_nobody_knows_fails() -> None:
    job = begun()

    attempt(job.pk, 1, now=lambda: at(1), known={})

    assert Job.objects.get().says == "This version knows no job of the kind sums."


@pytest.mark.django_db
def test_a_database_that_is_away_leaves_the_job_to_be_taken_up_again() -> None:
    def away(_: JobAtWork) -> None:
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        run(away)

    assert Job.objects.get().state == "running"


@pytest.mark.django_db
def test_a_cancelled_job_stops_at_its_next_word() -> None:
    reached: list[str] = []

    def long(work: JobAtWork) -> None:
        operations.cancel(job_id=work.job_id, at=at(1))
        work.progress(1, 9)
        reached.append("the end")

    assert run(long).state == "cancelled"
    assert reached == []


@pytest.mark.django_db(transaction=True)
def test_a_cancelled_job_has_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musterpoint.interfaces.worker.job_lane.RENEW_SECONDS", 0.1)
    job = operations.ask(kind="sums", arguments={}, person_id=None, at=clock.now())
    lane = JobLane(worker="vm:1", ending=threading.Event(), child=ENDLESS)
    began = time.monotonic()
    stopper = threading.Timer(0.5, _cancel, [job.pk])
    stopper.start()

    assert lane.work_once()

    stopper.join()
    assert Job.objects.get().state == "cancelled"
    assert time.monotonic() - began < PATIENCE / 4


def _cancel(job_id: int) -> None:
    from django.db import connection

    operations.cancel(job_id=job_id, at=clock.now())
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_process_that_crashes_leaves_its_job_for_a_little_later() -> None:
    operations.ask(kind="sums", arguments={}, person_id=None, at=clock.now())
    lane = JobLane(worker="vm:1", ending=threading.Event(), child=CRASHES)

    assert lane.work_once()
    assert not lane.work_once()

    job = Job.objects.get()
    assert (job.state, job.attempts) == ("running", 1)
    assert job.lease_until is not None
    assert job.lease_until - clock.now() < timedelta(seconds=10)


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_ends_leaves_its_job_to_the_next_at_once() -> None:
    operations.ask(kind="sums", arguments={}, person_id=None, at=clock.now())
    ending = threading.Event()
    threading.Timer(0.5, ending.set).start()

    assert JobLane(worker="vm:1", ending=ending, child=ENDLESS).work_once()

    again = operations.claim(worker="vm:2", at=clock.now() + timedelta(seconds=1))
    assert again is not None
    assert again.attempts == 2


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_killed_worker_is_anothers_after_the_lease(product: Product) -> None:
    asked = (
        "from musterpoint.apps.jobs import operations as jobs;"
        "from musterpoint.interfaces import clock;"
        "print(jobs.ask(kind='nothing_known', arguments={}, person_id=None, at=clock.now()).pk)"
    )
    first = product.start("worker")
    first.send_signal(signal.SIGKILL)
    first.wait()
    product.run("shell", "--no-imports", "-c", asked)
    product.run("shell", "--no-imports", "-c", _CLAIMED_BY_THE_DEAD)

    product.start("worker")

    until = time.monotonic() + PATIENCE
    says = ""
    while time.monotonic() < until and not says.startswith("failed"):
        says = product.run("shell", "--no-imports", "-c", _SAYS).strip()
    assert says == "failed 2 This version knows no job of the kind nothing_known."


_CLAIMED_BY_THE_DEAD = (
    "from datetime import timedelta;"
    "from musterpoint.apps.jobs import operations as jobs;"
    "from musterpoint.interfaces import clock;"
    "jobs.claim(worker='vm:dead', at=clock.now() - timedelta(seconds=25))"
)
_SAYS = (
    "from musterpoint.apps.jobs.models import Job;"
    "job = Job.objects.get(); print(job.state, job.attempts, job.says)"
)
