"""What hangs on an incident, piece by piece: roles, tasks, obligations, help, links, messages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.incidents.queries import Alike, Room
from musterpoint.apps.incidents.queries.one import RoleHeld, Tie
from musterpoint.domain.authority import MAY, Action, Actor
from musterpoint.domain.policy.document import RoleRule
from musterpoint.domain.states import Status
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown import duties, labels
from musterpoint.interfaces.web.templatetags.musterpoint import ago

OVER = frozenset({Status.CLOSED, Status.WITHDRAWN})


def shown(
    room: Room, actor: Actor, *, at: datetime, typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the context of every piece but clocks, path and timeline.

    ``typed`` is what was written to settle an obligation and refused, by its code.
    """
    holds = any(r.person_id == actor.person_id and r.closed_at is None for r in room.roles)
    is_over = room.incident.status in OVER
    may_work = not is_over and (not MAY[Action.WORK].isdisjoint(actor.roles) or holds)
    is_floor = not MAY[Action.NOTE].isdisjoint(actor.roles)
    tasks = [_task(one, room) for one in room.tasks if not one.not_needed_reason]
    category = _category(room)
    return {
        "may_work": may_work,
        "may_hand_over": holds and not is_over and is_floor,
        "may_correct": is_floor,
        "roles": [_role(r, room, actor, may_work=may_work) for r in room.roles if not r.closed_at],
        "addable": _addable(room) if may_work else [],
        "tasks": tasks,
        "done_count": sum(1 for one in tasks if one["done"]),
        "form_task": None,
        "playbook": {"name": category.name, "clause": f"playbooks.{category.playbook}"},
        "obligations": duties.shown(room, at=at, typed=typed or {}),
        "not_ours": duties.not_ours(room),
        "may_settle": not is_over and not MAY[Action.SETTLE].isdisjoint(actor.roles),
        "help_requests": [_help(one, room, actor, may_answer=is_floor) for one in room.help],
        "may_ask": is_floor and not is_over,
        "links": [_link(tie, may_work=may_work) for tie in room.links],
    }


def status_label(status: str) -> str:
    return labels.label(labels.STATUS, status)


def category_name(room: Room) -> str:
    return labels.category(room.version.strategy, room.incident.category)


def hold_says(room: Room) -> str:
    """Return what an incident on hold waits for."""
    if room.incident.status != Status.ON_HOLD:
        return ""
    reason = room.version.strategy.hold_reasons.get(room.incident.hold_reason)
    return reason.says if reason else room.incident.hold_reason


def candidate(one: Alike, *, at: datetime) -> dict[str, Any]:
    """Return an incident that may be the same, and why it is shown."""
    service = _(", %(service)s") % {"service": one.service} if one.service else ""
    return {
        "ref": one.ref,
        "title": one.summary,
        "priority": one.priority,
        "status_label": status_label(one.status),
        "began_at": one.logged_at,
        "says": _("%(share)d %% alike%(service)s, logged %(ago)s")
        % {
            "share": min(100, round(one.score * 100)),
            "service": service,
            "ago": ago(one.logged_at, at),
        },
    }


def _category(room: Room) -> Any:
    strategy = room.version.strategy
    code = room.incident.category or strategy.generic_category
    return strategy.categories.get(code) or strategy.categories[strategy.generic_category]


def _role(row: RoleHeld, room: Room, actor: Actor, *, may_work: bool) -> dict[str, Any]:
    rule = room.version.strategy.roles.get(row.code)
    may_hold = rule is not None and not rule.held_by.isdisjoint(actor.roles)
    return {
        "name": row.code,
        "label": rule.name if rule else row.code,
        "duty": rule.duty if rule else "",
        "holder": row.person,
        "since": row.held_since,
        "mine": row.person_id == actor.person_id,
        "required": row.code == "incident_manager",
        "may_take": may_work and may_hold,
        "may_assign": may_work,
        "people": _eligible(rule) if may_work else [],
    }


def _eligible(rule: RoleRule | None) -> list[dict[str, Any]]:
    return [
        {"pk": one.id, "name": one.name}
        for one in directory.people().values()
        if rule is None or not rule.held_by.isdisjoint(one.roles)
    ]


def _addable(room: Room) -> list[dict[str, str]]:
    present = {row.code for row in room.roles if row.closed_at is None}
    rules = room.version.strategy.roles.values()
    return [{"name": r.code, "label": r.name} for r in rules if r.code not in present]


def _task(row: Any, room: Room) -> dict[str, Any]:
    role = room.version.strategy.roles.get(row.role)
    return {
        "pk": row.position,
        "says": row.says,
        "done": row.done_at is not None,
        "done_by": row.done_by,
        "done_at": row.done_at,
        "owner": row.person or (role.name if role else row.role),
        "due_at": row.due_at,
    }


def _help(row: Any, room: Room, actor: Actor, *, may_answer: bool) -> dict[str, Any]:
    rule = room.version.strategy.roles.get(row.asked_of)
    everybody = _("everybody on it")
    there = {row.asked_by_id, *(one.person_id for one in row.offers)}
    return {
        "pk": row.id,
        "asks": row.says,
        "of": rule.name if rule else row.asked_of.replace("_", " ") or everybody,
        "by": row.asked_by,
        "at": row.asked_at,
        "state": "answered" if row.answered_at else "open",
        "answer": row.answer,
        "answered_by": row.answered_by,
        "answered_at": row.answered_at,
        "waited": row.answered_at - row.asked_at if row.answered_at else None,
        "widened_at": row.widened_at,
        "coming": [
            {"name": one.person, "says": one.says, "after": one.offered_at - row.asked_at}
            for one in row.offers
        ],
        "may_answer": may_answer,
        "may_come": may_answer and actor.person_id not in there,
    }


def _link(tie: Tie, *, may_work: bool) -> dict[str, Any]:
    is_merge = tie.kind == "merged_into"
    labels_of = {
        "related": _("belongs with"),
        "merged_into": _("merged into") if tie.here else _("merged here:"),
        "complaint": _("complaint"),
        "outside": _("elsewhere"),
    }
    return {
        "pk": tie.id,
        "kind_label": labels_of.get(tie.kind, tie.kind),
        "ref": tie.ref or tie.target,
        "url": _address(tie),
        "title": tie.summary or tie.says,
        "status_label": status_label(tie.status).lower() if tie.status else "",
        "may_undo": may_work and not is_merge and tie.kind != "complaint",
    }


def _address(tie: Tie) -> str:
    if tie.other_id:
        return reverse("web:room", args=[tie.ref])
    if tie.kind == "complaint":
        return reverse("web:complaint", args=[int(tie.target.partition("-")[2])])
    return tie.target if tie.target.startswith(("https://", "http://")) else ""
