"""Checks on what a step of a path depends on: the hour, whether anybody is there, the channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, MINYEAR, UTC, datetime

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.channels import EMAIL
from musterpoint.domain.policy.checking.remark import error, warning
from musterpoint.domain.policy.document import Path, Step, Strategy, TellKind
from musterpoint.domain.policy.findings import Finding
from musterpoint.domain.wall_clock import UnknownZone, zone_named

A_PLAIN_YEAR = 2026
"""Hours are tried out over this year, and over each that a calendar names a date of."""


def findings(strategy: Strategy) -> Iterator[Finding]:
    for path in strategy.paths.values():
        for step in path.steps:
            yield from _step(strategy, f"paths.{path.code}.steps.{step.code}", step)
        yield from _left_to_the_fallback(strategy, path)


def _step(strategy: Strategy, at: str, step: Step) -> Iterator[Finding]:
    if step.outside_hours and not step.hours:
        says = "It is told outside hours, but does not say which."
        yield error(f"{at}.outside_hours", says, "Add 'hours' with the code of a calendar.")
    calendar = strategy.calendars.get(step.hours)
    if calendar is not None and step.outside_hours and _never_closes(calendar):
        says = f"The calendar {step.hours} never closes, so this step is never told."
        yield error(f"{at}.hours", says, "Name a calendar that closes, or remove both.")
    if step.by and EMAIL not in step.by and any(t.kind is TellKind.ADDRESS for t in step.tell):
        says = "It tells an e-mail address, but not by e-mail."
        yield error(f"{at}.by", says, f"Add {EMAIL}.")


def _left_to_the_fallback(strategy: Strategy, path: Path) -> Iterator[Finding]:
    """Warn of the hours at which every step is left out, so that nobody but the fallback is told.

    A step that is skipped when nobody is there cannot be counted on at any hour.
    """
    alone: dict[str, datetime] = {}
    for level in strategy.priorities:
        steps = [step for step in path.steps if step.is_for(level.code)]
        found = _first_empty(strategy, steps)
        if steps and found is not None:
            alone[level.code] = found
    if alone:
        example = _on_the_wall(strategy, min(alone.values()))
        says = (
            f"At {', '.join(alone)} every step may be left out, for example on {example}:"
            " only the fallback is told then."
        )
        remedy = "Let one step be told at any hour, whoever is there."
        yield warning(f"paths.{path.code}.steps", says, remedy)


def _first_empty(strategy: Strategy, steps: Iterable[Step]) -> datetime | None:
    """Return the first instant tried at which none of these steps is sure to be told."""
    sure = [step for step in steps if not step.skip_when_absent]
    if any(not step.hours for step in sure):
        return None
    if any(step.hours not in strategy.calendars for step in sure):
        return None
    calendars = [strategy.calendars[step.hours] for step in sure]
    for at in sorted(set(_changes(calendars))):
        if not any(step.is_told_at(strategy.calendars, at) for step in sure):
            return at
    return None


def _changes(calendars: Iterable[WorkingCalendar]) -> Iterator[datetime]:
    """Yield the instants at which something opens or closes, year by year."""
    yield datetime(A_PLAIN_YEAR, 1, 1, tzinfo=UTC)
    for calendar in calendars:
        for year in _years(calendar):
            start, end = datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC)
            for segment in calendar.segments(start, end):
                yield segment.start
                yield segment.end


def _years(calendar: WorkingCalendar) -> set[int]:
    named = {day.year for day in (*calendar.closed, *calendar.special)}
    return {A_PLAIN_YEAR} | {year for year in named if MINYEAR < year < MAXYEAR}


def _never_closes(calendar: WorkingCalendar) -> bool:
    return all(calendar.is_open(at) for at in _changes([calendar]))


def _on_the_wall(strategy: Strategy, at: datetime) -> str:
    try:
        return f"{at.astimezone(zone_named(strategy.zone)):%A %-d %B at %H:%M}"
    except UnknownZone:  # that is the finding of another check
        return f"{at:%A %-d %B at %H:%M} UTC"
