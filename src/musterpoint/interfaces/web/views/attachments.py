"""Files of an incident: listed, attached, withdrawn, erased, downloaded, a mail read as words.

A file leaves as a download and never as a part of a page, whatever it is.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from musterpoint.apps.attachments import handing_out, mail_text, queries, storage
from musterpoint.apps.incidents import queries as incidents
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.forms.attachments import AttachForm, WithdrawForm
from musterpoint.interfaces.web.shown import attachments as shown
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.usecases.attach_file import attach_file, erase_file, withdraw_file
from musterpoint.usecases.refusals import Refusal

LARGEST_NUMBER = 2**31 - 1


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, ref: int) -> HttpResponse:
    """Show the files; attach one, withdraw one or erase one."""
    incident = incidents.brief(asked.actor(request), ref)
    if request.method != "POST":
        return _page(request, incident)
    act = asked.text(request, "act")
    if act == "attach":
        return _attach(request, incident)
    if act == "withdraw":
        return _withdraw(request, incident)
    if act == "erase":
        return _erase(request, incident)
    raise Http404


@require_safe
def download(request: HttpRequest, ref: int, number: int) -> HttpResponseBase:
    """Hand a file out, to be kept on the reader's own machine."""
    row = _handed_out(request, ref, number)
    try:
        file = storage.opened(row.key)
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.kind)
    for name, value in handing_out.HEADERS.items():
        response[name] = value
    return response


@require_safe
def mail(request: HttpRequest, ref: int, number: int) -> HttpResponse:
    """Show what an attached mail says, as words."""
    row = _handed_out(request, ref, number)
    if row.kind != shown.MAIL:
        raise Http404
    context: dict[str, Any] = {
        "nav": "incidents",
        "incident": incidents.brief(asked.actor(request), ref),
        "file": row,
    }
    try:
        with storage.opened(row.key) as file:
            context["mail"] = mail_text.read(file.read())
    except FileNotFoundError as lost:
        raise Http404 from lost
    except mail_text.NotMail as refusal:
        context["refused"] = str(refusal)
    return render(request, "attachments/mail.html", context)


def _handed_out(request: HttpRequest, ref: int, number: int) -> Any:
    incident = incidents.brief(asked.actor(request), ref)
    if number > LARGEST_NUMBER:
        raise Http404
    try:
        return queries.handed_out(incident.stream, number)
    except (queries.NoSuchAttachment, queries.AttachmentGone) as refusal:
        raise Http404 from refusal


def _attach(request: HttpRequest, incident: Any) -> HttpResponse:
    asked.actor(request).must(Action.ATTACH)
    form = AttachForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, incident, attach=form, status=answering.INVALID)
    file = form.cleaned_data["file"]
    try:
        attach_file(content=file.chunks(), name=file.name, **_call(request, incident))
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        status = answering.status_of(refusal)
        return _page(request, incident, attach=form, status=status)
    messages.success(request, _("Attached."))
    return redirect("web:attachments", incident.ref)


def _withdraw(request: HttpRequest, incident: Any) -> HttpResponse:
    number = _number(request)
    form = WithdrawForm(request.POST, auto_id=f"withdraw-{number}-%s")
    status = answering.INVALID
    if form.is_valid():
        why = form.cleaned_data["why"]
        try:
            withdraw_file(number=number, why=why, **_call(request, incident))
        except queries.NoSuchAttachment as missing:
            raise Http404 from missing
        except Refusal as refusal:
            saying.beside_fields(form, refusal)
            status = answering.status_of(refusal)
        else:
            messages.success(request, _("Withdrawn. Its line stays."))
            return redirect("web:attachments", incident.ref)
    return _page(request, incident, withdraw=(number, form), status=status)


def _erase(request: HttpRequest, incident: Any) -> HttpResponse:
    try:
        erase_file(number=_number(request), **_call(request, incident))
    except queries.NoSuchAttachment as missing:
        raise Http404 from missing
    except Refusal as refusal:
        words = answering.words_of(refusal)
        return _page(request, incident, refusals=words, status=answering.status_of(refusal))
    messages.success(request, _("Erased for good."))
    return redirect("web:attachments", incident.ref)


def _page(
    request: HttpRequest,
    incident: Any,
    *,
    attach: AttachForm | None = None,
    withdraw: tuple[int, Form] | None = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = asked.actor(request)
    files = shown.lines(incident.pk, incident.ref, actor)
    for one in files:
        is_open = withdraw is not None and withdraw[0] == one["number"]
        new = WithdrawForm(auto_id=f"withdraw-{one['number']}-%s")
        one |= {"form": withdraw[1] if withdraw and is_open else new, "is_open": is_open}
    context = {
        "nav": "incidents",
        "incident": incident,
        "files": files,
        "form": attach or AttachForm(),
        "refusals": refusals or [],
    }
    return render(request, "attachments/list.html", context, status=status)


def _call(request: HttpRequest, incident: Any) -> dict[str, Any]:
    who = {"by": asked.actor(request), "at": asked.moment(request)}
    return {"incident_id": incident.pk, **who}


def _number(request: HttpRequest) -> int:
    typed = asked.text(request, "file")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
