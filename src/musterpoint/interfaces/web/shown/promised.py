"""Promises made to people, as their page, the room and somebody's own work show them.

What a contract promises is in ``promises``: those are clocks of incidents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.authority import Action, Actor, may
from musterpoint.domain.promises import PromiseState
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.forms import promises as asking
from musterpoint.interfaces.web.shown import labels

FOUND_IN = {
    "note": later("a note"),
    "update": later("an update"),
    "complaint": later("a complaint"),
    "handover": later("a handover"),
    "shift_note": later("a note of the shift"),
    "by_hand": "",
}
FORMS: Mapping[str, type[forms.Form]] = {
    "make": asking.PromiseForm,
    "confirm": asking.ConfirmForm,
    "keep": asking.KeptForm,
    "move": asking.MoveForm,
    "break": asking.WhyForm,
    "let_go": asking.WhyForm,
}
Opened = tuple[str, int]


def rows(
    found: Iterable[Any],
    actor: Actor,
    *,
    at: datetime,
    opened: Opened = ("", 0),
    sent: forms.Form | None = None,
) -> list[dict[str, Any]]:
    """Return promises in words with the forms of what may be done to each.

    ``sent`` is the form that was refused, shown open again in its place.
    """
    may_act = may(actor.roles, Action.NOTE)
    return [row(one, actor, at=at, may_act=may_act, opened=opened, sent=sent) for one in found]


def row(
    one: Any,
    actor: Actor,
    *,
    at: datetime,
    may_act: bool,
    opened: Opened = ("", 0),
    sent: forms.Form | None = None,
) -> dict[str, Any]:
    """Return one promise in words."""
    shown = {
        "pk": one.pk,
        "says": one.says,
        "whom": one.whom,
        "state": one.state,
        "due_at": one.due_at,
        "owner": one.owner.name if one.owner else "",
        "is_mine": one.owner_id == actor.person_id,
        "found_in": labels.label(FOUND_IN, one.found_in) if one.found_in != "by_hand" else "",
        "found_by": one.found_by.name if one.found_by else "",
        "found_at": one.found_at,
        "ref": one.incident.ref if one.incident else "",
        "broken_at": one.broken_at,
        "moved": one.moved,
        "why": one.why,
        "settled_at": one.settled_at,
        "settled_by": one.settled_by.name if one.settled_by else "",
        "is_late": bool(one.broken_at),
        "forms": [],
    }
    if may_act:
        shown["forms"] = _forms(one, actor, at=at, opened=opened, sent=sent)
    return shown


def form_of(verb: str, pk: int, actor: Actor, data: Any = None, **initial: Any) -> forms.Form:
    """Return a form with ids of its own; whoever owes it is chosen among those who work here."""
    made = FORMS[verb](data, auto_id=f"p{pk}-{verb}_%s", initial=initial)
    if "owner_id" in made.fields:
        people = [(one.id, one.name) for one in directory.people().values()]
        made.fields["owner_id"].choices = people  # type: ignore[attr-defined]  # a choice field
        made.initial.setdefault("owner_id", actor.person_id)
    return made


def _forms(
    one: Any, actor: Actor, *, at: datetime, opened: Opened, sent: forms.Form | None
) -> list[dict[str, Any]]:
    verbs = _VERBS.get(one.state, ())
    found = []
    for verb in verbs:
        is_open = opened == (verb, one.pk)
        form = sent if is_open and sent else _fresh(verb, one, actor, at=at)
        label, submit, tone = _WORDS[verb]
        found.append(
            {"verb": verb, "form": form, "open": is_open}
            | {"label": str(label), "submit": str(submit), "tone": tone}
        )
    return found


def _fresh(verb: str, one: Any, actor: Actor, *, at: datetime) -> forms.Form:
    is_ahead = one.due_at is not None and one.due_at > at
    if verb == "confirm":
        return form_of(verb, one.pk, actor, whom=one.whom, due_at=one.due_at if is_ahead else None)
    if verb == "move":
        return form_of(verb, one.pk, actor, owner_id=one.owner_id)
    return form_of(verb, one.pk, actor)


_VERBS: Mapping[str, tuple[str, ...]] = {
    PromiseState.OFFERED: ("confirm",),
    PromiseState.OPEN: ("keep", "move", "break", "let_go"),
    PromiseState.BROKEN: ("keep", "move", "let_go"),
}
_WORDS: Mapping[str, tuple[Any, Any, str]] = {
    "confirm": (later("It is a promise"), later("Start its clock"), "go"),
    "keep": (later("Kept"), later("It was kept"), "go"),
    "move": (later("Move"), later("Move it"), "go"),
    "break": (later("Not kept"), later("It is not kept"), "red"),
    "let_go": (later("Let go"), later("Let it go"), ""),
}
