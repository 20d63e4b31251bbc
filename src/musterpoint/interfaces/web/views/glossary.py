"""The glossary: every term, one term, and changing them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.communications.queries import glossary
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.words import TermForm, first_values
from musterpoint.interfaces.web.shown import filters
from musterpoint.interfaces.web.shown import words as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.keep_words import (
    StaleTerm,
    add_term,
    change_term,
    leave_out_term,
    take_back_term,
)
from musterpoint.usecases.refusals import Refusal


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Show every term, or those that were asked for."""
    entries = glossary.entries()
    area = filters.chosen(request, "area", shown.AREAS)
    q = request.GET.get("q", "")[:80].replace("\x00", "")
    context = {
        "nav": "words",
        "entries": shown.listed(entries, q=q, area=area),
        "total": len(entries),
        "q": q,
        "area": filters.field("area", _("Area"), shown.AREAS, area),
        "areas": shown.AREAS,
    }
    return render(request, "words/glossary.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a term; change it, leave it out or take its shipped words back."""
    try:
        entry = glossary.entry(code)
    except glossary.NoSuchTerm as missing:
        raise Http404 from missing
    if request.method != "POST":
        form = _form(request, initial=first_values(entry.term))
        return _one(request, entry, form)
    asked.actor(request).must(Action.KEEP_WORDS)
    form = _form(request)
    act = asked.text(request, "act")
    if act == "keep" and not form.is_valid():
        return _one(request, entry, form, status=answering.INVALID)
    try:
        says = _done(request, code, act, form)
    except Refusal as refusal:
        return _refused(request, entry, form, refusal, act=act)
    messages.success(request, says)
    return redirect("web:term", code=code)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a term that the glossary does not have."""
    asked.actor(request).must(Action.KEEP_WORDS)
    form = _form(request)
    context = {"nav": "words", "form": form, "entry": None}
    if request.method != "POST":
        return render(request, "words/term.html", context)
    if not form.is_valid():
        return render(request, "words/term.html", context, status=answering.INVALID)
    try:
        code = add_term(said=form.said(), by=asked.actor(request), at=asked.moment(request))
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        status = answering.status_of(refusal)
        return render(request, "words/term.html", context, status=status)
    messages.success(request, _("Kept. Texts are checked for it from now on."))
    return redirect("web:term", code=code)


def _done(request: HttpRequest, code: str, act: str, form: TermForm) -> str:
    by, at, seen = asked.actor(request), asked.moment(request), _seen(request)
    if act == "keep":
        change_term(said=form.said(code), seen_version=seen, by=by, at=at)
        return _("Kept. Texts are checked by it from now on.")
    if act == "leave_out":
        leave_out_term(code=code, seen_version=seen, by=by, at=at)
        return _("Left out. It is marked nowhere any more.")
    if act == "take_back":
        take_back_term(code=code, seen_version=seen, by=by, at=at)
        return _("It says again what it shipped with.")
    raise Http404


def _seen(request: HttpRequest) -> int:
    typed = asked.text(request, "version")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else -1


def _refused(
    request: HttpRequest, entry: glossary.Entry, form: TermForm, refusal: Refusal, *, act: str
) -> HttpResponse:
    status = answering.status_of(refusal)
    if act == "keep":
        saying.beside_fields(form, refusal)
        seen = entry.version if isinstance(refusal, StaleTerm) else _seen(request)
        return _one(request, entry, form, status=status, seen_version=seen)
    form = _form(request, initial=first_values(entry.term), sent=False)
    words = answering.words_of(refusal)
    return _one(request, entry, form, status=status, refusals=words)


def _one(
    request: HttpRequest,
    entry: glossary.Entry,
    form: TermForm,
    *,
    status: int = 200,
    refusals: list[str] | None = None,
    seen_version: int | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "nav": "words",
        "entry": entry,
        "term": entry.term,
        "area": shown.AREAS[str(entry.term.area)],
        "known_by": [name for code, name in _audiences(request) if code in entry.term.known_by],
        "version": entry.version if seen_version is None else seen_version,
        "form": form,
        "refusals": refusals or [],
    }
    return render(request, "words/term.html", context, status=status)


def _form(
    request: HttpRequest, *, initial: dict[str, Any] | None = None, sent: bool = True
) -> TermForm:
    data, known = asked.sent(request) if sent else None, _audiences(request)
    return TermForm(data, choices={"known_by": known}, initial=initial)


def _audiences(request: HttpRequest) -> list[tuple[str, str]]:
    return [one for one in shown.audiences(at=asked.moment(request)) if one[0]]
