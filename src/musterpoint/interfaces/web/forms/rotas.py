"""What the pages of rotas ask: who stands in, who is away, which turn is offered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.domain.rotas import AbsenceKind
from musterpoint.interfaces.web.forms.asking import Moment
from musterpoint.interfaces.web.forms.working import ActionForm

KINDS = {
    AbsenceKind.LEAVE: _("Leave"),
    AbsenceKind.SICKNESS: _("Sickness"),
    AbsenceKind.TRAINING: _("Training"),
    AbsenceKind.OTHER: _("Something else"),
}


class SpanForm(ActionForm):
    start = Moment(label=_("From"), error_messages={"required": _("Say from when.")})
    end = Moment(label=_("Until"), error_messages={"required": _("Say until when.")})


class OverrideForm(SpanForm):
    layer = forms.ChoiceField(label=_("Layer"))
    person_id = forms.TypedChoiceField(
        label=_("Who answers"),
        coerce=int,
        error_messages={"required": _("Choose who answers instead.")},
    )
    instead_of = forms.TypedChoiceField(
        label=_("In place of"),
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("A person: only their turns, in the layer's hours. Anybody: all of that time."),
    )
    because = forms.CharField(
        label=_("Why"), max_length=200, error_messages={"required": _("Say why, in a few words.")}
    )
    field_order = ("person_id", "instead_of", "layer", "start", "end", "because")
    conditions = {"instead_of": ""}


class AbsenceForm(SpanForm):
    person_id = forms.TypedChoiceField(label=_("Who is away"), coerce=int)
    kind = forms.ChoiceField(
        label=_("Why"),
        choices=[(one.value, label) for one, label in KINDS.items()],
        help_text=_("Only whoever plans sees it; pages and messages say that somebody is away."),
    )
    field_order = ("person_id", "kind", "start", "end")


class ShadowForm(SpanForm):
    person_id = forms.TypedChoiceField(label=_("Who learns"), coerce=int)
    layer = forms.ChoiceField(label=_("Beside"), required=False)
    field_order = ("person_id", "layer", "start", "end")
    conditions = {"layer": ""}


class TurnField(forms.ChoiceField):
    """A turn as ``layer|start|end`` or, with whose it is, ``layer|start|end|person``."""

    def clean(self, value: Any) -> dict[str, Any]:
        """Return the parts, or nothing for no turn."""
        text = super().clean(value)
        if not text:
            return {}
        layer, start, end, *person = text.split("|")
        found: dict[str, Any] = {
            "layer": layer,
            "start": datetime.fromisoformat(start),
            "end": datetime.fromisoformat(end),
        }
        return found | {"person": int(person[0])} if person else found


class OfferForm(ActionForm):
    turn = TurnField(
        label=_("Your turn"), error_messages={"required": _("Choose which of your turns.")}
    )
    taker_id = forms.TypedChoiceField(
        label=_("Offer it to"), coerce=int, required=False, empty_value=None
    )
    back = TurnField(
        label=_("In return for"), required=False, help_text=_("Offers it to whoever has that turn.")
    )
    because = forms.CharField(label=_("Why"), max_length=200, required=False)
    conditions = {"taker_id": "", "back": ""}


class RoleForm(ActionForm):
    role = forms.ChoiceField(label=_("Role"))


class OutsideForm(ActionForm):
    layer = forms.ChoiceField(label=_("Layer"))
    url = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        help_text=_("An iCalendar file: https://… or webcal://…"),
        error_messages={"required": _("Write the address of the calendar.")},
    )
