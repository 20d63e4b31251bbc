"""The shift log: what was handed over and noted, day by day; searching it, adding to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.incidents.queries.shift_log import Asked, Line, LogPage, shift_log
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms.handing import ShiftNoteForm
from musterpoint.interfaces.web.shown import filters
from musterpoint.interfaces.web.shown.happened import LINES, actor_name
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.write_shift_note import STREAM, write_shift_note

PAGE = 40
DAY = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Show the log; a sent form adds a note of the shift."""
    form = ShiftNoteForm(asked.sent(request))
    status = 200
    if request.method == "POST":
        by = asked.actor(request)
        by.must(Action.NOTE)
        status = answering.INVALID
        if form.is_valid():
            try:
                write_shift_note(says=form.cleaned_data["says"], by=by, at=asked.moment(request))
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
            else:
                messages.success(request, _("Noted."))
                return redirect("web:shift_log")
    context = _context(request) | {"form": form}
    is_piece = asked.is_htmx(request) and request.method != "POST"
    template = "shift_log/_lines.html" if is_piece else "shift_log/page.html"
    return render(request, template, context, status=status)


def _context(request: HttpRequest) -> dict[str, Any]:
    q = request.GET.get("q", "").strip()[:200]
    day = _day(request.GET.get("day", ""))
    cursor = request.GET.get("cursor", "")
    wanted = Asked(q=q, since=_midnight(day), until=_midnight(day and day + DAY))
    found = shift_log(asked.actor(request), wanted, cursor=cursor, limit=PAGE)
    path = reverse("web:shift_log")
    return {
        "nav": "shift_log",
        "topic": STREAM,
        "live_url": request.get_full_path(),
        "q": q,
        "day": day,
        "days": _days(found),
        "is_narrowed": bool(q or day),
        "older_url": filters.address(path, request.GET, cursor=found.next) if found.next else "",
        "newer_url": filters.address(path, request.GET, cursor="") if cursor else "",
    }


def _days(found: LogPage) -> list[dict[str, Any]]:
    """Return the lines under the day on which they happened at the centre, newest first."""
    zone = timezone.get_current_timezone()
    names = directory.names_of({pk for line in found.lines for pk in _people(line)})
    days: list[dict[str, Any]] = []
    for line in found.lines:
        day = line.at.astimezone(zone).date()
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "lines": []})
        days[-1]["lines"].append(_line(line, names))
    return days


def _line(line: Line, names: dict[int, str]) -> dict[str, Any]:
    label = LINES[line.kind][0] if line.kind in LINES else ""
    return {
        "at": line.at,
        "source": str(line.source),
        "label": str(label),
        "says": line.says,
        "by": actor_name(line.actor, names),
        "to": names.get(line.to or 0, ""),
        "ref": line.ref,
        "title": line.title,
        "handover": line.handover,
        "is_shift": line.kind == "shift",
    }


def _people(line: Line) -> set[int]:
    kind, _sep, key = line.actor.partition(":")
    found = {int(key)} if kind == "person" and key.isdigit() else set()
    return found | ({line.to} if line.to else set())


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date | None) -> datetime | None:
    if day is None or not 1971 <= day.year <= 2198:
        return None
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
