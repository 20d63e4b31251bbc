"""Every duty of the strategy in force, and the confirmation of each by who answers for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Action, may
from musterpoint.domain.obligations import day_of
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import duty_list as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.confirm_duty import confirm_duty, owned_by
from musterpoint.usecases.refusals import Refusal


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "duties/list.html", _context(request))


@require_POST
def confirm(request: HttpRequest, code: str) -> HttpResponse:
    """Keep that a duty is right, and how that is known; a refusal keeps the words."""
    by, at = asked.actor(request), asked.moment(request)
    number, note = asked.text(request, "version"), asked.text(request, "note")
    try:
        confirm_duty(
            number=int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0,
            code=code,
            note=note,
            by=by,
            at=at,
        )
    except Refusal as refusal:
        said = {"refusals": answering.words_of(refusal), "typed": {"code": code, "note": note}}
        status = answering.status_of(refusal)
        return render(request, "duties/list.html", _context(request) | said, status=status)
    show = asked.text(request, "show")
    kept = f"?show={show}" if show in shown.SHOWS else ""
    return redirect(f"{reverse('web:duties')}{kept}#{code}")


def _context(request: HttpRequest) -> dict[str, Any]:
    at = asked.moment(request)
    version = policies.in_force(at=at)
    rows = shown.listed(
        version.strategy,
        policies.confirmations(version.id),
        on=day_of(version.strategy, at),
        mine=_mine(request, version),
    )
    wanted = request.POST.get("show") or request.GET.get("show", "ours")
    show = wanted if wanted in shown.SHOWS else "ours"
    return {
        "nav": "strategy",
        "duties": shown.among(rows, show),
        "shows": [
            {
                "label": label,
                "url": f"?show={code}",
                "current": code == show,
                "count": len(shown.among(rows, code)),
            }
            for code, label in shown.SHOWS.items()
        ],
        "show": show,
        "we_are": sorted(one.replace("_", " ") for one in version.strategy.we_are),
        "version": version.number,
        "at": at,
        "typed": {},
    }


def _mine(request: HttpRequest, version: Version) -> frozenset[str]:
    """Return the roles whose duties the reader may confirm; ``*`` for all."""
    by, at = asked.actor(request), asked.moment(request)
    if may(by.roles, Action.DRAFT_POLICY):
        return frozenset({"*"})
    owners = {one.owner for one in version.strategy.obligations.values() if one.owner}
    return owned_by(by, among=owners, at=at)
