"""Erase a person from the vault and every trace of their values from everywhere else.

Asked for by somebody with a reason, done by a worker: from the asking on nobody reads the values,
and after the work nothing can.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.jobs.at_work import JobAtWork, JobFailed
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.vault.models import Subject
from musterpoint.apps.vault.operations import erasing, reading, rotating
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.apps.vault.sealing import CannotOpen, NoMasterKey
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.traces import SHORTEST, pattern, without
from musterpoint.domain.vault.kinds import plain_form
from musterpoint.usecases import vault_record
from musterpoint.usecases.hold_legally import present
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.take_out_traces import STANDS_AS, Taken, take_out_traces
from musterpoint.usecases.working import person_of, words

WHY = "Say why it is erased, such as: asked for on 3 March, no reason to keep it."
OWN_TABLES = ("vault_item", "vault_datakey", "vault_subject", "jobs_job", "ledger_entry")
NOTHING_TAKEN = Taken(entries=0, rows=0, tables=(), left=())


class IsHeld(Conflict):
    """A legal hold stands, on the person or on something their values stand in."""

    def __init__(self) -> None:
        says = "A legal hold stands on this data. Lift it first, or leave the data as it is."
        super().__init__(Problem(field="hold", says=says))


@transaction.atomic
def ask_erasure(*, ref: str, reason: str, by: Actor, at: datetime) -> Job:
    """Have a person erased; nobody can read or find what is kept about them from now on.

    Raises NotAllowed, NoSuchPerson, GoneAlready, IsHeld, and Refusal without a reason.
    """
    by.must(Action.KEEP_VAULT)
    why = words("reason", reason, says=WHY, most=500)
    person_of(by)
    subject = present(ref)
    if erasing.is_held(subject):
        raise IsHeld
    changes = Changes()
    erasing.close_off(subject, at=at, changes=changes)
    jobs.drop_files(kind=JobKind.PERSON_EXPORT, person=ref)
    vault_record.enter("erasure_asked", changes, by=by, at=at, reason=why)
    asked = {"person": ref, "reason": why, "by": by.key}
    return jobs.ask(kind=JobKind.PERSON_ERASURE, arguments=asked, person_id=by.person_id, at=at)


def erase_job(work: JobAtWork) -> None:
    """Erase whom the job names; run again it does what is left. Ends with a VACUUM."""
    asked = work.arguments
    work.progress(0, 2, "Looking for traces")
    with transaction.atomic():
        subject = erasing.lock_subject(asked["person"])
        if subject is None:
            raise JobFailed("There is nobody of this reference.")
        was_stopped = _stopped(subject, asked, at=work.now())
        taken = NOTHING_TAKEN if was_stopped else _erase(subject, asked, at=work.now())
    if was_stopped:
        raise JobFailed("A legal hold was set on it in the meantime. Ask again when it is lifted.")
    work.progress(1, 2, "Clearing up")
    tables = sorted({*taken.tables, *OWN_TABLES})
    cleared = clear_up(tables)
    work.finish(
        {
            "entries": taken.entries,
            "rows": taken.rows,
            "tables": list(taken.tables),
            "left": list(taken.left),
            "cleared": cleared,
        }
    )


def clear_up(tables: Collection[str]) -> bool:
    """Rid tables of old versions of rows; return False inside a transaction, where none can be."""
    if connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(sql.SQL("VACUUM {}").format(sql.Identifier(table)))
    return True


def _stopped(subject: Subject, asked: Any, *, at: datetime) -> bool:
    """Leave a person as they were whom a legal hold covers by now; return whether one does."""
    if subject.erased_at is not None or not erasing.is_held(subject):
        return False
    changes = Changes()
    rotating.open_again(subject, changes=changes)
    vault_record.enter("erasure_stopped", changes, by=Actor(key=asked["by"]), at=at)
    return True


def _erase(subject: Subject, asked: Any, *, at: datetime) -> Taken:
    if subject.erased_at is not None:
        return NOTHING_TAKEN  # an earlier attempt came this far
    by = Actor(key=asked["by"])
    values = _worth_looking_for(subject)
    taken, why = NOTHING_TAKEN, str(asked["reason"])
    if values:
        finder, write_over = pattern(values), without(values, stands_as=STANDS_AS)
        why = write_over(why)
        erasing.write_over(finder, without=write_over)
        said = f"{subject.ref}: {why}"
        taken = take_out_traces(values=values, by=by, at=at, reason=said)
    changes = Changes()
    count = erasing.erase_subject(subject, because=why, at=at, changes=changes)
    vault_record.enter("person_erased", changes, by=by, at=at, reason=why, values=count)
    return taken


def _worth_looking_for(subject: Subject) -> list[str]:
    """Return the values long enough to be told from innocent text; none where no key opens them."""
    try:
        values = reading.values_of(subject, subject.items.all()).values()
    except (CannotOpen, NoMasterKey):
        return []
    return [one for one in values if len(plain_form(one)) >= SHORTEST and _is_storable(one)]


def _is_storable(value: str) -> bool:
    """Whether a table could hold it in the clear at all."""
    return "\x00" not in value and value.isprintable()
