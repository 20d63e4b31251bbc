"""Actions that ask something first: GET shows the form, POST does it or says why not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from musterpoint.apps.escalation import queries as escalation
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.incidents.operations.drafts import discard_draft
from musterpoint.domain.authority import Role, may
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.doing import DOINGS, Clash, Doing, Situation
from musterpoint.interfaces.web.shown.room import incident
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.refusals import Problem, Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def do(request: HttpRequest, ref: int, verb: str) -> HttpResponse:
    doing = DOINGS.get(verb)
    if doing is None:
        raise Http404
    by = asked.actor(request)
    now = Situation(request=request, room=incidents.room(by, ref), by=by, at=asked.moment(request))
    _require(now, doing)
    if request.method != "POST":
        return _ask(now, doing, doing.form(now, None))
    form = doing.form(now, request.POST)
    if not form.is_valid():
        return _ask(now, doing, form, status=answering.INVALID)
    try:
        doing.act(now, form.cleaned_data, form)
    except Clash as clash:
        return _ask(now, doing, clash.form, status=answering.CONFLICT, conflict=clash.conflict)
    except NoSuchIncident as refusal:
        return _not_there(now, doing, form, str(refusal))
    except (Refusal, StaleVersion) as refusal:
        return _refused(now, doing, form, refusal)
    discard_draft(person_id=asked.person(request).pk, key=f"{doing.name}-{now.room.incident.ref}")
    return answering.done(request, ref)


def _require(now: Situation, doing: Doing) -> None:
    if not (doing.called_may and _was_called(now, doing)):
        now.by.must(doing.needs)


def _was_called(now: Situation, doing: Doing) -> bool:
    """Whether the path called somebody whose roles alone would not do."""
    if Role.AUDITOR in now.by.roles or may(now.by.roles, doing.needs):
        return False
    return escalation.has_told(now.room.incident, person_id=now.by.person_id or 0)


def _not_there(now: Situation, doing: Doing, form: forms.Form, says: str) -> HttpResponse:
    """What was named does not exist for this person; the incident itself does."""
    return _refused(now, doing, form, Refusal(Problem(field="ref", says=says)))


def _refused(
    now: Situation, doing: Doing, form: forms.Form, refusal: Refusal | StaleVersion
) -> HttpResponse:
    status = answering.status_of(refusal)
    if not doing.asks:
        words = answering.words_of(refusal)
        return answering.refused(now.request, now.room.incident.pk, *words, status=status)
    elsewhere = []
    problems = refusal.errors if isinstance(refusal, Refusal) else ()
    for problem in problems:
        field = _field_of(problem, form)
        if field:
            form.add_error(field, problem.says)
        else:
            elsewhere.append(problem.says)
    if not problems:
        elsewhere = answering.words_of(refusal)
    return _ask(now, doing, form, status=status, refusals=elsewhere)


def _field_of(problem: Problem, form: forms.Form) -> str | None:
    aliases = {"other": "ref", "into": "ref", "target": "ref", "hold_reason": "reason"}
    name = aliases.get(problem.field, problem.field.partition(".")[0])
    return name if name in form.fields else None


def _ask(
    now: Situation,
    doing: Doing,
    form: forms.Form,
    *,
    status: int = 200,
    conflict: Mapping[str, Any] | None = None,
    refusals: list[str] | None = None,
) -> HttpResponse:
    context = {
        "nav": "incidents",
        "incident": incident(now.room),
        "form": form,
        "conflict": conflict,
        "do": {
            "name": doing.name,
            "title": doing.title,
            "says": doing.says,
            "submit": doing.submit,
            "tone": doing.tone,
            "refusals": refusals or [],
        },
    }
    template = "incidents/_do.html" if asked.is_htmx(now.request) else "incidents/do.html"
    return render(now.request, template, context, status=status)
