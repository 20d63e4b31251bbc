"""Words about time as people in Britain write them: clocks, days, spans, the close of business.

Finds them with their place in the text. Vague words ("soon", "shortly") are no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from musterpoint.domain.promises.reckoning import (
    DAY,
    LAST_READING,
    MIDNIGHT,
    NOON,
    Reckoning,
)

_UP_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
NUMBERS = {word: number for number, word in enumerate(_UP_TO_TWELVE.split(" "), start=1)} | {
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "forty-five": 45,
    "sixty": 60,
}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PARTS = {"morning": time(12), "afternoon": time(18), "evening": time(22), "tonight": LAST_READING}
LATEST_DAYS = 366 * 2

_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
_HOUR = rf"(?:1[0-2]|0?[1-9]|{_WORDS})"
_AP = r"(?P<ap>[ap])\.?\s?m\b\.?"
_UNIT = r"(?P<unit>min(?:ute)?s?|h(?:ou)?rs?|hours?|(?:working|business) days?|days?|weeks?)"
_COUNT = rf"(?P<n>\d{{1,3}}(?:\.\d)?|{_WORDS}|an?)"
_WEEKDAY = r"(?P<wd>mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
_MONTH = r"(?P<mon>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_PREPOSITION = r"(?:by|before|at|until|till|around|about|from|for|after)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A time that a text gives: ``text[start:end]`` means ``due_at``."""

    start: int
    end: int
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A clock reading, a day, or a part of a day, still to be put together."""

    start: int
    end: int
    readings: frozenset[time] = frozenset()
    day: date | None = None
    part: str = ""
    instant: datetime | None = None


def times(text: str, now: Reckoning) -> tuple[Time, ...]:
    """Return the times that the text gives, in its order; pieces that belong together as one."""
    found: list[_Piece] = []
    for piece in sorted(_pieces(text, now), key=lambda one: (one.start, -one.end)):
        if not found or piece.start >= found[-1].end:
            found.append(piece)
    return tuple(_whole(group, now) for group in _groups(text, found))


def _pieces(text: str, now: Reckoning) -> Iterator[_Piece]:
    for pattern, read in _READERS:
        for match in pattern.finditer(text):
            piece = read(match, now)
            if piece is not None:
                yield piece


def _groups(text: str, pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    group: list[_Piece] = []
    for piece in pieces:
        if group and not _belong(text[group[-1].end : piece.start], group, piece):
            yield group
            group = []
        group.append(piece)
    if group:
        yield group


def _belong(between: str, group: list[_Piece], piece: _Piece) -> bool:
    """Whether this piece says more of the same time: a day to a reading, a part to a day."""
    if piece.instant or group[-1].instant or not _JOINS.fullmatch(between):
        return False
    if piece.day and piece.day == group[-1].day:
        return True  # “Thursday 12 March”
    has = {name for one in group for name in _kinds(one)}
    return not has & set(_kinds(piece))


def _kinds(piece: _Piece) -> Iterator[str]:
    if piece.readings:
        yield "reading"
    if piece.day:
        yield "day"
    if piece.part:
        yield "part"


def _whole(group: list[_Piece], now: Reckoning) -> Time:
    start, end = group[0].start, group[-1].end
    instant = next((one.instant for one in group if one.instant), None)
    day = next((one.day for one in group if one.day), None)
    part = next((one.part for one in group if one.part), "")
    readings = next((one.readings for one in group if one.readings), frozenset())
    return Time(start=start, end=end, due_at=instant or _due(readings, day, part, now))


def _due(readings: frozenset[time], day: date | None, part: str, now: Reckoning) -> datetime:
    if readings:
        if part and len(readings) > 1:
            wanted = min if part == "morning" else max
            readings = frozenset({wanted(readings)})
        if readings == {MIDNIGHT} and day:
            return now.end_of(day)
        return now.read(readings, day or (now.today if part == "tonight" else None))
    if part:
        return _end_of_part(part, day, now)
    assert day is not None
    return now.close_of(day)


def _end_of_part(part: str, day: date | None, now: Reckoning) -> datetime:
    found = now.instant(day or now.today, PARTS[part])
    return found if day or found > now.at else now.instant(now.today + DAY, PARTS[part])


def _number(text: str) -> float:
    word = text.lower()
    return 1 if word in {"a", "an", "the"} else NUMBERS.get(word) or float(word)


def _both(hour: int, minute: int = 0) -> frozenset[time]:
    """Return the two readings of a clock of twelve hours."""
    return frozenset({time(hour % 12, minute), time(hour % 12 + 12, minute)})


def _half(ap: str, hour: int, minute: int = 0) -> frozenset[time]:
    return frozenset({time(hour % 12 + (12 if ap.lower() == "p" else 0), minute)})


def _at(match: re.Match[str], readings: frozenset[time]) -> _Piece:
    start = match.start("at") if "at" in match.re.groupindex else match.start()
    return _Piece(start=start, end=match.end(), readings=readings)


def _minutes(match: re.Match[str], _now: Reckoning) -> _Piece | None:
    hour, minute = int(match["h"]), int(match["m"])
    if match["ap"]:
        return _at(match, _half(match["ap"], hour, minute)) if 1 <= hour <= 12 else None
    plain = hour > 12 or hour == 0 or match["h"].startswith("0")
    is_exact = plain or hour >= EARLIEST_PLAIN
    return _at(match, frozenset({time(hour, minute)}) if is_exact else _both(hour, minute))


EARLIEST_PLAIN = 7
"""“4:30” may be the afternoon's; “9:30”, “04:30” and “16:30” say what they mean."""


