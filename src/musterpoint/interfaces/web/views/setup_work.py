"""Planned work on a status page: announcing it, moving it, saying that it begins and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.communications.queries import subscribers
from musterpoint.apps.communications.status_site import labels
from musterpoint.domain.authority import Action
from musterpoint.domain.status_pages import ENDED, PLANNED_NEXT, NoticeState
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.status import MoveForm, TurnForm, WorkForm
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.plan_work import announce_work, move_work, turn_work
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Announce work."""
    page = _page(request, code)
    shown = [(one.code, one.name) for one in queries.read(page).components]
    form = WorkForm(asked.sent(request), choices={"components": shown})
    status = 200
    if request.method == "POST":
        status = answering.INVALID
        if form.is_valid():
            try:
                made = announce_work(page=code, **form.cleaned_data, **_by(request))
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
                status = answering.status_of(refusal)
            else:
                messages.success(request, _told(page))
                return redirect("web:setup_work", code=code, work=made)
    context = {"nav": "setup", "row": page, "form": form, "told": _count(page)}
    return render(request, "setup/work_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str, work: str) -> HttpResponse:
    """Show one piece of work, move it, or say where it stands."""
    page = _page(request, code)
    found = queries.one_notice(page, work)
    if found is None or not found.is_planned:
        raise Http404
    act = asked.text(request, "act")
    forms = _forms(request, found, sent=act)
    status = 200
    if request.method == "POST":
        form = forms.get(act)
        if form is None:
            raise Http404
        status = answering.INVALID
        if form.is_valid():
            try:
                _ACTS[act](code, work, form.cleaned_data, _by(request))
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
                status = answering.status_of(refusal)
            else:
                messages.success(request, _told(page))
                return redirect("web:setup_work", code=code, work=work)
    context = {
        "nav": "setup",
        "row": page,
        "work": found,
        "label": labels.STATE[found.state],
        "names": queries.read(page).names(found.components),
        "entries": [{"label": labels.STATE[e.state], "entry": e} for e in found.entries],
        "forms": forms,
        "sent": act,
        "told": _count(page),
    }
    return render(request, "setup/work.html", context, status=status)


def _move(code: str, work: str, values: dict[str, Any], by: dict[str, Any]) -> None:
    move_work(page=code, code=work, **values, **by)


def _turn(code: str, work: str, values: dict[str, Any], by: dict[str, Any]) -> None:
    to = NoticeState(values["to"])
    turn_work(page=code, code=work, to=to, says=values["says"], **by)


_ACTS: dict[str, Callable[[str, str, dict[str, Any], dict[str, Any]], None]] = {
    "move": _move,
    "turn": _turn,
}


def _forms(request: HttpRequest, found: Any, *, sent: str) -> dict[str, Any]:
    if found.state in ENDED:
        return {}
    ways = [(to.value, labels.STATE[to]) for to in PLANNED_NEXT[found.state]]
    present = {"planned_from": found.planned_from, "planned_until": found.planned_until}
    return {
        "turn": TurnForm(
            request.POST if sent == "turn" else None, choices={"to": ways}, auto_id="turn-%s"
        ),
        "move": MoveForm(
            request.POST if sent == "move" else None, initial=present, auto_id="move-%s"
        ),
    }


def _page(request: HttpRequest, code: str) -> Any:
    asked.actor(request).must(Action.KEEP_STATUS_PAGE)
    page = queries.by_code(code)
    if page is None:
        raise Http404
    return page


def _count(page: Any) -> int:
    return subscribers.count(page)


def _told(page: Any) -> str:
    count = _count(page)
    says = ngettext(
        "On the page. %(n)d subscriber is written to, if they want to hear of it.",
        "On the page. %(n)d subscribers are written to, those who want to hear of it.",
        count,
    )
    return says % {"n": count} if count else _("On the page. Nobody has subscribed to it yet.")


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": asked.actor(request), "at": asked.moment(request)}
