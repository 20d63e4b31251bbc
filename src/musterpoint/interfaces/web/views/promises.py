"""The promise ledger: what was found, what is owed, what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import promises as known
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.queries.words import pk_in
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import promised as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.make_promise import confirm_promise, decline_promise, make_promise
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.settle_promise import (
    break_promise,
    keep_promise,
    let_go_promise,
    move_promise,
)

Said = Mapping[str, Any]
LARGEST = 2**63 - 1
MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the ledger; a sent form does what its ``do`` says to the promise it names."""
    if request.method != "POST":
        wanted = (request.GET.get("do", ""), _number(request.GET.get("promise", "")))
        return _page(request, wanted)
    by = asked.actor(request)
    by.must(Action.NOTE)
    verb, number = asked.text(request, "do"), _number(asked.text(request, "promise"))
    if verb == "decline":
        return _decline(request, number)
    if verb not in shown.FORMS:
        return _page(request, status=answering.INVALID)
    form = shown.form_of(verb, number, by, request.POST)
    if form.is_valid():
        call = {"by": by, "at": asked.moment(request)}
        try:
            number = ACTS[verb](call, number, form.cleaned_data)
        except Refusal as refusal:
            saying.beside_fields(form, _as_fields(refusal))
        else:
            return redirect(_next(request, number))
    return _page(request, (verb, number), form, status=answering.INVALID)


def _make(call: dict[str, Any], _of: int, said: Said) -> int:
    ref = said["ref"].strip()
    about = pk_in(ref)
    if ref and about is None:
        raise Refusal(Problem(field="ref", says=_("Give the incident as INC-000123.")))
    values = {name: said[name] for name in ("says", "whom", "due_at", "owner_id")}
    try:
        return make_promise(**call, **values, incident_id=about)
    except NoSuchIncident as refusal:
        raise Refusal(Problem(field="ref", says=str(refusal))) from refusal


def _confirm(call: dict[str, Any], number: int, said: Said) -> int:
    return confirm_promise(**call, promise_id=number, **said)


def _keep(call: dict[str, Any], number: int, said: Said) -> int:
    return keep_promise(**call, promise_id=number, says=said["says"])


def _move(call: dict[str, Any], number: int, said: Said) -> int:
    return move_promise(**call, promise_id=number, **said)


def _break(call: dict[str, Any], number: int, said: Said) -> int:
    return break_promise(**call, promise_id=number, why=said["why"])


def _let_go(call: dict[str, Any], number: int, said: Said) -> int:
    return let_go_promise(**call, promise_id=number, why=said["why"])


ACTS: Mapping[str, Callable[[dict[str, Any], int, Said], int]] = {
    "make": _make,
    "confirm": _confirm,
    "keep": _keep,
    "move": _move,
    "break": _break,
    "let_go": _let_go,
}


def _decline(request: HttpRequest, number: int) -> HttpResponse:
    try:
        decline_promise(promise_id=number, by=asked.actor(request), at=asked.moment(request))
    except Refusal as refusal:
        says = answering.words_of(refusal)
        return _page(request, refusals=says, status=answering.status_of(refusal))
    return redirect(_next(request, number))


def _page(
    request: HttpRequest,
    opened: tuple[str, int] = ("", 0),
    sent: forms.Form | None = None,
    *,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor, at = asked.actor(request), asked.moment(request)
    mine = request.GET.get("of") == "me"
    owner = actor.person_id if mine else None
    found = {
        "offered": known.offered(actor, found_by=owner, limit=MOST),
        "standing": known.standing(actor, owner=owner, limit=MOST),
        "settled": known.settled(actor),
    }
    context: dict[str, Any] = {
        name: shown.rows(rows, actor, at=at, opened=opened, sent=sent)
        for name, rows in found.items()
    }
    there = {one["pk"] for name in ("offered", "standing") for one in context[name]}
    is_strayed = sent is not None and opened[0] != "make" and opened[1] not in there
    context |= {
        "nav": "promises",
        "topic": "promises",
        "live_url": request.get_full_path() if request.method != "POST" else request.path,
        "mine": mine,
        "form": sent if sent and opened[0] == "make" else shown.form_of("make", 0, actor),
        "refusals": [*(refusals or ()), *(_errors(sent) if is_strayed and sent else ())],
        "next": "",
        "at": at,
    }
    is_piece = asked.is_htmx(request) and request.method != "POST"
    template = "promises/_lists.html" if is_piece else "promises/page.html"
    return render(request, template, context, status=status)


def _errors(form: forms.Form) -> list[str]:
    return [str(problem) for problems in form.errors.values() for problem in problems]


def _as_fields(refusal: Refusal) -> Refusal:
    """Name the owner as the form does."""
    aliases = {"owner": "owner_id"}
    return Refusal(
        *(Problem(field=aliases.get(p.field, p.field), says=p.says) for p in refusal.errors)
    )


def _next(request: HttpRequest, number: int) -> str:
    """Return where it was asked from, if that is a page of ours; else its place in the ledger."""
    wanted = asked.text(request, "next")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if wanted.startswith("/") and is_ours:
        return wanted
    return f"{reverse('web:promises')}#promise-{number}"


def _number(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 20 else 0
    return number if number <= LARGEST else 0
