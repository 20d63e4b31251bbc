"""Reading a draft in consultation and saying what one thinks of it, as a colleague."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import agreement, drafts
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import agreeing, consulting
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.contribute import contribute
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: int) -> HttpResponse:
    """Show one part of the draft with a box for each clause, or keep what was said."""
    if request.method != "POST":
        return render(request, "strategy/agreeing/consultation.html", _context(request, number))
    try:
        contribute(
            draft_id=number,
            says=asked.text(request, "says"),
            clause=asked.text(request, "clause"),
            read=asked.text(request, "act") == "read",
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        context = _context(request, number) | {
            "refusals": answering.words_of(refusal),
            "typed": {"clause": asked.text(request, "clause"), "says": asked.text(request, "says")},
        }
        status = answering.status_of(refusal)
        return render(request, "strategy/agreeing/consultation.html", context, status=status)
    messages.success(request, _("Thank you. It is kept, and you will be told what became of it."))
    part = request.GET.get("part", "")
    where = reverse("web:draft_consultation", args=[number])
    return redirect(f"{where}?part={part}" if part.isidentifier() else where)


def _context(request: HttpRequest, number: int) -> dict[str, Any]:
    at, me = asked.moment(request), asked.person(request).pk
    standing = agreement.standing_of(drafts.draft(number), at=at)
    base = reverse("web:draft_consultation", args=[number])
    links, part = consulting.contents(number, part=request.GET.get("part", ""), base=base)
    said = agreement.contributions(standing.round.pk) if standing.round else []
    names = agreeing.group_names(standing.rule)
    return {
        "nav": "strategy",
        "draft": agreeing.head(standing, at=at),
        "round": standing.round,
        "contents": links,
        "part": part,
        "clauses": consulting.clauses(number, standing.strategy, part) if standing.strategy else [],
        "is_readable": standing.strategy is not None,
        "is_open": standing.progress.stage == "consultation",
        "mine": [agreeing.comment(one, names=names) for one in said if one.person_id == me],
    }
