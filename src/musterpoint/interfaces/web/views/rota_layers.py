"""Write a rota: its name, its fallback and its layers. Nothing runs before it is published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.operations import StaleRota
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.rotas import AnyLayer, Layer, OutsideLayer, Rota
from musterpoint.interfaces.web import asked, directory
from musterpoint.interfaces.web.forms import rota_layers as forms
from musterpoint.interfaces.web.shown import rota as shown
from musterpoint.interfaces.web.shown.rota_weeks import monday_of
from musterpoint.interfaces.web.shown.rotas import names_of_roles
from musterpoint.interfaces.web.views import answering, saying
from musterpoint.interfaces.web.views.setup_centre import ZONES
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.write_rota import keep_rota_draft

MOST_LAYERS = 20
AnyForm = forms.LayerForm | forms.OutsideForm


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write a new rota."""
    return _answer(request, _planner(request), row=None, present=None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Write on: the draft of a rota, or what was published of it."""
    by = _planner(request)
    try:
        row = queries.row(code)
        present = queries.draft_of(code) or queries.published_of(code)
    except NoSuchRota as refusal:
        raise Http404 from refusal
    if row.state == "retired":
        raise Http404
    return _answer(request, by, row=row, present=present)


def _answer(request: HttpRequest, by: Actor, *, row: Any, present: Rota | None) -> HttpResponse:
    is_sent = request.method == "POST"
    main = forms.RotaForm(
        asked.sent(request),
        initial={"name": present.name, "zone": present.zone, "fallback": _key(present.fallback)}
        if present
        else {"zone": directory.centre()[1]},
        choices={"fallback": _fallbacks(request)},
    )
    layers = _sent_layers(request) if is_sent else _present_layers(request, present)
    status = 200
    if is_sent and "more" not in request.POST and "more_outside" not in request.POST:
        status = answering.INVALID
        try:
            if code := _kept(request, by, main, layers, row):
                messages.success(request, _("Kept as a draft. Nothing runs before you publish it."))
                return redirect("web:rota", code=code)
        except StaleRota as stale:
            main.add_error(None, str(stale))
            status = answering.CONFLICT
        except Refusal as refusal:
            saying.beside_fields(main, refusal)
            status = answering.status_of(refusal)
    context = {
        "nav": "rotas",
        "title": present.name if present else _("New rota"),
        "row": row,
        "form": main,
        "layers": [_shown(form) for form in layers],
        "zones": ZONES,
    }
    return render(request, "rotas/layers.html", context, status=status)


def _kept(
    request: HttpRequest, by: Actor, main: forms.RotaForm, forms_: list[AnyForm], row: Any
) -> str:
    """Keep the draft and return its code; nothing when a form says what is wrong."""
    kept = [form for form in forms_ if not form.data.get(form.add_prefix("remove"))]
    sound = [form.is_valid() for form in (main, *kept)]
    if not all(sound):
        return ""
    kept.sort(key=lambda form: int(form.cleaned_data["place"]))
    layers = [form.layer() for form in kept]
    found: list[AnyLayer] = [layer for layer in layers if layer is not None]
    if len(found) < len(layers):
        return ""
    seen = asked.text(request, "seen")
    return keep_rota_draft(
        name=main.cleaned_data["name"],
        zone=main.cleaned_data["zone"],
        fallback=_fallback(main.cleaned_data["fallback"]),
        layers=found,
        code=row.code if row else "",
        new=row is None,
        seen_version=int(seen) if seen.isdecimal() else None,
        by=by,
        at=asked.moment(request),
    )


def _present_layers(request: HttpRequest, present: Rota | None) -> list[AnyForm]:
    if present is None:
        return [_form(0, None, initial=_fresh(request))]
    return [
        _form(
            place,
            None,
            initial=forms.as_initial(layer),
            outside=isinstance(layer, OutsideLayer),
            people=layer.people if isinstance(layer, Layer) else (),
        )
        for place, layer in enumerate(present.layers)
    ]


def _fresh(request: HttpRequest) -> dict[str, Any]:
    return {"zone": directory.centre()[1], "first_date": monday_of(asked.moment(request))}


def _sent_layers(request: HttpRequest) -> list[AnyForm]:
    """Return the layers as they were sent, and an empty one more when that was asked for."""
    count = asked.text(request, "count")
    places = range(min(int(count), MOST_LAYERS) if count.isdecimal() else 0)
    found = [
        _form(place, request.POST, outside=f"layer{place}-outside" in request.POST)
        for place in places
    ]
    if "more" in request.POST:
        found.append(_form(len(found), None, initial=_fresh(request)))
    if "more_outside" in request.POST:
        found.append(_form(len(found), None, outside=True))
    return found


def _form(
    place: int,
    sent: Any,
    *,
    initial: dict[str, Any] | None = None,
    outside: bool = False,
    people: tuple[int, ...] = (),
) -> AnyForm:
    prefix = f"layer{place}"
    initial = {"place": place + 1} | (initial or {})
    if outside:
        return forms.OutsideForm(sent, prefix=prefix, initial=initial)
    filled = len(people)
    if sent is not None:
        filled = sum(1 for each in range(forms.MOST_PEOPLE) if sent.get(f"{prefix}-people_{each}"))
    known = shown.colleagues()
    listed = {value for value, _name in known}
    gone = directory.names_of({one for one in people if str(one) not in listed})
    known += [(str(pk), _("%(name)s (deactivated)") % {"name": name}) for pk, name in gone.items()]
    slots = min(max(filled + forms.SPARE_SLOTS, 4), forms.MOST_PEOPLE)
    return forms.LayerForm(sent, prefix=prefix, initial=initial, people=known, slots=slots)


def _shown(form: AnyForm) -> dict[str, Any]:
    return {"form": form, "is_outside": isinstance(form, forms.OutsideForm)}


def _fallbacks(request: HttpRequest) -> list[tuple[str, Any]]:
    roles = names_of_roles(at=asked.moment(request))
    return [
        ("", _("Choose a role or a person")),
        (_("Roles"), sorted(((f"role:{c}", n) for c, n in roles.items()), key=lambda one: one[1])),
        (_("People"), [(f"person:{value}", name) for value, name in shown.colleagues()]),
    ]


def _key(fallback: int | str) -> str:
    return f"person:{fallback}" if isinstance(fallback, int) else f"role:{fallback}"


def _fallback(key: str) -> int | str:
    kind, _colon, value = key.partition(":")
    return int(value) if kind == "person" else value


def _planner(request: HttpRequest) -> Actor:
    by = asked.actor(request)
    by.must(Action.PLAN_ROTA)
    return by
