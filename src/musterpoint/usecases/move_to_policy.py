"""Move an open incident to a newer version of the strategy: on purpose, with a reason, recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.escalation import operations as escalation
from musterpoint.apps.incidents.operations import Record, clocks, duties, parts, promises
from musterpoint.apps.incidents.operations.clock_events import reckoned
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.calendars import EVERY_HOUR
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import OPEN, Status
from musterpoint.usecases.assess_incident import open_roles, rejudge
from musterpoint.usecases.in_turn import begin_in_turn
from musterpoint.usecases.judgement import targets_of
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import IncidentIsOver, words


class NoSuchVersion(Refusal):
    """There is no published version with this number, or it is not in force yet."""

    def __init__(self, number: int) -> None:
        says = f"Version {number} of the strategy is not in force."
        super().__init__(Problem(field="number", says=says))


class NotNewer(Conflict):
    """The incident already runs under this version or a newer one."""

    def __init__(self, present: int) -> None:
        says = f"This incident runs under version {present}; it moves to newer ones only."
        super().__init__(Problem(field="number", says=says))


class VerdictWouldChange(Conflict):
    """A clock that has stopped would be judged otherwise by the newer version's calendars."""

    def __init__(self, kind: str) -> None:
        says = (
            f"By the hours of this version the {kind.replace('_', ' ')} clock, which has stopped,"
            " would be judged otherwise. What is past stays as it was."
        )
        super().__init__(Problem(field="calendar", says=says))


class CodesGone(Refusal):
    """The newer version no longer has something that the incident uses."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(*problems)


@transaction.atomic
def move_to_policy(
    *,
    incident_id: int,
    number: int,
    reason: str,
    by: Actor,
    at: datetime,
    seen_version: int | None = None,
) -> int:
    """Move to version ``number``: priority judged anew, clocks re-timed, new duties added.

    Raises Refusal without a reason, NoSuchVersion, NotNewer, CodesGone, VerdictWouldChange and
    IncidentIsOver.
    """
    by.must(Action.MIGRATE_POLICY)
    why = words("reason", reason, says="Say why it moves to another version.", most=5000)
    record = begin_in_turn(incident_id, by=by, at=at, seen_version=seen_version)
    if record.incident.status not in OPEN:
        raise IncidentIsOver(record.incident.status)
    old = policies.get(record.incident.strategy_id)
    new = policies.in_force_by_number(number, at=at)
    if new is None:
        raise NoSuchVersion(number)
    if new.number <= old.number:
        raise NotNewer(old.number)
    _require_known(record, new)
    record.enter("policy_moved", reason=why, old_version=old.number, new_version=new.number)
    record.set(strategy=new.id)
    _count_by(record, new.strategy)
    duties.recount(record, new.strategy)
    duties.take_up(record, new.strategy)
    promises.follow(record, new.strategy, reason=f"strategy version {new.number}")
    rejudge(record, reason=why)
    _take_up(record, new.strategy, reason=f"strategy version {new.number}")
    _follow_the_path(record, old.strategy, new.strategy)
    record.keep()
    return incident_id


def _take_up(record: Record, strategy: Strategy, *, reason: str) -> None:
    """Let clocks, roles and tasks follow the version; nothing there is taken away."""
    incident = record.incident
    clocks.retarget(record, targets_of=targets_of(incident, strategy), reason=reason)
    open_roles(record, strategy)
    category = strategy.categories[incident.category or strategy.generic_category]
    parts.add_missing_tasks(record, strategy.playbooks[category.playbook].tasks)


def _count_by(record: Record, strategy: Strategy) -> None:
    """Reckon every clock again by the version's calendars, whose hours may have changed.

    Raises VerdictWouldChange where that would make a kept target a missed one, or the reverse.
    """
    for clock in clocks.all_of(record):
        if clock.state in clocks.STOPPED:
            again = reckoned(clock.events, strategy=strategy, at=record.at)
            if again.state != clock.state:
                raise VerdictWouldChange(clock.kind)
        clocks.mark(record, clock, share=0)


def _follow_the_path(record: Record, old: Strategy, new: Strategy) -> None:
    """Go on along the new version's path where it differs and nobody has answered yet."""
    incident = record.incident
    if escalation.path_for(incident, old) == escalation.path_for(incident, new):
        return
    if incident.status == Status.LOGGED:
        priority = targets_of(incident, new)
        escalation.rejoin(record, strategy=new, priority=priority, at=record.at)
    else:
        escalation.stop(record, reason="moved to another version of the strategy")


def _require_known(record: Record, new: Version) -> None:
    """Raise CodesGone with everything the version lacks: codes and calendars the incident uses."""
    incident, strategy = record.incident, new.strategy
    lacks = [
        ("category", incident.category, strategy.categories),
        ("impact", incident.impact, {level.code for level in strategy.impact}),
        ("urgency", incident.urgency, {level.code for level in strategy.urgency}),
        ("override_priority", incident.override_priority, strategy.targets),
        ("hold_reason", incident.hold_reason, strategy.hold_reasons),
    ]
    problems = [
        Problem(field=field, says=f"Version {new.number} has no {field} {code!r}.")
        for field, code, known in lacks
        if code and code not in known
    ]
    used = {
        event["calendar"]
        for clock in clocks.all_of(record)
        for event in clock.events
        if "calendar" in event
    }
    for name in sorted(used - strategy.calendars.keys() - {EVERY_HOUR.name}):
        says = f"Version {new.number} has no calendar {name!r}, by which a clock has counted."
        problems.append(Problem(field="calendar", says=says))
    if problems:
        raise CodesGone(problems)
