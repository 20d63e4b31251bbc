"""One update as its page shows it: where it stands, how it got there, what can be done next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action, Actor, may
from musterpoint.interfaces.web.shown.strategy.naming import role_name
from musterpoint.interfaces.web.shown.updates.lines import UNDER_WAY, state_of


def head(row: Any, room: Room, *, corrected_by: int | None) -> dict[str, Any]:
    """Return what the page says of the update itself."""
    strategy = room.version.strategy
    audience = strategy.audiences.get(row.audience)
    return {
        **state_of(row),
        "audience": audience.name if audience else row.audience,
        "subject": row.subject,
        "revision": row.revision,
        "is_open": row.state in UNDER_WAY,
        "wrong_why": row.wrong_why,
        "corrects": row.corrects.number if row.corrects else None,
        "corrected_by": corrected_by,
        "course": list(_course(row)),
        "says": _waits_for(row, room),
    }


def acts(
    row: Any, actor: Actor, ref: str, *, correction: Any, is_second: bool
) -> list[dict[str, Any]]:
    """Return what this person can do with it next; the use case has the last word."""
    is_writer = may(actor.roles, Action.UPDATE)
    agrees = may(actor.roles, Action.NOTE) and actor.person_id not in row.hands
    found: list[dict[str, Any]] = []
    if row.state == "approval" and agrees:
        found.append({"code": "approve", "label": _("Agree to these words"), "go": True})
    if is_writer:
        found += _writers_acts(row, ref, correction, is_second=is_second)
    return found


def _writers_acts(
    row: Any, ref: str, correction: Any, *, is_second: bool
) -> Iterator[dict[str, Any]]:
    if row.state == "drafted" and is_second:
        yield {"code": "ask", "label": _("Ask for approval"), "go": True}
    if row.state == "approved" or (row.state == "drafted" and not is_second):
        yield {"code": "send", "label": _("Send it now"), "go": True}
    if row.state in UNDER_WAY:
        yield {"label": _("Change the words"), "url": _address("update_edit", ref, row.number)}
        yield {"code": "abandon", "label": _("Give it up")}
    if row.state == "wrong" and correction is not None:
        name = "update_edit" if correction.state == "drafted" else "update"
        url = _address(name, ref, correction.number)
        yield {"label": _("Go to the correction"), "url": url, "go": True}


def _address(name: str, ref: str, number: int) -> str:
    return reverse(f"web:{name}", args=[ref, number])


def _course(row: Any) -> Iterator[dict[str, Any]]:
    """Yield who did what with it, in order."""
    steps = (
        (_("Written by %(name)s"), row.composed_by, row.composed_at),
        (_("Agreed by %(name)s"), row.approved_by, row.approved_at),
        (_("Sent by %(name)s"), row.sent_by, row.sent_at),
    )
    for says, who, when in steps:
        if when is not None:
            yield {"says": says % {"name": who.name if who else "Musterpoint"}, "at": when}


def _waits_for(row: Any, room: Room) -> str:
    if row.state != "approval":
        return ""
    rule = room.version.strategy.communications.get(row.rule)
    if rule is None:
        return ""
    who = role_name(room.version.strategy, rule.approver)
    return _("Waits for: %(who)s.") % {"who": who}
