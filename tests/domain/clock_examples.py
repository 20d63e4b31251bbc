"""Histories of clocks to test with, and the slow truth about each of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from musterpoint.domain.calendars import ALWAYS, WorkingCalendar
from musterpoint.domain.clocks import ClockEvent, EventKind
from tests.domain.calendar_examples import (
    CHANGES,
    MINUTE,
    calendars,
    ever_open,
    instants,
    reads_open,
    weekly,
)

OFFICE = weekly("09:00-17:00")
CALENDARS = {"office": OFFICE, "24x7": ALWAYS}

FRIDAY_1630 = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
MONDAY_0930 = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)

LEGAL_NEXT = {
    "counting": (EventKind.HELD, EventKind.MET, EventKind.CANCELLED, EventKind.RETARGETED),
    "held": (EventKind.RESUMED, EventKind.MET, EventKind.CANCELLED, EventKind.RETARGETED),
    "stopped": (EventKind.REOPENED,),
}
BECOMES = {
    EventKind.HELD: "held",
    EventKind.RESUMED: "counting",
    EventKind.REOPENED: "counting",
    EventKind.MET: "stopped",
    EventKind.CANCELLED: "stopped",
}

targets = st.integers(1, 2000).map(lambda minutes: MINUTE * minutes)


@dataclass(frozen=True, kw_only=True)
class History:
    """A legal history of one clock, and an instant at or after its end to ask about."""

    calendar: WorkingCalendar
    target: timedelta
    events: tuple[ClockEvent, ...]
    at: datetime


@st.composite
def histories(draw: st.DrawFn, zones: tuple[str, ...] = tuple(CHANGES)) -> History:
    calendar = draw(calendars(zones).filter(ever_open))
    now = draw(instants(calendar))
    events = [ClockEvent(kind=EventKind.STARTED, at=now)]
    doing = "counting"
    for seq in range(1, draw(st.integers(0, 5)) + 1):
        now += MINUTE * draw(st.integers(0, 700))
        kind = draw(st.sampled_from(LEGAL_NEXT[doing]))
        doing = BECOMES.get(kind, doing)
        target = draw(targets) if kind is EventKind.RETARGETED else None
        events.append(ClockEvent(kind=kind, at=now, seq=seq, target=target, reason=f"step {seq}"))
    at = now + MINUTE * draw(st.integers(0, 2000))
    return History(calendar=calendar, target=draw(targets), events=tuple(events), at=at)


@dataclass(kw_only=True)
class Truth:
    """What counting minute by minute comes to."""

    spent: timedelta = timedelta(0)
    held: timedelta = timedelta(0)
    due_at: datetime | None = None


def count_minutes(history: History) -> Truth:
    """Walk from the start to ``at`` minute by minute, asking the wall clock each time."""
    truth = Truth()
    target = [event.target for event in history.events if event.target] or [history.target]
    waiting = list(history.events)
    doing = "counting"
    minute = history.events[0].at
    while minute < history.at:
        while waiting and waiting[0].at <= minute:
            doing = BECOMES.get(waiting.pop(0).kind, doing)
        if reads_open(history.calendar, minute):
            truth.spent += MINUTE if doing == "counting" else MINUTE * 0
            truth.held += MINUTE if doing == "held" else MINUTE * 0
        minute += MINUTE
        if truth.due_at is None and truth.spent == target[-1]:
            truth.due_at = minute
    return truth


def event(kind: EventKind, at: datetime, **more: Any) -> ClockEvent:
    return ClockEvent(kind=kind, at=at, **more)


def started(at: datetime = FRIDAY_1630, **terms: Any) -> ClockEvent:
    return event(EventKind.STARTED, at, **terms)
