"""How you are reached: your ways, their order, your quiet hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from musterpoint.apps.notifications.channels import web_push
from musterpoint.apps.notifications.operations import Ordered
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms.reaching import LineForm, QuietForm, WayForm
from musterpoint.interfaces.web.shown import reaching as shown
from musterpoint.interfaces.web.shown import setup
from musterpoint.interfaces.web.views import answering, saying, ways
from musterpoint.usecases import contact_methods, order_ways
from musterpoint.usecases.refusals import Refusal


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show everything about how whoever is signed in is reached."""
    return _page(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a way, and send a code to it."""
    form = WayForm(request.POST, choices={"channel": shown.channels_to_add()})
    if not form.is_valid():
        return _page(request, status=answering.INVALID, form=form)
    by = asked.actor(request)
    try:
        contact_methods.add_contact_method(
            holder=by.key, **form.cleaned_data, by=by, at=asked.moment(request)
        )
    except Refusal as refusal:
        saying.beside_fields(form, refusal)
        return _page(request, status=answering.status_of(refusal), form=form)
    messages.success(request, _("Added. A code is on its way there: write it beside the new way."))
    return redirect("web:reach")


@require_POST
def browser(request: HttpRequest) -> HttpResponse:
    """Notify the browser that asks."""
    try:
        contact_methods.notify_browser(
            subscription=asked.text(request, "subscription"),
            label=asked.text(request, "label"),
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        status = answering.status_of(refusal)
        return _page(request, status=status, refusals=answering.words_of(refusal))
    messages.success(request, _("This browser is notified. Send yourself a test."))
    return redirect("web:reach")


@require_POST
def way(request: HttpRequest, number: int) -> HttpResponse:
    """Do something with one way."""
    try:
        ways.act(request, number)
    except Refusal as refusal:
        said = {number: answering.words_of(refusal)}
        return _page(request, status=answering.status_of(refusal), said=said)
    return redirect("web:reach")


@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Keep the order of the ways."""
    lines = _lines(request, request.POST)
    if not lines.is_valid():
        return _page(request, status=answering.INVALID, lines=lines)
    entries = [_entry(line) for line in lines.forms if line.cleaned_data.get("way")]
    try:
        order_ways.order_ways(entries=entries, by=asked.actor(request), at=asked.moment(request))
    except Refusal as refusal:
        said = {"order": answering.words_of(refusal)}
        return _page(request, status=answering.status_of(refusal), lines=lines, said=said)
    messages.success(request, _("Order kept."))
    return redirect("web:reach")


@require_POST
def quiet(request: HttpRequest) -> HttpResponse:
    """Keep the quiet hours."""
    form = QuietForm(request.POST)
    if not form.is_valid():
        return _page(request, status=answering.INVALID, quiet=form)
    try:
        order_ways.keep_quiet_hours(
            zone=directory.centre()[1],
            week=form.week(),
            by=asked.actor(request),
            at=asked.moment(request),
        )
    except Refusal as refusal:
        form.add_error(None, [forms.ValidationError(says) for says in answering.words_of(refusal)])
        return _page(request, status=answering.status_of(refusal), quiet=form)
    messages.success(request, _("Quiet hours kept."))
    return redirect("web:reach")


def _page(request: HttpRequest, *, status: int = 200, **given: Any) -> HttpResponse:
    person, at = asked.person(request), asked.moment(request)
    strategy = setup.strategy(at)
    kept_quiet = shown.quiet(person.pk)
    context = {
        "nav": "reach",
        "ways": shown.ways(f"person:{person.pk}", account_email=person.email),
        "ways_at": reverse("web:reach_way", args=[0]).removesuffix("0/"),
        "form": WayForm(choices={"channel": shown.channels_to_add()}),
        "lines": given.get("lines") or _lines(request, None),
        "is_ordered": bool(shown.lines(person.pk)),
        "quiet": QuietForm(initial=kept_quiet or {}),
        "is_quiet": kept_quiet is not None,
        "waking": shown.waking(strategy),
        "now": shown.now(person.pk, strategy, at=at),
        **_push(),
        **given,
    }
    return render(request, "reach/page.html", context, status=status)


def _lines(request: HttpRequest, sent: Any) -> BaseFormSet[LineForm]:
    """Return the lines of the order, with a few to fill in."""
    person, strategy = asked.person(request), setup.strategy(asked.moment(request))
    account, *others = shown.ways(f"person:{person.pk}", account_email=person.email)
    usable = [one for one in others if one.row.is_verified]
    choices = {
        "way": [("", _("not used")), (shown.ACCOUNT, account.name),
                *((str(one.number), one.name) for one in usable)],
        "priorities": [(one.code, one.code) for one in strategy.priorities],
    }  # fmt: skip
    kind = formset_factory(LineForm, extra=shown.BLANK_LINES, max_num=30)
    return kind(sent, prefix="line", initial=shown.lines(person.pk),
                form_kwargs={"choices": choices})  # fmt: skip


def _entry(line: LineForm) -> Ordered:
    found = line.cleaned_data
    return Ordered(
        method_id=None if found["way"] == shown.ACCOUNT else int(found["way"]),
        after=line.after,
        priorities=tuple(found["priorities"]),
        when=found["when"] or "always",
    )


def _push() -> dict[str, str]:
    """Return the key that browsers are told, or what to say where they cannot be notified."""
    application = web_push.from_settings()
    if application is None:
        return {"push_key": "", "push_says": web_push.NOT_SET_UP}
    try:
        return {"push_key": web_push.public_key(application.key)}
    except web_push.BadKey as problem:
        return {"push_key": "", "push_says": str(problem)}
