"""Versions of the strategy: the list with its evidence, one of them, and who has read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.policies import agreement
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Action
from musterpoint.domain.versions import is_asked_to_read
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import versions as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.look_after_versions import acknowledge_version, set_review_date
from musterpoint.usecases.refusals import Problem, Refusal


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show every version, and ask for those that wait to be read by whoever looks."""
    at = asked.moment(request)
    rows = shown.rows(at=at)
    context = {"nav": "strategy", "versions": rows, "to_read": _to_read(request)}
    return render(request, "strategy/agreeing/versions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version with its evidence, or do what its page asks and come back."""
    version = _found(number)
    if request.method != "POST":
        return render(request, "strategy/agreeing/version.html", _context(request, version))
    act = ACTS.get(asked.text(request, "act"))
    if act is None:
        raise Http404
    try:
        says = act(request, number)
    except Refusal as refusal:
        context = _context(request, version) | {"refusals": answering.words_of(refusal)}
        status = answering.status_of(refusal)
        return render(request, "strategy/agreeing/version.html", context, status=status)
    messages.success(request, says)
    return redirect("web:version_one", number=number)


@require_safe
def readers(request: HttpRequest, number: int) -> HttpResponse:
    """Return who has read a version, and who has not, as CSV."""
    asked.actor(request).must(Action.DRAFT_POLICY)
    found = shown.readers(_found(number))
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["name", "roles", "read_at"])
    for person in [*found["have"], *found["have_not"]]:
        at = person["at"].isoformat() if person["at"] else ""
        writer.writerow([_plain(person["name"]), " ".join(person["roles"]), at])
    disposition = f'attachment; filename="strategy-v{number}-readers.csv"'
    return HttpResponse(
        file.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _plain(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t" else name


def _context(request: HttpRequest, version: Version) -> dict[str, Any]:
    at, actor = asked.moment(request), asked.actor(request)
    said = shown.one(version, at=at)
    found = shown.readers(version) if asked.allowed(request, Action.DRAFT_POLICY) else None
    has_read = agreement.has_read([version.id], person_id=actor.person_id or 0)
    return {
        "nav": "strategy",
        "version": said,
        "readers": found,
        "has_read": bool(has_read),
        "is_asked": is_asked_to_read(version.strategy, actor.roles),
        "may_set": asked.allowed(request, Action.PUBLISH_POLICY) and not said["is_over"],
    }


def _to_read(request: HttpRequest) -> int | None:
    """Return the number of the version in force when whoever looks is asked to read it."""
    actor, at = asked.actor(request), asked.moment(request)
    version = policies.in_force(at=at)
    if not is_asked_to_read(version.strategy, actor.roles):
        return None
    has_read = agreement.has_read([version.id], person_id=actor.person_id or 0)
    return None if has_read else version.number


def _found(number: int) -> Version:
    try:
        return policies.by_number(number)
    except ObjectDoesNotExist:
        raise Http404 from None


def _acknowledge(request: HttpRequest, number: int) -> str:
    acknowledge_version(number=number, by=asked.actor(request), at=asked.moment(request))
    return _("Kept: you have read version %(n)d. Thank you.") % {"n": number}


def _set_review(request: HttpRequest, number: int) -> str:
    try:
        day = date.fromisoformat(asked.text(request, "date"))
    except ValueError:
        raise Refusal(Problem(field="date", says=_("Choose a day."))) from None
    set_review_date(number=number, date=day, by=asked.actor(request), at=asked.moment(request))
    return _("The review date is set.")


ACTS: Mapping[str, Callable[[HttpRequest, int], str]] = {
    "acknowledge": _acknowledge,
    "review": _set_review,
}
