"""Comment on a clause, of a draft or of a published version; answer; resolve the thread."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.policies import drafting, drafts, queries, remarks
from musterpoint.apps.policies.models import ClauseComment, StrategyVersion
from musterpoint.apps.policies.remarks import Place
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import MAY, Action, Actor, NotAllowed
from musterpoint.domain.policy.draft_states import OVER
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.policy.pieces import cut
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import person_of, words

LONGEST_COMMENT = 4_000
EMPTY = "Write what you want to say."


class NothingThere(Refusal):
    """The text has no clause or part of this name, or there is no such text."""

    def __init__(self, path: str) -> None:
        says = f"There is no clause {path} in this text to comment on."
        super().__init__(Problem(field="path", says=says))


class NoSuchComment(Refusal):
    """There is no such comment, or it is about another clause."""

    def __init__(self) -> None:
        super().__init__(Problem(field="answer_to", says="There is no such comment here."))


class DraftIsOver(Conflict):
    """The draft was published or given up; comments belong to what became of it."""

    def __init__(self, state: str) -> None:
        says = f"This draft is {state}. Comment on the version, or on another draft."
        super().__init__(Problem(field="state", says=says))


class AlreadySo(Conflict):
    """The thread is resolved already, or open already."""

    def __init__(self, *, resolved: bool) -> None:
        says = "This is resolved already." if resolved else "This is open already."
        super().__init__(Problem(field="comment", says=says))


@transaction.atomic
def comment_clause(
    *,
    path: str,
    says: str,
    by: Actor,
    at: datetime,
    draft_id: int | None = None,
    version: int | None = None,
    answer_to: int | None = None,
) -> int:
    """Comment on a clause of a draft or of a version; return the comment's number.

    Raises NothingThere, NoSuchComment, DraftIsOver, NotAllowed, OnlyAPerson, TooLong, NoSuchDraft.
    """
    by.must(Action.COMMENT_POLICY)
    person = person_of(by)
    said = words("says", says, says=EMPTY, most=LONGEST_COMMENT)
    place = _place(draft_id, version, path)
    first = _first(place, path, answer_to)
    made = remarks.add_comment(
        place, path=path, says=said, answer_to=first, person_id=person, actor=by.key, at=at
    )
    heard = {one.by_id for one in ([first] if first else [])}
    if place.draft is not None and path in (given := remarks.assignments(place.draft.pk)):
        heard.add(given[path].person_id)
    _tell(place, path, made, said, heard - {person}, name=by.name, at=at)
    return made


@transaction.atomic
def settle_comment(*, comment_id: int, resolved: bool, by: Actor, at: datetime) -> ClauseComment:
    """Resolve a thread, or open it again; its author may, and whoever writes the strategy.

    Raises NoSuchComment, AlreadySo and NotAllowed.
    """
    by.must(Action.COMMENT_POLICY)
    row = remarks.comment(comment_id)
    if row is None or row.answer_to_id is not None:
        raise NoSuchComment
    writes = by.is_system or not MAY[Action.DRAFT_POLICY].isdisjoint(by.roles)
    if not writes and row.by_id != by.person_id:
        raise NotAllowed(Action.DRAFT_POLICY)
    if (row.resolved_at is not None) == resolved:
        raise AlreadySo(resolved=resolved)
    remarks.settle_comment(row, resolved=resolved, person_id=by.person_id, actor=by.key, at=at)
    return row


def _place(draft_id: int | None, version: int | None, path: str) -> Place:
    if draft_id is not None:
        draft = drafting.lock(draft_id)
        if draft.state in OVER:
            raise DraftIsOver(draft.state)
        known = {row.path for row in drafts.clauses(draft_id)}
        place = Place(draft=draft)
    else:
        try:
            found = queries.by_number(version or 0)
        except StrategyVersion.DoesNotExist:
            raise NothingThere(path) from None
        known = {piece.path for piece in cut(dump(found.strategy))}
        place = Place(version=StrategyVersion.objects.defer("text").get(pk=found.id))
    if path not in known and path not in {part.code for part in PARTS}:
        raise NothingThere(path)
    return place


def _first(place: Place, path: str, answer_to: int | None) -> ClauseComment | None:
    """Return the comment that began the thread which is answered."""
    if answer_to is None:
        return None
    row = remarks.comment(answer_to)
    if row is not None and row.answer_to is not None:
        row = remarks.comment(row.answer_to.pk)
    if row is None or row.path != path or (row.draft, row.version) != (place.draft, place.version):
        raise NoSuchComment
    return row


def _tell(
    place: Place,
    path: str,
    made: int,
    said: str,
    people: Collection[int],
    *,
    name: str,
    at: datetime,
) -> None:
    link = page_of(place, path)
    notifications.queue(
        (
            Letter(
                key=f"comment:{made}:{person}",
                stream=place.stream,
                channel="in_product",
                subject=f"{name} commented on {path} of the strategy"[:200],
                body=f"{said}\n{address_of(link)}",
                recipient_id=person,
                link=link,
                purpose="strategy",
            )
            for person in sorted(people)
        ),
        at=at,
    )
    timers.announce({f"person:{person}" for person in people})


def page_of(place: Place, path: str) -> str:
    """Return the page where the comments on a clause are read."""
    if place.draft is not None:
        parts = {part.code for part in PARTS}
        head = f"/strategy/drafts/{place.draft.pk}/"
        return f"{head}{path}/" if path in parts else f"{head}clause/{path}/"
    return f"/strategy/{place.version and place.version.number}/comments/{path}/"
