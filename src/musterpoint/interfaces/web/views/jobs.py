"""A job: how far it is, stopping it, and the file it made."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from musterpoint.apps.jobs import operations, queries
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import jobs as shown

LARGEST = 2**63 - 1


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one job: what was asked, how far it is, what came of it."""
    return render(request, "jobs/one.html", _context(request, number))


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """Answer the bar alone; once the job has ended, the page is asked for anew."""
    context = _context(request, number)
    answer = render(request, "jobs/_progress.html", context)
    if context["job"].has_ended:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """End a job that nobody wants any more."""
    _context(request, number)
    if operations.cancel(job_id=number, at=asked.moment(request)):
        messages.success(request, _("Stopped."))
    else:
        messages.info(request, _("It had ended before."))
    return redirect("web:job", number=number)


@require_safe
def file(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the file that a job made."""
    _context(request, number)
    name, content = queries.file_of(number, for_=asked.actor(request))
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _context(request: HttpRequest, number: int) -> dict[str, Any]:
    if number > LARGEST:
        raise Http404
    job = queries.get(number, for_=asked.actor(request))
    return {"nav": "strategy", "job": job, **shown.told(job)}
