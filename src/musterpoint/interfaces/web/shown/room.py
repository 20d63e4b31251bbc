"""Everything the room of one incident shows, asked for in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.communications.queries import promises
from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.escalation.queries import Progress
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import Room
from musterpoint.apps.ledger import queries as ledger
from musterpoint.apps.notifications import queries as notifications
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.states import OPEN, Status
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms import working
from musterpoint.interfaces.web.shown import (
    actions,
    attachments,
    briefings,
    chain,
    clocks,
    closing,
    fact_board,
    facts,
    happened,
    parts,
    path,
    promised,
)
from musterpoint.interfaces.web.shown.next_step import shown as next_shown
from musterpoint.interfaces.web.shown.told import told
from musterpoint.interfaces.web.shown.updates import lines

SHOWN_ENTRIES = 60
MOST_ENTRIES = 5000
ALIKE_WITHIN = timedelta(days=1)
OVER = frozenset({Status.CLOSED, Status.WITHDRAWN})


def context(request: HttpRequest, pk: int, **more: Any) -> dict[str, Any]:
    """Return the context of room.html and of its pieces, or raise NotFound."""
    actor, at = asked.actor(request), asked.moment(request)
    room = incidents.room(actor, pk)
    progress = escalation.progress(room.incident)
    found = {
        "nav": "incidents",
        "topic": f"incident:{pk}",
        "live_url": reverse("web:pieces", args=[room.incident.ref]),
        "at": at,
        "policy_version": room.version.number,
        "policy": room.version,
        **_who_it_is(room, actor, progress),
        **_what_runs(request, room, progress),
        **parts.shown(room, actor, at=at, typed=more.pop("typed", {})),
        **_timeline(request, room),
        **_path(room, actor, progress),
        "gaps": facts.gaps(room, more.pop("bound", None)) if _is_worked(room) else [],
        "facts": facts.known(room),
        **briefings.in_room(room.incident, actor, at=at),
        "promises": promised.rows(promises.of_incident(pk), actor, at=at),
        **fact_board.in_room(pk, actor, is_over=room.incident.status in OVER, at=at),
        **attachments.in_room(pk, room.incident.ref, actor),
        "updates": lines.in_room(room, actor, at=at),
        "description": room.incident.nature,
        "candidates": _candidates(room, actor, at=at),
    }
    return found | more


def incident(room: Room) -> dict[str, Any]:
    """Return what templates call ``incident``."""
    row, strategy = room.incident, room.version.strategy
    began = row.began_at
    late = began is not None and row.logged_at - began > strategy.logging.late_after
    names = ("ref", "pk", "version", "priority", "restricted", "status", "began_at", "logged_at")
    return {
        **{name: getattr(row, name) for name in names},
        "title": row.summary,
        "major": row.is_major,
        "status_label": parts.status_label(row.status),
        "logged_late": row.logged_at - began if began and late else None,
        "is_open": row.status in OPEN,
        "resolved_at": row.resolved_at,
        "closed_at": row.closed_at,
        "category": parts.category_name(room),
        "policy_version": room.version.number,
        "held_since": None,
        "hold_says": parts.hold_says(room),
        "merged_into": merged_into(room),
        "overridden": bool(row.override_priority),
        "override_reason": row.override_reason,
        "assessed_at": row.assessed_at,
        "assessed_by": "",
        "imported": row.source_system,
        "source_ref": row.source_ref,
    }


def merged_into(room: Room) -> str:
    """Return the reference of the incident this one was merged into, if the reader may see it."""
    ties = (tie for tie in room.links if tie.kind == "merged_into" and tie.here)
    return next((tie.ref for tie in ties), "") if room.incident.merged_into_id else ""


def _who_it_is(room: Room, actor: Actor, progress: Progress | None) -> dict[str, Any]:
    row, strategy = room.incident, room.version.strategy
    criteria = {one.code: one.says for one in strategy.major.criteria}
    prompts = [{"says": says} for says in _prompts(room)]
    newer = directory.strategy(at=row.logged_at).number > room.version.number
    is_open = row.status in OPEN
    buttons = actions.of(
        row,
        actor,
        was_called=path.has_called(progress, actor),
        is_asked=is_open and path.waits_for(progress, actor),
        may_decline=is_open and path.may_decline(progress, actor),
    )
    return {
        "incident": incident(room),
        "actions": buttons,
        "more_actions": actions.more(row, actor, is_newer=newer),
        "because": row.because or _as_it_came(row),
        "prompts": prompts,
        "may_assess": is_open and actions.may(actor, Action.ASSESS),
        "may_declare": is_open and actions.may(actor, Action.DECLARE_MAJOR) and not row.is_major,
        "may_stand_down": row.is_major and actions.may(actor, Action.DECLARE_MAJOR),
        "major_because": [
            {"clause": f"major.criteria.{code}", "says": criteria.get(code, code)}
            for code in row.declared_criteria
        ],
    }


def _prompts(room: Room) -> Iterator[str]:
    row = room.incident
    if row.reassess_reason:
        yield row.reassess_reason
    has_complaint = any(tie.kind == "complaint" for tie in room.links)
    if row.triage.get("also_complaint") and not has_complaint:
        yield _("By the answers it is a complaint as well, and none is linked yet.")


def _as_it_came(row: Any) -> list[dict[str, str]]:
    if not row.source_system:
        return []
    says = _("As it came from %(source)s; nobody here has judged it.")
    return [{"clause": "", "says": says % {"source": row.source_system}}]


def _what_runs(request: HttpRequest, room: Room, progress: Progress | None) -> dict[str, Any]:
    actor, at = asked.actor(request), asked.moment(request)
    row, strategy = room.incident, room.version.strategy
    targets_of = strategy.major.targets_of if row.is_major else row.priority
    service = row.service.code if row.service else ""
    shown = clocks.shown(room.clocks, strategy, targets_of=targets_of, at=at, service=service)
    guards: tuple[Any, ...] = ()
    if row.status == Status.RESOLVED:
        guards = closing.guards(room)
    open_tasks = sum(1 for t in room.tasks if t.done_at is None and not t.not_needed_reason)
    next_thing = next_shown(
        row,
        shown,
        actor,
        open_tasks=open_tasks,
        guards=guards,
        is_asked=path.waits_for(progress, actor),
        was_called=path.has_called(progress, actor),
    )
    return {"clocks": shown, "next": next_thing}


def _timeline(request: HttpRequest, room: Room) -> dict[str, Any]:
    everything = request.GET.get("all") == "1"
    limit = MOST_ENTRIES if everything else SHOWN_ENTRIES
    rows = ledger.newest(room.incident.stream, limit=limit)
    reader = reader_of(room, rows, actor=asked.actor(request))
    entries = [happened.entry(row, reader) for row in rows]
    total = rows[0].seq if rows else 0
    older = f"{reverse('web:room', args=[room.incident.ref])}?all=1#timeline"
    return {
        "entries": happened.with_days(entries),
        "total": total,
        "older_url": older if total > len(rows) else "",
        "is_verified": total == len(rows) and chain.fault(rows) is None,
        "may_note": actions.may(asked.actor(request), Action.NOTE),
        "form_note": working.NoteForm(auto_id="note_%s"),
        "conflict": None,
    }


def reader_of(room: Room, rows: list[Any], *, actor: Actor) -> happened.Words:
    """Return what codes in these entries mean. One statement more where a link was undone."""
    linked = frozenset(tie.other_id for tie in room.links if tie.other_id)
    unlinked = happened.references_in(rows) - linked
    return happened.Words(
        strategy=room.version.strategy,
        names=directory.names_of(happened.people_in(rows)),
        seen=linked | frozenset(incidents.seen_among(actor, unlinked)),
        tasks={str(task.position): task.says for task in room.tasks},
    )


def _path(room: Room, actor: Actor, progress: Progress | None) -> dict[str, Any]:
    letters = notifications.about(room.incident.stream, limit=60)
    is_open = room.incident.status in OPEN
    return {
        "run": path.run(progress),
        "steps": path.steps(progress, room.version.strategy),
        "may_escalate": is_open and actions.may(actor, Action.ESCALATE),
        "told": told(letters),
    }


def _candidates(room: Room, actor: Actor, *, at: Any) -> list[dict[str, Any]]:
    row = room.incident
    if row.status not in OPEN or at - row.logged_at > ALIKE_WITHIN or row.source_system:
        return []
    linked = {tie.other_id for tie in room.links}
    found = incidents.alike(
        actor, row.summary, at=at, service=facts.place(row, "service"), leave_out=row.pk, limit=3
    )
    return [parts.candidate(one, at=at) for one in found if one.id not in linked]


def _is_worked(room: Room) -> bool:
    return room.incident.status not in OVER and not room.incident.source_system
