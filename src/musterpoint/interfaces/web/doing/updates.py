"""What the pages of updates do: keep drafts, ask, agree, send, mark, correct."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musterpoint.apps.communications.queries import updates
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.composing import sheets
from musterpoint.interfaces.web.composing.desk import Writing
from musterpoint.interfaces.web.composing.plan import Row
from musterpoint.interfaces.web.composing.typed import Typed, instant, number
from musterpoint.usecases.approve_update import (
    abandon_update,
    approve_update,
    ask_approval,
    send_back,
)
from musterpoint.usecases.correct_update import correct_update
from musterpoint.usecases.draft_update import Composed, draft_update
from musterpoint.usecases.mark_delivery import mark_delivery
from musterpoint.usecases.nothing_new import nothing_new
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.send_update import send_update

KEEPS = frozenset({"save", "ask"})


class NotReady(Refusal):
    """Agreement is asked for what could leave; what could not is kept as a draft."""


def keep(request: HttpRequest, writing: Writing, said: Typed) -> str:
    """Keep a draft for each chosen audience, ask for agreement if that was wanted; return what was
    done, in words."""
    wants, update = asked.text(request, "act") == "ask", writing.update
    chosen = [row for code, row in writing.rows.items() if code in said.rows]
    drafts = [sheets.sheet(row, said, writing.desk) for row in chosen]
    if wants:
        _must_be_ready(drafts)
    call: dict[str, Any] = {
        "incident_id": writing.room.incident.pk,
        "by": asked.actor(request),
        "at": writing.desk.at,
    }
    waiting = 0
    for row, draft in zip(chosen, drafts, strict=True):
        kept = draft_update(
            **call,
            composed=_composed(row, said, writing),
            number=update.number if update else None,
            revision=_revision(request) if update else None,
        )
        if wants and draft["is_second"]:
            ask_approval(**call, number=kept)
            waiting += 1
    return _kept(len(chosen), waiting)


def _must_be_ready(drafts: list[dict[str, Any]]) -> None:
    problems = [
        Problem(field=draft["row"], says=f"{draft['audience']}: {one['says']}")
        for draft in drafts
        for one in draft["objections"]
    ]
    if problems:
        raise NotReady(*problems)


def _composed(row: Row, said: Typed, writing: Writing) -> Composed:
    update, desk = writing.update, writing.desk
    return Composed(
        audience=row.code,
        pieces=said.pieces(row.code, row.fields, desk.board),
        rule=row.rule.code if row.rule else "",
        template=row.template.code if row.template else "",
        subject=said.subject,
        next_at=None if said.is_final else said.next_at or row.next_at(at=desk.at),
        is_last=said.is_final,
        translations=updates.translations([update.pk])[update.pk] if update else {},
    )


def _kept(drafts: int, waiting: int) -> str:
    if waiting:
        says = ngettext(
            "%(n)d update waits for somebody to agree.",
            "%(n)d updates wait for somebody to agree.",
            waiting,
        )
        return says % {"n": waiting}
    says = ngettext("%(n)d draft is kept.", "%(n)d drafts are kept.", drafts)
    return says % {"n": drafts}


def _ask(request: HttpRequest, call: dict[str, Any]) -> str:
    ask_approval(**call, revision=_revision(request))
    return _("It waits for somebody to agree.")


def _approve(request: HttpRequest, call: dict[str, Any]) -> str:
    approve_update(**call, revision=_revision(request) or 0)
    return _("Agreed. It can be sent now.")


def _back(request: HttpRequest, call: dict[str, Any]) -> str:
    send_back(**call, why=asked.text(request, "why"))
    return _("It went back to whoever wrote it.")


def _send(request: HttpRequest, call: dict[str, Any]) -> str:
    made = send_update(**call, revision=_revision(request))
    says = ngettext("Sent: %(n)d delivery.", "Sent: %(n)d deliveries.", made)
    return says % {"n": made}


def _abandon(request: HttpRequest, call: dict[str, Any]) -> str:
    del request
    abandon_update(**call)
    return _("Given up. Nobody was told.")


def _correct(request: HttpRequest, call: dict[str, Any]) -> str:
    made = correct_update(**call, why=asked.text(request, "why"))
    return _("Update %(n)d corrects it: say what is true.") % {"n": made}


def _mark(request: HttpRequest, call: dict[str, Any]) -> str:
    reached = asked.text(request, "act") == "reached"
    del call["number"]
    mark_delivery(
        **call,
        delivery_id=number(asked.text(request, "delivery")) or 0,
        reached=reached,
        says=asked.text(request, "says"),
    )
    return _("Noted.")


ACTS: Mapping[str, Callable[[HttpRequest, dict[str, Any]], str]] = {
    "ask": _ask,
    "approve": _approve,
    "back": _back,
    "send": _send,
    "abandon": _abandon,
    "correct": _correct,
    "reached": _mark,
    "failed": _mark,
}


def say_nothing_new(request: HttpRequest, incident_id: int) -> str:
    """Say to one audience that nothing is new, and when the next word comes."""
    next_at = instant(asked.text(request, "next_at"))
    if next_at is None:
        says = _("Say when the next update comes.")
        raise NotReady(Problem(field="next_at", says=says))
    made = nothing_new(
        incident_id=incident_id,
        audience=asked.text(request, "audience"),
        next_at=next_at,
        by=asked.actor(request),
        at=asked.moment(request),
    )
    return _("Update %(n)d says that nothing is new.") % {"n": made}


def _revision(request: HttpRequest) -> int | None:
    return number(asked.text(request, "revision"))
