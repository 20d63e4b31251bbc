"""Rounds of rating: open one, judge its cases blind, close it, see how far people agree."""

from __future__ import annotations

from random import Random
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import ratings
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms.ratings import JudgeForm, OpenForm
from musterpoint.interfaces.web.shown import ratings as shown
from musterpoint.interfaces.web.shown.scenarios import choices
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.rate_cases import close_rating, open_rating, rate_case
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show the rounds that somebody sees, and open another."""
    by, at = asked.actor(request), asked.moment(request)
    if request.method != "POST":
        return _listed(request)
    by.must(Action.TEST_POLICY)
    form = _open_form(request)
    if not form.is_valid():
        return _listed(request, form, status=answering.INVALID)
    said = form.cleaned_data
    stories = said["cases"].replace("\r", "").split("\n\n")
    try:
        number = open_rating(
            title=said["title"],
            strategy=said["strategy"],
            cases=stories,
            raters=[int(each) for each in said["raters"]],
            by=by,
            at=at,
        )
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        return _listed(request, form, status=answering.status_of(refusal))
    messages.success(request, _("Opened. Those you asked find it here."))
    return redirect("web:rating", number=number)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Judge the cases of a round, close it, or see what came of it."""
    row = _seen(request, number)
    if request.method != "POST":
        return _one(request, row)
    by, at = asked.actor(request), asked.moment(request)
    try:
        if asked.text(request, "act") == "close":
            close_rating(round_id=number, by=by, at=at)
            messages.success(request, _("Closed. This is how far you agree."))
        else:
            position = asked.text(request, "position")
            priority = rate_case(
                round_id=number,
                position=int(position) if position.isdecimal() and len(position) < 6 else 0,
                category=asked.text(request, "category"),
                impact=asked.text(request, "impact"),
                urgency=asked.text(request, "urgency"),
                by=by,
                at=at,
            )
            messages.success(request, _("Kept. By these words it is %s.") % priority)
    except Refusal as refusal:
        words = answering.words_of(refusal)
        return _one(request, row, refusals=words, status=answering.status_of(refusal))
    return redirect("web:rating", number=number)


def _seen(request: HttpRequest, number: int) -> Any:
    """Return a round that this person may see, or raise Http404."""
    try:
        row = ratings.one(number)
    except ratings.NoSuchRound as missing:
        raise Http404 from missing
    me = asked.person(request).pk
    if asked.allowed(request, Action.TEST_POLICY) or any(
        each.person_id == me for each in ratings.raters(row)
    ):
        return row
    raise Http404


def _one(
    request: HttpRequest,
    row: Any,
    *,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    me, raters, cases = asked.person(request).pk, ratings.raters(row), ratings.cases(row)
    context: dict[str, Any] = {
        "nav": "strategy",
        "row": row,
        "cases": cases,
        "refusals": refusals or [],
        "raters": raters,
    }
    if row.closed_at is not None:
        found = ratings.measured(row, chance=Random(row.pk))  # noqa: S311  # draws, no secret
        context["results"] = shown.results(row, found)
        return render(request, "ratings/one.html", context, status=status)
    done = ratings.progress(row)
    context["progress"] = [
        {"name": each.person.name, "done": done.get(each.person_id, 0)} for each in raters
    ]
    if any(each.person_id == me for each in raters):
        context["judging"] = _judging(row, me, cases)
    return render(request, "ratings/one.html", context, status=status)


def _judging(row: Any, me: int, cases: list[Any]) -> list[dict[str, Any]]:
    strategy, given = ratings.strategy_of(row), ratings.given_by(row, me)
    options = shown.judging(strategy)
    return [
        {
            "case": case,
            "given": given.get(case.pk),
            "form": JudgeForm(
                initial={
                    name: getattr(given[case.pk], name) for name in options if case.pk in given
                },
                choices=options,
                auto_id=f"case-{case.position}-%s",
            ),
        }
        for case in cases
    ]


def _open_form(request: HttpRequest) -> OpenForm:
    people = [(str(one.id), one.name) for one in directory.people().values()]
    return OpenForm(
        asked.sent(request),
        choices={"strategy": choices(), "raters": people},
        initial={"cases": shown.stories()},
        auto_id="round-%s",
    )


def _listed(
    request: HttpRequest, form: OpenForm | None = None, *, status: int = 200
) -> HttpResponse:
    sees_all = asked.allowed(request, Action.TEST_POLICY)
    context = {
        "nav": "strategy",
        "rounds": ratings.listed(person_id=asked.person(request).pk, sees_all=sees_all),
        "form": (form or _open_form(request)) if sees_all else None,
    }
    return render(request, "ratings/list.html", context, status=status)
