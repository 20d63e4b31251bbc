"""The way into every page: signed in, in the centre's zone, with refusals that have a page.

A page of this door without a signed-in person exists only where its view says so.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from musterpoint.apps.communications.unknown import NoSuchBriefing, NoSuchPromise
from musterpoint.apps.complaints.operations import NoSuchComplaint
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.incidents.queries import BadCursor, NotFound
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.apps.jobs.queries import NoSuchJob
from musterpoint.apps.policies.drafts import NoSuchClause, NoSuchDraft
from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.apps.vault.operations.reading import NoSuchToken
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.domain.authority import NotAllowed
from musterpoint.interfaces import clock
from musterpoint.interfaces.web import directory

NAMESPACE = "web"
INVISIBLE = (
    NotFound,
    NoSuchIncident,
    NoSuchPart,
    NoSuchComplaint,
    NoSuchHandover,
    NoSuchJob,
    NoSuchDraft,
    NoSuchClause,
    NoSuchBriefing,
    NoSuchPromise,
    NoSuchToken,
    NoSuchPerson,
)


class SignedIn(LoginRequiredMiddleware):
    """Sends whoever is not signed in to do so; other doors have their own locks."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or match.namespaces[:1] != [NAMESPACE]:
            return None
        if not getattr(view_func, "login_required", True):
            return None  # who asks is not looked up, so that a public answer varies with no cookie
        if request.headers.get("HX-Request") == "true" and not request.user.is_authenticated:
            return HttpResponse(status=401, headers={"HX-Redirect": "/accounts/login/"})
        return super().process_view(request, view_func, view_args, view_kwargs)


class Page:
    """Gives a request its instant and the centre's zone, and a refusal its page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.moment = clock.now()  # type: ignore[attr-defined]  # one instant a request
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        match = request.resolver_match
        if match is not None and match.namespaces[:1] == [NAMESPACE]:
            timezone.activate(ZoneInfo(directory.centre()[1]))
        else:
            timezone.deactivate()

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespaces[:1] != [NAMESPACE]:
            return None
        if isinstance(problem, NotAllowed):
            return render(request, "403.html", {"says": str(problem)}, status=403)
        if isinstance(problem, INVISIBLE):
            return render(request, "404.html", status=404)
        if isinstance(problem, BadCursor):
            return render(request, "400.html", status=400)
        if isinstance(problem, NoStrategyInForce):
            return render(request, "409.html", {"says": str(problem)}, status=409)
        return None
