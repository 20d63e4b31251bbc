"""Reading a draft and saying what one thinks of it, by the link of an invitation, without account.

Opening the link does nothing but note that it was opened. It works without script or cookie.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import agreement, consultation_links
from musterpoint.apps.policies.consultation_links import BadLink, EndedLink
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import agreeing, consulting
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.contribute import contribute_by_link, open_link
from musterpoint.usecases.refusals import Refusal

GONE = 410


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show one part of the draft with a box for each clause, or keep what was said.

    The secret in the address is what another site would lack, so no cookie is asked for.
    """
    at = asked.moment(request)
    try:
        invitation = consultation_links.read(token)
        if request.method == "GET":
            open_link(invitation=invitation, at=at)
        if request.method != "POST":
            return _page(request, _context(request, invitation, token))
        return _keep(request, invitation, token)
    except (BadLink, EndedLink) as refusal:
        return _page(request, {"says": str(refusal)}, status=GONE)


def _keep(request: HttpRequest, invitation: Any, token: str) -> HttpResponse:
    typed = {"clause": asked.text(request, "clause"), "says": asked.text(request, "says")}
    try:
        contribute_by_link(
            invitation=invitation,
            read=asked.text(request, "act") == "read",
            at=asked.moment(request),
            **typed,
        )
    except Refusal as refusal:
        context = _context(request, invitation, token)
        context |= {"refusals": answering.words_of(refusal), "typed": typed}
        return _page(request, context, status=answering.status_of(refusal))
    return _page(request, _context(request, invitation, token) | {"is_kept": True})


def _context(request: HttpRequest, invitation: Any, token: str) -> dict[str, Any]:
    round_ = invitation.consultation
    at = asked.moment(request)
    standing = agreement.standing_of(round_.draft, at=at)
    base = reverse("web:outside_consultation", args=[token])
    links, part = consulting.contents(round_.draft_id, part=request.GET.get("part", ""), base=base)
    said = [one for one in agreement.contributions(round_.pk) if one.invitation_id == invitation.pk]
    strategy = standing.strategy
    names = agreeing.group_names(standing.rule)
    return {
        "at": at,
        "invitation": invitation,
        "draft": agreeing.head(standing, at=at),
        "round": round_,
        "contents": links,
        "part": part,
        "clauses": consulting.clauses(round_.draft_id, strategy, part) if strategy else [],
        "is_readable": strategy is not None,
        "is_open": True,
        "mine": [agreeing.comment(one, names=names) for one in said],
    }


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, "strategy/agreeing/outside.html", context, status=status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response
