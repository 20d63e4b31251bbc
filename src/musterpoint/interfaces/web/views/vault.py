"""The vault: one value for a reason, one person, who is looked for, what may not be erased."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from musterpoint.apps.incidents.queries.words import pk_in
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms import vault as forms
from musterpoint.interfaces.web.shown import vault as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.erase_person import ask_erasure
from musterpoint.usecases.export_person import ask_export, take_export
from musterpoint.usecases.find_person import find_person
from musterpoint.usecases.hold_legally import hold_incident_data, hold_person, lift_hold
from musterpoint.usecases.join_people import join_people
from musterpoint.usecases.read_value import read_value, seen_by
from musterpoint.usecases.refusals import Problem, Refusal

LARGEST = 2**63 - 1
Said = Mapping[str, Any]


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: HttpRequest, token: str) -> HttpResponse:
    """Ask why, then show one value, once."""
    item = seen_by(token, by=asked.actor(request))
    form = forms.ReadForm(asked.sent(request))
    context: dict[str, Any] = {"nav": "vault", "form": form}
    status = 200
    if form.is_bound:
        status = answering.INVALID
        if form.is_valid():
            try:
                context["value"] = read_value(
                    token=token,
                    **form.cleaned_data,
                    by=asked.actor(request),
                    at=asked.moment(request),
                )
                status = 200
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
                status = answering.status_of(refusal)
    context |= shown.value(item, at=asked.moment(request))
    context["keeps"] = asked.allowed(request, Action.KEEP_VAULT)
    return render(request, "vault/value.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponse:
    """Show of how many people something is kept; find one; hold what an incident has."""
    asked.actor(request).must(Action.KEEP_VAULT)
    act = asked.text(request, "act")
    finding = forms.FindForm(request.POST if act == "find" else None)
    holding = forms.HoldIncidentForm(request.POST if act == "hold" else None)
    context: dict[str, Any] = {"nav": "vault", "find": finding, "hold": holding}
    status = 200
    if request.method == "POST":
        if act not in {"find", "hold"}:
            raise Http404
        form: Form = finding if act == "find" else holding
        status = answering.INVALID
        try:
            if form.is_valid():
                status = 200
                if act == "hold":
                    return _held(request, form.cleaned_data)
                context["found"] = _found(request, form.cleaned_data)
        except Refusal as refusal:
            saying.beside_fields(form, refusal)
            status = answering.status_of(refusal)
    before = request.GET.get("before", "")
    is_number = before.isdecimal() and int(before) <= LARGEST
    context |= shown.overview(before=int(before) if is_number else None)
    return render(request, "vault/overview.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one person; export, hold, join or erase them."""
    by, at = asked.actor(request), asked.moment(request)
    by.must(Action.KEEP_VAULT)
    act = asked.text(request, "act")
    bound = {name: form(request.POST if name == act else None, auto_id=f"{name}-%s")
             for name, form in FORMS.items()}  # fmt: skip
    status = 200
    if request.method == "POST":
        if act not in FORMS:
            raise Http404
        status = answering.INVALID
        try:
            if bound[act].is_valid():
                messages.success(request, ACTS[act](request, ref, bound[act].cleaned_data))
                return redirect("web:vault_person", ref=ref)
        except Refusal as refusal:
            saying.beside_fields(bound[act], refusal)
            status = answering.status_of(refusal)
    context = {"nav": "vault", "forms": bound, "sent": act, **shown.one(ref, by=by, at=at)}
    return render(request, "vault/person.html", context, status=status)


@require_POST
def file(request: HttpRequest, ref: str, number: int) -> HttpResponse:
    """Hand out all that is kept about a person, and record that it was taken."""
    by, at = asked.actor(request), asked.moment(request)
    try:
        content = take_export(ref=ref, job_id=min(number, LARGEST), by=by, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("web:vault_person", ref=ref)
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": f'attachment; filename="{ref}.zip"',
            "Cache-Control": "private, no-store",
        },
    )


def _found(request: HttpRequest, said: Said) -> list[str]:
    found = find_person(**said, by=asked.actor(request), at=asked.moment(request))
    return [one.ref for one in found]


def _held(request: HttpRequest, said: Said) -> HttpResponse:
    number = pk_in(said["incident"])
    if number is None:
        raise Refusal(Problem(field="incident", says=_("Write a reference such as INC-000123.")))
    by, at = asked.actor(request), asked.moment(request)
    hold_incident_data(incident_id=number, reason=said["reason"], by=by, at=at)
    messages.success(request, _("Nothing that this incident has is erased from now on."))
    return redirect("web:vault")


def _export(request: HttpRequest, ref: str, said: Said) -> str:
    ask_export(ref=ref, **said, by=asked.actor(request), at=asked.moment(request))
    return _("A worker puts the file together. It will stand here for a week.")


def _hold(request: HttpRequest, ref: str, said: Said) -> str:
    hold_person(ref=ref, **said, by=asked.actor(request), at=asked.moment(request))
    return _("Nothing of this person is erased from now on.")


def _lift(request: HttpRequest, _ref: str, said: Said) -> str:
    number = asked.text(request, "hold")
    hold_id = int(number) if number.isdecimal() and int(number) <= LARGEST else 0
    lift_hold(hold_id=hold_id, **said, by=asked.actor(request), at=asked.moment(request))
    return _("The legal hold is lifted.")


def _join(request: HttpRequest, ref: str, said: Said) -> str:
    into = said["into"].strip().upper()
    by, at = asked.actor(request), asked.moment(request)
    join_people(ref=ref, into=into, reason=said["reason"], by=by, at=at)
    return _("They are one person now.")


def _erase(request: HttpRequest, ref: str, said: Said) -> str:
    by, at = asked.actor(request), asked.moment(request)
    ask_erasure(ref=ref, reason=said["reason"], by=by, at=at)
    return _("A worker erases it now. Nobody can read it any more.")


FORMS: Mapping[str, type[Form]] = {
    "export": forms.ExportForm,
    "hold": forms.HoldForm,
    "lift": forms.LiftForm,
    "join": forms.JoinForm,
    "erase": forms.EraseForm,
}
ACTS: Mapping[str, Callable[[HttpRequest, str, Said], str]] = {
    "export": _export,
    "hold": _hold,
    "lift": _lift,
    "join": _join,
    "erase": _erase,
}
