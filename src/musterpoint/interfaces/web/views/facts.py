"""The board of facts of an incident: claiming, verifying, withdrawing, contradicting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from musterpoint.apps.communications.queries import facts as boards
from musterpoint.apps.communications.queries.facts import Board
from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.fact_board import (
    AgainstForm,
    ClaimForm,
    VerifyForm,
    WithdrawForm,
)
from musterpoint.interfaces.web.shown import fact_board as shown
from musterpoint.interfaces.web.shown.room import OVER, incident
from musterpoint.interfaces.web.templatetags.musterpoint import span
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.note_contradiction import note_contradiction, settle_contradiction
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_fact import verify_fact
from musterpoint.usecases.withdraw_fact import Instead, withdraw_fact

Said = Mapping[str, Any]
Done = tuple[int, int]  # the fact that was meant, and how many sent updates are wrong now
LARGEST = 2**31 - 1
FORMS: Mapping[str, type[forms.Form]] = {
    "claim": ClaimForm,
    "verify": VerifyForm,
    "withdraw": WithdrawForm,
    "against": AgainstForm,
}


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, ref: int) -> HttpResponse:
    """Show the board; a sent form does what its ``do`` says to the fact it names."""
    room = incidents.room(asked.actor(request), ref)
    if request.method != "POST":
        wanted = (request.GET.get("do", ""), _number(request.GET.get("fact", "")))
        return _page(request, room, wanted)
    verb, number = asked.text(request, "do"), _number(asked.text(request, "fact"))
    asked.actor(request).must(NEEDS.get(verb, Action.CLAIM_FACT))
    if verb not in FORMS:
        return _page(request, room, status=answering.INVALID)
    form = _form(verb, number, boards.shown(ref), request.POST)
    if form.is_valid():
        call = {"incident_id": ref, "by": asked.actor(request), "at": asked.moment(request)}
        try:
            number, wrong = ACTS[verb](call, number, form.cleaned_data)
        except Refusal as refusal:
            saying.beside_fields(form, refusal)
        except NoSuchPart as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, room, number, wrong)
    return _page(request, room, (verb, number), form, status=answering.INVALID)


def _done(request: HttpRequest, room: Room, number: int, wrong: int) -> HttpResponse:
    """Go back to the fact; or, with updates that are wrong now, to where they are corrected."""
    if not wrong:
        return redirect(f"{reverse('web:fact_board', args=[room.incident.ref])}#fact-{number}")
    says = ngettext(
        "Fact %(fact)d is withdrawn. %(n)d update that was sent said it: open it and correct it.",
        "Fact %(fact)d is withdrawn. %(n)d updates that were sent said it: open and correct them.",
        wrong,
    )
    messages.warning(request, says % {"fact": number, "n": wrong}, extra_tags="warn")
    return redirect("web:updates", ref=room.incident.ref)


def _claim(call: dict[str, Any], _of: int, said: Said) -> Done:
    return claim_fact(**call, **said), 0


def _verify(call: dict[str, Any], number: int, said: Said) -> Done:
    return verify_fact(**call, number=number, **said), 0


def _withdraw(call: dict[str, Any], number: int, said: Said) -> Done:
    instead = None
    if said["says"] or said["source"]:
        instead = Instead(says=said["says"], source=said["source"], estimate_of=said["estimate_of"])
    done = withdraw_fact(**call, number=number, why=said["why"], instead=instead)
    return number, len(done.wrong)


def _against(call: dict[str, Any], number: int, said: Said) -> Done:
    if said["why"]:
        return settle_contradiction(**call, number=number, **said), 0
    return note_contradiction(**call, number=number, other=said["other"]), 0


ACTS: Mapping[str, Callable[[dict[str, Any], int, Said], Done]] = {
    "claim": _claim,
    "verify": _verify,
    "withdraw": _withdraw,
    "against": _against,
}
NEEDS = {"verify": Action.VERIFY_FACT, "withdraw": Action.VERIFY_FACT}


def _page(
    request: HttpRequest,
    room: Room,
    opened: tuple[str, int] = ("", 0),
    form: forms.Form | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """Show the board with the form of ``opened`` open, as it was sent if it was refused."""
    actor, at = asked.actor(request), asked.moment(request)
    found = boards.shown(room.incident.pk)
    is_over = room.incident.status in OVER
    context = shown.context(found, actor, is_over=is_over, at=at)
    for one in context["standing"]:
        one["forms"] = _forms(one["number"], found, opened, form, _good_for(room))
    context |= {
        "nav": "incidents",
        "incident": incident(room),
        "topic": f"incident:{room.incident.pk}",
        "live_url": reverse("web:fact_board", args=[room.incident.ref]),
        "form": form if opened[0] == "claim" and form else ClaimForm(auto_id="claim_%s"),
        "strayed": form if form and not _is_shown(opened, context) else None,
        "at": at,
    }
    is_piece = asked.is_htmx(request) and request.method != "POST"
    template = "facts/_list.html" if is_piece else "facts/board.html"
    return render(request, template, context, status=status)


def _forms(
    number: int,
    found: Board,
    opened: tuple[str, int],
    sent: forms.Form | None,
    good_for: str,
) -> list[dict[str, Any]]:
    rows = []
    for verb in ("verify", "withdraw", "against"):
        is_open = opened == (verb, number)
        form = sent if is_open and sent else _form(verb, number, found, None)
        if verb == "verify" and good_for:
            form.fields["good_until"].help_text = good_for
        if verb != "against" or form.fields["other"].choices:  # type: ignore[attr-defined]  # ours
            rows.append({"verb": verb, "form": form, "open": is_open})
    return rows


def _form(verb: str, number: int, found: Board, data: Any) -> forms.Form:
    """Return a form with ids of its own; the board offers the facts there are to choose from."""
    choices = [
        (one.fact.number, f"{one.fact.number}: {one.fact.says[:80]}")
        for one in found.facts
        if one.fact.is_standing and one.fact.number != number
    ]
    name = "claim_%s" if verb == "claim" else f"{verb}-{number}_%s"
    if verb == "against":
        twice = next((other for one, other in found.twice if one == number), None)
        offered = [(str(value), says) for value, says in choices]
        return AgainstForm(data, auto_id=name, choices={"other": offered}, initial={"other": twice})
    return FORMS[verb](data, auto_id=name)


def _is_shown(opened: tuple[str, int], context: Mapping[str, Any]) -> bool:
    standing = {one["number"] for one in context["standing"]}
    return opened[0] == "claim" or opened[1] in standing


def _good_for(room: Room) -> str:
    good_for = room.version.strategy.facts_good_for
    says = _("Empty means for %(span)s.")
    return says % {"span": span(good_for)} if good_for else ""


def _number(typed: str) -> int:
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else 0
    return number if number <= LARGEST else 0
