"""Planned work on a status page: announced, moved, begun, done, called off; each time all are told.

These are words about what we mean to do ourselves. An incident is told of by updates alone.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.communications.models import Notice
from musterpoint.apps.communications.operations import notices, pages, subscribers
from musterpoint.apps.communications.operations.pages import PageRecord
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.personal_data import LABELS, TREATMENTS, UNASKED, spans
from musterpoint.domain.status_pages import (
    ENDED,
    IllegalTurn,
    Impact,
    NoticeState,
    turn,
    what_moved,
)
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.keep_status_pages import begin
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import words

LONGEST_TITLE, LONGEST_WORDS = 200, 5000
LONGEST_WORK = timedelta(days=31)
FURTHEST = timedelta(days=732)
CLOCKS_DIFFER_BY = timedelta(minutes=5)


class EndsBeforeItBegins(Refusal):
    """Work ends after it has begun."""

    def __init__(self) -> None:
        super().__init__(Problem(field="planned_until", says="The end must come after the start."))


class IsOver(Refusal):
    """Work is announced before it is over, and within two years."""

    def __init__(self) -> None:
        says = "Choose a time that is still to come, within two years."
        super().__init__(Problem(field="planned_until", says=says))


class IsGoingOn(Refusal):
    """What has begun already is no plan: words about it are made of verified facts."""

    def __init__(self) -> None:
        says = "Planned work is announced before it begins. What goes on already is an incident."
        super().__init__(Problem(field="planned_from", says=says))


class TakesTooLong(Refusal):
    """What lasts for weeks is no window that anybody can plan around."""

    def __init__(self) -> None:
        says = f"Work of more than {LONGEST_WORK.days} days is announced part by part."
        super().__init__(Problem(field="planned_until", says=says))


class NothingMoved(Refusal):
    """The work is planned for these instants already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="planned_from", says="It is planned for then already."))


class NoSuchWork(Conflict):
    """The page tells of no such planned work, or it is over."""

    def __init__(self) -> None:
        super().__init__(Problem(field="work", says="There is no such planned work any more."))


class CannotTurn(Conflict):
    """Planned work cannot go there from where it is."""

    def __init__(self, refusal: IllegalTurn) -> None:
        super().__init__(Problem(field="state", says=str(refusal)))


class NoSuchComponents(Refusal):
    """The page shows no such component."""

    def __init__(self) -> None:
        super().__init__(Problem(field="components", says="Choose components of this page."))


class PersonalDataInPublic(Refusal):
    """Words for everybody hold somebody's personal data."""

    def __init__(self, field: str, found: Collection[str]) -> None:
        says = f"These words are for everybody and hold: {', '.join(found)}. Take it out."
        super().__init__(Problem(field=field, says=says))


