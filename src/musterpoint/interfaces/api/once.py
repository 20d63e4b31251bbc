"""A write with an ``Idempotency-Key`` happens once: sent again, it gets the same answer again.

The key and the effect commit together. A refusal is an answer too; a failure on our side is not,
and frees the key. A read happens anew each time, and so does a monitoring tool's event, which no
bearer token comes with: its own key tells repeats.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from musterpoint.apps.accounts import operations as accounts
from musterpoint.domain.personal_data import masked
from musterpoint.interfaces import clock
from musterpoint.interfaces.api.answers import answer
from musterpoint.interfaces.api.bearer import caller_of, has_caller
from musterpoint.interfaces.api.problems import BadKey, handled

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 255
KEY_PATTERN = "^[!-~]([ -~]*[!-~])?$"
"""What a line carries unchanged: spaces at either end are lost on the way, other letters bent."""
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
FAILED = 500
READING = frozenset({"GET", "HEAD", "OPTIONS"})

Route = Callable[..., HttpResponse]


def once(route: Route) -> Route:
    """Let ``route`` run at most once for each caller and key; without a key it just runs."""

    @wraps(route)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is None or request.method in READING or not has_caller(request):
            return route(request, *args, **kwargs)
        if len(key) > LONGEST_KEY or not re.fullmatch(KEY_PATTERN, key):
            raise BadKey(LONGEST_KEY)
        return _answered(request, key, lambda: route(request, *args, **kwargs))

    return guarded


@transaction.atomic
def _answered(request: HttpRequest, key: str, run: Callable[[], HttpResponse]) -> HttpResponse:
    person_id = caller_of(request).person.pk
    known = accounts.remember_request(
        person_id=person_id, key=key, fingerprint=_fingerprint(request), at=clock.now()
    )
    if known is not None:
        return _replayed(known)
    try:
        with transaction.atomic():
            response = run()
    except Exception as refusal:  # noqa: BLE001  # whatever it is, it becomes the answer
        response = handled(request, refusal)
    if response.status_code >= FAILED or _is_for_nobody_to_keep(response):
        accounts.forget_request(person_id=person_id, key=key)
    else:
        accounts.answer_request(
            person_id=person_id, key=key, status=response.status_code, answer=_kept(response)
        )
    return response


def _is_for_nobody_to_keep(response: HttpResponse) -> bool:
    """Whether it holds personal data: then a repetition happens anew, and is recorded anew."""
    return response.headers.get("Cache-Control") == "no-store"


def _fingerprint(request: HttpRequest) -> str:
    # An empty If-Match is malformed and none at all is not: they are two requests.
    seen = repr(request.headers.get("If-Match"))
    parts = (request.method or "", request.get_full_path(), seen)
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "replace"))
    if request.content_type == "multipart/form-data":
        for name in sorted(request.FILES):
            for file in request.FILES.getlist(name):
                digest.update(f"{name}\n{file}\n".encode("utf-8", "replace"))
                for chunk in file.chunks():
                    digest.update(chunk)
        return digest.hexdigest()
    # What may be kept nowhere is in no digest either: three digits are soon guessed from one.
    digest.update(masked(request.body.decode("utf-8", "replace")).encode("utf-8", "replace"))
    return digest.hexdigest()


def _kept(response: HttpResponse) -> dict[str, Any]:
    text = response.content.decode()
    return {
        "body": json.loads(text) if text else None,
        "headers": {name: response[name] for name in KEPT_HEADERS if name in response},
    }


def _replayed(known: accounts.Answered) -> HttpResponse:
    kept = cast(dict[str, Any], known.answer)
    response = answer(kept["body"], status=known.status)
    if kept["body"] is None:
        response.content = b""
        del response["Content-Type"]
    for name, value in kept["headers"].items():
        response[name] = value
    response[REPLAYED] = "true"
    return response
