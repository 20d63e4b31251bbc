"""Reads a calendar: what it says between two instants, every recurrence written out.

Times without a zone are taken to be the rota's, and so are whole days.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from musterpoint.domain.rotas.outside import Named, Said

MOST_EVENTS = 5_000
MAILTO = "mailto:"


class Unreadable(ValueError):
    """What was fetched is not a calendar."""

    def __init__(self, says: str) -> None:
        super().__init__(f"It is not a calendar that can be read: {says}")


def read(content: bytes, *, zone: str, start: datetime, end: datetime) -> tuple[Said, ...]:
    """Return what the calendar says from ``start`` to ``end``, or raise Unreadable."""
    import icalendar  # noqa: PLC0415  # heavy, and only the worker reads calendars
    import recurring_ical_events  # noqa: PLC0415  # heavy as well

    wall = ZoneInfo(zone)
    try:
        calendar = icalendar.Calendar.from_ical(content)
        events = recurring_ical_events.of(calendar, skip_bad_series=True).between(start, end)
        said = [_said(event, wall) for event in events if not _is_cancelled(event)]
    except Exception as trouble:  # whatever a stranger's file makes the libraries raise
        raise Unreadable(f"{type(trouble).__name__}.") from trouble
    if len(said) > MOST_EVENTS:
        raise Unreadable(f"it has more than {MOST_EVENTS} turns.")
    return tuple(sorted((one for one in said if one.start < one.end), key=_order))


def _order(said: Said) -> tuple[datetime, datetime]:
    return said.start, said.end


def _said(event: Any, wall: ZoneInfo) -> Said:
    return Said(
        start=_instant(event.start, wall),
        end=_instant(event.end, wall),
        summary=str(event.get("SUMMARY", "")).strip(),
        named=tuple(_named(one) for one in _listed(event.get("ATTENDEE"))),
        organiser=_named(event["ORGANIZER"]) if "ORGANIZER" in event else None,
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _named(address: Any) -> Named:
    text = str(address).strip()
    email = text[len(MAILTO) :] if text.lower().startswith(MAILTO) else ""
    return Named(email=email, name=str(address.params.get("CN", "")).strip())


def _instant(value: date | datetime, wall: ZoneInfo) -> datetime:
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    local = value if value.tzinfo is not None else value.replace(tzinfo=wall)
    return local.astimezone(UTC)


def _is_cancelled(event: Any) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"
