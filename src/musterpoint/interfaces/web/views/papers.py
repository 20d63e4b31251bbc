"""The strategy as a document: asked for here, made by the worker, fetched here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.jobs import queries as jobs
from musterpoint.apps.policies import drafts, queries
from musterpoint.domain.authority import Action
from musterpoint.domain.job_kinds import JobKind
from musterpoint.domain.policy.papers import PaperForm
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.shown import jobs as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.ask_paper import ask_paper
from musterpoint.usecases.refusals import Refusal

NEWEST = 20


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Offer every form of every version and draft, and list what was made."""
    actor = asked.actor(request)
    actor.must(Action.TEST_POLICY)
    if request.method != "POST":
        return _answer(request, {})
    typed = {"of": asked.text(request, "of"), "form": asked.text(request, "form")}
    try:
        job = ask_paper(by=actor, at=asked.moment(request), **typed)
    except Refusal as refusal:
        words, status = answering.words_of(refusal), answering.status_of(refusal)
        return _answer(request, typed, refusals=words, status=status)
    return redirect("web:job", number=job.pk)


def _answer(
    request: HttpRequest,
    typed: Mapping[str, str],
    *,
    refusals: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    made = jobs.newest(JobKind.STRATEGY_PAPER, for_=asked.actor(request), limit=NEWEST)
    context = {
        "nav": "strategy",
        "choices": _choices(typed.get("of") or request.GET.get("of", "")),
        "forms": _forms(typed.get("form") or PaperForm.PDF),
        "refusals": refusals,
        "made": [{"job": job, "of": job.arguments["of"], **shown.told(job)} for job in made],
    }
    return render(request, "papers/page.html", context, status=status)


def _choices(chosen: str) -> list[dict[str, Any]]:
    found = [
        (f"v{row.number}", _("Version %(n)d: %(title)s") % {"n": row.number, "title": row.title})
        for row in queries.versions()
        if row.number
    ]
    found += [
        (f"draft:{row.pk}", _("Draft %(n)d: %(title)s") % {"n": row.pk, "title": row.title})
        for row in drafts.listed()
    ]
    return [{"value": one, "label": label, "chosen": one == chosen} for one, label in found]


def _forms(chosen: str) -> list[dict[str, Any]]:
    found = {
        PaperForm.PDF: (_("PDF"), _("To print, sign and send; readable by screen readers.")),
        PaperForm.WORD: (_("Word"), _("To go on working with, in Word's own styles.")),
        PaperForm.PAGE: (_("HTML"), _("One file that opens in any browser.")),
        PaperForm.PACK: (
            _("Evidence pack"),
            _("All three, the text, sign-offs, consultation and ledger, with their hashes."),
        ),
    }
    return [
        {"value": form.value, "label": label, "says": says, "chosen": form.value == chosen}
        for form, (label, says) in found.items()
    ]
