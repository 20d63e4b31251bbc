"""Subscribing to a status page, and the subscriber's own page behind the link in every mail.

No sign-in, no cookie. What is only opened changes nothing: mail scanners open links too.
"""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_address, ip_network
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications import subscription_links as links
from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.communications.status_site import pages
from musterpoint.apps.communications.subscription_links import BadLink
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.views import answering
from musterpoint.interfaces.web.views.status_public import opened, place, sent
from musterpoint.usecases import subscribe
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.subscribe import SubscriptionIsOver, TooManyAsked

GONE, TOO_MANY = 410, 429
ONE_CLICK = "One-Click"
TRAP = "website"
"""A field that people do not see and programs fill in."""


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, secret: str = "") -> HttpResponse:
    """Show the form, or send the mailbox a link to confirm with."""
    page = opened(secret)
    if request.method != "POST":
        return _page(request, page, "status/subscribe.html", {"typed": {}})
    typed = {"email": asked.text(request, "email"), "url": asked.text(request, "url").strip()}
    components = request.POST.getlist("components")
    try:
        if not asked.text(request, TRAP):
            subscribe.ask(
                page=page.code,
                email=typed["email"],
                url=typed["url"],
                components=components,
                asked_from=_network(request),
                at=asked.moment(request),
            )
    except Refusal as refusal:
        status = TOO_MANY if isinstance(refusal, TooManyAsked) else answering.status_of(refusal)
        problems = {one.field: one.says for one in refusal.errors}
        context = {"typed": typed, "chosen": components, "problems": problems}
        return _page(request, page, "status/subscribe.html", context, status=status)
    return _page(request, page, "status/subscribe.html", {"typed": typed, "is_sent": True})


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, token: str) -> HttpResponse:
    """Show a subscription to whoever holds its link, or confirm, change or end it.

    The secret in the address is what another site would lack, so no cookie is asked for. A mail
    program ends it with one POST of its own (RFC 8058).
    """
    try:
        found = links.read(token)
        if request.method != "POST":
            return _own(request, found)
        if request.POST.get("List-Unsubscribe") == ONE_CLICK:
            subscribe.leave(token=token, at=asked.moment(request))
            return HttpResponse(_("Ended."), content_type="text/plain; charset=utf-8")
        done = _act(request, token)
        return _own(request, links.read(token), done=done)
    except SubscriptionIsOver:
        return _own(request, links.read(token), status=GONE)
    except BadLink as refusal:
        return HttpResponse(str(refusal), status=GONE, content_type="text/plain; charset=utf-8")
    except Refusal as refusal:
        says = answering.words_of(refusal)
        return _own(request, found, refusals=says, status=answering.status_of(refusal))


def _act(request: HttpRequest, token: str) -> str:
    at = asked.moment(request)
    match asked.text(request, "act"):
        case "confirm":
            subscribe.confirm(token=token, at=at)
            return "confirmed"
        case "leave":
            subscribe.leave(token=token, at=at)
            return "left"
        case _:
            subscribe.choose(token=token, components=request.POST.getlist("components"))
            return "chosen"


def _own(request: HttpRequest, found: Any, *, status: int = 200, **context: Any) -> HttpResponse:
    secret = ""
    if context.get("done") == "confirmed" and found.method is not None:
        secret = str(found.method.details.get("secret", ""))
    context |= {"own": found, "secret": secret, "chosen": found.components}
    return _page(request, found.page, "status/subscription.html", context, status=status)


def _page(
    request: HttpRequest, page: Any, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    read = queries.read(page)
    is_own = template == "status/subscription.html"
    where = place(up="../../" if is_own else "../", offers=False)
    where = replace(where, is_lone=is_own and not page.is_public)
    zone = directory.centre()[1]
    body = pages.words(read, where, template, context, zone=zone).encode()
    if request.method in {"GET", "HEAD"} and not is_own:
        return sent(request, page, body)
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _network(request: HttpRequest) -> str:
    """Return which network asks, unreadably and differently each day; "" when nobody knows."""
    try:
        host = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return ""
    prefix = 32 if host.version == 4 else 64
    network = ip_network(f"{host}/{prefix}", strict=False)
    day = asked.moment(request).date().isoformat()
    return salted_hmac("musterpoint.subscribe", f"{day} {network}", algorithm="sha256").hexdigest()
