"""A rota's layers as forms: people in order, hand-overs, hours and holidays, all as plain text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musterpoint.domain.calendars import BadSpan
from musterpoint.domain.rotas import AnyLayer, BadLayer, Layer, OutsideLayer
from musterpoint.domain.rotas.values import Week
from musterpoint.domain.wall_clock import UnknownZone
from musterpoint.interfaces.web.forms import week_hours
from musterpoint.interfaces.web.forms.asking import words
from musterpoint.interfaces.web.forms.setup import ZoneField
from musterpoint.interfaces.web.forms.working import ActionForm, Choices

SPARE_SLOTS = 2
MOST_PEOPLE = 60
EVERY = {"1": _("a day"), "7": _("a week"), "14": _("two weeks"), "28": _("four weeks")}


class TextField(forms.Field):
    """A value typed as text, which ``to_python`` reads."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether the text differs from how the value would be written."""
        return str(self.prepare_value(initial) or "") != str(data or "")


class TimesField(TextField):
    """Times of day, as ``08:00, 20:00``."""

    def to_python(self, value: Any) -> tuple[time, ...]:
        parts = re.split(r"[\s,;]+", str(value or "").strip())
        try:
            return tuple(sorted({time.fromisoformat(part.zfill(5)) for part in parts if part}))
        except ValueError as bad:
            raise ValidationError(_("Write times such as 08:00, 20:00.")) from bad

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return ", ".join(f"{each:%H:%M}" for each in value)
        return value


class DatesField(TextField):
    """Dates, one a line, as ``2026-12-25``."""

    widget = words(2, spellcheck="false")

    def to_python(self, value: Any) -> frozenset[date]:
        parts = re.split(r"[\s,;]+", str(value or "").strip())
        try:
            return frozenset(date.fromisoformat(part) for part in parts if part)
        except ValueError as bad:
            raise ValidationError(_("Write dates such as 2026-12-25, one a line.")) from bad

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, frozenset):
            return "\n".join(each.isoformat() for each in sorted(value))
        return value


class WeekField(TextField):
    """The hours of a week, a line for days with the same ones: ``Mon-Fri 09:00-17:00``."""

    widget = words(2, spellcheck="false")

    def to_python(self, value: Any) -> Week | None:
        try:
            return week_hours.read(str(value or ""))
        except (BadSpan, ValueError) as bad:
            says = _("Write lines such as Mon-Fri 09:00-12:30, 13:15-17:00, or Sat 22:00-06:00.")
            raise ValidationError(says) from bad

    def prepare_value(self, value: Any) -> Any:
        return week_hours.write(value) if isinstance(value, tuple) else value


class SlotsWidget(forms.MultiWidget):
    """As many choices of a person as there are places in the order, and some spare ones."""

    template_name = "rotas/slots.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Return the choices, each named by its place; only the first must be made."""
        context = super().get_context(name, value, attrs)
        for place, one in enumerate(context["widget"]["subwidgets"], start=1):
            one["attrs"]["aria-label"] = _now("Person %(n)d") % {"n": place}
            one["attrs"]["required"] = place == 1
        return context

    def decompress(self, value: Sequence[int] | None) -> list[Any]:
        return list(value or ())

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:  # noqa: ARG002  # Django's signature
        found = (data.get(f"{name}_{place}", "") for place in range(MOST_PEOPLE))
        return [one for one in found if one]


class OrderField(forms.Field):
    """People in the order of their turns."""

    def __init__(self, *, known: Choices, slots: int, **kwargs: Any) -> None:
        self.known = {value for value, _name in known}
        select = forms.Select(choices=[("", "–"), *known])
        super().__init__(widget=SlotsWidget([select] * slots), **kwargs)

    def clean(self, value: Any) -> tuple[int, ...]:
        chosen = super().clean(value)
        if any(one not in self.known for one in chosen):
            raise ValidationError(_("Choose people from the list."))
        return tuple(int(one) for one in chosen)


class RotaForm(ActionForm):
    name = forms.CharField(label=_("Name"), max_length=120)
    zone = ZoneField(help_text=_("Messages about the rota say times in it."))
    fallback = forms.ChoiceField(
        label=_("When nobody is on duty, tell"),
        error_messages={"required": _("Choose who is told when nobody is on duty.")},
    )


