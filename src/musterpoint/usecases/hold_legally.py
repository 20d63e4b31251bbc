"""Put a legal hold on a person in the vault, or on all that an incident holds; lift it again.

While one stands nothing it covers is erased, neither on request nor because its time is up.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.queries import visible_to_actor
from musterpoint.apps.vault.models import Hold, Subject
from musterpoint.apps.vault.operations import erasing
from musterpoint.apps.vault.operations.changes import Changes
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases import vault_record
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.working import person_of, words

WHY = "Say why nothing may be erased: the case, and who asked for it."
WHY_LIFTED = "Say why it may be erased again."
LONGEST = 500


class GoneAlready(Conflict):
    """The person was erased, or is about to be, or is another's by now."""

    def __init__(self) -> None:
        says = "This person's data was erased, is being erased, or was joined to another's."
        super().__init__(Problem(field="person", says=says))


class NoSuchHold(Conflict):
    """The hold does not stand any more, or never did."""

    def __init__(self) -> None:
        super().__init__(Problem(field="hold", says="This legal hold does not stand."))


@transaction.atomic
def hold_person(*, ref: str, reason: str, by: Actor, at: datetime) -> int:
    """Hold all that is kept about a person; return the hold's id.

    Raises NotAllowed, NoSuchPerson, GoneAlready, and Refusal without a reason.
    """
    by.must(Action.KEEP_VAULT)
    why = words("reason", reason, says=WHY, most=LONGEST)
    subject = present(ref)
    return _set(Hold(subject=subject, because=why, set_by_id=person_of(by), set_at=at), by=by)


@transaction.atomic
def hold_incident_data(*, incident_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Hold the data of everybody of whom an incident has a token; return the hold's id.

    Raises NotAllowed, NoSuchIncident, and Refusal without a reason.
    """
    by.must(Action.KEEP_VAULT)
    why = words("reason", reason, says=WHY, most=LONGEST)
    incident = visible_to_actor(by).filter(pk=incident_id).first()
    if incident is None:
        raise NoSuchIncident
    hold = Hold(about=incident.stream, because=why, set_by_id=person_of(by), set_at=at)
    return _set(hold, by=by)


@transaction.atomic
def lift_hold(*, hold_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Let what a hold covers be erased again. Raises NoSuchHold, and Refusal without a reason."""
    by.must(Action.KEEP_VAULT)
    why = words("reason", reason, says=WHY_LIFTED, most=LONGEST)
    hold = Hold.objects.select_for_update().filter(pk=hold_id, lifted_at=None).first()
    if hold is None:
        raise NoSuchHold
    changes = Changes()
    changes.set(hold, lifted_by_id=person_of(by), lifted_at=at, lifted_because=why)
    vault_record.enter("hold_lifted", changes, by=by, at=at)


def present(ref: str) -> Subject:
    """Lock and return a person who is still kept, or raise NoSuchPerson or GoneAlready."""
    subject = erasing.lock_subject(ref)
    if subject is None:
        raise NoSuchPerson(ref)
    if subject.erase_asked_at or subject.erased_at or subject.joined_to_id:
        raise GoneAlready
    return subject


def _set(hold: Hold, *, by: Actor) -> int:
    changes = Changes()
    changes.add(hold)
    vault_record.enter("hold_set", changes, by=by, at=hold.set_at)
    return hold.pk
