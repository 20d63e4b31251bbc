"""Replays: ask for one, watch it, read what it came to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.jobs import queries as jobs
from musterpoint.domain.authority import Action
from musterpoint.domain.job_kinds import JobKind
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.replays import ReplayForm
from musterpoint.interfaces.web.shown import jobs as shown_jobs
from musterpoint.interfaces.web.shown import replays as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.ask_replay import ask_replay
from musterpoint.usecases.refusals import Refusal

A_PAGE = 20
LARGEST = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show the replays there are and the form for another one, or ask for it."""
    by = asked.actor(request)
    by.must(Action.TEST_POLICY)
    form = _form(request)
    if request.method != "POST":
        return render(request, "replays/list.html", _page(request, form))
    try:
        if form.is_valid():
            since, until = form.period()
            job = ask_replay(
                policy=form.cleaned_data["policy"],
                against=form.cleaned_data["against"],
                since=since,
                until=until,
                by=by,
                at=asked.moment(request),
            )
            return redirect("web:replay", number=job.pk)
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
    return render(request, "replays/list.html", _page(request, form), status=answering.INVALID)


@require_safe
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show how far a replay is, and once it is done, what it came to."""
    job = replay_of(request, number)
    context: dict[str, Any] = {"nav": "strategy", "tab": "replays", "job": job}
    context |= shown_jobs.told(job) | {"asked": shown.asked_for(job)}
    if job.state == "done":
        context |= shown.result(job.result)
        context["is_stale"] = shown.is_stale(job.result)
    return render(request, "replays/one.html", context)


def replay_of(request: HttpRequest, number: int) -> Any:
    """Return the job of a replay, or raise Http404, NoSuchJob or NotAllowed."""
    by = asked.actor(request)
    by.must(Action.TEST_POLICY)
    if number > LARGEST:
        raise Http404
    job = jobs.get(number, for_=by)
    if job.kind != JobKind.REPLAY:
        raise Http404
    return job


def _form(request: HttpRequest) -> ReplayForm:
    policies, beside = shown.choices(at=asked.moment(request))
    wanted = {"policy": request.GET.get("policy", ""), "against": shown.usual(beside)}
    initial = {name: value for name, value in wanted.items() if value}
    return ReplayForm(asked.sent(request), policies=policies, beside=beside, initial=initial)


def _without_nul(text: str) -> str:
    """Return ``text`` as the database takes it."""
    return text.replace("\x00", "")


def _page(request: HttpRequest, form: ReplayForm) -> dict[str, Any]:
    before, only = request.GET.get("before", ""), _without_nul(request.GET.get("policy", ""))
    known = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    rows = jobs.of_kind(
        JobKind.REPLAY,
        for_=asked.actor(request),
        before=known,
        limit=A_PAGE + 1,
        **({"policy": only} if only else {}),
    )
    narrowed = f"&policy={only}" if only else ""
    return {
        "nav": "strategy",
        "tab": "replays",
        "form": form,
        "only": only,
        "rows": [shown.row(job) for job in rows[:A_PAGE]],
        "older_url": f"?before={rows[A_PAGE - 1].pk}{narrowed}" if len(rows) > A_PAGE else "",
        "newer_url": f"?{narrowed.removeprefix('&')}" if known is not None else "",
    }
