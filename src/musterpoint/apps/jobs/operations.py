"""Ask for long work, claim it by lease, tell how far it is, and settle it.

Whoever works on a job names its attempt: after another worker took it over, or somebody cancelled
it, every further word of the first raises ``LeaseLost`` and changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.jobs.models import Job

CHANNEL = "musterpoint_jobs"
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 5

_CLAIM = """
UPDATE jobs_job SET state = 'running', attempts = attempts + 1, worker = %s, lease_until = %s,
    done_units = 0, all_units = NULL, says = ''
WHERE id = (
    SELECT id FROM jobs_job
    WHERE ended_at IS NULL AND attempts < %s
    AND (lease_until IS NULL OR lease_until <= %s)
    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id
"""


class LeaseLost(Exception):
    """The job was cancelled, or another attempt has it: this one must end."""


def ask(*, kind: str, arguments: Mapping[str, Any], person_id: int | None, at: datetime) -> Job:
    """Add a job and wake the workers when the caller's transaction commits."""
    job = Job.objects.create(
        kind=kind, arguments=dict(arguments), asked_by_id=person_id, asked_at=at
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])
    return job


def claim(*, worker: str, at: datetime) -> Job | None:
    """Lease the oldest job that nobody has at ``at``, or return None.

    One that was let go of too often has failed: something in it ends its worker.
    """
    _give_up(at=at)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [worker, at + LEASE, MOST_ATTEMPTS, at])
        row = cursor.fetchone()
    return Job.objects.get(pk=row[0]) if row else None


def _give_up(*, at: datetime) -> None:
    says = f"It was begun {MOST_ATTEMPTS} times and never came to an end."
    Job.objects.filter(ended_at=None, attempts__gte=MOST_ATTEMPTS, lease_until__lte=at).update(
        state=Job.State.FAILED, says=says, ended_at=at, lease_until=None
    )


def renew(*, job_id: int, attempt: int, at: datetime) -> None:
    """Keep the lease for another while, or raise LeaseLost."""
    _change(job_id, attempt, lease_until=at + LEASE)


def progress(*, job_id: int, attempt: int, done: int, of: int | None, says: str = "") -> None:
    """Tell how far it is, or raise LeaseLost."""
    _change(job_id, attempt, done_units=done, all_units=of, says=says)


def finish(
    *,
    job_id: int,
    attempt: int,
    at: datetime,
    result: Mapping[str, Any] | None = None,
    blob: bytes | None = None,
    blob_name: str = "",
) -> None:
    """End a job well, with what it made, or raise LeaseLost."""
    _change(
        job_id,
        attempt,
        state=Job.State.DONE,
        result=None if result is None else dict(result),
        blob=blob,
        blob_name=blob_name,
        lease_until=None,
        ended_at=at,
    )


def fail(*, job_id: int, attempt: int, says: str, at: datetime) -> None:
    """End a job with words about what went wrong, or raise LeaseLost."""
    _change(
        job_id, attempt, state=Job.State.FAILED, says=says[:2000], lease_until=None, ended_at=at
    )


def let_go(*, job_id: int, attempt: int, until: datetime) -> None:
    """Leave a job that this attempt did not bring to an end to whoever claims it after ``until``.

    Raises LeaseLost when it has ended.
    """
    _change(job_id, attempt, lease_until=until)


def drop_files(*, kind: str, before: datetime | None = None, **arguments: str) -> int:
    """Drop the files that jobs of a kind made, by arguments or by age; return how many."""
    rows = Job.objects.filter(kind=kind, blob__isnull=False)
    rows = rows.filter(**{f"arguments__{name}": value for name, value in arguments.items()})
    if before is not None:
        rows = rows.filter(ended_at__lt=before)
    return rows.update(blob=None)


def cancel(*, job_id: int, at: datetime) -> bool:
    """End a job that nobody wants any more; return False when it had ended before."""
    changed = Job.objects.filter(pk=job_id, ended_at=None).update(
        state=Job.State.CANCELLED, lease_until=None, ended_at=at
    )
    return bool(changed)


def _change(job_id: int, attempt: int, **values: Any) -> None:
    running = Job.objects.filter(pk=job_id, state=Job.State.RUNNING, attempts=attempt)
    if not running.update(**values):
        raise LeaseLost(f"job {job_id}, attempt {attempt}")
