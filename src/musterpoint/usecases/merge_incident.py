"""Merge an incident into another: a link that can be undone, by which no field is lost."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents.models import Link
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import Status
from musterpoint.usecases.briefings_follow import end_with_incident
from musterpoint.usecases.in_turn import take_turn
from musterpoint.usecases.refusals import Conflict, Problem
from musterpoint.usecases.withdrawal import restore, withdraw
from musterpoint.usecases.working import begin, begin_both, tell, words


class MergeRefused(Conflict):
    """The two incidents cannot be merged like this."""

    says = "These two incidents cannot be merged."

    def __init__(self, ref: str = "") -> None:
        super().__init__(Problem(field="into", says=self.says.format(ref=ref)))


class MergeIntoItself(MergeRefused):
    says = "An incident cannot be merged into itself."


class AlreadyMerged(MergeRefused):
    says = "This incident is already merged into {ref}. Undo that first."


class MergeIntoMerged(MergeRefused):
    says = "That incident is itself merged into {ref}. Merge into that one."


class MergeCycle(MergeRefused):
    says = "That incident is merged into this one ({ref}). Undo that first."


class MergeIntoEnded(MergeRefused):
    says = "{ref} is closed or withdrawn. Reopen it, or link the two instead."


class NotMerged(MergeRefused):
    says = "This incident is not merged into another."


@transaction.atomic
def merge_incident(
    *,
    incident_id: int,
    into_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Merge one incident into another that goes on, and return the link's id.

    Raises Refusal without a reason, one of MergeRefused, and Conflict when it is no longer open.
    """
    by.must(Action.MERGE)
    why = words("reason", reason, says="Say why the two are one.", most=300)
    if incident_id == into_id:
        raise MergeIntoItself
    record, into = begin_both(incident_id, into_id, by=by, at=at, seen_version=seen_version)
    _require_mergeable(record, into)
    take_turn(record)
    ref = into.incident.ref
    record.enter("merged", reason=why, into=ref)
    withdraw(record, says=f"merged into {ref}")
    record.set(merged_into=into.incident)
    link = parts.add_link(record, kind=Link.Kind.MERGED_INTO, other_id=into_id, says=why)
    tell(
        record,
        [p for p in (record.incident.owner_id, into.incident.owner_id) if p is not None],
        purpose="merged",
        subject=f"merged into {ref}",
        body=why,
        but=(by.person_id,),
    )
    end_with_incident(record, says=f"The incident was merged into {ref}.")
    record.keep()
    into.enter("merged_here", reason=why, other=record.incident.ref)
    into.keep()
    return link.pk


@transaction.atomic
def undo_merge(
    *,
    incident_id: int,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Take an incident out of the one it was merged into; it stands as it stood before.

    Raises Refusal without a reason, and NotMerged.
    """
    by.must(Action.MERGE)
    why = words("reason", reason, says="Say why they are two after all.", most=300)
    record, into = _merged(incident_id, by=by, at=at, seen_version=seen_version)
    take_turn(record)
    record.enter("merge_undone", reason=why, into=into.incident.ref)
    restore(record, reason=why)
    parts.change(record, parts.merge_link_of(record), undone_at=record.at)
    record.keep()
    into.enter("merge_here_undone", reason=why, other=record.incident.ref)
    into.keep()
    return incident_id


def _require_mergeable(record: Record, into: Record) -> None:
    incident, target = record.incident, into.incident
    if incident.merged_into is not None:
        raise AlreadyMerged(incident.merged_into.ref)
    if target.merged_into_id == incident.pk:
        raise MergeCycle(target.ref)
    if target.merged_into is not None:
        raise MergeIntoMerged(target.merged_into.ref)
    if target.status in {Status.CLOSED, Status.WITHDRAWN}:
        raise MergeIntoEnded(target.ref)


def _merged(
    incident_id: int, *, by: Actor, at: datetime, seen_version: int | None
) -> tuple[Record, Record]:
    """Lock a merged incident and its target in order of id, or raise NotMerged."""
    into_id = parts.merged_into(incident_id)
    if into_id is None:
        begin(incident_id, by=by, at=at)
        raise NotMerged
    record, into = begin_both(incident_id, into_id, by=by, at=at, seen_version=seen_version)
    if record.incident.merged_into_id != into_id:
        raise NotMerged
    return record, into
