"""The centre: what it is called, what it consists of, and who answers for which role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.organisation import queries as organisation
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.told import roles_told
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms import setup as forms
from musterpoint.interfaces.web.shown import setup as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases import set_up_centre, set_up_cover
from musterpoint.usecases.refusals import Refusal

ZONES = sorted(zone for zone in available_timezones() if "/" in zone and zone[:3] != "Etc")


def _services() -> list[tuple[str, str]]:
    return [("", _("None")), *((row.code, row.name) for row in organisation.services())]


def _colleagues() -> list[tuple[str, str]]:
    known = sorted(directory.people().values(), key=lambda one: one.name)
    return [(str(one.id), one.name) for one in known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing that the centre consists of: its words, its form, its use case."""

    new: Any
    form: type[forms.PlaceForm]
    keep: Callable[..., str]
    choices: dict[str, Callable[[], list[tuple[str, str]]]] = field(default_factory=dict)


KINDS = {
    "site": Kind(new=gettext_lazy("New site"), form=forms.SiteForm, keep=set_up_centre.keep_site),
    "service": Kind(
        new=gettext_lazy("New service"), form=forms.ServiceForm, keep=set_up_centre.keep_service
    ),
    "queue": Kind(
        new=gettext_lazy("New contact queue"),
        form=forms.QueueForm,
        keep=set_up_centre.keep_queue,
        choices={"service": _services},
    ),
    "account": Kind(
        new=gettext_lazy("New client account"),
        form=forms.AccountForm,
        keep=set_up_centre.keep_account,
    ),
    "team": Kind(
        new=gettext_lazy("New team"),
        form=forms.TeamForm,
        keep=set_up_cover.keep_team,
        choices={"people": _colleagues},
    ),
    "contact": Kind(
        new=gettext_lazy("New outside contact"),
        form=forms.ContactForm,
        keep=set_up_centre.keep_contact,
    ),
}


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show everything that is set up, and what is missing."""
    _administrator(request)
    context = {
        "nav": "setup",
        "centre": organisation.centre(),
        "sections": shown.sections(),
        **shown.cover(shown.strategy(asked.moment(request))),
    }
    return render(request, "setup/centre.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    """Name the centre and set its zone."""
    by = _administrator(request)
    present = organisation.centre()
    form = forms.CentreForm(
        asked.sent(request), initial={"name": present.name, "zone": present.zone}
    )

    def keep(values: dict[str, Any]) -> None:
        set_up_centre.name_centre(**values, by=by, at=asked.moment(request))

    return _answer(request, form, keep, title=_("Name and time zone"), anchor="centre")


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Add something of a kind."""
    by = _administrator(request)
    what = _kind(kind)
    form = what.form(asked.sent(request), choices=_choices(what))

    def keep(values: dict[str, Any]) -> None:
        what.keep(**values, new=True, by=by, at=asked.moment(request))

    return _answer(request, form, keep, title=str(what.new), anchor=kind)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Change something of a kind."""
    by = _administrator(request)
    what = _kind(kind)
    present = organisation.values_of(kind, code)
    if present is None:
        raise Http404
    choices = _choices(what)
    if kind == "team":
        members = present["people"] = present.pop("members")
        known = {value for value, _name in choices["people"]}
        gone = accounts.names(pk for pk in members if str(pk) not in known)
        choices["people"] += [(str(pk), _gone(name)) for pk, name in gone.items()]
    form = what.form(asked.sent(request), initial=present, choices=choices, fixed=True)

    def keep(values: dict[str, Any]) -> None:
        what.keep(**values, code=code, by=by, at=asked.moment(request))

    return _answer(request, form, keep, title=present["name"], code=code, anchor=kind)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, code: str) -> HttpResponse:
    """Say who answers for a responder role."""
    by = _administrator(request)
    strategy = shown.strategy(asked.moment(request))
    if not (code in strategy.roles or code in roles_told(strategy) or organisation.ranks_of(code)):
        raise Http404
    found = shown.holders(code, strategy)
    is_release = "release" in request.POST
    form = forms.HolderForm(
        request.POST if request.method == "POST" and not is_release else None,
        initial={"rank": found["next_rank"]},
        choices={"person": [("", _("Choose somebody")), *_colleagues()]},
    )
    context: dict[str, Any] = {"nav": "setup", "role": found, "form": form}
    status = 200
    if request.method == "POST":
        status = answering.INVALID
        try:
            if _arrange(request, code, form, by=by):
                return redirect("web:setup_role", code=code)
        except Refusal as refusal:
            status = answering.status_of(refusal)
            if is_release:
                context["refusals"] = answering.words_of(refusal)
            else:
                saying.beside_fields(form, refusal)
    return render(request, "setup/role.html", context, status=status)


def _arrange(request: HttpRequest, code: str, form: forms.HolderForm, *, by: Actor) -> bool:
    at = asked.moment(request)
    leaving = request.POST.get("release", "")
    if leaving:
        person_id = int(leaving) if leaving.isdecimal() else 0
        set_up_cover.release_standing_role(role=code, person_id=person_id, by=by, at=at)
        return True
    if not form.is_valid():
        return False
    values = form.cleaned_data
    set_up_cover.hold_standing_role(
        role=code, person_id=values["person"], rank=values["rank"], by=by, at=at
    )
    return True


def _administrator(request: HttpRequest) -> Actor:
    by = asked.actor(request)
    by.must(Action.ADMINISTER)
    return by


def _kind(code: str) -> Kind:
    if code not in KINDS:
        raise Http404
    return KINDS[code]


def _gone(name: str) -> str:
    return _("%(name)s (deactivated)") % {"name": name}


def _choices(what: Kind) -> dict[str, list[tuple[str, str]]]:
    return {name: options() for name, options in what.choices.items()}


def _answer(
    request: HttpRequest,
    form: Form,
    keep: Callable[[dict[str, Any]], None],
    *,
    title: str,
    anchor: str,
    code: str = "",
) -> HttpResponse:
    """Keep what was sent and go back to the overview, or show the form with what is wrong."""
    status = 200
    if request.method == "POST":
        status = answering.INVALID
        if form.is_valid():
            try:
                keep(form.cleaned_data)
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
                status = answering.status_of(refusal)
            else:
                directory.forget()
                messages.success(request, _("Kept."))
                return redirect(f"{reverse('web:setup_centre')}#{anchor}")
    zones = ZONES if "zone" in form.fields else []
    context = {"nav": "setup", "title": title, "code": code, "form": form, "zones": zones}
    return render(request, "setup/one.html", context, status=status)
