"""How teams and outside contacts are reached, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.reaching import WayForm
from musterpoint.interfaces.web.shown import reaching as shown
from musterpoint.interfaces.web.shown import reaching_others
from musterpoint.interfaces.web.shown.reaching_others import Other
from musterpoint.interfaces.web.views import answering, saying, ways
from musterpoint.usecases.contact_methods import add_contact_method
from musterpoint.usecases.refusals import Refusal


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every team and outside contact with its ways."""
    asked.actor(request).must(Action.ADMINISTER)
    context = {"nav": "setup", "groups": reaching_others.groups()}
    return render(request, "setup/reach.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Show the ways of one of them; a sent form adds one."""
    by = asked.actor(request)
    by.must(Action.ADMINISTER)
    other = _other(kind, code)
    form = WayForm(asked.sent(request), choices={"channel": shown.channels_to_add()})
    if request.method != "POST":
        return _page(request, other, form=form)
    if not form.is_valid():
        return _page(request, other, status=answering.INVALID, form=form)
    try:
        add_contact_method(
            holder=other.holder, **form.cleaned_data, by=by, at=asked.moment(request)
        )
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        return _page(request, other, status=answering.status_of(refusal), form=form)
    messages.success(request, _("Added. It is used from now on: send a test."))
    return redirect("web:setup_reach_one", kind=kind, code=code)


@require_POST
def way(request: HttpRequest, kind: str, code: str, number: int) -> HttpResponse:
    """Do something with one way of theirs."""
    asked.actor(request).must(Action.ADMINISTER)
    other = _other(kind, code)
    if number not in {one.number for one in shown.ways(other.holder)}:
        raise Http404
    try:
        ways.act(request, number)
    except Refusal as refusal:
        said = {number: answering.words_of(refusal)}
        return _page(request, other, status=answering.status_of(refusal), said=said)
    return redirect("web:setup_reach_one", kind=kind, code=code)


def _other(kind: str, code: str) -> Other:
    found = reaching_others.find(kind, code)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, other: Other, *, status: int = 200, **given: Any) -> HttpResponse:
    where = reverse("web:setup_reach_one", args=[other.kind, other.code])
    context = {
        "nav": "setup",
        "holder": other,
        "ways": shown.ways(other.holder),
        "ways_at": f"{where}way/",
        "form": WayForm(choices={"channel": shown.channels_to_add()}),
        **given,
    }
    return render(request, "setup/reach_one.html", context, status=status)
