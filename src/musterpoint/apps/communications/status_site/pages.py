"""A status page as HTML: the page itself, its history, one notice; without script or cookie.

Every address in it is relative, so the same bytes serve from this product and from a bare folder.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone

from musterpoint.apps.communications.status_site import labels
from musterpoint.apps.communications.status_site.reading import (
    ComponentRead,
    NoticeRead,
    PageRead,
)
from musterpoint.domain.status_pages import Impact, each_day

DAYS = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where these pages stand. ``up`` leads from one of them back to the first.

    ``file`` ends the address of a page that is a file; ``subscribe`` is empty where nobody can.
    From one that ``is_lone`` nothing leads on: its reader was given its address alone.
    """

    css: str
    up: str = ""
    file: str = ""
    subscribe: str = ""
    offers_feeds: bool = True
    is_lone: bool = False

    @property
    def home(self) -> str:
        return f"{self.up}{self.file}" or "./"

    @property
    def history(self) -> str:
        return f"{self.up}history/{self.file}"

    @property
    def atom(self) -> str:
        return f"{self.up}history.atom"

    @property
    def json(self) -> str:
        return f"{self.up}api/v2/summary.json"

    def notice(self, code: str) -> str:
        """Return the address of one notice."""
        return f"{self.up}incidents/{code}/{self.file}"


def home(page: PageRead, place: Place, *, zone: str, at: datetime) -> str:
    """Return the page itself: how it is now, what is planned, what was lately."""
    context = {
        "overall": labels.OVERALL[page.indicator],
        "indicator": page.indicator.value,
        "components": [_component(one, page, zone=zone, at=at) for one in page.components],
        "open": [_notice(one, page, place) for one in page.open_incidents],
        "planned": [_notice(one, page, place) for one in page.planned],
        "past": [_notice(one, page, place) for one in page.past[:10]],
        "days": DAYS,
    }
    return _made("status/home.html", page, place, zone, context)


def history(
    page: PageRead,
    notices: Iterable[NoticeRead],
    place: Place,
    *,
    zone: str,
    older: str = "",
) -> str:
    """Return the page of what is over, the newest first; ``older`` leads to what was before."""
    context = {"past": [_notice(one, page, place) for one in notices], "older": older}
    return _made("status/history.html", page, place, zone, context)


def notice(page: PageRead, one: NoticeRead, place: Place, *, zone: str) -> str:
    """Return the page of one notice."""
    return _made("status/notice.html", page, place, zone, {"notice": _notice(one, page, place)})


def words(
    page: PageRead, place: Place, template: str, context: dict[str, Any], *, zone: str
) -> str:
    """Return another page in the same frame, such as the one to subscribe on."""
    return _made(template, page, place, zone, context)


def _made(template: str, page: PageRead, place: Place, zone: str, context: dict[str, Any]) -> str:
    with timezone.override(ZoneInfo(zone)):
        return render_to_string(template, {"page": page, "place": place, "zone": zone, **context})


def _component(one: ComponentRead, page: PageRead, *, zone: str, at: datetime) -> dict[str, Any]:
    spells = [
        (n.began_at if not n.is_planned else n.planned_from or n.began_at, n.resolved_at, n.impact)
        for n in page.notices
        if (one.code in n.components or not n.components) and _counts(n)
    ]
    last = at.astimezone(ZoneInfo(zone)).date()
    days = each_day(spells, last=last, count=DAYS, zone=zone)
    return {
        "code": one.code,
        "name": one.name,
        "says": one.says,
        "status": one.status.value,
        "label": labels.COMPONENT[one.status],
        "days": [day.value for day in days],
        "troubled": sum(day not in {Impact.NONE, Impact.MAINTENANCE} for day in days),
    }


def _counts(one: NoticeRead) -> bool:
    """Return whether a notice tells of a time in which something was wrong or worked on."""
    begun = {"in_progress", "verifying", "completed"}
    return not one.is_planned or any(entry.state in begun for entry in one.entries)


def _notice(one: NoticeRead, page: PageRead, place: Place) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "href": place.notice(one.code),
        "impact": one.impact.value,
        "impact_label": labels.IMPACT[one.impact],
        "state": one.state.value,
        "label": labels.STATE[one.state],
        "components": page.names(one.components),
        "began_at": one.began_at,
        "resolved_at": one.resolved_at,
        "planned_from": one.planned_from,
        "planned_until": one.planned_until,
        "entries": [{"label": labels.STATE[entry.state], "entry": entry} for entry in one.entries],
    }
