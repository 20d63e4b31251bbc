"""The accounts: all of them, adding one, and one with what it may do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.accounts import queries as accounts
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked, directory, password_link, second_factor
from musterpoint.interfaces.web.forms.setup import PersonForm, RolesForm
from musterpoint.interfaces.web.shown import setup as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases import manage_people
from musterpoint.usecases.drop_second_factor import drop_second_factor
from musterpoint.usecases.refusals import Refusal


@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest) -> HttpResponse:
    """Show every account; a sent form adds one."""
    by = asked.actor(request)
    by.must(Action.ADMINISTER)
    form = PersonForm(asked.sent(request), choices={"roles": shown.role_cards()})
    status = 200
    if request.method == "POST":
        status = answering.INVALID
        if form.is_valid():
            try:
                pk = manage_people.add_person(**form.cleaned_data, by=by, at=asked.moment(request))
            except Refusal as refusal:
                saying.beside_fields(form, refusal)
                status = answering.status_of(refusal)
            else:
                directory.forget()
                messages.success(request, _("Added. Now let them set a password."))
                return redirect("web:setup_person", number=pk)
    context = {"nav": "setup", "rows": shown.people(), "form": form}
    return render(request, "setup/people.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account; a sent form changes it."""
    asked.actor(request).must(Action.ADMINISTER)
    person = accounts.one(number)
    if person is None:
        raise Http404
    act = request.POST.get("act", "")
    form = RolesForm(
        request.POST if act == "roles" else None,
        initial={"roles": person.roles},
        choices={"roles": shown.role_cards()},
    )
    context: dict[str, Any] = {"form": form}
    status = 200
    if request.method == "POST":
        try:
            answer = _act(request, act, person, form)
        except Refusal as refusal:
            status = answering.status_of(refusal)
            if act == "roles":
                saying.beside_fields(form, refusal)
            else:
                context["refusals"] = answering.words_of(refusal)
        else:
            directory.forget()
            if answer is None:
                return redirect("web:setup_person", number=number)
            context |= answer
            status = answering.INVALID if form.errors else 200
    return _page(request, number, context, status=status)


def _act(request: HttpRequest, act: str, person: Any, form: RolesForm) -> dict[str, Any] | None:
    """Do it; return what the page must show at once, or None to show the page anew."""
    how: dict[str, Any] = {
        "person_id": person.pk, "by": asked.actor(request), "at": asked.moment(request)
    }  # fmt: skip
    if act == "roles":
        if not form.is_valid():
            return {}
        manage_people.change_roles(**how, roles=form.cleaned_data["roles"])
        messages.success(request, _("Roles changed."))
    elif act == "deactivate":
        manage_people.deactivate(**how)
    elif act == "reactivate":
        manage_people.reactivate(**how)
    elif act == "drop":
        drop_second_factor(**how)
        messages.success(request, _("Dropped. They sign in with their password alone."))
    elif act in {"link", "mail"}:
        manage_people.give_password_link(**how)
        if act == "link" or not password_link.can_be_sent():
            return {"link": password_link.address(person)}
        return {"sent": password_link.send(request, person), "tried": True}
    else:
        raise Http404
    return None


def _page(
    request: HttpRequest, number: int, context: dict[str, Any], *, status: int
) -> HttpResponse:
    strategy = shown.strategy(asked.moment(request))
    context |= {
        "nav": "setup",
        "one": accounts.one(number),
        "has_second_factor": bool(second_factor.owners([number])),
        "standing": shown.standing_roles(number, strategy),
        "mail": password_link.can_be_sent(),
    }
    return render(request, "setup/person.html", context, status=status)