def _place() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=99,
        help_text=_("1 is told first."),
    )


class LayerForm(ActionForm):
    name = forms.CharField(label=_("Name of the layer"), max_length=80)
    code = forms.SlugField(required=False, widget=forms.HiddenInput)
    first_date = forms.DateField(
        label=_("First turn begins on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A weekly turn always begins on this day of the week."),
    )
    hands_over_at = TimesField(
        label=_("Hands over at"), initial=(time(9),), help_text=_("Such as 09:00, or 08:00, 20:00.")
    )
    lasts = forms.ChoiceField(
        label=_("A turn lasts"),
        initial="7",
        choices=[*EVERY.items(), ("other", _("a number of hand-overs"))],
    )
    turn = forms.IntegerField(
        label=_("How many hand-overs"), min_value=1, max_value=1000, required=False
    )
    zone = ZoneField(help_text=_("Whose wall clock hand-overs and hours are read on."))
    hours = WeekField(
        label=_("Hours"),
        required=False,
        help_text=_("Such as Mon-Fri 09:00-17:00, or Mon-Sun 18:00-06:00. Empty: day and night."),
    )
    closed = DatesField(
        label=_("Not on duty on"),
        required=False,
        help_text=_("Public holidays, one a line, such as 2026-12-25."),
    )
    place = _place()
    remove = forms.BooleanField(label=_("Remove this layer"), required=False)
    conditions = {"turn": _("for a number of hand-overs"), "hours": "", "closed": ""}

    def __init__(self, *args: Any, people: Choices, slots: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"] = OrderField(
            known=people,
            slots=slots,
            label=_("People, in the order of their turns"),
            help_text=_("Somebody may stand in it more than once."),
            error_messages={"required": _("Choose at least one person.")},
        )
        self.order_fields(("name", "people", "first_date", "hands_over_at", "lasts"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("lasts") == "other" and not values.get("turn"):
            self.add_error("turn", _now("Say how many hand-overs a turn lasts."))
        return values

    def layer(self) -> Layer | None:
        """Return the layer, or None with what is wrong beside the fields."""
        values = self.cleaned_data
        a_day = len(values["hands_over_at"])
        turn = values["turn"] if values["lasts"] == "other" else int(values["lasts"]) * a_day
        try:
            return Layer(
                code=values["code"] or slugify(values["name"])[:50] or "layer",
                name=values["name"],
                people=values["people"],
                first_date=values["first_date"],
                zone=values["zone"].strip(),
                hands_over_at=values["hands_over_at"],
                turn=turn,
                hours=values["hours"],
                closed=values["closed"],
            )
        except UnknownZone as bad:
            self.add_error("zone", str(bad))
        except BadLayer as bad:
            self.add_error(None, str(bad))
        return None


class OutsideForm(ActionForm):
    """A layer that an outside calendar fills: it has a name, and can be removed."""

    name = forms.CharField(label=_("Name of the layer"), max_length=80)
    code = forms.SlugField(required=False, widget=forms.HiddenInput)
    place = _place()
    remove = forms.BooleanField(label=_("Remove this layer"), required=False)

    def layer(self) -> OutsideLayer:
        values = self.cleaned_data
        code = values["code"] or slugify(values["name"])[:50] or "outside"
        return OutsideLayer(code=code, name=values["name"], given=())


def as_initial(layer: AnyLayer) -> dict[str, Any]:
    """Return a layer as its form shows it."""
    if isinstance(layer, OutsideLayer):
        return {"name": layer.name, "code": layer.code}
    days, rest = divmod(layer.turn, len(layer.hands_over_at))
    known = not rest and str(days) in EVERY
    return {
        "name": layer.name,
        "code": layer.code,
        "people": layer.people,
        "first_date": layer.first_date,
        "hands_over_at": layer.hands_over_at,
        "lasts": str(days) if known else "other",
        "turn": None if known else layer.turn,
        "zone": layer.zone,
        "hours": layer.hours,
        "closed": layer.closed,
    }
