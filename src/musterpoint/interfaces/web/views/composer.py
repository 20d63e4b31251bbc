"""The composer: one page to write to every audience of an incident, with a live preview."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.communications.queries.glossary import glossary
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action
from musterpoint.domain.facts import Fact
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.composing import plan, sheets, typed
from musterpoint.interfaces.web.composing.plan import Row
from musterpoint.interfaces.web.composing.typed import Filled, Typed
from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.shown.room import incident
from musterpoint.interfaces.web.shown.strategy.naming import role_name


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, ref: int) -> HttpResponse:
    """Show the composer, as it begins or as it was sent to look at."""
    return render(request, "updates/compose.html", _context(request, ref))


@require_POST
def preview(request: HttpRequest, ref: int) -> HttpResponse:
    """Answer what was typed so far with its fields and drafts, for a page that shows them live."""
    return render(request, "updates/_live.html", _context(request, ref))


def _context(request: HttpRequest, ref: int) -> dict[str, Any]:
    at, by = asked.moment(request), asked.actor(request)
    room = incidents.room(by, ref)
    by.must(Action.UPDATE)
    rows = plan.rows_of(room.version.strategy, room, at=at)
    board = {one.number: one for one in boards.board(ref)}
    said = _said(request, rows, board, at=at)
    chosen = [row for code, row in rows.items() if code in said.rows]
    return {
        "nav": "incidents",
        "incident": incident(room),
        "policy": room.version,
        "policy_version": room.version.number,
        "rows": [_audience(row, said, at=at) for row in rows.values()],
        "fields": [_field(name, said, chosen, board) for name in plan.fields_in(chosen)],
        "also": [_fact(one, is_chosen=one.number in said.also) for one in _standing(board)],
        "said": said,
        "has_own": any(said.own.values()),
        "sheets": _sheets(chosen, said, board, room, at=at),
    }


def _said(
    request: HttpRequest, rows: Mapping[str, Row], board: Mapping[int, Fact], *, at: datetime
) -> Typed:
    fields = plan.fields_in(rows.values())
    if request.method == "POST":
        return typed.read(request.POST, fields=fields, rows=rows)
    wanted = tuple(one for one in request.GET.getlist("row") if one in rows)
    first = wanted or tuple(rows)[:1]
    subject = next((rows[one].template.name for one in first if rows[one].template), "")  # type: ignore[union-attr]  # asked in the same breath
    return typed.begun(fields, board.values(), at=at, rows=first, subject=subject)


def _audience(row: Row, said: Typed, *, at: datetime) -> dict[str, Any]:
    return {
        "code": row.rule.code,
        "name": row.audience.name,
        "outside": row.audience.outside,
        "is_chosen": row.rule.code in said.rows,
        "next_at": row.next_at(at=at),
        "own": said.own.get(row.rule.code, ""),
    }


def _field(name: str, said: Typed, chosen: list[Row], board: Mapping[int, Fact]) -> dict[str, Any]:
    filled = said.filled.get(name, Filled())
    return {
        "name": name,
        "label": labels.label({}, name),
        "audiences": [row.audience.name for row in chosen if name in row.fields],
        "facts": [_fact(one, is_chosen=one.number == filled.fact) for one in _standing(board)],
        "fact": board.get(filled.fact or 0),
        "says": filled.says,
    }


def _fact(fact: Fact, *, is_chosen: bool) -> dict[str, Any]:
    return {
        "number": fact.number,
        "says": fact.says,
        "state": str(fact.state),
        "estimate_of": fact.estimate_of,
        "is_chosen": is_chosen,
    }


def _standing(board: Mapping[int, Fact]) -> list[Fact]:
    return [one for one in board.values() if one.is_standing]


def _sheets(
    chosen: list[Row], said: Typed, board: Mapping[int, Fact], room: Room, *, at: datetime
) -> list[dict[str, Any]]:
    strategy, words = room.version.strategy, glossary()
    return [
        sheets.sheet(
            row,
            said,
            board,
            approver=role_name(strategy, row.rule.approver),
            glossary=words,
            at=at,
        )
        for row in chosen
    ]
