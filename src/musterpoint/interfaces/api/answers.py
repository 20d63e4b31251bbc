"""Answers as JSON: one plain rendering, instants in UTC, the version as an entity tag."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpResponse

JSON = "application/json"
NO_CONTENT = 204


def answer(
    data: Any, *, status: int = 200, version: int | None = None, location: str = ""
) -> HttpResponse:
    """Return ``data`` as JSON; ``version`` becomes the ETag that If-Match hands back."""
    response = HttpResponse(written(data), status=status, content_type=JSON)
    if version is not None:
        response["ETag"] = f'"{version}"'
    if location:
        response["Location"] = location
    return response


def nothing() -> HttpResponse:
    """Return an empty answer: done, and there is nothing more to show."""
    response = HttpResponse(status=NO_CONTENT)
    del response["Content-Type"]
    return response


def written(data: Any) -> str:
    """Return ``data`` as JSON text."""
    return json.dumps(data, default=_plain, ensure_ascii=False, separators=(",", ":"))


def instant(at: datetime | None) -> str | None:
    """Return an instant in UTC, as RFC 3339 has it."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    raise TypeError(f"{type(value).__name__} is not JSON")
