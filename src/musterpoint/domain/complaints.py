"""The complaint's own clock: when it must be acknowledged and answered.

An incident's clocks are another matter. Nothing that happens to an incident is passed in here, so
nothing that happens to an incident can move, hold or end a complaint's clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from musterpoint.domain.calendars import ALWAYS, NeverOpens, WorkingCalendar
from musterpoint.domain.decisions import Because, Decision
from musterpoint.domain.policy.document import Strategy

ACKNOWLEDGE_WITHIN_WORKING_DAYS = 5
"""Long enough to read the complaint properly, and no person should wonder for a second weekend."""

ANSWER_WITHIN = timedelta(weeks=8)
"""The longest that United Kingdom rules for finance and energy allow, so good for every client."""

LONGEST_CLOSURE_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDates:
    """By when a complaint is to be acknowledged and by when it is to be answered."""

    acknowledge_by: datetime
    answer_by: datetime


def calendar_of(strategy: Strategy) -> WorkingCalendar:
    """Return the calendar in which complaints count days: that of the least urgent priority."""
    target = strategy.targets.get(strategy.priorities[-1].code) if strategy.priorities else None
    return strategy.calendars.get(target.calendar, ALWAYS) if target else ALWAYS


def due_dates(*, received_at: datetime, calendar: WorkingCalendar) -> Decision[DueDates]:
    """Return both due instants and why.

    Working days count from the day after receipt and end when the last one closes. The eight weeks
    run on the wall clock, so the answer is due at the hour at which the complaint came. Raises
    NeverOpens for a calendar without working days.
    """
    wall = ZoneInfo(calendar.zone)
    answer_by = (received_at.astimezone(wall) + ANSWER_WITHIN).astimezone(UTC)
    dates = DueDates(acknowledge_by=_last_closing(received_at, calendar), answer_by=answer_by)
    return Decision(value=dates, because=_because(calendar))


def _last_closing(received_at: datetime, calendar: WorkingCalendar) -> datetime:
    day = received_at.astimezone(ZoneInfo(calendar.zone)).date()
    closing = received_at
    closed_for = found = 0
    while found < ACKNOWLEDGE_WITHIN_WORKING_DAYS:
        day += timedelta(days=1)
        segments = list(calendar.open_on(day))
        closed_for = 0 if segments else closed_for + 1
        if closed_for > LONGEST_CLOSURE_DAYS:
            raise NeverOpens(calendar.name, received_at)
        if segments:
            found += 1
            closing = max(segment.end for segment in segments)
    return closing


def _because(calendar: WorkingCalendar) -> tuple[Because, ...]:
    return (
        Because(
            clause="complaints.acknowledge",
            says=f"Acknowledged by the close of the {ACKNOWLEDGE_WITHIN_WORKING_DAYS}th working day"
            f" after receipt (calendar {calendar.name})",
        ),
        Because(
            clause="complaints.answer",
            says=f"Answered within {ANSWER_WITHIN.days // 7} weeks of receipt",
        ),
    )
