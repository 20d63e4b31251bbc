"""What differs between two texts of the strategy: what, who, why and when."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from musterpoint.apps.policies import comparing
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.comparing import NoSuchText
from musterpoint.domain.policy.comparing import Kind
from musterpoint.domain.policy.parts import PARTS
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import comparing as shown


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the differences, all or of one part or kind; without names, of the newest version."""
    choices = shown.choices()
    old, new = _named(request)
    part, kind = request.GET.get("part", ""), request.GET.get("kind", "")
    context: dict[str, Any] = {
        "nav": "strategy",
        "choices": choices,
        "old": old,
        "new": new,
        "part": part,
        "kind": kind,
        "all_parts": [{"code": one.code, "title": f"{one.number} {one.title}"} for one in PARTS],
        "kinds": shown.kinds(),
    }
    if old and new:
        context |= _differences(old, new, part=part, kind=kind)
    return render(request, "strategy/agreeing/compare.html", context)


def _differences(old: str, new: str, *, part: str, kind: str) -> dict[str, Any]:
    try:
        before, after = comparing.side(old), comparing.side(new)
    except NoSuchText as refusal:
        raise Http404(str(refusal)) from refusal
    found = comparing.compared(before, after)
    kept = [
        one
        for one in found
        if (not part or (one.difference.part and one.difference.part.code == part))
        and (kind not in set(Kind) or one.difference.kind == kind)
    ]
    return {
        "before": shown.side(before),
        "after": shown.side(after),
        "sums": shown.sums(found),
        "total": len(found),
        "shown": len(kept),
        "parts": shown.parts(kept),
    }


def _named(request: HttpRequest) -> tuple[str, str]:
    """Return the two texts asked for: of a draft, against the version in force."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    numbers = sorted(policies.starts(), reverse=True)
    if new and not old:
        at = asked.moment(request)
        old = str(policies.in_force(at=at).number)
    elif not new and not old and len(numbers) > 1:
        old, new = str(numbers[1]), str(numbers[0])
    return old, new
