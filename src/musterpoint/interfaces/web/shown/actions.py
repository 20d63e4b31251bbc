"""What can be done to an incident now, as buttons: by its state and the person's roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as later

from musterpoint.domain.authority import MAY, Action, Actor
from musterpoint.domain.states import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One action. ``asks`` opens a form first; ``page`` names a page to go to instead."""

    name: str
    label: Any
    needs: Action
    key: str = ""
    tone: str = ""
    asks: bool = True
    page: str = ""


ACKNOWLEDGE = Button(
    name="acknowledge", label=later("Acknowledge"), needs=Action.ACKNOWLEDGE, key="a", tone="go",
    asks=False,
)  # fmt: skip
DECLINE = Button(name="decline", label=later("Decline"), needs=Action.ACKNOWLEDGE)
BEGIN = Button(
    name="begin", label=later("Start work"), needs=Action.WORK, key="w", tone="go", asks=False
)
RESUME = Button(
    name="resume", label=later("Resume"), needs=Action.HOLD, key="h", tone="go", asks=False
)
UPDATE = Button(
    name="compose", label=later("Send update"), needs=Action.UPDATE, key="u", page="web:update_new"
)
ESCALATE = Button(name="escalate", label=later("Escalate"), needs=Action.ESCALATE, key="e")
ASSESS = Button(name="assess", label=later("Priority"), needs=Action.ASSESS, key="p")
HOLD = Button(name="hold", label=later("Hold"), needs=Action.HOLD, key="h")
RESOLVE = Button(name="resolve", label=later("Resolve"), needs=Action.RESOLVE, key="r")
CLOSE = Button(name="close", label=later("Close"), needs=Action.CLOSE, key="r", tone="go")
REOPEN = Button(name="reopen", label=later("Reopen"), needs=Action.REOPEN)
RESTORE = Button(name="restore", label=later("It is an incident after all"), needs=Action.RETYPE)
UNMERGE = Button(name="unmerge", label=later("Undo the merge"), needs=Action.MERGE)

BY_STATE: Mapping[Status, tuple[Button, ...]] = {
    Status.LOGGED: (ACKNOWLEDGE, UPDATE, ESCALATE, ASSESS),
    Status.ACKNOWLEDGED: (BEGIN, UPDATE, ESCALATE, ASSESS, HOLD, RESOLVE),
    Status.IN_PROGRESS: (UPDATE, ESCALATE, ASSESS, HOLD, RESOLVE),
    Status.ON_HOLD: (RESUME, UPDATE, ESCALATE, ASSESS, RESOLVE),
    Status.RESOLVED: (CLOSE, REOPEN),
    Status.CLOSED: (REOPEN,),
    Status.WITHDRAWN: (RESTORE,),
}
_MORE_OPEN = (
    Button(name="suspect", label=later("Personal data may be out"), needs=Action.NOTE),
    Button(name="update", label=later("Record an update sent elsewhere"), needs=Action.UPDATE),
    Button(name="category", label=later("Change the category"), needs=Action.ASSESS),
    Button(name="retype", label=later("It is not an incident"), needs=Action.RETYPE),
    Button(name="move", label=later("Move to a newer strategy"), needs=Action.MIGRATE_POLICY),
)
_MORE_ALWAYS = (
    Button(name="complaint", label=later("Log a complaint about it"), needs=Action.COMPLAIN),
    Button(name="restrict", label=later("Change who may see it"), needs=Action.RESTRICT),
)


def of(
    incident: Any,
    actor: Actor,
    *,
    was_called: bool = False,
    is_asked: bool = False,
    may_decline: bool = False,
) -> list[dict[str, Any]]:
    """Return the buttons in the head of the room, in order.

    Whoever the path called may acknowledge, whatever their roles. ``is_asked`` says that a path
    waits for an answer, which may be so again after the incident was acknowledged; ``may_decline``
    that it called this person, who has not said yes or no.
    """
    buttons = BY_STATE[Status(incident.status)]
    if is_asked and ACKNOWLEDGE not in buttons:
        buttons = (ACKNOWLEDGE, *(replace(one, tone="") for one in buttons))
    if may_decline:
        buttons = (buttons[0], DECLINE, *buttons[1:])
    if incident.merged_into_id is not None:
        buttons = (UNMERGE,)
    found = [
        button(one)
        for one in buttons
        if may(actor, one.needs) or (was_called and one in (ACKNOWLEDGE, DECLINE))
    ]
    if found and not any(one["tone"] for one in found):
        found[0]["tone"] = "go"
    return found


def more(incident: Any, actor: Actor, *, is_newer: bool) -> list[dict[str, Any]]:
    """Return what is done seldom."""
    return [button(one) for one in _more(incident, is_newer=is_newer) if may(actor, one.needs)]


def button(one: Button, *, label: str = "", tone: str | None = None) -> dict[str, Any]:
    """Return a button as templates want it."""
    return {
        "name": one.name,
        "label": label or one.label,
        "key": one.key,
        "tone": one.tone if tone is None else tone,
        "has_form": one.asks,
        "page": one.page,
        "allowed": True,
        "why_not": "",
    }


def may(actor: Actor, action: Action) -> bool:
    """Return whether one of the person's roles allows it."""
    return not MAY[action].isdisjoint(actor.roles)


def _more(incident: Any, *, is_newer: bool) -> Iterator[Button]:
    is_over = incident.status in {Status.RESOLVED, Status.CLOSED, Status.WITHDRAWN}
    for one in () if is_over else _MORE_OPEN:
        if one.name == "move" and not is_newer:
            continue
        yield one
    yield from _MORE_ALWAYS
