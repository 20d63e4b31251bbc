"""Trying a path with what there is set up: who would be told when, and by what. Writes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from musterpoint.apps.escalation.trying import try_path
from musterpoint.apps.policies.queries import Version
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms.trying import TryForm
from musterpoint.interfaces.web.shown import trying as shown
from musterpoint.interfaces.web.views.answering import INVALID


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Show what the path would do; another path that was chosen has an address of its own."""
    now = asked.moment(request)
    version = directory.strategy(at=now)
    path = version.strategy.paths.get(code)
    if path is None:
        raise Http404
    form = _form(request, version, code, now)
    context: dict[str, Any] = {
        "nav": "strategy",
        "form": form,
        "path": path,
        "version": version,
        "clause": f"paths.{code}",
    }
    if not form.is_valid():
        return render(request, "paths/try.html", context, status=INVALID)
    said = form.cleaned_data
    if said["path"] != code:
        address = redirect("web:try_path", code=said["path"])
        address["Location"] += f"?{request.GET.urlencode()}"
        return address
    trial = try_path(version.strategy, path, priority=said["priority"], at=said["at"])
    context |= shown.trial(trial, version.strategy, path, start=said["at"])
    context |= {"start": said["at"], "priority": said["priority"]}
    return render(request, "paths/try.html", context)


def _form(request: HttpRequest, version: Version, code: str, now: datetime) -> TryForm:
    """Return the form as it was sent; what it does not say is now, at the gravest priority."""
    strategy = version.strategy
    local = now.astimezone(timezone.get_current_timezone())
    data = {
        "path": code,
        "priority": strategy.priorities[0].code,
        "at": local.strftime("%Y-%m-%dT%H:%M"),
    }
    data |= {name: request.GET[name] for name in data if request.GET.get(name)}
    return TryForm(
        data,
        choices={
            "path": [(one.code, one.name) for one in strategy.paths.values()],
            "priority": [(one.code, f"{one.code} {one.name}") for one in strategy.priorities],
        },
    )
