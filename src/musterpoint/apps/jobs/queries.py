"""Read jobs: one, the newest of a kind, and what waits without anybody at work on it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from musterpoint.apps.jobs.models import Job
from musterpoint.domain.authority import Actor, may
from musterpoint.domain.job_kinds import READ_BY, JobKind


class NoSuchJob(Exception):
    """There is no such job, or not for this person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The jobs that nobody is at work on while no worker has any. ``oldest`` is since when."""

    waiting: int
    oldest: datetime | None


def visible_to(actor: Actor) -> QuerySet[Job]:
    """Return the jobs this person asked for, and those of kinds they have the right to read."""
    if actor.is_system:
        return Job.objects.all()
    kinds = [kind for kind in JobKind if may(actor.roles, READ_BY[kind])]
    return Job.objects.filter(Q(asked_by_id=actor.person_id) | Q(kind__in=kinds))


def get(job_id: int, *, for_: Actor) -> Job:
    """Return a job without its file, or raise NoSuchJob."""
    found = visible_to(for_).select_related("asked_by").defer("blob").filter(pk=job_id).first()
    if found is None:
        raise NoSuchJob(f"There is no job {job_id} for you.")
    return found


def newest(kind: JobKind, *, for_: Actor, limit: int) -> list[Job]:
    """Return the last jobs of a kind that this person may see, without what they made."""
    rows = visible_to(for_).filter(kind=kind).select_related("asked_by")
    return list(rows.defer("blob", "result").order_by("-id")[:limit])


def file_of(job_id: int, *, for_: Actor) -> tuple[str, bytes]:
    """Return the name and the bytes of the file a job made, or raise NoSuchJob.

    What has no name is not for handing out: it is read by the page of its kind alone.
    """
    found = visible_to(for_).exclude(blob_name="").filter(pk=job_id).first()
    if found is None or found.blob is None:
        raise NoSuchJob(f"Job {job_id} made no file that you may have.")
    return found.blob_name, bytes(found.blob)


def material_of(job_id: int, *, for_: Actor) -> bytes:
    """Return what a job kept for the page of its kind, or raise NoSuchJob."""
    found = visible_to(for_).filter(pk=job_id, blob_name="").first()
    if found is None or found.blob is None:
        raise NoSuchJob(f"Job {job_id} keeps nothing for you.")
    return bytes(found.blob)


def with_material(job_ids: Collection[int]) -> set[int]:
    """Return which of these jobs still keep what they made."""
    rows = Job.objects.filter(pk__in=job_ids, blob__isnull=False)
    return set(rows.values_list("pk", flat=True))


def of_kind(
    kind: str, *, for_: Actor, before: int | None = None, limit: int, **arguments: str
) -> list[Job]:
    """Return jobs of one kind, the newest first, those before a number only, by arguments."""
    rows = visible_to(for_).filter(
        kind=kind, **{f"arguments__{n}": v for n, v in arguments.items()}
    )
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.select_related("asked_by").defer("blob").order_by("-id")[:limit])


def state_of(job_id: int) -> Job:
    """Return the bare state of a job, for the worker that has it."""
    return Job.objects.defer("blob", "result").get(pk=job_id)


def left_waiting(*, at: datetime) -> Queue:
    """Return what waits at ``at`` while nobody works on any job; nothing while somebody does."""
    to_do = Job.objects.filter(ended_at=None)
    if to_do.filter(lease_until__gt=at).exists():
        return Queue(waiting=0, oldest=None)
    instants = list(to_do.order_by("id").values_list("lease_until", "asked_at")[:1000])
    oldest = min((lease or asked for lease, asked in instants), default=None)
    return Queue(waiting=len(instants), oldest=oldest)
