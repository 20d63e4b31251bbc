"""Screens every form before a page sees it, so that no page can keep what must not be kept.

Passwords and codes of signing in are what they are and pass. What is only being tried or kept as
a draft is masked and leaves nothing in the vault.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.gate import NAMESPACE
from musterpoint.interfaces.web.shown.personal import kinds_said
from musterpoint.usecases.screen_text import Screened, place_screened, screen_text

APART = "keep_apart"
"""The box of a form that moves what is only offered."""
PASSED = re.compile(r"csrfmiddlewaretoken|sought|(?:.*-)?(?:(?:old|new|current)?_?password[12]?)")
PASSED_SIGNING_IN = re.compile(rf"{PASSED.pattern}|login|code|credential|token|key|next")
"""What fields are called that hold secrets on their way to where they are checked, and what is
looked up in the vault and kept nowhere."""
NOT_OURS = frozenset({"receipts_twilio", "receipts_email", "answer_by_phone"})
"""Providers sign what they send, word for word; what they say is masked where it is kept."""
UNSAVED = frozenset({"draft", "log_suggestions", "handover_draft"})
LONGEST_OF_STRANGERS = 100_000
"""Reading a text costs time, which only people who are known here may ask much of."""
_ROOM = re.compile(r"/(?P<what>INC|CMP)-0*(?P<number>[1-9][0-9]{0,11})(?:/|$)")
_STREAMS = {"INC": "incident", "CMP": "complaint"}


class Screening:
    """Replaces what a form sent by what may be kept of it, and says so on the next page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        screened: Screened | None = getattr(request, "screened", None)
        if screened and screened.tokens and response.status_code < 400:
            _place(request, response, screened)
        return response

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *_view: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.url_name if match else ""
        if (
            request.method != "POST"
            or name in NOT_OURS
            or getattr(view_func, "reads_itself", False)
        ):
            return None
        if not request.POST:
            return None
        if not request.user.is_authenticated and _length(request) > LONGEST_OF_STRANGERS:
            return HttpResponse(status=413)
        screened = _screen(request, is_saved=name not in UNSAVED)
        if screened.removed or screened.moved:
            request.screened = screened  # type: ignore[attr-defined]  # what was taken out of it
            if name not in UNSAVED:
                tell(request, screened)
        return None


def tell(request: HttpRequest, screened: Screened) -> None:
    """Say on the next page what was taken out and what was moved."""
    if screened.removed:
        says = _("Taken out before anything was saved: %(kinds)s.")
        messages.warning(request, says % {"kinds": kinds_said(screened.removed)})
    if screened.moved:
        says = _("Moved to the vault, with a token in the text: %(kinds)s.")
        messages.info(request, says % {"kinds": kinds_said(screened.moved)})


def _screen(request: HttpRequest, *, is_saved: bool) -> Screened:
    match = request.resolver_match
    is_page = match is not None and match.namespaces[:1] == [NAMESPACE]
    passed = PASSED if is_page else PASSED_SIGNING_IN
    fields = [(name, each, not passed.fullmatch(name)) for name, each in request.POST.lists()]
    typed = [text for name, values, is_typed in fields if is_typed for text in (name, *values)]
    screened = screen_text(
        typed,
        apart=is_saved and request.POST.get(APART) == "yes",
        by=asked.actor(request) if is_saved and request.user.is_authenticated else None,
        at=asked.moment(request),
    )
    if screened.removed or screened.moved:
        request.POST = cast(Any, _again(fields, screened.texts))
    return screened


def _length(request: HttpRequest) -> int:
    return sum(len(str(value)) for _name, values in request.POST.lists() for value in values)


def _again(fields: Iterable[tuple[str, list[Any], bool]], texts: Iterable[str]) -> QueryDict:
    left = iter(texts)
    data = QueryDict(mutable=True)
    for name, values, is_typed in fields:
        if is_typed:
            data.setlist(next(left), [next(left) for _value in values])
        else:
            data.setlist(name, values)
    return data


def _place(request: HttpRequest, response: HttpResponse, screened: Screened) -> None:
    """Note which incident or complaint a token stands in: where it was typed, or was led to."""
    for address in (request.path, response.headers.get("Location", "")):
        found = _ROOM.search(address)
        if found and request.user.is_authenticated:
            place_screened(
                screened.tokens,
                stream=f"{_STREAMS[found['what']]}:{found['number']}",
                by=asked.actor(request),
                at=asked.moment(request),
            )
            return
