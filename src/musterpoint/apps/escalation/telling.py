"""Tell people that a step of a run has come to them: who, in what words, and what falls due then.

Works on many runs at once and adds to each incident's record; whoever called keeps the records.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from musterpoint.apps.escalation import recipients, run_state
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.escalation.recipients import Directory, Recipient
from musterpoint.apps.escalation.wording import Call
from musterpoint.apps.incidents.operations import Record, parts
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain import escalation
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation import Collapsed, RunState
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
    """One run whose turn it is: what is told now and what that leaves superseded."""

    record: Record
    run: Run
    state: RunState
    now: Collapsed

    @property
    def path(self) -> Path:
        return run_state.path_of(self.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Whom one telling reached, and how they were found."""

    telling: escalation.Telling
    people: list[Recipient]
    note: str = ""


def tell(turns: Sequence[Turn], *, at: datetime) -> None:
    """Tell everybody whose turn it is, and arm what comes next; at its end the run is exhausted."""
    if not turns:
        return
    people = recipients.directory(
        {id(turn.path): turn.path for turn in turns}.values(),
        incident_ids={turn.run.incident_id for turn in turns},
    )
    zone = organisation.centre().zone
    rows: list[dict[str, Any]] = []
    ended: list[Run] = []
    for turn in turns:
        after = escalation.told(turn.path, turn.state, turn.now, at=at)
        following = escalation.next_telling(turn.path, after)
        found = [_find(turn, one, people) for one in turn.now.tell]
        rows += _enter(turn, found, at=at)
        next_at = following.due_at if following else None
        _write_letters(turn, found, zone=zone, next_at=next_at, at=at)
        if following is None:
            _exhaust(turn, at=at)
            ended.append(turn.run)
        else:
            turn.record.arm(
                TimerKind.PATH_STEP,
                str(turn.run.pk),
                at=following.due_at,
                payload={"incident": turn.run.incident_id},
            )
    _insert(rows)
    if ended:
        Run.objects.bulk_update(ended, ["state", "ended_at", "ended_reason"])


def _find(turn: Turn, telling: escalation.Telling, people: Directory) -> _Found:
    """Find whom to tell; the fallback stands in for nobody, and everybody in charge for that."""
    found = _behind(telling, people, turn.run.incident_id)
    if found:
        return _Found(telling=telling, people=found)
    stand_in = escalation.instead(turn.path, telling)
    found = _behind(stand_in, people, turn.run.incident_id)
    if found:
        return _Found(telling=stand_in, people=found, note="nobody was found, the fallback is told")
    note = "nobody was found, nor the fallback: every administrator and incident manager is told"
    return _Found(telling=stand_in, people=recipients.last_resort(), note=note)


def _behind(telling: escalation.Telling, people: Directory, incident_id: int) -> list[Recipient]:
    found: dict[str, Recipient] = {}
    for one in telling.tell:
        for person in people.behind(one, incident_id=incident_id, need=telling.need):
            found.setdefault(person.code, person)
    return list(found.values())


def _enter(turn: Turn, found: Sequence[_Found], *, at: datetime) -> list[dict[str, Any]]:
    """Open the ledger entry of this turn and return the rows it tells of."""
    run = turn.run
    because = [Because(clause=f.telling.because.clause, says=f.telling.because.says) for f in found]
    turn.record.enter("escalated", says=_says(found, turn.now), because=because, run=run.pk)
    rows = [_told(run, one, at=at) for one in found]
    rows += [_superseded(run, one) for one in turn.now.superseded]
    for row in rows:
        turn.record.note_child(
            run_state.telling_name(run.pk, row["step"], row["round"]),
            **{name: (None, row[name] or None) for name in _RECORDED},
        )
    return rows


def _says(found: Sequence[_Found], now: Collapsed) -> str:
    parts = []
    for one in found:
        roles = ", ".join(dict.fromkeys(r.role.replace("_", " ") for r in one.people))
        count = len(one.people)
        whom = f"{roles}: {count} told" if count else "nobody could be told"
        step = one.telling.step.replace("_", " ")
        parts.append(f"{step} – {whom}" + (f" ({one.note})" if one.note else ""))
    if now.superseded:
        parts.append(f"{len(now.superseded)} older reminders superseded")
    return "; ".join(parts)


def _told(run: Run, found: _Found, *, at: datetime) -> dict[str, Any]:
    return {
        **_row(run, found.telling),
        "state": run_state.TOLD,
        "told_at": at,
        "told": [_as_told(recipient) for recipient in found.people],
        "says": found.note[:200],
    }


def _superseded(run: Run, telling: escalation.Telling) -> dict[str, Any]:
    row = {**_row(run, telling), "state": run_state.SUPERSEDED, "told_at": None, "told": []}
    return {**row, "says": "a newer round was told instead"}


def _row(run: Run, telling: escalation.Telling) -> dict[str, Any]:
    step, number = telling.key
    return {"run_id": run.pk, "step": step, "round": number, "due_at": telling.due_at}


def _insert(rows: Sequence[dict[str, Any]]) -> None:
    """Insert all tellings in one statement; one that is there already is refused."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_INSERT, [json.dumps(rows, default=datetime.isoformat)])


def _as_told(recipient: Recipient) -> dict[str, Any]:
    if recipient.person_id is None:
        return {"address": recipient.address, "as": recipient.role, "channels": ["email"]}
    channels = ["in_product", "email"]
    return {"person": recipient.person_id, "as": recipient.role, "channels": channels}


def _write_letters(
    turn: Turn,
    found: Sequence[_Found],
    *,
    zone: str,
    next_at: datetime | None,
    at: datetime,
) -> None:
    """Give each recipient one call, however many of the steps told now name them."""
    everybody: dict[str, Recipient] = {}
    for one in found:
        for recipient in one.people:
            everybody.setdefault(recipient.code, recipient)
    if not everybody:
        return
    newest = found[-1].telling
    codes = [level.code for level in run_state.strategy_of(turn.run).priorities]
    priority = turn.record.incident.priority
    call = Call(
        incident=turn.record.incident,
        at=at,
        zone=zone,
        key=f"{turn.run.pk}:{newest.step}:{newest.round}",
        urgency=min(codes.index(priority), 5) if priority in codes else 3,
        path_name=turn.path.name,
        everybody=list(everybody.values()),
        next_at=next_at,
    )
    turn.record.tell(letter for r in everybody.values() for letter in call.letters(r))
    if turn.record.incident.restricted:
        # Whom the path calls for a restricted incident must be able to see it.
        told = [r.person_id for r in everybody.values() if r.person_id is not None]
        parts.let_in(turn.record, told)


def _exhaust(turn: Turn, *, at: datetime) -> None:
    """Everybody was told; the run waits for an answer and has nobody left to tell."""
    run, was = turn.run, turn.run.state
    run.state, run.ended_at = run_state.EXHAUSTED, at
    run.ended_reason = "everybody on the path was told"
    turn.record.note_child(
        run_state.part_name(run.pk),
        state=(was, run.state),
        ended_at=(None, at),
        ended_reason=(None, run.ended_reason),
    )
