"""The hours of a week as plain text: a line for days with the same ones, nights across midnight."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from musterpoint.domain.calendars import MINUTES_A_DAY, BadSpan, Span
from musterpoint.domain.rotas.values import Week

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def read(text: str) -> Week | None:
    """Return the week that lines such as ``Mon-Fri 18:00-06:00`` mean, or None for no line.

    A day named in several lines has the hours of all of them. Raises BadSpan or ValueError.
    """
    week: list[list[Span]] = [[] for _day in DAYS]
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        days, *spans = re.split(r"[\s,;]+", line)
        for day in _days(days):
            for span in spans:
                for later, part in enumerate(_parts(span)):
                    week[(day + later) % 7].append(part)
    return tuple(_joined(spans) for spans in week) if lines else None


def write(week: Week) -> str:
    """Return the lines that mean this week; a night is said with the day on which it begins."""
    said = [", ".join(_said(week, day)) for day in range(7)]
    lines: list[str] = []
    day = 0
    while day < 7:
        last = day
        while last < 6 and said[last + 1] == said[day]:
            last += 1
        if said[day]:
            named = DAYS[day] if last == day else f"{DAYS[day]}-{DAYS[last]}"
            lines.append(f"{named} {said[day]}")
        day = last + 1
    return "\n".join(lines)


def _days(text: str) -> Iterable[int]:
    """Return the days that ``Mon-Fri`` or ``Sat`` names; raise ValueError for others."""
    first, _dash, last = text.title().partition("-")
    start, end = DAYS.index(first[:3]), DAYS.index((last or first)[:3])
    return range(start, end + 1) if start <= end else (*range(start, 7), *range(end + 1))


def _parts(text: str) -> tuple[Span, ...]:
    """Return the part on the day itself and, of a night, the part on the next day."""
    opens, dash, closes = text.partition("-")
    try:
        return (Span.parse(text),)
    except BadSpan:
        evening = Span.parse(f"{opens}{dash}24:00")
        if closes == "00:00":
            return (evening,)
        morning = Span.parse(f"00:00{dash}{closes}")
        if morning.closes >= evening.opens:
            raise
        return (evening, morning)


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: each.opens):
        if joined and span.opens <= joined[-1].closes:
            before = joined.pop()
            joined.append(Span(before.opens, max(before.closes, span.closes)))
        else:
            joined.append(span)
    return tuple(joined)


def _said(week: Week, day: int) -> list[str]:
    spans = week[day]
    told = [str(span) for span in spans]
    if _night(week[day - 1], spans):
        del told[0]
    after = week[(day + 1) % 7]
    if _night(spans, after):
        told[-1] = f"{told[-1].partition('-')[0]}-{str(after[0]).partition('-')[2]}"
    return told


def _night(spans: Sequence[Span], after: Sequence[Span]) -> bool:
    """Return whether the last span of a day goes on into the next as one night."""
    return (
        bool(spans and after)
        and spans[-1].closes == MINUTES_A_DAY
        and after[0].opens == 0
        and after[0].closes < spans[-1].opens
    )
