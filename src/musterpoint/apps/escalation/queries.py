"""Read runs: where an incident's path stands, who was told, which incidents have no next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation import run_state
from musterpoint.apps.escalation.models import Acknowledgement, Decline, Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations.record import plain
from musterpoint.apps.incidents.queries.merged import merged_here
from musterpoint.domain import escalation
from musterpoint.domain.policy.document import Path
from musterpoint.domain.timer_kinds import TimerKind

MOST_FORGOTTEN = 500
"""The gravest first: fewer would let old ones of little weight hide a new one."""

# Both sides are as large as what is open, never as large as what was ever logged.
_WITHOUT_NEXT_STEP = """
SELECT i.id FROM incidents_incident i
WHERE i.status IN ('logged', 'acknowledged', 'in_progress', 'on_hold') AND i.source_system = ''
AND i.acknowledged_at IS NULL AND i.logged_at < %(before)s
AND NOT EXISTS (
    SELECT FROM escalation_run r JOIN timers_timer t ON t.kind = %(kind)s AND t.key = r.id::text
        AND t.fired_at IS NULL AND t.cancelled_at IS NULL
    WHERE r.incident_id = i.id AND r.state = 'running')
ORDER BY i.priority, i.id LIMIT %(limit)s
"""

# An incident somebody answered for: is anything at all ahead of it? A due time that has passed is
# overdue on everybody's board, so it is not forgotten; a hold has a reason and may stand a day.
_FORGOTTEN = """
SELECT i.id FROM incidents_incident i
WHERE i.status IN ('acknowledged', 'in_progress', 'on_hold') AND i.source_system = ''
AND i.next_due_at IS NULL AND i.logged_at < %(before)s
AND (i.status <> 'on_hold' OR NOT EXISTS (SELECT FROM incidents_clock c WHERE c.incident_id = i.id
    AND c.state = 'held' AND (c.events -> -1 ->> 'at')::timestamptz > %(held_since)s))
AND NOT EXISTS (SELECT FROM timers_timer t WHERE t.kind = 'reassess' AND t.key = i.id::text
    AND t.fired_at IS NULL AND t.cancelled_at IS NULL)
AND NOT EXISTS (SELECT FROM incidents_task k WHERE k.incident_id = i.id AND k.done_at IS NULL
    AND k.not_needed_reason = '' AND k.due_at > %(at)s)
ORDER BY i.priority, i.id LIMIT %(limit)s
"""
HELD_A_DAY = timedelta(days=1)

_WAITING = (run_state.RUNNING, run_state.EXHAUSTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A run as a page shows it: what was told, what comes next and when, who answered."""

    run: Run
    path: Path
    told: tuple[Telling, ...]
    ahead: tuple[escalation.Telling, ...]
    answers: tuple[Acknowledgement, ...]
    declines: tuple[Decline, ...]
    names: dict[int, str]


def visible_to(_person: Person, incident: Incident) -> list[Run]:
    """Return the runs of an incident that the incidents' gate already let this person see."""
    return list(Run.objects.filter(incident=incident).order_by("-id"))


def running(ids: Iterable[int]) -> dict[int, Run]:
    """Return those of these runs that still tell people, by id."""
    rows = Run.objects.filter(pk__in=set(ids), state=run_state.RUNNING)
    return {run.pk: run for run in rows}


def running_of(incident_id: int) -> Run | None:
    """Return the incident's running run, or None."""
    return Run.objects.filter(incident=incident_id, state=run_state.RUNNING).first()


def waits_for(incident: Incident, *, person_id: int | None) -> bool:
    """Return whether a run of this incident still waits, and has no answer of this person's."""
    runs = Run.objects.filter(incident=incident, state__in=_WAITING)
    if person_id is not None:
        runs = runs.exclude(acknowledgements__person=person_id)
    return runs.exists()


def has_told(incident: Incident, *, person_id: int) -> bool:
    """Return whether a path has called this person about it, or about what was merged into it."""
    about = {incident.pk} | merged_here(incident.pk)
    calls = Telling.objects.filter(run__incident__in=about)
    return calls.filter(told__contains=[{"person": person_id}]).exists()


def called(incident: Incident) -> set[int]:
    """Return the people whom a path called that still waits for an answer."""
    rows = Telling.objects.filter(run__incident=incident, run__state__in=_WAITING, state="told")
    return {
        one["person"]
        for told in rows.values_list("told", flat=True)
        for one in told
        if "person" in one
    }


def last_call(incident: Incident) -> tuple[set[int], datetime] | None:
    """Return whom the waiting path called last, and when; None when it has called nobody."""
    rows = Telling.objects.filter(run__incident=incident, run__state__in=_WAITING, state="told")
    last = rows.order_by("-told_at").values_list("told_at", flat=True).first()
    if last is None:
        return None
    told = rows.filter(told_at=last).values_list("told", flat=True)
    return {one["person"] for each in told for one in each if "person" in one}, last


