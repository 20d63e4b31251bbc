"""Complaints, as far as they are recorded now: open ones, one of them, logging, closing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from musterpoint.apps.complaints import queries
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.working import ComplaintForm, OutcomeForm
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.log_complaint import (
    acknowledge_complaint,
    close_complaint,
    log_complaint,
)
from musterpoint.usecases.refusals import Refusal


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    return _list(request, ComplaintForm())


@require_POST
def log(request: HttpRequest) -> HttpResponse:
    by = asked.actor(request)
    by.must(Action.COMPLAIN)
    form = ComplaintForm(request.POST)
    if form.is_valid():
        try:
            made = log_complaint(**form.cleaned_data, by=by, at=asked.moment(request))
        except Refusal as refusal:
            _say(form, refusal)
        else:
            return redirect("web:complaint", number=made.pk)
    return _list(request, form, status=answering.INVALID)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    found = (
        queries.visible_to(asked.person(request))
        .select_related("logged_by", "closed_by", "incident")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise Http404
    form = OutcomeForm(request.POST or None)
    status = 200
    if request.method == "POST":
        asked.actor(request).must(Action.COMPLAIN)
        try:
            if _act(request, number, form):
                return redirect("web:complaint", number=number)
            status = answering.INVALID
        except Refusal as refusal:
            _say(form, refusal)
            status = answering.status_of(refusal)
    context: dict[str, Any] = {"nav": "complaints", "complaint": found, "form": form}
    context["seen"] = _visible_incident(request, found)
    return render(request, "complaints/one.html", context, status=status)


def _act(request: HttpRequest, number: int, form: OutcomeForm) -> bool:
    by, at = asked.actor(request), asked.moment(request)
    if request.POST.get("act") == "acknowledge":
        acknowledge_complaint(complaint_id=number, by=by, at=at)
        return True
    if not form.is_valid():
        return False
    close_complaint(complaint_id=number, outcome=form.cleaned_data["outcome"], by=by, at=at)
    return True


def _visible_incident(request: HttpRequest, complaint: Any) -> Any:
    """The logger of a complaint sees it even where its incident is hidden from them."""
    if complaint.incident is None or not complaint.incident.restricted:
        return complaint.incident
    return queries.linked_incident(asked.actor(request), complaint)


def _visible_incidents(request: HttpRequest, rows: Iterable[Any]) -> dict[int, str]:
    """Return the references that may be shown. One more statement, if any is restricted."""
    linked = [one.incident for one in rows if one.incident is not None]
    hidden = [one.pk for one in linked if one.restricted]
    open_to_all = {one.pk: one.ref for one in linked if not one.restricted}
    return open_to_all | incidents.seen_among(asked.actor(request), hidden)


def _say(form: Any, refusal: Refusal) -> None:
    form.is_valid()
    for problem in refusal.errors:
        form.add_error(problem.field if problem.field in form.fields else None, problem.says)


def _list(request: HttpRequest, form: ComplaintForm, *, status: int = 200) -> HttpResponse:
    rows = queries.open_now(asked.person(request), limit=100)
    seen = _visible_incidents(request, rows)
    listed = [{"row": one, "incident": seen.get(one.incident_id or 0)} for one in rows]
    context = {"nav": "complaints", "complaints": listed, "form": form}
    return render(request, "complaints/list.html", context, status=status)
