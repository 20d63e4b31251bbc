"""Briefings: all of them, one with who has read it, and the form that issues or revises one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.communications.queries import briefing_reads
from musterpoint.apps.communications.queries import briefings as queries
from musterpoint.apps.communications.queries.briefings import Told
from musterpoint.apps.communications.queries.facts import board
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Action
from musterpoint.domain.briefings import Line, first_draft
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.briefings import BriefingForm, initial
from musterpoint.interfaces.web.shown import briefings as shown
from musterpoint.interfaces.web.views import answering
from musterpoint.usecases.brief_colleagues import end_briefing, issue_briefing, revise_briefing
from musterpoint.usecases.read_briefing import remind_unread
from musterpoint.usecases.refusals import Refusal

MOST = 60


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show the newest briefings, those that are open first."""
    found = queries.newest(asked.actor(request), at=asked.moment(request), limit=MOST)
    counts = briefing_reads.counts(found)
    is_open = [told for told in found if told.state == "open" and not told.is_over]
    context = {
        "nav": "briefings",
        "open": shown.listed(is_open, counts),
        "before": shown.listed([told for told in found if told not in is_open], counts),
    }
    return render(request, "briefings/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one briefing and who has read it; a sent form ends it or reminds the rest."""
    told = queries.one(asked.actor(request), number, at=asked.moment(request))
    if request.method != "POST":
        is_piece = asked.is_htmx(request)
        template = "briefings/_receipts.html" if is_piece else "briefings/one.html"
        return render(request, template, _shown(told))
    try:
        _act(request, number)
    except Refusal as refusal:
        refusals, status = answering.words_of(refusal), answering.status_of(refusal)
        context = _shown(told) | {"refusals": refusals}
        return render(request, "briefings/one.html", context, status=status)
    return redirect("web:briefing", number=number)


@require_safe
def in_room(request: HttpRequest, ref: int) -> HttpResponse:
    """Answer with the room's piece about briefings."""
    actor, at = asked.actor(request), asked.moment(request)
    incident = incidents.brief(actor, ref)
    context = {"incident": incident, **shown.in_room(incident, actor, at=at)}
    return render(request, "incidents/_briefings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, ref: int) -> HttpResponse:
    """Write a briefing about an incident, beginning with what its board of facts gives."""
    asked.actor(request).must(Action.UPDATE)
    at, actor = asked.moment(request), asked.actor(request)
    incident = incidents.brief(actor, ref)
    lines = first_draft(board(ref), at=at)

    def issue(**sent: Any) -> int:
        return issue_briefing(incident_id=ref, by=actor, at=at, **sent)

    begins = {"headline": incident.summary[:160], **initial(lines)}
    return _write(request, ref, begins, issue, {"incident": incident})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Revise a briefing."""
    actor, at = asked.actor(request), asked.moment(request)
    actor.must(Action.UPDATE)
    told = queries.one(actor, number, at=at)
    if told.state != "open":
        return redirect("web:briefing", number=number)
    stands = [line for line in told.lines if not line.no_more]
    lines = [Line(part=line.part, says=line.says, fact=line.fact) for line in stands]

    def revise(**sent: Any) -> int:
        seen = request.POST.get("revision", "")
        revision = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else None
        return revise_briefing(briefing_id=number, by=actor, at=at, seen_revision=revision, **sent)

    begins = {"headline": told.headline, "teams": list(told.team_codes),
              "revision": told.revision, **initial(lines)}  # fmt: skip
    return _write(request, told.incident, begins, revise, {"told": told})


def _write(
    request: HttpRequest,
    incident_id: int,
    begins: dict[str, Any],
    send: Callable[..., int],
    context: dict[str, Any],
) -> HttpResponse:
    at = asked.moment(request)
    facts = shown.facts(board(incident_id), at=at)
    form = BriefingForm(
        asked.sent(request),
        initial=begins,
        facts={fact["number"]: fact["says"] for fact in facts if not fact["why_not"]},
        teams=[(team.code, team.name) for team in organisation.teams()],
    )
    refusals: list[str] = []
    status = 200
    if request.method == "POST":
        status = answering.INVALID
        if form.is_valid():
            lines = form.lines()
            sent = form.cleaned_data
            try:
                pk = send(headline=sent["headline"], lines=lines, teams=sent["teams"])
            except Refusal as refusal:
                status = answering.status_of(refusal)
                refusals = shown.refused(refusal, lines)
            else:
                messages.success(request, _("Colleagues see it on their card now."))
                return redirect("web:briefing", number=pk)
    context |= {
        "nav": "briefings",
        "form": form,
        "refusals": refusals,
        "facts": shown.facts_with_fields(form, facts),
    }
    return render(request, "briefings/write.html", context, status=status)


def _act(request: HttpRequest, number: int) -> None:
    how: dict[str, Any] = {
        "briefing_id": number, "by": asked.actor(request), "at": asked.moment(request)
    }  # fmt: skip
    act = asked.text(request, "act")
    if act == "end":
        end_briefing(**how, why=asked.text(request, "why"))
        messages.success(request, _("Ended. It has left the card."))
    elif act == "remind":
        told = remind_unread(**how)
        words = ngettext("%(n)d colleague was reminded.", "%(n)d colleagues were reminded.", told)
        messages.success(request, words % {"n": told})
    else:
        raise Http404


def _shown(told: Told) -> dict[str, Any]:
    return {
        "nav": "briefings",
        "told": told,
        "parts": shown.parts(told),
        "receipts": shown.receipts(briefing_reads.by_team(told)),
        "topic": f"reads:{told.incident}",
    }
