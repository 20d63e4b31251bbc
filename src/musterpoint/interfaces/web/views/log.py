"""Logging an incident: the form, what Musterpoint makes of it meanwhile, and the sending."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from musterpoint.apps.incidents.operations.drafts import discard_draft, draft_of
from musterpoint.domain.authority import Action
from musterpoint.domain.clocks import ClockKind
from musterpoint.domain.decisions import Decision
from musterpoint.domain.policy.document import Question, Strategy
from musterpoint.domain.priority import Assessment
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms.logging import LogForm
from musterpoint.interfaces.web.shown import labels, parts
from musterpoint.interfaces.web.views import reading
from musterpoint.usecases.log_incident import log_incident
from musterpoint.usecases.preview_report import Preview, preview_report, unjudged
from musterpoint.usecases.refusals import Refusal

DRAFT = "log"
FIELD_OF = {"nature": "description", "triage": "triage_reason"}


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    asked.actor(request).must(Action.LOG)
    strategy = directory.strategy(at=asked.moment(request)).strategy
    if request.method == "POST":
        return _send(request, strategy)
    kept = draft_of(person_id=asked.person(request).pk, key=DRAFT)
    initial = kept or {"summary": request.GET.get("summary", "")}
    form = reading.log_form(strategy, initial=_as_initial(initial))
    return _page(request, form, has_draft=kept is not None)


@require_POST
def suggestions(request: HttpRequest) -> HttpResponse:
    by, at = asked.actor(request), asked.moment(request)
    strategy = directory.strategy(at=at).strategy
    form = reading.log_form(strategy, request.POST)
    form.is_valid()
    preview = preview_report(report=reading.report(form), by=by, at=at)
    return render(request, "incidents/_suggestions.html", _shown(preview, form, at=at))


def _send(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    by, at = asked.actor(request), asked.moment(request)
    form = reading.log_form(strategy, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        logged = log_incident(report=reading.report(form), by=by, at=at)
    except Refusal as refusal:
        for problem in refusal.errors:
            name = FIELD_OF.get(problem.field, problem.field)
            form.add_error(name if name in form.fields else None, problem.says)
        return _page(request, form, status=422)
    discard_draft(person_id=asked.person(request).pk, key=DRAFT)
    return redirect("web:room", ref=logged.incident.pk)


def _page(
    request: HttpRequest, form: LogForm, *, status: int = 200, has_draft: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"nav": "log", "form": form, "has_draft": has_draft}
    if not form.is_bound:
        in_force = directory.strategy(at=asked.moment(request))
        context |= {"policy": in_force, "policy_version": in_force.number}
        context["preview"] = _priority(unjudged(in_force.strategy), is_judged=False)
    else:
        by, at = asked.actor(request), asked.moment(request)
        preview = preview_report(report=reading.report(form), by=by, at=at)
        context |= _shown(preview, form, at=at)
        context["has_answers"] = bool(form.answers())
    return render(request, "incidents/log.html", context, status=status)


def _as_initial(kept: dict[str, Any]) -> dict[str, Any]:
    """A draft holds what the browser sent; a tick is there or not."""
    return {name: value for name, value in kept.items() if value not in ("", None)}


def _shown(preview: Preview, form: LogForm, *, at: datetime) -> dict[str, Any]:
    strategy, decision = preview.version.strategy, preview.decision
    has_answers = bool(form.answers())
    return {
        "policy": preview.version,
        "policy_version": preview.version.number,
        "preview": {
            **_priority(decision or preview.unjudged, is_judged=decision is not None),
            "acknowledge_by": preview.due.get(ClockKind.ACKNOWLEDGE),
            "restore_by": preview.due.get(ClockKind.RESTORE),
            "major": preview.major_candidate,
        },
        "duplicates": [parts.candidate(one, at=at) for one in preview.alike],
        "categories": [
            {
                "id": one.category,
                "name": labels.category(strategy, one.category),
                "says": "; ".join(reason.says for reason in one.because[:3]),
            }
            for one in preview.categories
        ],
        **_verdict(preview, has_answers=has_answers),
    }


def _priority(decision: Decision[Assessment] | None, *, is_judged: bool) -> dict[str, Any]:
    return {
        "priority": decision.value.priority if decision else "",
        "because": decision.because if decision else (),
        "is_judged": is_judged,
    }


def _verdict(preview: Preview, *, has_answers: bool) -> dict[str, Any]:
    found = preview.triage
    if isinstance(found, Question):
        asked_next = {"asks": found.asks, "says": _("is the next question.")}
        return {"questions": [asked_next] if has_answers else [], "nature": None}
    if found is None:
        return {"questions": [], "nature": None}
    says = _("It is a complaint as well: both are logged at once, each with its own clock.")
    return {
        "questions": [{"asks": one.says, "says": ""} for one in found.because],
        "nature": {
            "label": labels.label(labels.VERDICT, found.kind),
            "says": says if found.also_complaint else "",
            "is_incident": found.is_incident,
        },
    }
