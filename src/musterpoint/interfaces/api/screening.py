"""Screens every body before a route sees it, and says in the answer what was taken out.

``Keep-Apart: yes`` moves what is only offered, such as names and phone numbers, as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse

from musterpoint.domain.authority import Actor
from musterpoint.domain.personal_data.within import texts_within, with_texts, without_named_secrets
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.bearer import actor_of, has_caller
from musterpoint.usecases.screen_text import Screened, place_screened, screen_text

ASK = "Keep-Apart"
REMOVED = "Personal-Data-Removed"
MOVED = "Personal-Data-Moved"
_NAMED = re.compile(r"/(?P<what>INC|CMP)-0*(?P<number>[1-9][0-9]{0,11})(?:/|$)")
_STREAMS = {"INC": "incident", "CMP": "complaint"}


def screened_body(request: HttpRequest, body: Any, *, by: Actor | None = None) -> Any:
    """Return a body as it may be kept. ``by`` is who sent it where no bearer token says so."""
    who = actor_of(request) if by is None and has_caller(request) else by
    body = without_named_secrets(body)
    texts = list(texts_within(body))
    screened = screen_text(
        texts, apart=request.headers.get(ASK, "").lower() == "yes", by=who, at=clock.now()
    )
    if not screened.removed and not screened.moved:
        return body
    request.screened = screened  # type: ignore[attr-defined]  # what was taken out of it
    left: Iterator[str] = iter(screened.texts)
    return with_texts(body, lambda _text: next(left))


def told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer with what was taken out, and note where the tokens stand now."""
    screened: Screened | None = getattr(request, "screened", None)
    if screened is None:
        return response
    for header, kinds in ((REMOVED, screened.removed), (MOVED, screened.moved)):
        if kinds:
            response[header] = ", ".join(kinds)
    if screened.tokens and response.status_code < 400 and has_caller(request):
        _place(request, response, screened)
    return response


def _place(request: HttpRequest, response: HttpResponse, screened: Screened) -> None:
    for address in (request.path, response.headers.get("Location", "")):
        found = _NAMED.search(address)
        if found:
            place_screened(
                screened.tokens,
                stream=f"{_STREAMS[found['what']]}:{found['number']}",
                by=actor_of(request),
                at=clock.now(),
            )
            return
