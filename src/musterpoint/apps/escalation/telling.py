"""Tell people that a step of a run has come to them: who, in what words, and what falls due then.

Works on many runs at once and adds to each incident's record; whoever called keeps the records.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.escalation import calling, finding, operations, recipients, run_state
from musterpoint.apps.escalation.calling import Manner, Ways
from musterpoint.apps.escalation.finding import Found
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.escalation.recipients import Directory, Recipient
from musterpoint.apps.escalation.wording import Call
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.notifications.routing import Way
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain import escalation
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation import Collapsed, RunState, Skipped
from musterpoint.domain.escalation.turns import LeavesOut
from musterpoint.domain.policy.document import Path
from musterpoint.domain.timer_kinds import TimerKind

_RECORDED = ("state", "due_at", "told_at", "told", "says")
_INSERT = """
INSERT INTO escalation_telling (run_id, step, round, due_at, state, told_at, told, says)
SELECT * FROM jsonb_to_recordset(%s::jsonb) AS t(run_id bigint, step text, round int,
    due_at timestamptz, state text, told_at timestamptz, told jsonb, says text)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One run whose turn it is: what is told now, what is left out, what that leaves superseded."""

    record: Record
    run: Run
    state: RunState
    now: Collapsed

    @property
    def path(self) -> Path:
        return run_state.path_of(self.run)

    @property
    def is_something(self) -> bool:
        return bool(self.now.tell or self.now.skipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """What one turn came to: whom each telling reached, and what is due after that."""

    turn: Turn
    found: list[Found]
    brought_forward: timedelta
    next_at: datetime | None

    @property
    def manner(self) -> tuple[str, bool]:
        """The incident's priority, and whether that wakes people."""
        priority = self.turn.record.incident.priority
        return priority, priority in run_state.strategy_of(self.turn.run).waking


def everybody_for(runs: Collection[Run], *, at: datetime) -> Directory:
    """Load everybody whom these runs may have to tell now."""
    paths = {id(path): path for path in map(run_state.path_of, runs)}
    incident_ids = {run.incident_id for run in runs}
    return recipients.directory(paths.values(), incident_ids=incident_ids, at=at)


def leaving_out(run: Run, state: RunState, people: Directory, *, at: datetime) -> LeavesOut:
    """Return what says of a telling of this run why it is left out now."""
    return finding.leaving_out(
        run_state.strategy_of(run),
        run_state.path_of(run),
        people,
        incident_id=run.incident_id,
        declined=_ids(state.declined),
        at=at,
    )


def tell(turns: Sequence[Turn], people: Directory, *, at: datetime) -> None:
    """Tell everybody whose turn it is, and arm what comes next; at its end the run is exhausted."""
    if not turns:
        return
    taken = [_take(turn, people, at=at) for turn in turns]
    ways = calling.ways_for([(*one.manner, one.found) for one in taken], at=at)
    zone = organisation.centre().zone
    rows: list[dict[str, Any]] = []
    changed: list[Run] = []
    for one in taken:
        rows += _enter(one, ways, at=at)
        _write_letters(one, ways, zone=zone, at=at)
        if _settle(one, at=at):
            changed.append(one.turn.run)
    _insert(rows)
    if changed:
        fields = ["state", "ended_at", "ended_reason", "brought_forward"]
        Run.objects.bulk_update(changed, fields)


def _take(turn: Turn, people: Directory, *, at: datetime) -> _Taken:
    found = [
        finding.find(
            turn.path,
            one,
            people,
            incident_id=turn.run.incident_id,
            declined=_ids(turn.state.declined),
        )
        for one in turn.now.tell
    ]
    reached = {one.telling.key: one.reached for one in found}
    after = escalation.told(turn.path, turn.state, turn.now, at=at, reached=reached)
    following = escalation.next_telling(turn.path, after)
    return _Taken(
        turn=turn,
        found=found,
        brought_forward=after.brought_forward,
        next_at=following.due_at if following else None,
    )


def _ids(people: Iterable[str]) -> frozenset[int]:
    return frozenset(int(person) for person in people)


def _enter(taken: _Taken, ways: Ways, *, at: datetime) -> list[dict[str, Any]]:
    """Open the ledger entries of this turn and return the rows they tell of."""
    turn, found = taken.turn, taken.found
    run, record = turn.run, turn.record
    left_out = [_skipped(run, one, at=at) for one in turn.now.skipped]
    if left_out:
        steps = ", ".join(dict.fromkeys(one.step.replace("_", " ") for one in turn.now.skipped))
        because = list(dict.fromkeys(one.because for one in turn.now.skipped))
        record.enter("step_skipped", says=f"{steps} – left out", because=because, run=run.pk)
        _note(record, run, left_out)
        if taken.brought_forward != run.brought_forward:
            operations.note_brought_forward(record, run, taken.brought_forward)
    because = [Because(clause=f.telling.because.clause, says=f.telling.because.says) for f in found]
    record.enter("escalated", says=_says(found, turn.now), because=because, run=run.pk)
    priority, wakes = taken.manner
    rows = [_told(run, one, ways, Manner(priority, wakes, one.by), at=at) for one in found]
    rows += [_superseded(run, one) for one in turn.now.superseded]
    _note(record, run, rows)
    return left_out + rows


