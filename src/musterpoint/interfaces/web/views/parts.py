"""What is done in a room without a dialog: notes, roles, tasks, gaps, duties, answers, links."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from musterpoint.apps.incidents import as_recorded
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.apps.incidents.operations.drafts import discard_draft
from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms import facts, working
from musterpoint.interfaces.web.views import answering
from musterpoint.interfaces.web.views.filling import fill
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.anchor_obligation import anchor_obligation
from musterpoint.usecases.ask_help import answer_help
from musterpoint.usecases.link_incident import undo_link
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.settle_obligation import settle_obligation
from musterpoint.usecases.swarm_help import offer_help
from musterpoint.usecases.trained_for import lacking_training
from musterpoint.usecases.work_roles import assign_role, open_role, release_role, take_role
from musterpoint.usecases.work_tasks import add_task, finish_task, reopen_task

View = Callable[[HttpRequest, int], HttpResponse]
LARGEST = 2**31 - 1
OUTCOMES = {"done": "done", "not_needed": "not_applicable"}


def _acting(needs: Action | None = None) -> Callable[[View], View]:
    """POST only, 403 without the right, 404 when invisible, refusals over the room."""

    def wrap(view: View) -> View:
        @require_POST
        @wraps(view)
        def acting(request: HttpRequest, ref: int) -> HttpResponse:
            by = asked.actor(request)
            incidents.brief(by, ref)
            if needs is not None:
                by.must(needs)
            try:
                return view(request, ref)
            except (Refusal, StaleVersion) as refusal:
                status = answering.status_of(refusal)
                return answering.refused(request, ref, *answering.words_of(refusal), status=status)

        return acting

    return wrap


@_acting(Action.NOTE)
def note(request: HttpRequest, ref: int) -> HttpResponse:
    form = working.NoteForm(request.POST, auto_id="note_%s")
    if form.is_valid():
        try:
            add_note(
                incident_id=ref,
                says=form.cleaned_data["says"],
                happened_at=form.cleaned_data["at"],
                by=asked.actor(request),
                at=asked.moment(request),
            )
        except Refusal as refusal:
            for problem in refusal.errors:
                form.add_error(
                    problem.field if problem.field in form.fields else None, problem.says
                )
        else:
            discard_draft(person_id=asked.person(request).pk, key=f"note-INC-{ref:06d}")
            return answering.done(request, ref)
    return answering.refused(request, ref, status=answering.INVALID, form_note=form)


@_acting()
def role(request: HttpRequest, ref: int) -> HttpResponse:
    by, at = asked.actor(request), asked.moment(request)
    code, action = asked.text(request, "role"), asked.text(request, "action")
    if action == "take":
        take_role(incident_id=ref, role=code, by=by, at=at)
        _warn(request, ref, code, asked.person(request).pk)
    elif action == "release":
        release_role(incident_id=ref, role=code, by=by, at=at)
    elif action == "open":
        open_role(incident_id=ref, role=code, by=by, at=at)
    elif action == "assign":
        person = _number(request, "person")
        assign_role(incident_id=ref, role=code, person_id=person, by=by, at=at)
        _warn(request, ref, code, person)
    else:
        return _unreadable(request, ref)
    return answering.done(request, ref)


def _warn(request: HttpRequest, ref: int, role: str, person_id: int) -> None:
    """Say what whoever has the role now has not learnt for it."""
    strategy = policies.get(as_recorded.strategies_of([ref])[ref]).strategy
    for lack in lacking_training(strategy, role, person_id, at=asked.moment(request)):
        messages.warning(request, lack.says)


@_acting()
def task(request: HttpRequest, ref: int) -> HttpResponse:
    by, at = asked.actor(request), asked.moment(request)
    position = _number(request, "task")
    change = finish_task if asked.text(request, "done") == "yes" else reopen_task
    change(incident_id=ref, position=position, by=by, at=at)
    return answering.done(request, ref)


@_acting()
def new_task(request: HttpRequest, ref: int) -> HttpResponse:
    by, at = asked.actor(request), asked.moment(request)
    add_task(incident_id=ref, says=asked.text(request, "says"), by=by, at=at)
    return answering.done(request, ref)


@_acting(Action.NOTE)
def fill_gap(request: HttpRequest, ref: int) -> HttpResponse:
    name = asked.text(request, "gap")
    if name not in facts.FactsForm.base_fields:
        return _unreadable(request, ref)
    form = facts.fact_form(name, request.POST)
    if not form.is_valid():
        return answering.refused(request, ref, status=answering.INVALID, bound={name: form})
    already = fill(request, ref, name, form.cleaned_data[name])
    if already:
        return answering.refused(request, ref, already, bound={name: form})
    return answering.done(request, ref)


@_acting(Action.SETTLE)
def settle(request: HttpRequest, ref: int) -> HttpResponse:
    code, typed = asked.text(request, "obligation"), asked.text(request, "evidence")
    try:
        settle_obligation(
            incident_id=ref,
            code=code,
            state=OUTCOMES.get(asked.text(request, "outcome"), ""),
            reason=typed,
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        status, words = answering.status_of(refusal), answering.words_of(refusal)
        return answering.refused(request, ref, *words, status=status, typed={code: typed})
    return answering.done(request, ref)


@_acting(Action.SETTLE)
def anchor(request: HttpRequest, ref: int) -> HttpResponse:
    """Set what a duty's time counts from; the evidence is asked for."""
    form = working.AnchorForm(request.POST)
    if not form.is_valid():
        problems = [str(problem) for found in form.errors.values() for problem in found]
        return answering.refused(request, ref, *problems, status=answering.INVALID)
    anchor_obligation(
        incident_id=ref,
        code=form.cleaned_data["obligation"],
        anchor_at=form.cleaned_data["anchor_at"],
        reason=form.cleaned_data["reason"],
        by=asked.actor(request),
        at=asked.moment(request),
    )
    return answering.done(request, ref)


@_acting(Action.NOTE)
def answer(request: HttpRequest, ref: int) -> HttpResponse:
    answer_help(
        help_id=_number(request, "request"),
        answer=asked.text(request, "answer"),
        by=asked.actor(request),
        at=asked.moment(request),
    )
    return answering.done(request, ref)


@_acting(Action.NOTE)
def come(request: HttpRequest, ref: int) -> HttpResponse:
    offer_help(
        help_id=_number(request, "request"),
        says=asked.text(request, "says"),
        by=asked.actor(request),
        at=asked.moment(request),
    )
    return answering.done(request, ref)


@_acting(Action.WORK)
def unlink(request: HttpRequest, ref: int) -> HttpResponse:
    by, at = asked.actor(request), asked.moment(request)
    undo_link(incident_id=ref, link_id=_number(request, "link"), by=by, at=at)
    return answering.done(request, ref)


def _number(request: HttpRequest, name: str) -> int:
    typed = request.POST.get(name, "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else 0
    return number if name != "task" or number <= LARGEST else 0


def _unreadable(request: HttpRequest, ref: int) -> HttpResponse:
    says = _("That could not be read. Reload the page and try again.")
    return answering.refused(request, ref, says, status=answering.INVALID)
