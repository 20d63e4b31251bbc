"""Handovers as templates want them: lists, a draft, an offer and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.incidents.queries.handing import Sheet, Whole
from musterpoint.domain.authority import MAY, Action, Actor
from musterpoint.domain.handover import Changed, Form
from musterpoint.domain.handover_summary import LONGEST, count_words
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.shown import labels
from musterpoint.usecases.preview_handover import Standing

FORMS = {Form.SBAR: "SBAR", Form.IIMARCH: "IIMARCH"}
STATE = {
    "draft": (later("Draft"), ""),
    "offered": (later("Waiting"), "soon"),
    "settled": (later("Settled"), "ok"),
    "withdrawn": (later("Withdrawn"), ""),
    "lapsed": (later("Not accepted in time"), "major"),
}
PASSING = {
    "offered": (later("waiting"), "soon"),
    "accepted": (later("accepted"), "ok"),
    "declined": (later("declined"), "major"),
    "kept": (later("stays with the giver"), "major"),
    "gone": (later("gone"), ""),
}
KIND = {
    "role": later("Role"),
    "task": later("Task"),
    "promise": later("Promised"),
    "clock": later("Promise"),
    "obligation": later("Duty"),
    "gap": later("Not known"),
    "help": later("Call for help"),
    "welfare": later("Colleagues"),
    "note": later("Note"),
}
WAITS = ((5, "5 min"), (15, "15 min"), (30, "30 min"), (60, "1 h"), (240, "4 h"))


def listed(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Return handovers of a list, with how far each has come."""
    return [_in_a_list(row) for row in rows]


def head(whole: Whole) -> dict[str, Any]:
    """Return what stands over a handover: who to whom, until when, how far."""
    row = whole.row
    words, tone = STATE[row.state]
    items = [item for sheet in whole.sheets for item in sheet.items]
    return {
        "pk": row.pk,
        "giver": row.giver.name,
        "receiver": row.receiver.name if row.receiver else "",
        "is_shift": row.kind == "shift",
        "form": FORMS[Form(row.form)],
        "state": row.state,
        "state_label": words,
        "tone": tone,
        "offered_at": row.offered_at,
        "due_at": row.due_at if row.state == "offered" else None,
        "settled_at": row.settled_at,
        "total": len(items),
        "accepted": sum(1 for item in items if item.state == "accepted"),
        "waiting": [item.number for item in items if item.state == "offered"],
        "hidden": whole.hidden,
    }


def sheet(one: Sheet) -> dict[str, Any]:
    """Return one incident of an offer with its items."""
    return {
        **_incident(one),
        "summary": one.row.summary,
        "words": count_words(one.row.summary),
        "items": [_item(item) for item in one.items],
    }


def draft_sheet(one: Standing, *, typed: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return one incident of a draft; ``typed`` is what was sent and not kept."""
    row, said = one.sheet.row, typed or {}
    text = said.get("summary", row.summary)
    left_out = set(said.get("left_out", row.left_out))
    return {
        **_incident(one.sheet),
        "version": one.room.incident.version,
        "summary": text,
        "words": count_words(text),
        "is_too_long": count_words(text) > LONGEST,
        "extra": "\n".join(said.get("extra", row.extra)),
        "changes": [_changed(each) for each in one.changes],
        "items": [
            {
                "part": item.part,
                "kind_label": KIND.get(item.kind, item.kind),
                "says": item.says,
                "due_at": item.due_at,
                "is_offered": item.part not in left_out,
            }
            for item in one.items
        ],
    }


def colleagues(standings: Sequence[Standing], actor: Actor) -> list[dict[str, Any]]:
    """Return whom one could hand over to: first those who may hold every role that is offered."""
    rules = [
        here.room.version.strategy.roles.get(item.part.partition(":")[2])
        for here in standings
        for item in here.items
        if item.kind == "role" and item.part not in here.sheet.row.left_out
    ]
    able: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for one in directory.people().values():
        if one.id == actor.person_id or MAY[Action.NOTE].isdisjoint(one.roles):
            continue
        fits = all(rule is None or not rule.held_by.isdisjoint(one.roles) for rule in rules)
        (able if fits else others).append({"pk": one.id, "name": one.name})
    return [
        {"label": label, "people": people}
        for label, people in (
            (_("May hold what you offer"), able),
            (_("May not hold every role of it"), others),
        )
        if people
    ]


def _incident(one: Sheet) -> dict[str, Any]:
    row = one.incident
    return {
        "ref": row.ref,
        "title": row.summary,
        "priority": row.priority,
        "status_label": labels.label(labels.STATUS, row.status),
        "restricted": row.restricted,
    }


def _in_a_list(row: Any) -> dict[str, Any]:
    words, tone = STATE[row.state]
    return {
        "pk": row.pk,
        "giver": row.giver.name,
        "receiver": row.receiver.name if row.receiver else "",
        "is_draft": row.state == "draft",
        "what": _("A shift") if row.kind == "shift" else _("An incident"),
        "state_label": words,
        "tone": tone,
        "at": row.offered_at or row.made_at,
        "due_at": row.due_at if row.state == "offered" else None,
        "total": row.n_items,
        "waiting": row.n_waiting,
        "accepted": row.n_accepted,
    }


def _item(row: Any) -> dict[str, Any]:
    words, tone = PASSING[row.state]
    return {
        "number": row.number,
        "kind_label": KIND.get(row.kind, row.kind),
        "says": row.says,
        "due_at": row.due_at,
        "waits": row.state == "offered",
        "state_label": words,
        "tone": tone,
        "settled_at": row.settled_at,
        "reason": row.reason,
    }


def _changed(one: Changed) -> dict[str, str]:
    is_part = ":" in one.point
    if is_part and not one.now:
        return {"says": _("No longer open: %(what)s") % {"what": one.before}}
    if is_part and not one.before:
        return {"says": _("New: %(what)s") % {"what": one.now}}
    words = {
        "what": one.before.partition(":")[0] if is_part else one.point.capitalize(),
        "before": one.before or _("nothing"),
        "now": one.now or _("nothing"),
    }
    if is_part:
        return {"says": _("%(before)s, now %(now)s") % words}
    return {"says": _("%(what)s: %(before)s, now %(now)s") % words}