def _note(record: Record, run: Run, rows: Sequence[Mapping[str, Any]]) -> None:
    for row in rows:
        record.note_child(
            run_state.telling_name(run.pk, row["step"], row["round"]),
            **{name: (None, row[name] or None) for name in _RECORDED},
        )


def _says(found: Sequence[Found], now: Collapsed) -> str:
    parts = []
    for one in found:
        counted = [r for r in one.people if not r.is_shadow]
        roles = ", ".join(dict.fromkeys(r.role.replace("_", " ") for r in counted))
        whom = f"{roles}: {len(counted)} told" if counted else "nobody could be told"
        step = one.telling.step.replace("_", " ")
        parts.append(f"{step} – {whom}" + (f" ({one.note})" if one.note else ""))
    if now.superseded:
        parts.append(f"{len(now.superseded)} older reminders superseded")
    return "; ".join(parts)


def _told(run: Run, found: Found, ways: Ways, manner: Manner, *, at: datetime) -> dict[str, Any]:
    return {
        **_row(run, found.telling),
        "state": run_state.TOLD,
        "told_at": at,
        "told": [_as_told(one, ways.to(one, manner)) for one in found.people],
        "says": found.note[:200],
    }


def _superseded(run: Run, telling: escalation.Telling) -> dict[str, Any]:
    row = {**_row(run, telling), "state": run_state.SUPERSEDED, "told_at": None, "told": []}
    return {**row, "says": "a newer round was told instead"}


def _skipped(run: Run, one: Skipped, *, at: datetime) -> dict[str, Any]:
    row = {"run_id": run.pk, "step": one.step, "round": one.round, "due_at": at, "told_at": None}
    return {**row, "state": run_state.SKIPPED, "told": [], "says": one.because.says[:200]}


def _row(run: Run, telling: escalation.Telling) -> dict[str, Any]:
    step, number = telling.key
    return {"run_id": run.pk, "step": step, "round": number, "due_at": telling.due_at}


def _insert(rows: Sequence[dict[str, Any]]) -> None:
    """Insert all tellings in one statement; one that is there already is refused."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [json.dumps(rows, default=datetime.isoformat)])


def _as_told(recipient: Recipient, ways: Sequence[Way]) -> dict[str, Any]:
    said = {
        "as": recipient.role,
        "channels": list(dict.fromkeys(way.channel for way in ways)),
        "why": recipient.why,
    }
    if recipient.person_id is not None:
        return {"shadow" if recipient.is_shadow else "person": recipient.person_id, **said}
    if recipient.holder:
        return {"place": recipient.holder, **said}
    return {"address": recipient.address, **said}


def _write_letters(taken: _Taken, ways: Ways, *, zone: str, at: datetime) -> None:
    """Give each recipient one call, however many of the steps told now name them."""
    record, run = taken.turn.record, taken.turn.run
    everybody: dict[str, tuple[Recipient, Manner]] = {}
    hidden = record.incident.restricted  # whoever only shadows need not see it
    for one in taken.found:
        manner = Manner(*taken.manner, one.by)
        for recipient in one.people:
            known = everybody.get(recipient.code)
            if (known is None or known[0].is_shadow) and not (hidden and recipient.is_shadow):
                everybody[recipient.code] = recipient, manner
    if not everybody:
        return
    newest = taken.found[-1].telling
    codes = [level.code for level in run_state.strategy_of(run).priorities]
    priority = record.incident.priority
    call = Call(
        incident=record.incident,
        at=at,
        zone=zone,
        key=f"{run.pk}:{newest.step}:{newest.round}",
        urgency=min(codes.index(priority), 5) if priority in codes else 3,
        wakes=taken.manner[1],
        path_name=taken.turn.path.name,
        everybody=[recipient for recipient, _ in everybody.values() if not recipient.is_shadow],
        next_at=taken.next_at,
    )
    for recipient, manner in everybody.values():
        record.tell(call.letters(recipient, ways.to(recipient, manner)))
    if hidden:
        # Whom the path calls for a restricted incident must be able to see it.
        told = [r.person_id for r, _ in everybody.values() if r.person_id is not None]
        parts.let_in(record, told)


def _settle(taken: _Taken, *, at: datetime) -> bool:
    """Arm what comes next, or end the run; return whether its row changed."""
    run, record = taken.turn.run, taken.turn.record
    if taken.next_at is None:
        _exhaust(record, run, at=at)
        return True
    record.arm(
        TimerKind.PATH_STEP,
        str(run.pk),
        at=max(taken.next_at, at),
        payload={"incident": run.incident_id},
    )
    return bool(taken.turn.now.skipped)


def _exhaust(record: Record, run: Run, *, at: datetime) -> None:
    """Everybody was told; the run waits for an answer and has nobody left to tell."""
    was = run.state
    run.state, run.ended_at = run_state.EXHAUSTED, at
    run.ended_reason = "everybody on the path was told"
    record.note_child(
        run_state.part_name(run.pk),
        state=(was, run.state),
        ended_at=(None, at),
        ended_reason=(None, run.ended_reason),
    )
