"""What the worker runs for each kind of job, and one attempt at it from beginning to end."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import Error as DatabaseTrouble

from musterpoint.apps.jobs import operations, queries
from musterpoint.apps.jobs.at_work import JobAtWork, JobFailed
from musterpoint.apps.jobs.operations import LeaseLost
from musterpoint.domain.job_kinds import JobKind
from musterpoint.interfaces.worker.papers import print_paper
from musterpoint.usecases.erase_person import erase_job
from musterpoint.usecases.export_person import export_job
from musterpoint.usecases.replay_history import replay_job

JOBS: Mapping[str, Callable[[JobAtWork], None]] = {
    JobKind.REPLAY: replay_job,
    JobKind.STRATEGY_PAPER: print_paper,
    JobKind.PERSON_EXPORT: export_job,
    JobKind.PERSON_ERASURE: erase_job,
}

logger = logging.getLogger(__name__)


def attempt(
    job_id: int,
    number: int,
    *,
    now: Callable[[], datetime],
    known: Mapping[str, Callable[[JobAtWork], None]] = JOBS,
) -> None:
    """Work on a claimed job until it is done, has failed, or is no longer this attempt's.

    A database that is away raises: the job is then taken up again.
    """
    job = queries.state_of(job_id)
    work = JobAtWork(
        job_id=job_id,
        attempt=number,
        kind=job.kind,
        arguments=job.arguments,
        asked_by_id=job.asked_by_id,
        now=now,
    )
    try:
        _run(work, known)
    except LeaseLost:
        logger.info("Job %s was cancelled, or is another's by now", job_id)


def _run(work: JobAtWork, known: Mapping[str, Callable[[JobAtWork], None]]) -> None:
    try:
        if work.kind not in known:
            raise JobFailed(f"This version knows no job of the kind {work.kind}.")
        known[work.kind](work)
        if not work.is_finished:
            work.finish()
    except (LeaseLost, DatabaseTrouble):
        raise
    except JobFailed as refusal:
        _fail(work, str(refusal))
    except Exception as trouble:
        logger.exception("Job %s failed in an unforeseen way", work.job_id)
        _fail(work, f"It failed in an unforeseen way: {type(trouble).__name__}: {trouble}")


def _fail(work: JobAtWork, says: str) -> None:
    operations.fail(job_id=work.job_id, attempt=work.attempt, says=says, at=work.now())
