"""Two weeks of a rota as a picture: a row a layer, a column a day, a bar a turn.

Everything is a share of the width, so the picture fits any screen, and a day of 23 or 25 hours is
as wide as any other. The same is said in words beside it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from musterpoint.domain.rotas import Gap, Rota, Turn, gaps, turns
from musterpoint.interfaces.web.shown.rotas import stretch

DAYS = 14
COLOURS = 10
WIDE_ENOUGH_FOR_A_NAME = 6.0
WIDE_ENOUGH_FOR_LETTERS = 1.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One turn in the picture; ``x`` and ``width`` are per cent."""

    x: str
    width: str
    text: str
    says: str
    look: str


@dataclass(frozen=True, slots=True)
class Weeks:
    """The days shown, as the midnights at the centre that bound them."""

    midnights: tuple[datetime, ...]

    @classmethod
    def of(cls, first: date) -> Weeks:
        zone = timezone.get_current_timezone()
        days = (first + timedelta(days=each) for each in range(DAYS + 1))
        return cls(tuple(datetime.combine(day, time(), tzinfo=zone) for day in days))

    @property
    def start(self) -> datetime:
        return self.midnights[0]

    @property
    def end(self) -> datetime:
        return self.midnights[-1]

    def per_cent(self, at: datetime) -> float:
        """Return how far from the left an instant lies."""
        if at <= self.start or at >= self.end:
            return 0.0 if at <= self.start else 100.0
        day = bisect_right(self.midnights, at) - 1
        # Two wall clocks of one zone are subtracted as readings, so both go to UTC by timestamp.
        since, until = (each.timestamp() for each in self.midnights[day : day + 2])
        return (day + (at.timestamp() - since) / (until - since)) / DAYS * 100


def monday_of(at: datetime) -> date:
    """Return the Monday of the centre's week that holds this instant."""
    today = at.astimezone(timezone.get_current_timezone()).date()
    return today - timedelta(days=today.weekday())


def picture(rota: Rota, weeks: Weeks, names: Mapping[int, str], *, at: datetime) -> dict[str, Any]:
    """Return the rows, the days, the colours and where now is."""
    colours = {person: index % COLOURS for index, person in enumerate(rota.people)}
    found = turns(rota, weeks.start, weeks.end)
    rows = [
        {"name": layer.name, "bars": _bars(layer.code, found, weeks, names, colours)}
        for layer in rota.layers
    ]
    holes = [_hole(gap, weeks) for gap in gaps(rota, weeks.start, weeks.end)]
    today = at.astimezone(timezone.get_current_timezone()).date()
    return {
        "rows": rows,
        "holes": holes,
        "days": [_day(each, today) for each in weeks.midnights[:-1]],
        "lines": [f"{each / DAYS * 100:.3f}%" for each in range(1, DAYS)],
        "now": f"{weeks.per_cent(at):.3f}%" if weeks.start <= at < weeks.end else "",
        "key": _key(found, names, colours),
    }


def _bars(
    layer: str,
    found: Iterable[Turn],
    weeks: Weeks,
    names: Mapping[int, str],
    colours: Mapping[int, int],
) -> list[Bar]:
    return [
        _bar(
            turn.start,
            turn.end,
            weeks,
            name=names.get(turn.person, "") if turn.person else _("away"),
            says=turn.because.says,
            look=f"who-{colours.get(turn.person, 0)}" if turn.person else "away",
        )
        for turn in found
        if turn.layer == layer and (turn.person or turn.instead_of)
    ]


def _hole(gap: Gap, weeks: Weeks) -> Bar:
    says = _("The fallback is told.")
    bar = _bar(gap.start, gap.end, weeks, name=_("Nobody"), says=says, look="hole")
    return bar if bar.text == _("Nobody") else replace(bar, text="")


def _bar(start: datetime, end: datetime, weeks: Weeks, *, name: str, says: str, look: str) -> Bar:
    left, right = weeks.per_cent(start), weeks.per_cent(end)
    return Bar(
        x=f"{left:.3f}%",
        width=f"{right - left:.3f}%",
        text=_fitting(name, right - left),
        says=f"{name}, {stretch(start, end)}. {says}",
        look=look,
    )


def _fitting(name: str, width: float) -> str:
    if width >= WIDE_ENOUGH_FOR_A_NAME:
        return name
    letters = "".join(part[0] for part in name.split()[:2])
    return letters if width >= WIDE_ENOUGH_FOR_LETTERS else ""


def _day(midnight: datetime, today: date) -> dict[str, Any]:
    day = midnight.date()
    return {
        "name": f"{day:%a}",
        "number": f"{day.day} {day:%b}" if day.day == 1 or day.weekday() == 0 else str(day.day),
        "is_today": day == today,
        "is_weekend": day.weekday() >= 5,
    }


def _key(
    found: Iterable[Turn], names: Mapping[int, str], colours: Mapping[int, int]
) -> list[dict[str, str]]:
    people = dict.fromkeys(turn.person for turn in found if turn.person is not None)
    return [
        {"name": names.get(person, ""), "look": f"who-{colours.get(person, 0)}"}
        for person in sorted(people, key=lambda one: names.get(one, ""))
    ]
