"""Who the audiences of the strategy are here, for administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.audiences import MemberForm
from musterpoint.interfaces.web.shown import audiences as shown
from musterpoint.interfaces.web.shown.audiences import AudienceShown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.keep_audiences import add_to_audience, remove_from_audience
from musterpoint.usecases.refusals import Refusal


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show every audience and who belongs to it."""
    asked.actor(request).must(Action.ADMINISTER)
    found = shown.audiences_shown(at=asked.moment(request))
    halves = [
        {"title": _("Within the organisation"), "rows": [one for one in found if not one.outside]},
        {"title": _("Outside"), "rows": [one for one in found if one.outside]},
    ]
    return render(request, "setup/audiences.html", {"nav": "setup", "halves": halves})


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show one audience; a sent form adds somebody or removes somebody."""
    by = asked.actor(request)
    by.must(Action.ADMINISTER)
    audience = shown.audience_shown(code, at=asked.moment(request))
    if audience is None:
        raise Http404
    form = _form(request)
    if request.method != "POST":
        return _page(request, audience, form)
    given = request.POST.get("remove", "")
    if given:
        return _remove(request, audience, given, form)
    if not form.is_valid():
        return _page(request, audience, form, status=answering.INVALID)
    try:
        add_to_audience(audience=code, **form.cleaned_data, by=by, at=asked.moment(request))
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        return _page(request, audience, form, status=answering.status_of(refusal))
    messages.success(request, _("Added. The next update goes to them as well."))
    return redirect("web:setup_audience", code=code)


def _remove(
    request: HttpRequest, audience: AudienceShown, given: str, form: MemberForm
) -> HttpResponse:
    if given not in {str(each.id) for each in audience.members}:
        raise Http404
    try:
        remove_from_audience(
            audience=audience.code,
            member_id=int(given),
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        messages.error(request, " ".join(answering.words_of(refusal)))
        return _page(request, audience, form, status=answering.status_of(refusal))
    messages.success(request, _("Removed."))
    return redirect("web:setup_audience", code=audience.code)


def _form(request: HttpRequest) -> MemberForm:
    accounts = [(row.code, row.name) for row in organisation.accounts()]
    choices: dict[str, Any] = {
        "holder": [("", "–"), *shown.to_choose(at=asked.moment(request))],
        "account": [("", _("Every client, or none")), *accounts],
    }
    sent = asked.sent(request) if "holder" in request.POST else None
    return MemberForm(sent, choices=choices)


def _page(
    request: HttpRequest, audience: AudienceShown, form: MemberForm, *, status: int = 200
) -> HttpResponse:
    context = {"nav": "setup", "audience": audience, "form": form}
    return render(request, "setup/audience.html", context, status=status)
