"""The one thing to do next in a room, and why. It suggests; the clocks and guards decide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.domain.authority import Actor
from musterpoint.domain.states import Status
from musterpoint.interfaces.web.shown import actions


def shown(
    incident: Any,
    clocks: Sequence[dict[str, Any]],
    actor: Actor,
    *,
    open_tasks: int,
    guards: Sequence[Any],
    is_asked: bool = False,
    was_called: bool = False,
) -> dict[str, Any] | None:
    """Return what to do next, or None when there is nothing left.

    ``is_asked`` says that a path waits for this person's answer.
    """
    status = Status(incident.status)
    due = {one["kind"]: one for one in clocks if one["state"] in {"running", "breached"}}
    if status is Status.LOGGED:
        says = _("Somebody must take this")
        return _answer(says, due.get("acknowledge"), actor, was_called=was_called)
    if status is Status.RESOLVED:
        return _closing(actor, guards)
    if status in {Status.CLOSED, Status.WITHDRAWN}:
        return None
    if is_asked:
        found = _answer(
            _("Somebody must answer the escalation"),
            due.get("acknowledge"),
            actor,
            was_called=was_called,
        )
        return found | {"why": found["why"] or _("The path tells people until then.")}
    update = due.get("first_update") or due.get("update")
    restore = due.get("restore")
    if update and (restore is None or update["due_at"] <= restore["due_at"]):
        first = update["kind"] == "first_update"
        says = _("Send the first update") if first else _("Send the next update")
        return _one(says, update, actor, actions.UPDATE)
    if status is Status.ACKNOWLEDGED:
        return _one(_("Start work"), restore, actor, actions.BEGIN)
    if status is Status.ON_HOLD:
        return _one(_("Resume when the wait is over"), None, actor, actions.RESUME)
    if open_tasks:
        return _one(_("Work through the playbook"), restore, actor)
    return _one(_("Put it right, then resolve"), restore, actor, actions.RESOLVE)


def _answer(
    says: str, clock: dict[str, Any] | None, actor: Actor, *, was_called: bool
) -> dict[str, Any]:
    found = _one(says, clock, actor, actions.ACKNOWLEDGE)
    if was_called and not found["actions"]:
        found["actions"] = [actions.button(actions.ACKNOWLEDGE) | {"key": ""}]
    return found


def _one(
    says: str, clock: dict[str, Any] | None, actor: Actor, *buttons: actions.Button
) -> dict[str, Any]:
    tone = "red" if clock and clock["state"] == "breached" else "go"
    return {
        "says": says,
        "why": clock["because"][0]["says"] if clock else "",
        "due_at": clock["due_at"] if clock else None,
        "actions": [
            actions.button(one, tone=tone) | {"key": ""}
            for one in buttons
            if actions.may(actor, one.needs)
        ],
    }


def _closing(actor: Actor, guards: Sequence[Any]) -> dict[str, Any]:
    missing = " ".join(guard.says for guard in guards)
    says = _("Close it once everything owed is done")
    return {**_one(says, None, actor, actions.CLOSE), "why": missing}
