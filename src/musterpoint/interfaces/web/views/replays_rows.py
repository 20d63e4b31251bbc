"""The incidents for which a replay came to something else: the list, as CSV, and one by one.

Whatever the replay kept, only incidents that the reader may see now are shown.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from musterpoint.apps.incidents.queries import replayed, visible_to
from musterpoint.apps.jobs import queries as jobs
from musterpoint.domain.replay.rows import COLUMNS, cells
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import replays_rows as shown
from musterpoint.interfaces.web.views.replays import replay_of
from musterpoint.usecases.replay_history import unpacked

A_PAGE = 50
AT_ONCE = 2_000


@require_safe
def listed(request: HttpRequest, number: int) -> HttpResponse:
    """Show the incidents that differ, narrowed to what was asked, a page at a time."""
    job = _done(request, number)
    filters = shown.Filters.of(request.GET)
    rows = filters.narrowed(_material(request, number)["rows"])
    after = shown.number_of(request.GET.get("after", ""))
    page = [row for row in rows if row["key"] > after][: A_PAGE + 1]
    seen = _seen(request, page)
    context = {
        "nav": "strategy",
        "tab": "replays",
        "job": job,
        "filters": filters,
        "total": len(rows),
        "rows": [shown.row(row, seen[row["key"]]) for row in page[:A_PAGE] if row["key"] in seen],
        "older_url": filters.address(after=page[A_PAGE - 1]["key"]) if len(page) > A_PAGE else "",
        "newer_url": filters.address() if after else "",
        **shown.names(job.result),
    }
    return render(request, "replays/rows.html", context)


@require_safe
def exported(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the incidents that differ as CSV."""
    _done(request, number)
    rows = shown.Filters.of(request.GET).narrowed(_material(request, number)["rows"])
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="replay-{number}.csv"'
    writer = csv.writer(answer)
    writer.writerow(COLUMNS)
    for start in range(0, len(rows), AT_ONCE):
        batch = rows[start : start + AT_ONCE]
        seen = _seen(request, batch)
        writer.writerows(cells(row) for row in batch if row["key"] in seen)
    return answer


@require_safe
def one(request: HttpRequest, number: int, ref: int) -> HttpResponse:
    """Show one incident: what happened, and what either strategy makes of it, with why."""
    job = _done(request, number)
    incident = visible_to(asked.person(request)).filter(pk=ref).first()
    if incident is None:
        raise Http404
    past = replayed.past_of(incident, at=asked.moment(request))
    context = {
        "nav": "strategy",
        "tab": "replays",
        "job": job,
        "incident": incident,
        "past": past,
        **shown.names(job.result),
        **shown.drilled(past, _material(request, number), job.result),
    }
    return render(request, "replays/incident.html", context)


def _done(request: HttpRequest, number: int) -> Any:
    job = replay_of(request, number)
    if job.state != "done":
        raise Http404
    return job


def _material(request: HttpRequest, number: int) -> dict[str, Any]:
    return unpacked(jobs.material_of(number, for_=asked.actor(request)))


def _seen(request: HttpRequest, rows: Iterable[dict[str, Any]]) -> dict[int, str]:
    """Return the summaries of those incidents that the reader may see."""
    found = visible_to(asked.person(request)).filter(pk__in=[row["key"] for row in rows])
    return dict(found.values_list("pk", "summary"))
