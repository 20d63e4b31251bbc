"""Messages that could not be delivered: take one, send it again, or settle it with words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from musterpoint.apps.notifications import queries as notifications
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import undelivered as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases import settle_dead_letters
from musterpoint.usecases.refusals import Refusal

A_PAGE = 50


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the letters that nobody settled, the newest first."""
    asked.actor(request).must(Action.ADMINISTER)
    return _page(request)


@require_POST
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Do something with one letter."""
    by, at = asked.actor(request), asked.moment(request)
    by.must(Action.ADMINISTER)
    if not (0 < number < 2**63 and notifications.is_dead_letter(number)):
        raise Http404
    how: dict[str, Any] = {"message_id": number, "by": by, "at": at}
    says = asked.text(request, "says")
    try:
        match request.POST.get("act", ""):
            case "take":
                settle_dead_letters.take_dead_letter(**how)
                messages.success(request, _("It is yours now."))
            case "again":
                settle_dead_letters.send_again(**how)
                messages.success(request, _("It is on its way once more."))
            case "settle":
                settle_dead_letters.settle_dead_letter(**how, says=says)
                messages.success(request, _("Settled."))
            case _act:
                raise Http404
    except Refusal as refusal:
        said = {"number": number, "words": answering.words_of(refusal), "typed": says}
        return _page(request, status=answering.status_of(refusal), said=said)
    return redirect("web:undelivered")


def _page(request: HttpRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    before = request.GET.get("before", "")
    after = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    letters = notifications.dead_letters(limit=A_PAGE + 1, after=after)
    rows = shown.rows(letters[:A_PAGE], person_id=asked.person(request).pk)
    older = f"?before={letters[A_PAGE - 1].pk}" if len(letters) > A_PAGE else ""
    context = {"nav": "setup", "rows": rows, "older_url": older,
               "newer_url": "?" if after is not None else "", **given}  # fmt: skip
    return render(request, "setup/undelivered.html", context, status=status)
