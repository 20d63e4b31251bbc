"""Keeping status pages: which there are, what each shows, its link, its components."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.communications.queries import subscribers
from musterpoint.apps.communications.status_site import labels
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.doing import status as doing
from musterpoint.interfaces.web.forms import status as forms
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.interfaces.web.views.status_public import root_of
from musterpoint.usecases.keep_status_pages import add_page
from musterpoint.usecases.refusals import Refusal

ENDS = frozenset({"take_down"})


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Show every status page, or put one up."""
    by = asked.actor(request)
    by.must(Action.KEEP_STATUS_PAGE)
    rows = queries.overview()
    form = forms.NewPageForm(asked.sent(request), choices={"account": _whose(rows)})
    status = 200
    if request.method == "POST":
        status = answering.INVALID
        if form.is_valid():
            try:
                code = add_page(**form.cleaned_data, by=by, at=asked.moment(request))
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
                status = answering.status_of(refusal)
            else:
                messages.success(request, _("It is up."))
                return redirect("web:setup_status_one", code=code)
    context = {"nav": "setup", "pages": [_row(row) for row in rows], "form": form}
    return render(request, "setup/status.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a page shows, or do what is asked and come back."""
    asked.actor(request).must(Action.KEEP_STATUS_PAGE)
    page = queries.by_code(code)
    if page is None:
        raise Http404
    act = asked.text(request, "act")
    if request.method != "POST":
        return _shown(request, page, _forms(request, page))
    if act not in doing.ACTS:
        raise Http404
    known = _forms(request, page, sent=act)
    form = known.get(act)
    if form is not None and not form.is_valid():
        return _shown(request, page, known, sent=act, status=answering.INVALID)
    try:
        says = doing.ACTS[act](request, code, form.cleaned_data if form else {})
    except Refusal as refusal:
        more: dict[str, Any] = {}
        if form is None:
            more["refusals"] = answering.words_of(refusal)
        else:
            saying.beside_fields(form, refusal)
        status = answering.status_of(refusal)
        return _shown(request, page, known, sent=act, status=status, **more)
    messages.success(request, says)
    return redirect("web:setup_status") if act in ENDS else redirect(request.path)


def _forms(request: HttpRequest, page: Any, *, sent: str = "") -> dict[str, Form]:
    def data(name: str) -> Any:
        return request.POST if name == sent else None

    services = [("", _("Nothing in particular"))]
    services += [(place.code, place.name) for place in directory.places().service]
    present = {"name": page.name, "says": page.says}
    strategy = directory.strategy(at=asked.moment(request)).strategy
    outside = [(one.code, one.name) for one in strategy.audiences.values() if one.outside]
    return {
        "name": forms.NameForm(data("name"), initial=present, auto_id="name-%s"),
        "audiences": forms.AudiencesForm(
            data("audiences"),
            choices={"audiences": outside},
            initial={"audiences": page.audiences},
            auto_id="audiences-%s",
        ),
        "component": forms.ComponentForm(
            data("component"), choices={"service": services}, auto_id="component-%s"
        ),
    }


def _shown(
    request: HttpRequest,
    page: Any,
    forms_: dict[str, Form],
    *,
    sent: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    read = queries.read(page)
    context = {
        "nav": "setup",
        "row": page,
        "page": read,
        "address": root_of(page),
        "forms": forms_,
        "sent": sent,
        "overall": labels.OVERALL[read.indicator],
        "components": [
            {"row": one, "label": labels.COMPONENT[one.status]} for one in read.components
        ],
        "subscribed": subscribers.count(page),
        "readers": subscribers.of_client(page),
        "statuses": [(one.value, label) for one, label in labels.COMPONENT.items()],
        **more,
    }
    return render(request, "setup/status_one.html", context, status=status)


def _row(row: Any) -> dict[str, Any]:
    return {"row": row, "address": root_of(row)}


def _whose(rows: list[Any]) -> list[tuple[str, str]]:
    """Return whose page can still be put up."""
    taken = {row.account_id for row in rows}
    everybody = [] if None in taken else [("", _("Everybody: the public page"))]
    accounts = directory.places().account
    return everybody + [(one.code, one.name) for one in accounts if one.id not in taken]
