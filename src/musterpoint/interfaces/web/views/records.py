"""What was practised and what was learnt: the exercise programme and the competence of people."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.exercises import queries as exercises
from musterpoint.apps.exercises.operations import NoSuchAction
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.support.operations import NoSuchRecord
from musterpoint.domain.authority import Action, Role
from musterpoint.domain.exercise_programme import Outcome, maturity, programme
from musterpoint.domain.wall_clock import day_in
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.records import ExerciseForm, TrainingForm
from musterpoint.interfaces.web.shown import records as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.interfaces.web.views.saying import beside_fields
from musterpoint.usecases.record_exercise import ToDo, finish_exercise_action, record_exercise
from musterpoint.usecases.record_training import record_training, withdraw_training
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def held(request: HttpRequest) -> HttpResponse:
    """Show what falls due, what was held and what is to be done; a sent form records one."""
    version = policies.in_force(at=asked.moment(request))
    form = ExerciseForm(
        asked.sent(request), exercises=version.strategy.exercises.values(), people=_people()
    )
    status = 200
    if request.method == "POST":
        asked.actor(request).must(Action.KEEP_RECORDS)
        status = answering.INVALID
        if form.is_valid():
            try:
                _record(request, form.cleaned_data)
            except Refusal as refusal:
                beside_fields(form, refusal)
            else:
                messages.success(request, _("Recorded."))
                return redirect("web:exercises")
    return render(request, "records/exercises.html", _held(request, version, form), status=status)


def _held(request: HttpRequest, version: Version, form: ExerciseForm) -> dict[str, Any]:
    values, on = exercises.as_values(), day_in(version.strategy.zone, asked.moment(request))
    due = programme(version.strategy.exercises, values, on=on)
    return {
        "nav": "strategy",
        "form": form,
        "version": version.number,
        "programme": shown.programme(version, due),
        "held": exercises.held(limit=50),
        "actions": shown.actions(exercises.open_actions(), request=request, on=on),
        "years": shown.years(maturity(values)),
        "keeps": asked.allowed(request, Action.KEEP_RECORDS),
    }


def _record(request: HttpRequest, typed: dict[str, Any]) -> None:
    todo: tuple[ToDo, ...] = ()
    if typed["action"]:
        todo = (ToDo(says=typed["action"], owner_id=int(typed["owner"]), due_on=typed["due_on"]),)
    record_exercise(
        exercise=typed["exercise"],
        held_on=typed["held_on"],
        outcome=Outcome(typed["outcome"]),
        says=typed["says"],
        learnt=typed["learnt"],
        took_part=typed["took_part"],
        actions=todo,
        by=asked.actor(request),
        at=asked.moment(request),
    )


@require_POST
def done(request: HttpRequest, number: int) -> HttpResponse:
    """Say that an action after an exercise is done, and what came of it."""
    try:
        finish_exercise_action(
            action_id=number,
            effect=asked.text(request, "effect"),
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except (Refusal, NoSuchAction) as refusal:
        messages.error(request, str(refusal))
    return redirect("web:exercises")


@require_http_methods(["GET", "HEAD", "POST"])
def learnt(request: HttpRequest) -> HttpResponse:
    """Show who has learnt what their roles ask; a sent form records or withdraws."""
    at = asked.moment(request)
    version = policies.in_force(at=at)
    trainings = version.strategy.training
    form = TrainingForm(asked.sent(request), trainings=trainings.values(), people=_people())
    status = 200
    if request.method == "POST":
        asked.actor(request).must(Action.KEEP_RECORDS)
        status = answering.INVALID
        if form.is_valid():
            try:
                _learn(request, form.cleaned_data)
            except Refusal as refusal:
                beside_fields(form, refusal)
            else:
                messages.success(request, _("Recorded."))
                return redirect("web:training")
    context = {
        "nav": "strategy",
        "form": form,
        "version": version.number,
        "keeps": asked.allowed(request, Action.KEEP_RECORDS),
        **shown.competence(version, on=day_in(version.strategy.zone, at)),
    }
    return render(request, "records/training.html", context, status=status)


def _learn(request: HttpRequest, typed: dict[str, Any]) -> None:
    day: date = typed["learnt_on"]
    record_training(
        person_id=int(typed["person"]),
        training=typed["training"],
        learnt_on=day,
        note=typed["note"],
        by=asked.actor(request),
        at=asked.moment(request),
    )


@require_POST
def withdrawn(request: HttpRequest, number: int) -> HttpResponse:
    """Let a record of training count no longer."""
    try:
        withdraw_training(record_id=number, by=asked.actor(request), at=asked.moment(request))
    except NoSuchRecord as refusal:
        messages.error(request, str(refusal))
    return redirect("web:training")


def _people() -> list[tuple[int, str]]:
    return [(one.pk, one.name) for one in accounts.with_roles(Role)]
