"""Jobs are asked for, claimed by lease, told of, settled once; whoever lost one changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs import queries
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.jobs.operations import LEASE, MOST_ATTEMPTS, LeaseLost
from musterpoint.domain.authority import Actor, Role, system
from tests.factories import as_actor, at, person

pytestmark = pytest.mark.django_db
LATER = at() + LEASE


def asked(minutes: float = 0, *, by: Actor | None = None, kind: str = "replay") -> Job:
    who = None if by is None else by.person_id
    return jobs.ask(kind=kind, arguments={"count": 3}, person_id=who, at=at(minutes))


def claimed() -> Job:
    job = jobs.claim(worker="vm:1", at=at())
    assert job is not None
    return job


def test_the_oldest_job_is_claimed_first_and_only_once() -> None:
    first, second = asked(0), asked(1)

    claims = [jobs.claim(worker="vm:1", at=at(2)) for _ in range(3)]

    assert [job and job.pk for job in claims] == [first.pk, second.pk, None]
    assert (claims[0] and claims[0].state, claims[0] and claims[0].attempts) == ("running", 1)


def test_a_job_whose_lease_ran_out_is_claimed_anew_from_nothing() -> None:
    asked()
    first = claimed()
    jobs.progress(job_id=first.pk, attempt=1, done=5, of=9, says="half way")

    assert jobs.claim(worker="vm:2", at=LATER - timedelta(seconds=1)) is None
    second = jobs.claim(worker="vm:2", at=LATER)

    assert second is not None
    assert (second.attempts, second.worker, second.done_units, second.says) == (2, "vm:2", 0, "")


def test_a_renewed_lease_keeps_others_away() -> None:
    asked()
    job = claimed()

    jobs.renew(job_id=job.pk, attempt=1, at=at(0.4))

    assert jobs.claim(worker="vm:2", at=LATER) is None


@pytest.mark.parametrize("word", ["renew", "progress", "finish", "fail", "let_go"])
@pytest.mark.parametrize("how", ["taken over", "cancelled"])
def test_whoever_lost_a_job_changes_nothing(word: str, how: str) -> None:
    asked()
    job = claimed()
    if how == "cancelled":
        jobs.cancel(job_id=job.pk, at=at(1))
    else:
        jobs.claim(worker="vm:2", at=LATER)
    before = Job.objects.values().get()
    words: dict[str, dict[str, Any]] = {
        "renew": {"at": at(2)},
        "progress": {"done": 1, "of": 2},
        "finish": {"result": {"n": 1}, "at": at(2)},
        "fail": {"says": "no", "at": at(2)},
        "let_go": {"until": at(2)},
    }

    with pytest.raises(LeaseLost):
        getattr(jobs, word)(job_id=job.pk, attempt=1, **words[word])

    assert Job.objects.values().get() == before


def test_a_finished_job_keeps_what_it_made() -> None:
    asked()
    job = claimed()

    jobs.finish(
        job_id=job.pk, attempt=1, at=at(1), result={"n": 1}, blob=b"%PDF", blob_name="a.pdf"
    )

    kept = Job.objects.get()
    assert (kept.state, kept.result, kept.ended_at, kept.lease_until) == (
        "done", {"n": 1}, at(1), None,
    )  # fmt: skip
    assert queries.file_of(job.pk, for_=system("tests")) == ("a.pdf", b"%PDF")


def test_a_job_that_ends_its_worker_each_time_has_failed() -> None:
    job = asked()
    for turn in range(MOST_ATTEMPTS):
        assert jobs.claim(worker="vm:1", at=at() + turn * LEASE) is not None

    assert jobs.claim(worker="vm:1", at=at() + MOST_ATTEMPTS * LEASE) is None

    failed = Job.objects.get(pk=job.pk)
    assert failed.state == "failed"
    assert failed.says == "It was begun 5 times and never came to an end."


def test_a_job_is_cancelled_once() -> None:
    job = asked()

    assert jobs.cancel(job_id=job.pk, at=at(1))
    assert not jobs.cancel(job_id=job.pk, at=at(2))
    assert Job.objects.get().ended_at == at(1)
    assert jobs.claim(worker="vm:1", at=at(3)) is None


def test_the_database_refuses_an_ended_job_without_an_instant() -> None:
    asked()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.update(state="done")

    assert Job.objects.get().state == "waiting"


def test_asking_wakes_the_workers() -> None:
    sent: list[Any] = []

    def watch(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(params if "pg_notify" in sql else None)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        asked()

    assert [jobs.CHANNEL] in sent


def test_a_job_is_for_whoever_asked_and_whoever_has_the_right() -> None:
    agent = as_actor(person("Ann Agent", Role.AGENT))
    other = as_actor(person("Ola Other", Role.AGENT))
    auditor = as_actor(person("Ada Auditor", Role.AUDITOR))
    job = asked(by=agent)

    assert queries.get(job.pk, for_=agent).pk == job.pk
    assert queries.get(job.pk, for_=auditor).pk == job.pk
    with pytest.raises(queries.NoSuchJob):
        queries.get(job.pk, for_=other)


def test_what_waits_while_nobody_works_is_found() -> None:
    asked(0)
    asked(1)
    assert queries.left_waiting(at=at(9)) == queries.Queue(waiting=2, oldest=at(0))

    claimed()

    assert queries.left_waiting(at=at(0)) == queries.Queue(waiting=0, oldest=None)
    assert queries.left_waiting(at=at(9)) == queries.Queue(waiting=2, oldest=LATER)
