"""Who would be called how often, by the hour: figures and the small drawings beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

HOURS, DAYS = 24, 7
BAR, TALLEST = 6, 30
MOST_PEOPLE = 30


def people(
    policy: Mapping[str, Any], against: Mapping[str, Any] | None, known: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return everybody whom a path tells, whoever is called most first, with the hours of a day."""
    here, there = policy["load"], against["load"] if against else {}
    nights, other_nights = policy["at_night_by"], against["at_night_by"] if against else {}
    found = [
        {
            **_who(code, known),
            "tried": sum(here.get(code, ())),
            "beside": sum(there.get(code, ())) if against else None,
            "night": nights.get(code, 0),
            "night_beside": other_nights.get(code, 0) if against else None,
            "hours": _hours(here.get(code), there.get(code)),
        }
        for code in {*here, *there}
    ]
    for one in found:
        one["change"] = None if one["beside"] is None else one["tried"] - one["beside"]
    return sorted(found, key=lambda one: (-one["tried"], one["name"]))[:MOST_PEOPLE]


def load(policy: Mapping[str, Any], against: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """Return the calls of a week by day and hour, for each side; both in the same shades."""
    weeks = {"tried": _summed(policy["load"])}
    if against is not None:
        weeks["beside"] = _summed(against["load"])
    most = max((max(week) for week in weeks.values()), default=0)
    return [
        {"side": side, "days": _days(week, most), "says": _busiest(week), "most": most}
        for side, week in weeks.items()
    ]


def _who(code: str, known: Mapping[str, str]) -> dict[str, str]:
    kind, _colon, who = code.partition(":")
    kinds = {
        "role": _("role"),
        "rota": _("rota"),
        "team": _("team"),
        "person": _("person"),
        "contact": _("outside contact"),
        "address": _("address"),
    }
    name = known.get(code) or (who if "@" in who else who.replace("_", " "))
    return {"kind": kinds.get(kind, kind), "name": name}


def _hours(here: list[int] | None, there: list[int] | None) -> dict[str, Any]:
    """Return the bars of a day, the strategy tried in front of the one beside it."""
    day, other = _by_hour(here), _by_hour(there)
    most = max((*day, *other), default=0)
    busiest = max(range(HOURS), key=day.__getitem__)
    return {
        "bars": [
            {
                "x": hour * BAR,
                "y": TALLEST - _tall(day[hour], most),
                "height": _tall(day[hour], most),
                "other_y": TALLEST - _tall(other[hour], most),
                "other_height": _tall(other[hour], most),
            }
            for hour in range(HOURS)
        ],
        "says": _("Most at %(hour)02d:00, with %(count)s")
        % {"hour": busiest, "count": day[busiest]}
        if any(day)
        else _("Nobody calls"),
    }


def _by_hour(week: list[int] | None) -> list[int]:
    return [sum(week[hour::HOURS]) for hour in range(HOURS)] if week else [0] * HOURS


def _tall(count: int, most: int) -> float:
    return round(TALLEST * count / most, 1) if most else 0.0


def _summed(of_all: Mapping[str, list[int]]) -> list[int]:
    return [sum(column) for column in zip(*of_all.values(), strict=True)] or [0] * HOURS * DAYS


def _days(week: list[int], most: int) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "y": place * 18,
            "text_y": place * 18 + 12,
            "cells": [
                {
                    "x": 34 + hour * 18,
                    "shade": round(week[place * HOURS + hour] / most, 2) if most else 0,
                    "count": week[place * HOURS + hour],
                    "hour": hour,
                }
                for hour in range(HOURS)
            ],
        }
        for place, name in enumerate(_names())
    ]


def _busiest(week: list[int]) -> str:
    place = max(range(len(week)), key=week.__getitem__)
    day, hour = divmod(place, HOURS)
    if not week[place]:
        return _("Nobody is called.")
    says = _("Busiest: %(day)s at %(hour)02d:00, with %(count)s calls.")
    return says % {"day": _names()[day], "hour": hour, "count": week[place]}


def _names() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