def _hour(match: re.Match[str], _now: Reckoning) -> _Piece:
    return _at(match, _half(match["ap"], int(match["h"])))


def _bare(match: re.Match[str], _now: Reckoning) -> _Piece:
    return _at(match, _both(int(_number(match["h"]))))


def _past(match: re.Match[str], _now: Reckoning) -> _Piece:
    said = match["m"].lower()
    minute = {"half": 30, "quarter": 15}.get(said) or int(_number(said))
    hour = int(_number(match["h"])) % 12
    if match["way"].lower() == "to":
        minute, hour = 60 - minute, (hour - 1) % 12
    return _at(match, _both(hour, minute))


def _named(match: re.Match[str], _now: Reckoning) -> _Piece:
    is_night = match["name"].lower() == "midnight"
    return _at(match, frozenset({MIDNIGHT if is_night else NOON}))


def _military(match: re.Match[str], _now: Reckoning) -> _Piece | None:
    hour, minute = divmod(int(match["t"]), 100)
    if hour > 23 or minute > 59:
        return None
    return _at(match, frozenset({time(hour, minute)}))


def _span(match: re.Match[str], now: Reckoning) -> _Piece | None:
    count = _number(match["n2"] or match["n"])
    unit = match["unit"].lower()
    if unit.startswith(("working", "business")):
        whole = max(1, round(count))
        return _instant(match, now.working_day(whole)) if whole <= LATEST_DAYS else None
    each = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": DAY, "w": 7 * DAY}[unit[0]]
    half = each / 2 if match["half"] else timedelta(0)
    return _instant(match, now.after(each * count + half))


def _half_hour(match: re.Match[str], now: Reckoning) -> _Piece:
    return _instant(match, now.after(timedelta(minutes=30)))


def _this_hour(match: re.Match[str], now: Reckoning) -> _Piece:
    return _instant(match, now.after(timedelta(hours=2 if match["two"] else 1)))


def _instant(match: re.Match[str], due_at: datetime) -> _Piece:
    return _Piece(start=match.start(), end=match.end(), instant=due_at)


def _day(match: re.Match[str], now: Reckoning) -> _Piece:
    ahead = {"today": 0, "tomorrow": 1}.get(match["day"].lower(), 2)
    return _Piece(start=match.start(), end=match.end(), day=now.today + ahead * DAY)


def _weekday(match: re.Match[str], now: Reckoning) -> _Piece:
    number = WEEKDAYS.index(match["wd"].lower()[:3])
    is_next = (match["next"] or "").lower().strip() == "next"
    return _Piece(start=match.start(), end=match.end(), day=now.weekday(number, is_next=is_next))


def _dated(match: re.Match[str], now: Reckoning) -> _Piece | None:
    month = MONTHS.index(match["mon"].lower()[:3]) + 1
    year = int(match["y"]) if match["y"] else None
    return _on(match, now.dated(int(match["d"]), month, year))


def _slashed(match: re.Match[str], now: Reckoning) -> _Piece | None:
    said = match["y"]
    year = None if said is None else int(said) + (2000 if len(said) == 2 else 0)
    return _on(match, now.dated(int(match["d"]), int(match["mo"]), year))


def _iso(match: re.Match[str], now: Reckoning) -> _Piece | None:
    return _on(match, now.dated(int(match["d"]), int(match["mo"]), int(match["y"])))


def _on(match: re.Match[str], day: date | None) -> _Piece | None:
    return None if day is None else _Piece(start=match.start(), end=match.end(), day=day)