@transaction.atomic
def announce_work(
    *,
    page: str,
    title: str,
    says: str,
    planned_from: datetime,
    planned_until: datetime,
    components: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> str:
    """Announce work and tell subscribers; return its code.

    Raises PageIsGone, EndsBeforeItBegins, IsOver, IsGoingOn, TakesTooLong, NoSuchComponents,
    PersonalDataInPublic, Refusal for no words.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    name = _public("title", words("title", title, says="Name the work.", most=LONGEST_TITLE))
    text = _public("says", words("says", says, says="Say what it means.", most=LONGEST_WORDS))
    _must_be_a_window(planned_from, planned_until, at=at)
    if planned_from < at - CLOCKS_DIFFER_BY:
        raise IsGoingOn
    record = begin(page, by=by, at=at)
    notice = Notice(
        page=record.page,
        code=notices.new_code(),
        title=name,
        impact=Impact.MAINTENANCE.value,
        components=_chosen(record, components),
        planned_from=planned_from,
        planned_until=planned_until,
        began_at=at,
    )
    record.add(notice)
    _say(record, notice, state=NoticeState.SCHEDULED, says=text, kind="work_announced")
    _arm(notice, at=at)
    return notice.code


@transaction.atomic
def move_work(
    *,
    page: str,
    code: str,
    planned_from: datetime,
    planned_until: datetime,
    says: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Move work in time; everybody is told what moved, from when to when.

    Work that has begun keeps its start. Raises PageIsGone, NoSuchWork, NothingMoved,
    EndsBeforeItBegins, IsOver, TakesTooLong, PersonalDataInPublic.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    record, notice, state = _found(page, code, by=by, at=at)
    assert notice.planned_from is not None
    assert notice.planned_until is not None
    was = (notice.planned_from, notice.planned_until)
    start = planned_from if state is NoticeState.SCHEDULED else notice.planned_from
    _must_be_a_window(start, planned_until, at=at)
    moved = what_moved(was, (start, planned_until), zone=organisation.centre().zone)
    if not moved:
        raise NothingMoved
    record.set(notice, planned_from=start, planned_until=planned_until)
    text = " ".join([*moved, _public("says", says.strip()[:LONGEST_WORDS])]).strip()
    _say(record, notice, state=state, says=text, kind="work_moved")
    _arm(notice, at=at)


@transaction.atomic
def turn_work(*, page: str, code: str, to: NoticeState, says: str, by: Actor, at: datetime) -> None:
    """Say that work begins, is done, is over, or is called off.

    Raises PageIsGone, NoSuchWork, CannotTurn, PersonalDataInPublic, Refusal for no words.
    """
    by.must(Action.KEEP_STATUS_PAGE)
    text = _public("says", words("says", says, says="Say what readers need.", most=LONGEST_WORDS))
    record, notice, state = _found(page, code, by=by, at=at)
    try:
        after = turn(state, to=to)
    except IllegalTurn as refusal:
        raise CannotTurn(refusal) from refusal
    _say(record, notice, state=after, says=text, kind="work_turned")
    _arm(notice, at=at, state=after)


def _found(
    page: str, code: str, *, by: Actor, at: datetime
) -> tuple[PageRecord, Notice, NoticeState]:
    record = begin(page, by=by, at=at)
    notice = pages.notice(record.page, code)
    last = pages.last_entry(notice) if notice is not None else None
    if notice is None or notice.planned_from is None or last is None:
        raise NoSuchWork
    state = NoticeState(last.status)
    if state in ENDED:
        raise NoSuchWork
    return record, notice, state


def _say(record: PageRecord, notice: Notice, *, state: NoticeState, says: str, kind: str) -> None:
    entry = notices.add_entry(record, notice, state=state, says=says)
    record.enter(kind)
    zone = organisation.centre().zone
    subscribers.tell(record.page, notice, entry, zone=zone, at=record.at)


def _arm(notice: Notice, *, at: datetime, state: NoticeState = NoticeState.SCHEDULED) -> None:
    """Have somebody reminded to say so when the work should begin, and when it should end."""
    keys = {end: f"{notice.code}:{end}" for end in ("begin", "end")}
    timers.disarm([(TimerKind.PLANNED_WORK, key) for key in keys.values()], at=at)
    wanted = [("begin", notice.planned_from)] if state is NoticeState.SCHEDULED else []
    wanted += [("end", notice.planned_until)] if state not in ENDED else []
    due = [
        Due(kind=TimerKind.PLANNED_WORK, key=keys[end], at=when, payload={"notice": notice.pk})
        for end, when in wanted
        if when is not None and when > at
    ]
    timers.arm(due, at=at)


def _must_be_a_window(start: datetime, end: datetime, *, at: datetime) -> None:
    if end <= start:
        raise EndsBeforeItBegins
    if end <= at or end > at + FURTHEST:
        raise IsOver
    if end - start > LONGEST_WORK:
        raise TakesTooLong


def _chosen(record: PageRecord, components: Collection[str]) -> list[str]:
    shown = [one.code for one in pages.components(record.page)]
    if not set(components) <= set(shown):
        raise NoSuchComponents
    return [code for code in shown if code in components]


def _public(field: str, text: str) -> str:
    """Return words that everybody may read, or raise PersonalDataInPublic."""
    found = sorted(
        {str(LABELS[one.kind]) for one in spans(text) if TREATMENTS[one.kind] in UNASKED}
    )
    if found:
        raise PersonalDataInPublic(field, found)
    return text
