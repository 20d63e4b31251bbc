"""Refusals as ``application/problem+json`` (RFC 9457): what went wrong, field by field.

Every exception that a route lets through ends here. ``type`` is stable; ``detail`` is for people.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import AuthenticationError, HttpError, ValidationError

from musterpoint.apps.accounts.operations import KeyReused, StillRunning
from musterpoint.apps.attachments.queries import AttachmentGone, NoSuchAttachment
from musterpoint.apps.communications.queries.glossary import NoSuchTerm
from musterpoint.apps.communications.unknown import NoSuchBriefing, NoSuchPromise
from musterpoint.apps.complaints.operations import NoSuchComplaint
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.incidents.queries import BadCursor, NotFound
from musterpoint.apps.incidents.unknown import NoSuchHandover
from musterpoint.apps.notifications.operations import NoSuchMethod
from musterpoint.apps.policies.drafts import NoSuchClause, NoSuchDraft
from musterpoint.apps.policies.queries import NoStrategyInForce
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.apps.vault.operations.reading import NoSuchToken
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.domain.authority import NotAllowed
from musterpoint.interfaces.api import faults
from musterpoint.interfaces.api.answers import written
from musterpoint.interfaces.api.parsing import NotJson
from musterpoint.usecases.refusals import Conflict, Refusal

PROBLEM = "application/problem+json"
CHALLENGE = 'Bearer realm="musterpoint"'
RETRY_SECONDS = "5"
logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest, Any], HttpResponse]
Fault = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of problem: its status, the end of its ``type``, and its title."""

    status: int
    code: str
    title: str


MALFORMED = Kind(status=400, code="malformed", title="The request cannot be read")
UNAUTHENTICATED = Kind(status=401, code="unauthenticated", title="A valid token is needed")
NOT_ALLOWED = Kind(status=403, code="not-allowed", title="Your role may not do this")
NOT_FOUND = Kind(status=404, code="not-found", title="There is no such thing that you may see")
METHOD = Kind(status=405, code="method", title="This address does not take this method")
CONFLICT = Kind(status=409, code="conflict", title="This does not fit how things stand now")
STALE = Kind(status=412, code="stale", title="Somebody changed it since you last saw it")
TOO_LARGE = Kind(status=413, code="too-large", title="The request is too large")
MEDIA_TYPE = Kind(status=415, code="media-type", title="Send JSON")
INVALID = Kind(status=422, code="invalid", title="Something in the request is not right")
UNEXPECTED = Kind(status=500, code="unexpected", title="Something went wrong on our side")
AWAY = Kind(status=503, code="away", title="The database cannot be reached just now")
KINDS = (
    MALFORMED, UNAUTHENTICATED, NOT_ALLOWED, NOT_FOUND, METHOD, CONFLICT, STALE, TOO_LARGE,
    MEDIA_TYPE, INVALID, UNEXPECTED, AWAY,
)  # fmt: skip


class BadQuery(Exception):
    """The address asks for something that this list does not know."""

    def __init__(self, field: str, says: str) -> None:
        self.field = field
        self.says = says
        super().__init__(says)


class BadKey(Exception):
    """The Idempotency-Key is empty, too long, or holds what a header line does not carry."""

    def __init__(self, longest: int) -> None:
        super().__init__(
            f"An Idempotency-Key has 1 to {longest} printable ASCII characters, no space at an end."
        )


def problem(kind: Kind, detail: str, errors: Iterable[Fault] = (), **more: object) -> HttpResponse:
    """Return a problem of this kind; ``more`` are members of its own."""
    content = {
        "type": f"urn:musterpoint:problem:{kind.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "errors": list(errors),
        **more,
    }
    response = HttpResponse(written(content), status=kind.status, content_type=PROBLEM)
    if kind is UNAUTHENTICATED:
        response["WWW-Authenticate"] = CHALLENGE
    return response


def _as(kind: Kind) -> Handler:
    return lambda _request, refusal: problem(kind, str(refusal))


def _refused(_request: HttpRequest, refusal: Refusal) -> HttpResponse:
    kind = CONFLICT if isinstance(refusal, Conflict) else INVALID
    errors = [{"field": each.field, "says": each.says} for each in refusal.errors]
    return problem(kind, str(refusal), errors)