def _part(match: re.Match[str], now: Reckoning) -> _Piece:
    part = match["part"].lower()
    day = now.today if (match["this"] or part == "tonight") else None
    return _Piece(start=match.start(), end=match.end(), part=part, day=day)


def _close(match: re.Match[str], now: Reckoning) -> _Piece:
    reading = frozenset({now.closes})
    return _Piece(start=match.start(), end=match.end(), readings=reading)


def _week(match: re.Match[str], now: Reckoning) -> _Piece:
    weeks = 1 if "next" in match[0].lower() else 0
    return _Piece(start=match.start(), end=match.end(), day=now.friday(weeks=weeks))


Reader = Callable[[re.Match[str], Reckoning], "_Piece | None"]


def _all(*pairs: tuple[str, Reader]) -> tuple[tuple[re.Pattern[str], Reader], ...]:
    return tuple((re.compile(words, re.IGNORECASE), reader) for words, reader in pairs)


_READERS = _all(
    (rf"(?<![\d:./£$€-])\b(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d:])(?:\s?{_AP})?", _minutes),
    (rf"\b{_PREPOSITION} (?P<at>(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?![\d%])(?:\s?{_AP})?)",
     _minutes),
    (rf"(?<![\d£$€])\b(?P<h>1[0-2]|0?[1-9])\s?{_AP}", _hour),
    (rf"\b(?P<h>{_HOUR})\s?o['’]?\s?clock\b", _bare),
    ((rf"\b(?:by|before|at|until|till|around|for) (?P<at>(?P<h>{_HOUR}))(?=\s*(?:[.,;!?)]|$|"
     r"(?:at the )?latest|today|tonight|tomorrow|this|in the|on\b|and\b|or\b|"
     r"mon|tue|wed|thu|fri|sat|sun)(?!\d))"), _bare),
    ((rf"\b(?:an? )?(?P<m>half|quarter|five|ten|twenty|twenty-five|\d{{1,2}}(?= min)) "
     rf"(?:minutes? )?(?P<way>past|to) (?P<h>{_HOUR})\b"), _past),
    (r"\b(?:12 )?(?P<name>noon|midday|midnight)\b", _named),
    (r"\b(?P<t>[0-2]\d[0-5]\d)\s?(?:hrs|hours|h)\b", _military),
    ((rf"\b(?:within|in|inside|every|over|no later than) (?:about |around |the next |another "
     rf"|at most )?{_COUNT}(?:\s?(?:-|–|to|or)\s?(?P<n2>\d{{1,3}}|{_WORDS}))?\s?{_UNIT}\b"
     r"(?P<half> and a half)?(?:['’]s?)?(?: time)?"), _span),
    (rf"\b{_COUNT}(?P<n2>(?!))?\s?{_UNIT}(?P<half> and a half)? from now\b", _span),
    (r"\b(?:within|in|every) (?:the next |about |another )?half an? hour\b", _half_hour),
    (r"\b(?:within|in|inside) the (?:next )?hour(?P<two> or two)?\b", _this_hour),
    (r"\b(?P<day>today|the day after tomorrow|tomorrow)\b", _day),
    (rf"\b(?:on )?(?P<next>next |this )?{_WEEKDAY}\b", _weekday),
    (rf"\b(?:on )?(?:the )?(?P<d>[0-3]?\d)(?:st|nd|rd|th)?(?: of)? {_MONTH}\b,?(?: (?P<y>20\d\d))?",
     _dated),
    (rf"\b{_MONTH} (?P<d>[0-3]?\d)(?:st|nd|rd|th)?\b(?!:),?(?: (?P<y>20\d\d))?", _dated),
    (r"(?<![\d/])(?P<d>[0-3]?\d)/(?P<mo>[01]?\d)(?:/(?P<y>(?:20)?\d\d))?(?![\d/])", _slashed),
    (r"(?<!\d)(?P<y>20\d\d)-(?P<mo>[01]\d)-(?P<d>[0-3]\d)(?!\d)", _iso),
    (r"\b(?P<this>this )?(?:in the )?(?P<part>morning|afternoon|evening|tonight)\b", _part),
    ((r"\b(?:the )?(?:close|end) of (?:the |our )?(?:business|play|working day|day)\b|"
     r"\b(?:EOD|COB|EOP|COP)\b"), _close),
    (r"\b(?:the )?end of (?:the|this|next) (?:working )?week\b|\bnext week\b|\bthis week\b", _week),
)  # fmt: skip
_JOINS = re.compile(
    r"[\s,]*(?:(?:on|at|by|before|until|in|from|around|about)(?: the)?|the|latest)?[\s,]*",
    re.IGNORECASE,
)
