"""Give a clause of a draft to somebody to see to, or end that."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.policies import drafting, drafts, remarks
from musterpoint.apps.policies.models import StrategyDraft
from musterpoint.apps.policies.remarks import Place
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import MAY, Action, Actor, NotAllowed
from musterpoint.domain.policy.draft_states import EDITABLE
from musterpoint.usecases.comment_clause import page_of
from musterpoint.usecases.drafting import ClauseGone, NotEditable
from musterpoint.usecases.refusals import Conflict, Problem, Refusal


class CannotWrite(Refusal):
    """Only somebody who may write the strategy can see to a clause of it."""

    def __init__(self) -> None:
        says = "This person may not write the strategy. Choose somebody who may."
        super().__init__(Problem(field="person", says=says))


class DueInThePast(Refusal):
    """A day that is over cannot be kept any more."""

    def __init__(self) -> None:
        super().__init__(Problem(field="due_on", says="Give a day that is still to come."))


class NotAssigned(Conflict):
    """Nobody sees to this clause."""

    def __init__(self) -> None:
        super().__init__(Problem(field="path", says="Nobody was to see to this clause."))


@transaction.atomic
def assign_clause(
    *,
    draft_id: int,
    path: str,
    person_id: int,
    by: Actor,
    at: datetime,
    due_on: date | None = None,
) -> None:
    """Give a clause to a person, who is told.

    Raises ClauseGone, CannotWrite, DueInThePast, NotEditable and NotAllowed.
    """
    by.must(Action.DRAFT_POLICY)
    draft = _open(draft_id)
    if not any(row.path == path for row in drafts.clauses(draft_id)):
        raise ClauseGone(path)
    person = accounts.active([person_id]).get(person_id)
    if person is None or MAY[Action.DRAFT_POLICY].isdisjoint(person.roles):
        raise CannotWrite
    if due_on is not None and due_on < at.date():
        raise DueInThePast
    row = remarks.assign(
        draft,
        path=path,
        person_id=person_id,
        due_on=due_on,
        by_id=by.person_id,
        actor=by.key,
        at=at,
    )
    if person_id != by.person_id:
        _tell(draft, path, row.pk, person_id, due_on=due_on, name=by.name, at=at)


@transaction.atomic
def end_assignment(*, draft_id: int, path: str, by: Actor, at: datetime) -> None:
    """End an assignment: done, or no longer wanted. Raises NotAssigned and NotAllowed."""
    draft = drafting.lock(draft_id)
    present = remarks.assignments(draft_id).get(path)
    writes = by.is_system or not MAY[Action.DRAFT_POLICY].isdisjoint(by.roles)
    if not writes and (present is None or present.person_id != by.person_id):
        raise NotAllowed(Action.DRAFT_POLICY)
    if not remarks.end_assignment(draft, path=path, actor=by.key, at=at):
        raise NotAssigned


def _open(draft_id: int) -> StrategyDraft:
    draft = drafting.lock(draft_id)
    if draft.state not in EDITABLE:
        raise NotEditable(draft.state)
    return draft


def _tell(
    draft: StrategyDraft,
    path: str,
    number: int,
    person_id: int,
    *,
    due_on: date | None,
    name: str,
    at: datetime,
) -> None:
    link = page_of(Place(draft=draft), path)
    until = f" by {due_on:%d %b %Y}" if due_on else ""
    letter = Letter(
        key=f"assignment:{number}",
        stream=draft.stream,
        channel="in_product",
        subject=f"{name or 'Somebody'} asks you to see to {path}{until}"[:200],
        body=f"In the draft “{draft.title}”.\n{address_of(link)}",
        recipient_id=person_id,
        link=link,
        purpose="strategy",
    )
    notifications.queue([letter], at=at)
    timers.announce({f"person:{person_id}"})