def _stale(request: HttpRequest, refusal: StaleVersion) -> HttpResponse:
    says = (
        f"This incident is at version {refusal.present}; you sent version {refusal.seen}."
        " Read it again and decide anew."
    )
    kind = STALE if "If-Match" in request.headers else CONFLICT
    return problem(kind, says, [{"field": "version", "says": says}])


def _invalid(_request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    errors = faults.of(refusal.errors)
    wrong_in = {error["loc"][0] for error in refusal.errors}
    kind = NOT_FOUND if "path" in wrong_in else MALFORMED if "query" in wrong_in else INVALID
    return problem(kind, " ".join(f"{e['field']}: {e['says']}" for e in errors), errors)


def _bad_query(_request: HttpRequest, refusal: BadQuery) -> HttpResponse:
    return problem(MALFORMED, refusal.says, [{"field": refusal.field, "says": refusal.says}])


def _bad_cursor(_request: HttpRequest, refusal: BadCursor) -> HttpResponse:
    return problem(MALFORMED, str(refusal), [{"field": "cursor", "says": str(refusal)}])


def _unauthenticated(_request: HttpRequest, _refusal: AuthenticationError) -> HttpResponse:
    return problem(UNAUTHENTICATED, "Send a valid API token: Authorization: Bearer mp_…")


def _http(_request: HttpRequest, refusal: HttpError) -> HttpResponse:
    kinds = {kind.status: kind for kind in KINDS}
    says = refusal.__cause__ if isinstance(refusal.__cause__, NotJson) else refusal
    return problem(kinds.get(refusal.status_code, MALFORMED), str(says))


def _unexpected(request: HttpRequest, failure: Exception) -> HttpResponse:
    logger.error("%s %s failed", request.method, request.path, exc_info=failure)
    return problem(UNEXPECTED, "Nothing was changed. It is in our log; try again later.")


def _away(request: HttpRequest, failure: Exception) -> HttpResponse:
    """A connection that breaks at the commit leaves it open whether the change was kept."""
    logger.error("%s %s found no database: %s", request.method, request.path, failure)
    says = "Try again shortly. Repeat a change under its Idempotency-Key: it will happen once."
    response = problem(AWAY, says)
    response["Retry-After"] = RETRY_SECONDS
    return response


HANDLERS: dict[type[Exception], Handler] = {
    Exception: _unexpected,
    OperationalError: _away,
    InterfaceError: _away,
    HttpError: _http,
    AuthenticationError: _unauthenticated,
    ValidationError: _invalid,
    Http404: lambda _request, _refusal: problem(NOT_FOUND, "There is nothing at this address."),
    RequestDataTooBig: lambda _request, _refusal: problem(TOO_LARGE, "The request is too large."),
    NotAllowed: _as(NOT_ALLOWED),
    NotFound: _as(NOT_FOUND),
    NoSuchIncident: _as(NOT_FOUND),
    NoSuchComplaint: _as(NOT_FOUND),
    NoSuchTerm: _as(NOT_FOUND),
    NoSuchAttachment: _as(NOT_FOUND),
    AttachmentGone: _as(NOT_FOUND),
    NoSuchBriefing: _as(NOT_FOUND),
    NoSuchPart: _as(NOT_FOUND),
    NoSuchHandover: _as(NOT_FOUND),
    NoSuchPromise: _as(NOT_FOUND),
    NoSuchToken: _as(NOT_FOUND),
    NoSuchPerson: _as(NOT_FOUND),
    NoSuchMethod: lambda _request, _refusal: problem(NOT_FOUND, "There is no such way."),
    NoSuchRota: _as(NOT_FOUND),
    NoSuchDraft: _as(NOT_FOUND),
    NoSuchClause: _as(NOT_FOUND),
    NoStrategyInForce: _as(CONFLICT),
    StillRunning: _as(CONFLICT),
    KeyReused: _as(INVALID),
    StaleVersion: _stale,
    Refusal: _refused,
    BadCursor: _bad_cursor,
    BadQuery: _bad_query,
    BadKey: _as(MALFORMED),
}


def handled(request: HttpRequest, refusal: Exception) -> HttpResponse:
    """Return the problem that ``refusal`` is."""
    for kind in type(refusal).__mro__:
        if kind in HANDLERS:
            return HANDLERS[kind](request, refusal)
    raise refusal
