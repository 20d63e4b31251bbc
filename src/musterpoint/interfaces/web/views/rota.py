"""One rota: who answers, two weeks at a glance, what was arranged, what is not ready."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.operations import StaleRota
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Action
from musterpoint.domain.rotas import Rota, cover, hands_over, turns
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.doing import rotas as doing
from musterpoint.interfaces.web.forms import rotas as forms
from musterpoint.interfaces.web.shown import rota as shown
from musterpoint.interfaces.web.shown import rota_weeks as weeks
from musterpoint.interfaces.web.shown import rotas as listed
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases import rota_readiness
from musterpoint.usecases.refusals import Refusal

SWAPPABLE = timedelta(days=42)
FORMS = {
    "override": forms.OverrideForm,
    "absence": forms.AbsenceForm,
    "offer": forms.OfferForm,
    "shadow": forms.ShadowForm,
    "role": forms.RoleForm,
    "outside": forms.OutsideForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show a rota, or do what its page asks and come back."""
    try:
        row = queries.row(code)
    except NoSuchRota as refusal:
        raise Http404 from refusal
    if request.method != "POST":
        return render(request, "rotas/one.html", _context(request, row))
    act = asked.text(request, "act")
    if act not in doing.ACTS:
        raise Http404
    context = _context(request, row, sent=act)
    form = context["forms"].get(act)
    if act in FORMS and (form is None or not form.is_valid()):
        return render(request, "rotas/one.html", context, status=answering.INVALID)
    try:
        says = doing.ACTS[act](request, code, form.cleaned_data if form else {})
    except StaleRota as stale:
        context = _context(request, row, sent=act) | {"refusals": [str(stale)]}
        return render(request, "rotas/one.html", context, status=answering.CONFLICT)
    except Refusal as refusal:
        context = _context(request, row, sent=act)
        status = answering.status_of(refusal)
        _say(context, context["forms"].get(act) if act in FORMS else None, refusal)
        return render(request, "rotas/one.html", context, status=status)
    messages.success(request, says)
    return redirect("web:rota", code=code)


def _say(context: dict[str, Any], form: Form | None, refusal: Refusal) -> None:
    if form is None:
        context["refusals"] = answering.words_of(refusal)
    else:
        saying.beside_fields(form, refusal)


def _context(request: HttpRequest, row: Any, *, sent: str = "") -> dict[str, Any]:
    at, me = asked.moment(request), asked.person(request).pk
    plans = asked.allowed(request, Action.PLAN_ROTA)
    seen = weeks.Weeks.of(_first_day(request, at))
    start, end = min(at - listed.AROUND, seen.start), max(at + listed.AROUND, seen.end)
    runs = queries.running(start=start, end=end, codes=[row.code]).get(row.code)
    draft = queries.draft_between(row.code, start=start, end=end) if row.draft else None
    is_draft = draft is not None and (runs is None or request.GET.get("show") == "draft")
    rota = draft if is_draft else runs
    context: dict[str, Any] = {
        "nav": "rotas",
        "row": row,
        "is_draft": is_draft,
        "has_draft": draft is not None,
        "has_outside": bool(queries.outside_layers(row)),
        "forms": {},
        "sent": sent,
        "plans": plans,
    }
    if rota is None:
        return context
    others = [one for one in (runs, draft) if one is not None]
    context |= _what_is_shown(rota, seen, others, at=at, me=me)
    if draft is not None:
        found = rota_readiness.look_at_draft(row.code, at=at)
        context["draft_findings"] = listed.findings(found, context["names"])
    if runs is not None:
        found = rota_readiness.look_ahead(at=at, code=row.code)
        context["findings"] = listed.findings(found, context["names"])
        context |= _arranged(request, row.code, runs, context["names"], at=at, me=me, plans=plans)
    return context


def _what_is_shown(
    rota: Rota, seen: weeks.Weeks, named: list[Rota], *, at: datetime, me: int
) -> dict[str, Any]:
    """Return answers, picture and list of one rota, and the names of all who are on these."""
    answers = cover(rota, at)
    changes_at = hands_over(rota, at, within=listed.AHEAD)
    after = cover(rota, changes_at) if changes_at else None
    names = listed.names_in([one for one in (answers, after) if one], named)
    since, until = max(seen.start, at), max(seen.end, at + listed.AHEAD)
    found = turns(rota, since - listed.WHOLE, until + listed.WHOLE)
    first = seen.start.date()
    return {
        "rota": listed.now(rota, answers, names, listed.names_of_roles(at=at))
        | listed.ahead(changes_at, after, names),
        "picture": weeks.picture(rota, seen, names, at=at),
        "turns": listed.entries(rota, found, names, me=me, since=since, until=until),
        "names": names,
        "zones": sorted({layer.zone for layer in rota.layers if hasattr(layer, "zone")}),
        "earlier": (first - timedelta(days=weeks.DAYS)).isoformat(),
        "later": (first + timedelta(days=weeks.DAYS)).isoformat(),
        "is_now": bool(seen.start <= at < seen.end),
    }


def _arranged(
    request: HttpRequest,
    code: str,
    rota: Rota,
    names: dict[int, str],
    *,
    at: datetime,
    me: int,
    plans: bool,
) -> dict[str, Any]:
    """Return what was arranged differently on a rota that runs, and the forms to do so."""
    offered = shown.choices(rota, turns(rota, at, at + SWAPPABLE), names, me=me, at=at)
    offered["absence"] = shown.away(plans=plans, me=me)
    sent = asked.text(request, "act") if request.method == "POST" else ""
    now = {"start": at, "person_id": me}
    roles = listed.names_of_roles(at=at)
    answered = queries.roles_of_rotas().get(code, [])
    return {
        "forms": {
            name: form(
                request.POST if name == sent else None,
                choices=offered[name],
                initial=now if name == "absence" else {"start": at},
                auto_id=f"{name}-%s",
            )
            for name, form in FORMS.items()
        },
        "roles": [{"code": role, "name": roles.get(role, role)} for role in answered],
        "overrides": shown.overrides(code, rota, at=at),
        "shadows": shown.shadows(code, rota, at=at),
        "swaps": shown.swaps(queries.open_swaps(after=at, code=code), me=me, plans=plans),
        "absences": shown.absences(at=at, me=me, plans=plans, people=rota.everybody),
        "outside": shown.outside(code, rota),
        "has_outside": bool(offered["outside"]["layer"]),
        "has_turns": bool(offered["offer"]["turn"]),
    }


def _first_day(request: HttpRequest, at: datetime) -> date:
    """Return the first day shown: the Monday of this week, or the one that was asked for."""
    try:
        wanted = date.fromisoformat(request.GET.get("from", ""))
    except ValueError:
        return weeks.monday_of(at)
    near = abs((wanted - at.date()).days) <= 730
    return wanted if near else weeks.monday_of(at)
