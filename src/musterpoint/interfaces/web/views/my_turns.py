"""One's own turns on every rota: what is ahead, swaps that wait, absence, a calendar of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.rotas import queries
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.doing import rotas as doing
from musterpoint.interfaces.web.forms.rotas import AbsenceForm
from musterpoint.interfaces.web.shown import rota as shown
from musterpoint.interfaces.web.shown import rotas as listed
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases import take_calendar
from musterpoint.usecases.refusals import Refusal

AHEAD = timedelta(days=56)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show one's turns, or do what the page asks and come back."""
    if request.method != "POST":
        return render(request, "rotas/mine.html", _context(request))
    act = asked.text(request, "act")
    if act not in ACTS:
        raise Http404
    context = _context(request, sent=act)
    form = context["form"] if act == "absence" else None
    if form is not None and not form.is_valid():
        return render(request, "rotas/mine.html", context, status=answering.INVALID)
    try:
        says = ACTS[act](request, "", form.cleaned_data if form is not None else {})
    except Refusal as refusal:
        context = _context(request, sent=act)
        if form is None:
            context["refusals"] = answering.words_of(refusal)
        else:
            saying.beside_fields(context["form"], refusal)
        return render(request, "rotas/mine.html", context, status=answering.status_of(refusal))
    if act == "feed":
        # Shown once, on the answer itself: only a digest of it is kept.
        address = request.build_absolute_uri(f"/calendars/{says}.ics")
        context = _context(request) | {"address": address}
        return render(request, "rotas/mine.html", context)
    messages.success(request, says)
    return redirect("web:my_turns")


def _feed(request: HttpRequest, _code: str, _values: doing.Values) -> str:
    return take_calendar.renew_calendar_feed(by=asked.actor(request), at=asked.moment(request))


def _end_feed(request: HttpRequest, _code: str, _values: doing.Values) -> str:
    take_calendar.drop_calendar_feed(by=asked.actor(request), at=asked.moment(request))
    return _("The address has ended. Calendars that used it are not filled any more.")


ACTS: dict[str, Callable[[HttpRequest, str, doing.Values], str]] = {
    "feed": _feed,
    "end_feed": _end_feed,
    **{
        name: doing.ACTS[name]
        for name in ("absence", "end_absence", "accept", "decline", "withdraw", "approve")
    },
}


def _context(request: HttpRequest, *, sent: str = "") -> dict[str, Any]:
    at, me = asked.moment(request), asked.person(request).pk
    plans = asked.allowed(request, Action.PLAN_ROTA)
    swaps = shown.swaps(queries.open_swaps(after=at), me=me, plans=plans)
    form = AbsenceForm(
        request.POST if sent == "absence" else None,
        choices=shown.away(plans=False, me=me),
        initial={"start": at, "person_id": me},
        auto_id="absence-%s",
    )
    return {
        "nav": "rotas",
        "turns": _turns(me, request),
        "swaps": [swap for swap in swaps if swap["acts"]],
        "absences": shown.absences(at=at, me=me, plans=False, people=[me]),
        "form": form,
        "sent": sent,
        "feed_made_at": queries.feed_made_at(me),
        "weeks": AHEAD.days // 7,
    }


def _turns(me: int, request: HttpRequest) -> list[dict[str, Any]]:
    """Return one's turns, the days of one turn in office hours as one line."""
    at = asked.moment(request)
    lines: dict[tuple[str, str, str], dict[str, Any]] = {}
    for one in queries.my_turns(me, start=at, end=at + AHEAD):
        key = (one.rota, one.turn.layer, one.turn.because.says)
        line = lines.setdefault(
            key,
            {
                "rota": one.rota,
                "rota_name": one.rota_name,
                "layer": one.layer_name,
                "start": one.turn.start,
                "says": one.turn.because.says,
                "times": 0,
            },
        )
        line["times"] += 1
        line["when"] = listed.stretch(line["start"], one.turn.end)
        line["is_now"] = line.get("is_now", False) or one.turn.start <= at < one.turn.end
    return list(lines.values())
