"""The channels: whether each is set up and known to work, and a test of one now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import channels as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.prove_channels import prove_now
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show every channel; a sent form tests one."""
    by = asked.actor(request)
    by.must(Action.ADMINISTER)
    refusals: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            prove_now(channel=asked.text(request, "channel"), by=by, at=asked.moment(request))
        except Refusal as refusal:
            refusals, status = answering.words_of(refusal), answering.status_of(refusal)
        else:
            messages.success(request, _("A test is on its way. Look again in a minute."))
            return redirect("web:setup_channels")
    at = asked.moment(request)
    context = {"nav": "setup", "rows": shown.rows(at=at), "refusals": refusals}
    return render(request, "setup/channels.html", context, status=status)
