"""The API put together: its routers, its documentation, its addresses."""

from __future__ import annotations

import json
from functools import cache, wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI

from musterpoint.interfaces.api import openapi
from musterpoint.interfaces.api.addresses import ROOT
from musterpoint.interfaces.api.guarding import guard
from musterpoint.interfaces.api.once import once
from musterpoint.interfaces.api.parsing import StrictParser
from musterpoint.interfaces.api.problems import METHOD, NOT_FOUND, handled, problem
from musterpoint.interfaces.api.routes import (
    agreeing,
    attachments,
    audiences,
    briefings,
    centre,
    complaints,
    conforming,
    drafts,
    events,
    facts,
    handing,
    incidents,
    life,
    paths,
    policies,
    promises,
    reaching,
    replays,
    rotas,
    scenarios,
    status_pages,
    updates,
    vault,
    words,
    work,
)

OPENAPI_URL = f"{ROOT}/openapi.json"


class Door(NinjaAPI):
    """All routes of the product's API; every refusal leaves as problem+json."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        """Return the problem that a route's exception is."""
        return handled(request, exc)


def _api() -> Door:
    api = Door(
        title="Musterpoint",
        version="1",
        description=openapi.ABOUT,
        openapi_url=None,
        docs_url=None,
        parser=StrictParser(),
        urls_namespace="api",
    )
    api.add_decorator(once, mode="operation")
    api.add_decorator(guard, mode="view")
    prefix = ROOT.lstrip("/")
    api.add_router(f"{prefix}/incidents", incidents.router)
    api.add_router(f"{prefix}/incidents", life.router)
    api.add_router(f"{prefix}/incidents", work.router)
    api.add_router(f"{prefix}/incidents", facts.router)
    api.add_router(f"{prefix}/incidents", attachments.router)
    api.add_router(f"{prefix}/incidents", updates.router)
    api.add_router(f"{prefix}/audiences", audiences.router)
    api.add_router(f"{prefix}/incidents", briefings.on_incidents)
    api.add_router(f"{prefix}/briefings", briefings.router)
    api.add_router(f"{prefix}/complaints", complaints.router)
    api.add_router(f"{prefix}/policies", policies.router)
    api.add_router(f"{prefix}/policies", conforming.router)
    api.add_router(f"{prefix}/drafts", drafts.router)
    api.add_router(f"{prefix}/policies", scenarios.router)
    api.add_router(f"{prefix}/policies", agreeing.on_versions)
    api.add_router(f"{prefix}/drafts", agreeing.on_drafts)
    api.add_router(f"{prefix}/rotas", rotas.router)
    api.add_router(f"{prefix}/absences", rotas.absences)
    api.add_router(f"{prefix}/paths", paths.router)
    api.add_router(f"{prefix}/replays", replays.router)
    api.add_router(f"{prefix}/vault", vault.router)
    api.add_router(f"{prefix}/incidents", vault.on_incidents)
    api.add_router(prefix, centre.router)
    api.add_router(prefix, handing.router)
    api.add_router(prefix, promises.router)
    api.add_router(f"{prefix}/status-pages", status_pages.router)
    api.add_router(prefix, reaching.router)
    api.add_router(prefix, words.router)
    api.add_router("", events.router)
    return api


api = _api()


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document, made once for each process."""
    return openapi.completed(api.get_openapi_schema(path_prefix=""))


def openapi_json(_request: HttpRequest) -> HttpResponse:
    """Answer the OpenAPI document, to anybody: it holds no data."""
    return JsonResponse(document())


def docs(request: HttpRequest) -> HttpResponse:
    """Show the OpenAPI document as a page; scripts and styles come from this server."""
    settings = {"url": OPENAPI_URL, "layout": "BaseLayout", "deepLinking": True}
    context = {"swagger_settings": json.dumps(settings), "api": api, "add_csrf": False}
    return render(request, "ninja/swagger.html", context)


def nowhere(_request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """Answer that there is nothing at an address under the API."""
    return problem(NOT_FOUND, "There is nothing at this address.")


nowhere.csrf_exempt = True  # type: ignore[attr-defined]  # a token is asked for, never a cookie


def addresses() -> list[URLPattern]:
    """Return every address of the API, unknown ones under its root last."""
    routes = [
        _speaking_problems(each)
        for each in api.urls[0]
        if isinstance(each, URLPattern) and each.name != "api-root"
    ]
    return [
        path(OPENAPI_URL.lstrip("/"), openapi_json, name="openapi"),
        path(f"{ROOT.lstrip('/')}/docs", docs, name="api_docs"),
        *routes,
        re_path(r"^(api|v2)/", nowhere),
    ]


def _speaking_problems(route: URLPattern) -> URLPattern:
    """Let the library's plain 405 leave as a problem too."""
    view = route.callback

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, **kwargs)
        if response.status_code != METHOD.status:
            return response
        allowed = ", ".join(sorted(response["Allow"].replace(" ", "").split(",")))
        refusal = problem(METHOD, f"Use one of: {allowed}.")
        refusal["Allow"] = allowed
        return refusal

    route.callback = wrapped
    return route
