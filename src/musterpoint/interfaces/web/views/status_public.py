"""Status pages for readers: no sign-in, no script, no cookie; kept by caches between us and them.

The public page is anybody's. That of a client account opens by its secret link, or to a colleague.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.communications.status_site import atom, pages, statuspage_json
from musterpoint.apps.communications.status_site.pages import Place
from musterpoint.interfaces.web import asked, directory

FOR_ALL = "public, max-age=0, s-maxage=30, stale-if-error=86400"
FOR_ONE = "private, no-store"
KEPT_ANSWERS = 256
HTML = "text/html; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"
JSON = "application/json; charset=utf-8"

Page = Any
"""A row of a status page, as the queries return it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One answer of one page as it stood after a change, on one day."""

    pk: int
    changed_at: datetime
    what: str
    about: str
    url: str
    where: Place
    zone: str
    at: datetime


@login_not_required
@require_safe
def home(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Show how it is now."""
    return _answer(request, opened(secret), "home")


@login_not_required
@require_safe
def history(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Show what is over; ``?before=`` an instant shows what was earlier."""
    before = parse_datetime(request.GET.get("before", "").replace(" ", "+"))
    until = before.isoformat() if before is not None and before.tzinfo else ""
    return _answer(request, opened(secret), "history", until, up="../")


@login_not_required
@require_safe
def notice(request: HttpRequest, code: str, secret: str = "") -> HttpResponse:
    """Show one notice."""
    return _answer(request, opened(secret), "notice", code, up="../../")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Answer the Atom feed."""
    return _answer(request, opened(secret), "feed", kind=ATOM)


@login_not_required
@require_safe
def document(request: HttpRequest, name: str, secret: str = "") -> HttpResponse:
    """Answer a document of the JSON that status widgets read."""
    return _answer(request, opened(secret), "document", name, kind=JSON)


@require_safe
def of_home(request: HttpRequest, page: str) -> HttpResponse:
    """Show a client's own page to a colleague."""
    return _answer(request, _named(page), "home", offers=False)


@require_safe
def of_history(request: HttpRequest, page: str) -> HttpResponse:
    """Show a colleague what is over on a client's own page."""
    return _answer(request, _named(page), "history", up="../", offers=False)


@require_safe
def of_notice(request: HttpRequest, page: str, code: str) -> HttpResponse:
    """Show a colleague one notice of a client's own page."""
    return _answer(request, _named(page), "notice", code, up="../../", offers=False)


def opened(secret: str) -> Page:
    """Return the page that an address opens, or raise Http404: what is wrong is not told."""
    page = queries.by_secret(secret) if secret else queries.public()
    if page is None:
        raise Http404
    return page


def _named(code: str) -> Page:
    page = queries.by_code(code)
    if page is None:
        raise Http404
    return page


def root_of(page: Page, secret: str = "") -> str:
    """Return the whole address of a page, which ends with a slash."""
    if page.is_public:
        path = reverse("web:status")
    elif secret:
        path = reverse("web:status_private", args=[secret])
    else:
        path = reverse("web:status_of", args=[page.code])
    return f"{settings.BASE_URL}{path}"


def place(*, up: str = "", offers: bool = True) -> Place:
    """Return where the page's parts stand when this product serves them."""
    return Place(
        css=static("status/status.css"),
        up=up,
        subscribe=f"{up}subscribe/" if offers else "",
        offers_feeds=offers,
    )


def sent(request: HttpRequest, page: Page, body: bytes, kind: str = HTML) -> HttpResponse:
    """Answer with headers that let the public page be kept, and a private one by nobody."""
    response = HttpResponse(body, content_type=kind)
    response["Referrer-Policy"] = "no-referrer"
    if not page.is_public:
        response["Cache-Control"] = FOR_ONE
        response["X-Robots-Tag"] = "noindex"
        return response
    response["Cache-Control"] = FOR_ALL
    if kind != HTML:
        response["Access-Control-Allow-Origin"] = "*"
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response["ETag"] = etag
    found = get_conditional_response(request, etag=etag, response=response)
    return response if found is None else found


def _answer(
    request: HttpRequest,
    page: Page,
    what: str,
    about: str = "",
    *,
    kind: str = HTML,
    up: str = "",
    offers: bool = True,
) -> HttpResponse:
    match = request.resolver_match
    secret = str(match.kwargs.get("secret", "")) if match else ""
    zone = directory.centre()[1]
    day = asked.moment(request).astimezone(ZoneInfo(zone)).date().isoformat()
    body = _made(
        Wanted(
            pk=page.pk,
            changed_at=page.changed_at or page.added_at,
            what=what,
            about=about,
            url=root_of(page, secret),
            where=place(up=up, offers=offers),
            zone=zone,
            at=datetime.fromisoformat(f"{day}T12:00:00").replace(tzinfo=ZoneInfo(zone)),
        )
    )
    if body is None:
        raise Http404
    return sent(request, page, body, kind)


@lru_cache(maxsize=KEPT_ANSWERS)
def _made(wanted: Wanted) -> bytes | None:
    """Return the body of an answer; nothing is made again before the page or the day changes."""
    page = queries.up().get(pk=wanted.pk)
    made = _MAKING[wanted.what](page, wanted)
    return made.encode() if isinstance(made, str) else made


def forget() -> None:
    """Make every answer anew, for tests."""
    _made.cache_clear()


def _home(page: Page, wanted: Wanted) -> str:
    return pages.home(queries.read(page), wanted.where, zone=wanted.zone, at=wanted.at)


def _history(page: Page, wanted: Wanted) -> str:
    before = datetime.fromisoformat(wanted.about) if wanted.about else None
    found = queries.months(page, before=before)
    older = ""
    if len(found) == queries.RECENT:
        older = f"?{urlencode({'before': found[-1].began_at.isoformat()})}"
    read = queries.read(page)
    return pages.history(read, found, wanted.where, zone=wanted.zone, older=older)


def _notice(page: Page, wanted: Wanted) -> str | None:
    found = queries.one_notice(page, wanted.about)
    if found is None:
        return None
    return pages.notice(queries.read(page), found, wanted.where, zone=wanted.zone)


def _feed(page: Page, wanted: Wanted) -> bytes:
    return atom.feed(queries.read(page), url=wanted.url, zone=wanted.zone)


def _document(page: Page, wanted: Wanted) -> bytes | None:
    read = queries.read(page)
    found = statuspage_json.document(wanted.about, read, url=wanted.url, zone=wanted.zone)
    return None if found is None else JsonResponse(found).content


_MAKING: dict[str, Callable[[Page, Wanted], str | bytes | None]] = {
    "home": _home,
    "history": _history,
    "notice": _notice,
    "feed": _feed,
    "document": _document,
}
