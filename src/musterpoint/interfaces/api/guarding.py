"""What every request passes before its route runs: size, kind of body, and known query names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from musterpoint.interfaces.api.problems import MEDIA_TYPE, TOO_LARGE, BadQuery, handled, problem
from musterpoint.interfaces.api.screening import told

LONGEST_BODY = 2 * 1024 * 1024
LONGEST_FORM = 21 * 1024 * 1024
"""A form with a file: the largest file there may be, and what is sent around it."""
FORM = "multipart/form-data"
Run = Callable[..., HttpResponse]


def guard(run: Run) -> Run:
    """Return ``run`` of one operation with these checks before it.

    A misspelt filter would otherwise list everything without a word.
    """
    operation: Any = run.__self__  # type: ignore[attr-defined]  # the library hands in a method
    known = {
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    }

    takes_file = any(model.__ninja_param_source__ == "file" for model in operation.models)
    longest = LONGEST_FORM if takes_file else LONGEST_BODY

    @wraps(run)
    def guarded(request: HttpRequest, **values: Any) -> HttpResponse:
        for name in request.GET:
            if name not in known:
                says = f"There is no such filter here. Known: {', '.join(sorted(known)) or 'none'}."
                return handled(request, BadQuery(name, says))
        size = _announced(request)
        if size > longest:
            says = f"Send at most {longest // 1024} KiB; this is {size // 1024} KiB."
            return problem(TOO_LARGE, says)
        if takes_file and request.content_type != FORM:
            return problem(MEDIA_TYPE, f"Send a form with Content-Type: {FORM}.")
        if size and not takes_file and not _is_json(request):
            return problem(MEDIA_TYPE, "Send JSON with Content-Type: application/json.")
        return told(request, run(request, **values))

    return guarded


def _announced(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdigit() else 0


def _is_json(request: HttpRequest) -> bool:
    kind = request.content_type or ""
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )
