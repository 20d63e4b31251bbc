"""What a monitoring tool says, read with care: a machine's word is a claim and never a judgement.

Nothing here decides impact or priority. ``urgency_hint`` is shown to people, who decide.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any


class AlertAction(StrEnum):
    """What an event asks for."""

    TRIGGER = "trigger"
    ACKNOWLEDGE = "acknowledge"
    RESOLVE = "resolve"


class AlertState(StrEnum):
    TRIGGERED = "triggered"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


CLOCK_DRIFT = timedelta(minutes=5)
"""How far ahead a sender's clock may run before its time is not believed."""

LONGEST_NATURE = 8000
DEEPEST = 64

_URGENCY_HINTS = {"critical": "U1", "error": "U2", "warning": "U3", "info": "U4"}

_INSTANT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:[Tt ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?)?"
    r"\s*([Zz]|[+-]\d{2}(?::?\d{2})?(?::?\d{2})?)?",
    re.ASCII,
)


def urgency_hint(severity: str) -> str | None:
    """Return the urgency that a sender's severity suggests, or None when it says nothing known."""
    return _URGENCY_HINTS.get(severity.strip().lower())


def instant_of(text: str) -> datetime | None:
    """Return the instant in an ISO 8601 text, in UTC, or None when it is not one.

    Any number of decimals is cut to microseconds; an offset may be written +01, +0100 or +01:00;
    without one the text is taken as UTC.
    """
    found = _INSTANT.fullmatch(text.strip())
    if found is None:
        return None
    *parts, decimals, offset = found.groups()
    try:
        wall = datetime(*(int(part or 0) for part in parts), tzinfo=_offset(offset))  # type: ignore[misc, arg-type]  # six numbers
        return wall.replace(microsecond=int((decimals or "0")[:6].ljust(6, "0"))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def began_at(text: str, *, at: datetime) -> datetime | None:
    """Return when a sender says it began; None when unreadable or far ahead."""
    claimed = instant_of(text)
    if claimed is None or claimed > at + CLOCK_DRIFT:
        return None
    return min(claimed, at)


def nature(*, severity: str, source: str, summary: str, event: Mapping[str, Any]) -> str:
    """Return the sender's own words as text for people, one fact a line."""
    return "\n".join(_lines(severity, source, summary, event))[:LONGEST_NATURE]


def storable(value: Any, *, depth: int = 0) -> Any:
    """Return a JSON value as the database can keep it: no NUL, no half characters, no NaN.

    What is nested deeper than DEEPEST becomes words that say so.
    """
    if depth > DEEPEST:
        return "nested too deeply to keep"
    if isinstance(value, str):
        return value.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, Mapping):
        return {
            str(storable(str(key))): storable(each, depth=depth + 1) for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [storable(each, depth=depth + 1) for each in value]
    return value


def _lines(severity: str, source: str, summary: str, event: Mapping[str, Any]) -> Iterator[str]:
    yield summary
    if source:
        yield f"Reported by: {source}"
    if severity:
        hint = urgency_hint(severity)
        suggests = f" (suggests urgency {hint}; to be judged by a person)" if hint else ""
        yield f"The sender's severity: {severity}{suggests}"
    claimed = event.get("payload")
    inner = claimed if isinstance(claimed, Mapping) else event
    for key in ("timestamp", "component", "group", "class"):
        if inner.get(key):
            yield f"{key.capitalize()}: {inner[key]}"
    details = inner.get("custom_details")
    if isinstance(details, Mapping):
        yield from (f"{key}: {value}" for key, value in details.items())
    elif details:
        yield str(details)
    yield from _links(event)


def _links(event: Mapping[str, Any]) -> Iterator[str]:
    links = event.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, Mapping) and link.get("href"):
            yield f"{link.get('text') or 'Link'}: {link['href']}"


def _offset(text: str | None) -> timezone:
    if text is None or text in {"Z", "z"}:
        return UTC
    digits = text[1:].replace(":", "").ljust(6, "0")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:4]), seconds=int(digits[4:6]))
    return timezone(-span if text[0] == "-" else span)
