"""The board, its pieces, the wallboard and the strip: what needs somebody now."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from musterpoint.apps.incidents.queries import Filters, Row
from musterpoint.apps.incidents.queries.board import (
    Due,
    Wanted,
    board,
    gap_counts,
    kind_of,
    sums,
)
from musterpoint.apps.incidents.queries.latest import Happened, latest
from musterpoint.domain.authority import Actor, Role
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.shown import filters, happened, rows

WALL_ROWS = 5
TONES = {Due.NOW: "now", Due.SOON: "soon"}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    return render(request, "board/page.html", _board(request))


@require_safe
def pieces(request: HttpRequest) -> HttpResponse:
    return render(request, "board/_pieces.html", _board(request))


@require_safe
def strip(request: HttpRequest) -> HttpResponse:
    return render(request, "layout/_strip.html")


@require_safe
def wallboard(request: HttpRequest) -> HttpResponse:
    return render(request, "wallboard/page.html", _wall(request))


@require_safe
def wallboard_pieces(request: HttpRequest) -> HttpResponse:
    return render(request, "wallboard/_screen.html", _wall(request))


def _board(request: HttpRequest) -> dict[str, Any]:
    actor, at = asked.actor(request), asked.moment(request)
    fields = [
        filters.priority(request),
        filters.status(request, open_only=True),
        filters.site(request),
        filters.owner(request),
    ]
    wanted = _wanted(request)
    counts = sums(actor, Wanted(filters=wanted.filters, owner=wanted.owner, vacant=wanted.vacant),
                  at=at)  # fmt: skip
    found = board(actor, wanted, at=at)
    gaps = gap_counts(actor, [row.id for row in found]) if found else {}
    total = counts[wanted.due] if wanted.due else sum(counts.values())
    shown = filters.shown(fields, clear=reverse("web:board"))
    shown["any"] = shown["any"] or wanted.due is not None
    return {
        "nav": "board",
        "sums": _sums(request, counts, wanted.due),
        "groups": _groups(found, gaps, at=at),
        "filters": shown,
        "latest": _latest(latest(actor), at=at),
        "total": total,
        "shown": len(found),
        "live_url": filters.address(reverse("web:board_pieces"), request.GET),
    }


def _wanted(request: HttpRequest) -> Wanted:
    def value(field: dict[str, Any]) -> str:
        return next((o["value"] for o in field["options"] if o["selected"]), "")

    priority = value(filters.priority(request))
    status = value(filters.status(request, open_only=True))
    owner = value(filters.owner(request))
    due = filters.chosen(request, "due", list(Due))
    return Wanted(
        filters=Filters(
            priority=(priority,) if priority else (),
            status=(status,) if status else (),
            site=value(filters.site(request)),
        ),
        due=Due(due) if due else None,
        owner=asked.person(request).pk if owner == "me" else None,
        vacant=owner == "vacant",
    )


def _labels() -> dict[Due, tuple[str, str]]:
    return {
        Due.NOW: (_("need someone now"), _("Needs someone now")),
        Due.SOON: (_("due within 30 min"), _("Due within 30 minutes")),
        Due.LATER: (_("on course"), _("Later")),
        Due.HELD: (_("nothing due"), _("On hold, nothing due")),
    }


def _sums(
    request: HttpRequest | None, counts: dict[Due, int], present: Due | None
) -> list[dict[str, Any]]:
    path = reverse("web:board")
    return [
        {
            "key": str(due),
            "label": words,
            "count": counts[due],
            "tone": TONES.get(due, ""),
            "url": ""
            if request is None
            else filters.address(path, request.GET, due="" if due is present else str(due)),
            "current": due is present,
        }
        for due, (words, _group) in _labels().items()
    ]


def _groups(found: tuple[Row, ...], gaps: dict[int, int], *, at: Any) -> list[dict[str, Any]]:
    strategy = directory.strategy(at=at).strategy
    grouped: dict[Due, list[Row]] = {}
    for row in found:
        grouped.setdefault(kind_of(row, at=at), []).append(row)
    return [
        {"key": str(due), "label": label, "rows": rows.shown(grouped[due], strategy, gaps=gaps)}
        for due, (_sum, label) in _labels().items()
        if due in grouped
    ]


def _latest(found: list[Happened], *, at: Any) -> list[dict[str, Any]]:
    people = directory.names_of(
        {int(one.actor[7:]) for one in found if one.actor.startswith("person:")}
    )
    reader = happened.Words(strategy=directory.strategy(at=at).strategy, names=people)
    return [
        {
            "ref": one.ref,
            "at": one.at,
            "says": happened.line(one.kind, one.data, reader),
            "actor_name": happened.actor_name(one.actor, people),
            "tone": happened.LINES.get(one.kind, ("", "ring", "", False))[2],
            "icon": happened.LINES.get(one.kind, ("", "ring", "", False))[1],
        }
        for one in found
    ]


def _wall(request: HttpRequest) -> dict[str, Any]:
    """A wall is read by whoever walks past: it sees what an agent without any role would."""
    at = asked.moment(request)
    passer_by = Actor(key="person:0", person_id=0, roles=frozenset({Role.AGENT}))
    counts = sums(passer_by, Wanted(), at=at)
    found = board(passer_by, Wanted(), at=at, limit=WALL_ROWS)
    theme = filters.chosen(request, "theme", ("light", "dark")) or "dark"
    return {
        "theme": theme,
        "centre_name": directory.centre()[0],
        "sums": _sums(None, counts, None),
        "rows": rows.shown(found, directory.strategy(at=at).strategy),
        "more": sum(counts.values()) - len(found),
        "live_url": reverse("web:wallboard_pieces"),
    }
