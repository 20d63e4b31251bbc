"""Link an incident to another one or to something outside, and undo a link. Both ends see it."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction

from musterpoint.apps.incidents import operations as incidents
from musterpoint.apps.incidents.models import Link
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import begin, begin_both, fitting

# What a browser would run or read from disk, were it ever shown as something to click on.
_UNSAFE = re.compile(r"\s*(javascript|data|vbscript|file|blob)\s*:", re.IGNORECASE)


class LinkToItself(Refusal):
    """An incident is not related to itself."""

    def __init__(self) -> None:
        says = "An incident cannot be linked to itself."
        super().__init__(Problem(field="other", says=says))


class NothingToLink(Refusal):
    """A link leads either to another incident or to something outside."""

    def __init__(self) -> None:
        says = "Name either another incident or something outside, not both."
        super().__init__(Problem(field="other", says=says))


class UnsafeTarget(Refusal):
    """The address is of a kind that could run in a reader's browser."""

    def __init__(self) -> None:
        says = "Give a web address that begins with http, or a plain reference."
        super().__init__(Problem(field="target", says=says))


class AlreadyLinked(Conflict):
    """The two are linked already, whichever of them the link was made on."""

    def __init__(self, ref: str) -> None:
        super().__init__(Problem(field="other", says=f"This is already linked to {ref}."))


class LinkNotUndone(Conflict):
    """The link was undone before, or is undone in another way."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="link", says=says))


@transaction.atomic
def link_incident(
    *,
    incident_id: int,
    by: Actor,
    at: datetime,
    other_id: int | None = None,
    target: str = "",
    says: str = "",
    seen_version: int | None = None,
) -> int:
    """Link to another incident or to something outside, and return the link's id.

    Raises NothingToLink, LinkToItself, AlreadyLinked, UnsafeTarget, TooLong, NoSuchIncident.
    """
    by.must(Action.WORK)
    outside = fitting("target", target, most=500)
    comment = fitting("says", says, most=300)
    if (other_id is None) == (not outside):
        raise NothingToLink
    if _UNSAFE.match(outside):
        raise UnsafeTarget
    if other_id is None:
        record = begin(incident_id, by=by, at=at, seen_version=seen_version)
        record.enter("linked")
        link = parts.add_link(record, kind=Link.Kind.OUTSIDE, target=outside, says=comment)
        record.keep()
        return link.pk
    if other_id == incident_id:
        raise LinkToItself
    record, other = begin_both(incident_id, other_id, by=by, at=at, seen_version=seen_version)
    if parts.are_linked(incident_id, other_id):
        raise AlreadyLinked(other.incident.ref)
    return _relate(record, other, comment)


@transaction.atomic
def undo_link(*, incident_id: int, link_id: int, by: Actor, at: datetime, reason: str = "") -> int:
    """Undo a link from either end; its row stays, marked as undone.

    Raises NoSuchIncident (also for a link of other incidents) and LinkNotUndone.
    """
    by.must(Action.WORK)
    ends = parts.ends_of_link(link_id)
    if ends is None or incident_id not in ends:
        raise incidents.NoSuchIncident
    made_on, leads_to = ends
    if leads_to is None:
        record, other = begin(made_on, by=by, at=at), None
    else:
        record, other = begin_both(made_on, leads_to, by=by, at=at)
    link = parts.link_of(record, link_id)
    _require_undoable(link)
    away = link.target if other is None else other.incident.ref
    record.enter("link_undone", reason=reason.strip(), other=away)
    parts.change(record, link, undone_at=at)
    record.keep()
    if other is not None:
        other.enter("link_undone", reason=reason.strip(), other=record.incident.ref)
        other.keep()
    return incident_id


def _relate(record: Record, other: Record, says: str) -> int:
    record.enter("linked", other=other.incident.ref)
    link = parts.add_link(record, kind=Link.Kind.RELATED, other_id=other.incident.pk, says=says)
    record.keep()
    other.enter("linked_here", says=says, other=record.incident.ref)
    other.keep()
    return link.pk


def _require_undoable(link: Link) -> None:
    if link.undone_at is not None:
        raise LinkNotUndone("This link was already undone.")
    if link.kind == Link.Kind.MERGED_INTO:
        raise LinkNotUndone("This link is a merge. Undo the merge instead.")
    if link.kind == Link.Kind.COMPLAINT:
        raise LinkNotUndone("A complaint stays with the incident it came from.")
