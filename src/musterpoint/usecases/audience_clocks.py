"""The clocks of the audiences: armed whenever something changes when a word is owed to one.

One timer stands for all audiences of an incident: it falls due at the next warning or the next
word that is owed, whichever comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from musterpoint.apps.communications.queries import updates as queries
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import Record
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.states import OPEN
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.domain.updates import Owed, Stage, Told, owed
from musterpoint.domain.updates.cadence import warned_at
from musterpoint.domain.updates.compliance import Word, words_owed


def arm_audiences(record: Record, strategy: Strategy) -> None:
    """Arm the timer for the next word that is owed, or take it away when none is."""
    incident = record.incident
    if record.is_new:
        stage = _stage_of(incident, strategy)
        _arm(record, owed(strategy, [stage], {}) if is_told_of(incident) else ())
        return
    _arm(record, owed_now(incident, strategy, at=record.at))


def owed_now(incident: Incident, strategy: Strategy, *, at: datetime) -> tuple[Owed, ...]:
    """Return what each audience is owed, the soonest first."""
    if not is_told_of(incident):
        return ()
    stages = queries.stages(incident, strategy, at=at)
    told = queries.told([incident.pk])[incident.pk]
    return owed_of(incident, strategy, stages, told)


def words_of(incident: Incident, strategy: Strategy, *, at: datetime) -> tuple[Word, ...]:
    """Return every word that fell due by ``at``, and whether it came in time."""
    if incident.restricted or incident.source_system:
        return ()
    stages = queries.stages(incident, strategy, at=at)
    told = queries.told([incident.pk])[incident.pk]
    return words_owed(strategy, stages, told, at=at, ended_at=incident.resolved_at)


def owed_of(
    incident: Incident,
    strategy: Strategy,
    stages: Sequence[Stage],
    told: Mapping[str, Sequence[Told]],
) -> tuple[Owed, ...]:
    """Return what is owed; once the service is back, only to those who were told before."""
    found = owed(strategy, stages, told)
    return tuple(one for one in found if incident.status in OPEN or not one.is_first)


def is_told_of(incident: Incident) -> bool:
    """Return whether anybody is owed words: not of what is restricted, over, or history."""
    over = incident.status not in OPEN and incident.status != "resolved"
    return not (over or incident.restricted or incident.source_system)


def arm_after(record: Record, found: Sequence[Owed]) -> None:
    """Arm the timer for what comes after the record's instant."""
    _arm(record, found)


def _arm(record: Record, found: Sequence[Owed]) -> None:
    pk = record.incident.pk
    instants = [at for one in found for at in instants_of(one) if at > record.at]
    late = [one.due_at for one in found if one.due_at <= record.at]
    if instants:
        record.arm(TimerKind.AUDIENCE_DUE, str(pk), at=min(instants), payload={"incident": pk})
    elif late and record.is_new:
        record.arm(TimerKind.AUDIENCE_DUE, str(pk), at=record.at, payload={"incident": pk})
    elif not record.is_new:
        record.disarm(TimerKind.AUDIENCE_DUE, str(pk))


def instants_of(one: Owed) -> tuple[datetime, datetime]:
    """Return when somebody is told of a word: before it is owed, and when it is late."""
    return warned_at(one), one.due_at


def _stage_of(incident: Incident, strategy: Strategy) -> Stage:
    code = incident.category or strategy.generic_category
    return Stage(
        since=incident.logged_at,
        priority=incident.priority,
        group=strategy.categories[code].group,
        category=code,
        is_major=incident.is_major,
    )
