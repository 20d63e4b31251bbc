"""Scenarios: the library with one's own, and one played against a strategy, expected beside got."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.policies import named, queries, trials
from musterpoint.domain.authority import Action
from musterpoint.domain.scenarios import play
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.scenarios import AgainstForm, KeepForm
from musterpoint.interfaces.web.shown import scenarios as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.keep_scenarios import drop_scenarios, keep_scenarios, play_scenario
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def library(request: HttpRequest) -> HttpResponse:
    """Show every scenario, keep a text of one's own, or take one away."""
    asked.actor(request).must(Action.TEST_POLICY)
    if request.method != "POST":
        return _library(request, KeepForm(auto_id="keep-%s"))
    if asked.text(request, "act") == "drop":
        return _dropped(request)
    form = KeepForm(request.POST, request.FILES, auto_id="keep-%s")
    if not form.is_valid():
        return _library(request, form, status=answering.INVALID)
    said = form.cleaned_data
    try:
        keep_scenarios(
            text=said["text"],
            title=said["title"],
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        return _library(request, form, status=answering.status_of(refusal))
    messages.success(request, _("Kept. It can be played now."))
    return redirect("web:scenarios")


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Play a scenario and show it; when sent, keep the result as evidence."""
    by, at = asked.actor(request), asked.moment(request)
    by.must(Action.TEST_POLICY)
    try:
        kept = trials.scenario(code)
    except trials.NoSuchScenario as missing:
        raise Http404 from missing
    policy = asked.text(request, "policy") or request.GET.get("policy", "")
    context: dict[str, Any] = {"nav": "strategy", "kept": kept, "scenario": kept.scenario}
    options = shown.choices()
    if request.method == "POST":
        try:
            play_scenario(code=code, strategy=policy, by=by, at=at)
        except Refusal as refusal:
            context["refusals"] = answering.words_of(refusal)
            return _one(request, context, options, policy, status=answering.status_of(refusal))
        messages.success(request, _("Kept, with who played it and against which text."))
        answer = redirect("web:scenario", code=code)
        answer["Location"] += f"?{urlencode({'policy': policy})}"
        return answer
    return _one(request, context, options, policy or options[0][0])


def _one(
    request: HttpRequest,
    context: dict[str, Any],
    options: list[tuple[str, str]],
    policy: str,
    *,
    status: int = 200,
) -> HttpResponse:
    form = AgainstForm({"policy": policy}, choices={"policy": options})
    scenario = context["scenario"]
    context |= {"form": form, "policy": policy, "show": request.GET.get("show", "")}
    context["runs"] = shown.kept_results(trials.runs_of(scenario.code))
    if not form.is_valid():
        return render(request, "scenarios/one.html", context, status=answering.INVALID)
    try:
        tried = trials.strategy_called(policy, at=asked.moment(request))
    except (named.NoSuchStrategy, named.HasErrors, queries.NoStrategyInForce) as refusal:
        context["cannot"] = str(refusal)
        return render(request, "scenarios/one.html", context, status=answering.INVALID)
    only_missed = context["show"] == "missed"
    result = play(scenario, tried.strategy)
    context |= shown.played(result, policy=tried.name, only_missed=only_missed)
    context["strategy_title"] = dict(options).get(policy, tried.title)
    return render(request, "scenarios/one.html", context, status=status)


def _dropped(request: HttpRequest) -> HttpResponse:
    number = asked.text(request, "file")
    if not number.isdecimal() or len(number) > 18:
        raise Http404
    try:
        drop_scenarios(file_id=int(number), by=asked.actor(request), at=asked.moment(request))
    except Refusal as refusal:
        form = KeepForm(auto_id="keep-%s")
        words = answering.words_of(refusal)
        return _library(request, form, status=answering.status_of(refusal), refusals=words)
    messages.success(request, _("Taken away. What was played of it stays."))
    return redirect("web:scenarios")


def _library(
    request: HttpRequest, form: KeepForm, *, status: int = 200, refusals: list[str] | None = None
) -> HttpResponse:
    files = trials.files()
    kept = trials.kept(files)
    latest = trials.latest_runs(one.scenario.code for one in kept)
    context = {
        "nav": "strategy",
        "scenarios": shown.library(kept, latest, policy=request.GET.get("policy", "")),
        "files": files,
        "form": form,
        "refusals": refusals or [],
    }
    return render(request, "scenarios/library.html", context, status=status)
