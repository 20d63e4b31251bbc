"""On what a telling depends: the priority, the hour, and whether anybody is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from musterpoint.domain.calendars import WorkingCalendar
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation.plan import Telling
from musterpoint.domain.escalation.state import RunState, Skipped
from musterpoint.domain.policy.document import FALLBACK, Path


def skipped(path: Path, state: RunState) -> tuple[Skipped, ...]:
    """Return the steps that are not for this priority."""
    return tuple(
        Skipped(
            step=step.code,
            because=Because(
                clause=f"paths.{path.code}.{step.code}",
                says=f"Only for {', '.join(sorted(step.priorities))}; this is {state.priority}.",
            ),
        )
        for step in path.steps
        if not step.is_for(state.priority)
    )


def left_out(
    path: Path,
    telling: Telling,
    *,
    calendars: Mapping[str, WorkingCalendar],
    finds_nobody: Callable[[], bool],
    at: datetime,
) -> Because | None:
    """Return why ``telling`` is left out at ``at``; None when it is told.

    The hours that count are those at which it would be told, which after an outage is later than
    it was due. ``finds_nobody`` is asked only of a step that may be left out for that.
    """
    step = next((one for one in path.steps if one.code == telling.step), None)
    if step is None:
        return None
    clause = f"paths.{path.code}.{step.code}"
    if not step.is_told_at(calendars, at):
        when = "outside" if step.outside_hours else "in"
        hours = step.hours.replace("_", " ")
        return Because(clause=clause, says=f"Only told {when} the hours of {hours}.")
    if step.skip_when_absent and finds_nobody():
        return Because(clause=clause, says="Nobody was there.")
    return None


def instead(path: Path, telling: Telling) -> Telling:
    """Return ``telling`` to the path's fallback, for when it finds nobody on duty."""
    says = f"Nobody was found for {telling.step}, so the fallback of “{path.name}” is told."
    because = Because(clause=f"paths.{path.code}.{FALLBACK}", says=says)
    return replace(telling, tell=(path.fallback,), because=because)
