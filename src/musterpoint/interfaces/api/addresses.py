"""References and addresses: which incident an address means, and where a thing is to be found."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest

from musterpoint.interfaces.api.problems import BadQuery

ROOT = "/api/v1"
_INCIDENT = re.compile(r"INC-([0-9]{6,12})", re.ASCII)
_COMPLAINT = re.compile(r"CMP-([0-9]{6,12})", re.ASCII)
_ENTITY_TAG = re.compile(r'(?:W/)?"([0-9]{1,9})"', re.ASCII)


def incident_id(ref: str) -> int:
    """Return the row that a reference such as INC-000123 names, or raise Http404."""
    return _number(_INCIDENT, ref)


def complaint_id(ref: str) -> int:
    """Return the row that a reference such as CMP-000012 names, or raise Http404."""
    return _number(_COMPLAINT, ref)


def incident_url(ref: str) -> str:
    """Return the address of an incident."""
    return f"{ROOT}/incidents/{ref}"


def complaint_url(ref: str) -> str:
    """Return the address of a complaint."""
    return f"{ROOT}/complaints/{ref}"


def seen_version(request: HttpRequest) -> int | None:
    """Return the version that If-Match says was last seen; None when it says nothing or ``*``."""
    given = request.headers.get("If-Match")
    if given is None or given.strip() == "*":
        return None
    match = _ENTITY_TAG.fullmatch(given.strip())
    if match is None:
        raise BadQuery(
            "If-Match", 'Send the ETag of the incident as you last read it, such as "3".'
        )
    return int(match[1])


def next_url(request: HttpRequest, **changed: str) -> str:
    """Return this request's address with some of its query changed."""
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{request.path}?{query.urlencode()}"


def _number(form: re.Pattern[str], ref: str) -> int:
    match = form.fullmatch(ref)
    if match is None:
        raise Http404
    return int(match[1])
