"""Say that two people in the vault are one: read, exported and erased as one from then on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.jobs import operations as jobs
from musterpoint.apps.vault.operations import joining
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.apps.vault.sealing import CannotOpen, NoMasterKey
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.job_kinds import JobKind
from musterpoint.usecases import vault_record
from musterpoint.usecases.hold_legally import present
from musterpoint.usecases.read_value import CannotBeOpened
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.working import person_of, words


class SamePerson(Refusal):
    """One reference is no two people."""

    def __init__(self) -> None:
        super().__init__(Problem(field="into", says="Choose another person to join this one to."))


@transaction.atomic
def join_people(*, ref: str, into: str, reason: str, by: Actor, at: datetime) -> None:
    """Move all that is kept about ``ref`` to ``into``. It cannot be undone.

    Raises NotAllowed, SamePerson, NoSuchPerson, GoneAlready, CannotBeOpened, and Refusal without a
    reason.
    """
    by.must(Action.KEEP_VAULT)
    why = words("reason", reason, says="Say how you know that they are one.", most=500)
    person_of(by)
    if ref == into:
        raise SamePerson
    locked = {one: present(one) for one in sorted((ref, into))}
    changes = Changes()
    try:
        joining.join(locked[ref], locked[into], changes=changes)
    except (CannotOpen, NoMasterKey) as trouble:
        raise CannotBeOpened from trouble
    jobs.drop_files(kind=JobKind.PERSON_EXPORT, person=ref)
    vault_record.enter("people_joined", changes, by=by, at=at, reason=why, joined=ref, into=into)
