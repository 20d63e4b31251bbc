"""The live state of an incident as its giver hands it over: read, never written."""

from __future__ import annotations

from collections.abc import Iterator

from musterpoint.apps.communications.queries import promises as promised
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.models import Clock
from musterpoint.apps.incidents.operations import clocks
from musterpoint.apps.incidents.queries import Room
from musterpoint.apps.incidents.queries.one import TaskRow
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.timers import queries as timers
from musterpoint.domain.authority import Actor
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.handover import LiveState, Open, Told
from musterpoint.domain.obligations import RTO, clock_of
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.scales import Level
from musterpoint.domain.promises import STANDING
from musterpoint.domain.states import OPEN, Status
from musterpoint.domain.timer_kinds import TimerKind

_CLOCK: dict[str, str] = {
    ClockKind.ACKNOWLEDGE: "Acknowledge",
    ClockKind.FIRST_UPDATE: "First update",
    ClockKind.UPDATE: "Next update",
    ClockKind.RESTORE: "Restore service",
    RTO: "Recovery time objective",
}
_GAP = {"began_at": "when it began", "reported_by": "who reported it", "source": "how it came"}
_LAST_TOLD = 2


def live_state(incident_id: int, *, giver: Actor) -> LiveState:
    """Return what ``giver`` hands over of this incident, or raise NotFound."""
    return state_of(incidents.room(giver, incident_id), giver=giver.person_id)


def state_of(room: Room, *, giver: int | None) -> LiveState:
    """Return a room's incident as ``giver`` hands it over."""
    row, strategy = room.incident, room.version.strategy
    roles = tuple(_roles(room, giver))
    leads = row.owner_id == giver or (row.owner_id is None and bool(roles))
    hold = strategy.hold_reasons.get(row.hold_reason)
    is_held = row.status == Status.ON_HOLD
    return LiveState(
        ref=row.ref,
        summary=row.summary,
        status=Status(row.status).says,
        priority=row.priority,
        logged_at=row.logged_at,
        began_at=row.began_at,
        leads=leads,
        because=tuple(each["says"] for each in row.because),
        impact=_level(row.impact, strategy.impact),
        urgency=_level(row.urgency, strategy.urgency),
        customers_affected=row.customers_affected,
        is_major=row.is_major,
        life_safety=bool(row.life_safety),
        distress=row.distress,
        waits_for=(hold.says if hold else row.hold_reason) if is_held else "",
        cause=row.resolution,
        cause_is_proven=bool(row.resolution),
        roles=roles,
        tasks=tuple(_tasks(room, giver, leads=leads)),
        owe=tuple(_owe(room, giver)),
        promises=tuple(_promises(room)),
        obligations=tuple(_obligations(room)),
        gaps=tuple(
            Open(part=f"gap:{name}", says=_GAP.get(name, name.replace("_", " ")))
            for name in room.gaps
        ),
        help=tuple(
            Open(part=f"help:{call.id}", says=f"{call.asked_by}: {call.says}")
            for call in room.help
            if call.answered_at is None and (leads or call.asked_by_id == giver)
        ),
        timers=tuple(_ahead(room)),
        told=tuple(_told(room)),
    )


def _level(code: str | None, scale: tuple[Level, ...]) -> str:
    found = next((level for level in scale if level.code == code), None)
    return f"{found.code} {found.name}" if found else ""


def _roles(room: Room, giver: int | None) -> Iterator[Open]:
    for held in room.roles:
        if held.person_id == giver and held.closed_at is None and giver is not None:
            rule = room.version.strategy.roles.get(held.code)
            yield Open(part=f"role:{held.code}", says=rule.name if rule else held.code)


def _tasks(room: Room, giver: int | None, *, leads: bool) -> Iterator[Open]:
    held = {row.code: row.person_id for row in room.roles if row.closed_at is None}
    for task in room.tasks:
        whose = task.person_id or held.get(task.role)
        is_mine = whose == giver or (whose is None and leads)
        if is_mine and _is_open(task):
            yield Open(part=f"task:{task.position}", says=task.says, due_at=task.due_at)


def _owe(room: Room, giver: int | None) -> Iterator[Open]:
    for one in promised.of_incident(room.incident.pk):
        if one.owner_id == giver and one.state in STANDING:
            yield Open(part=f"promise:{one.pk}", says=one.says, due_at=one.due_at)


def _is_open(task: TaskRow) -> bool:
    return task.done_at is None and not task.not_needed_reason


def _promises(room: Room) -> Iterator[Open]:
    for clock in room.clocks:
        if clock.state not in clocks.STOPPED:
            says = _clock_words(clock.kind, room.version.strategy)
            yield Open(part=_clock_part(clock), says=says, due_at=clock.due_at)


def _clock_words(kind: str, strategy: Strategy) -> str:
    found = clock_of(strategy, kind)
    return f"{found[0].name}: {found[1].name}" if found else _CLOCK.get(kind, "A contract's clock")


def _clock_part(clock: Clock) -> str:
    return f"clock:{clock.kind}:{clock.cycle}"


def _obligations(room: Room) -> Iterator[Open]:
    for duty in room.obligations:
        if duty.state == "open":
            rule = room.version.strategy.obligations.get(duty.code)
            says = f"{rule.says.rstrip('.')} ({rule.within})" if rule else duty.code
            yield Open(part=f"obligation:{duty.code}", says=says, due_at=duty.due_at)


def _ahead(room: Room) -> Iterator[Open]:
    progress = escalation.progress(room.incident)
    if progress is not None and progress.ahead and room.incident.status in OPEN:
        following = progress.ahead[0]
        says = f"Next telling, step {following.step.replace('_', ' ')}"
        yield Open(part="timer:path_step", says=says, due_at=following.due_at)
    key = str(room.incident.pk)
    timer = timers.armed(kind=TimerKind.REASSESS, key=key)
    if timer is not None:
        yield Open(part="timer:reassess", says="Look at the priority again", due_at=timer.due_at)


def _told(room: Room) -> Iterator[Told]:
    for entry in ledger.newest_of_kind(room.incident.stream, kind="update_sent", limit=_LAST_TOLD):
        who = str(entry.data.get("audience") or "everybody").replace("_", " ")
        yield Told(who=who, says=str(entry.data.get("says") or ""), at=entry.at)