def has_declined(incident: Incident, *, person_id: int) -> bool:
    """Return whether this person said no to the path that waits now."""
    declines = Decline.objects.filter(run__incident=incident, run__state__in=_WAITING)
    return declines.filter(person=person_id).exists()


def declines_of(run_ids: Iterable[int]) -> dict[int, list[Decline]]:
    """Return who declined so far, by run."""
    found: dict[int, list[Decline]] = {}
    for row in Decline.objects.filter(run__in=set(run_ids)):
        found.setdefault(row.run_id, []).append(row)
    return found


def tellings_of(run_ids: Iterable[int]) -> dict[int, list[Telling]]:
    """Return what was told, superseded or left out so far, by run."""
    found: dict[int, list[Telling]] = {}
    for row in Telling.objects.filter(run__in=set(run_ids)).order_by("run_id", "due_at", "id"):
        found.setdefault(row.run_id, []).append(row)
    return found


def progress(incident: Incident) -> Progress | None:
    """Return the incident's newest run for its page, in five statements; None when it has none."""
    run = Run.objects.filter(incident=incident).order_by("-id").first()
    if run is None:
        return None
    path = run_state.path_of(run)
    told = tuple(Telling.objects.filter(run=run).order_by("due_at", "id"))
    answers = tuple(Acknowledgement.objects.select_related("person").filter(run=run).order_by("at"))
    declines = tuple(Decline.objects.filter(run=run).order_by("at"))
    state = run_state.state_of(run, told, answers, declines)
    waits = run.state == run_state.RUNNING
    ahead = tuple(t for t in escalation.tellings(path, state) if waits and state.is_left(t.key))
    told_people = (one.get("person", one.get("shadow")) for row in told for one in row.told)
    people = {pk for pk in told_people if pk is not None}
    names = dict(Person.objects.filter(pk__in=people).values_list("pk", "name")) if people else {}
    return Progress(
        run=run,
        path=path,
        told=told,
        ahead=ahead,
        answers=answers,
        declines=declines,
        names=names,
    )


def without_next_step(*, at: datetime, limit: int = MOST_FORGOTTEN) -> list[int]:
    """Return open incidents that nobody answered for and whose path will tell nobody any more.

    One logged within the last minute is left out: its change may still be under way.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WITHOUT_NEXT_STEP,
            {"before": at - timedelta(minutes=1), "kind": str(TimerKind.PATH_STEP), "limit": limit},
        )
        return [row[0] for row in cursor.fetchall()]


def forgotten(*, at: datetime, limit: int = MOST_FORGOTTEN) -> list[int]:
    """Return open incidents that somebody took and that nothing lies ahead of.

    No clock of theirs has a due time, no fresh look is arranged and no task is due; a hold counts
    as arranged for a day.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _FORGOTTEN,
            {
                "before": at - timedelta(minutes=1),
                "at": at,
                "held_since": at - HELD_A_DAY,
                "limit": limit,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def as_recorded(ids: Sequence[int]) -> dict[int, dict[str, dict[str, Any]]]:
    """Return the runs of each incident as its ledger must add up to them, by part."""
    found: dict[int, dict[str, dict[str, Any]]] = {}
    owners: dict[int, int] = {}
    for run in Run.objects.filter(incident__in=ids):
        row = {
            "strategy": run.strategy_id,
            "path": run.path,
            "priority": run.priority,
            "state": run.state,
            "started_at": run.started_at,
            "brought_forward": run.brought_forward or None,
            "ended_at": run.ended_at,
            "ended_by": run.ended_by_id,
            "ended_reason": run.ended_reason,
        }
        owners[run.pk] = run.incident_id
        found.setdefault(run.incident_id, {})[run_state.part_name(run.pk)] = _said(row)
    for telling in Telling.objects.filter(run__in=list(owners)):
        row = {
            "state": telling.state,
            "due_at": telling.due_at,
            "told_at": telling.told_at,
            "told": telling.told or None,
            "says": telling.says,
        }
        name = run_state.telling_name(telling.run_id, telling.step, telling.round)
        found[owners[telling.run_id]][name] = _said(row)
    for decline in Decline.objects.filter(run__in=list(owners)):
        name = run_state.decline_name(decline.run_id, decline.person_id)
        row = {"at": decline.at, "reason": decline.reason, "by_way_of": decline.by_way_of}
        found[owners[decline.run_id]][name] = _said(row)
    return found


def _said(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) for name, value in row.items() if plain(value) is not None}
