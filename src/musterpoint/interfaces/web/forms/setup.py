"""The forms of the set-up pages: accounts, and what the centre consists of."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.working import ActionForm


def ticks(columns: str = "two") -> forms.CheckboxSelectMultiple:
    """Return several choices as cards to tick."""
    return forms.CheckboxSelectMultiple(attrs={"class": f"choices {columns}"})


class Hours(forms.DecimalField):
    """A length of time typed in hours, such as 4 or 0.5."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            min_value=Decimal(0), max_value=Decimal(10_000), decimal_places=2, **kwargs
        )

    def clean(self, value: Any) -> timedelta | None:
        """Return the span, or None for an empty field."""
        hours = super().clean(value)
        return None if hours is None else timedelta(minutes=round(hours * 60))

    def prepare_value(self, value: Any) -> Any:
        """Return a span in hours; what was typed stays as it was typed."""
        return f"{value / timedelta(hours=1):g}" if isinstance(value, timedelta) else value


class RolesForm(ActionForm):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        widget=ticks(),
        error_messages={"required": _("Choose at least one role.")},
    )


class PersonForm(RolesForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the name that colleagues know.")},
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("They sign in with it, and are told about incidents there."),
        error_messages={"required": _("Write the e-mail address they sign in with.")},
    )
    field_order = ("name", "email", "roles")


class ZoneField(forms.CharField):
    """An IANA zone; the page offers those there are."""

    widget = forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Time zone"), max_length=64, initial="Europe/London", **kwargs)


class CentreForm(ActionForm):
    name = forms.CharField(label=_("Name of the centre"), max_length=120)
    zone = ZoneField(help_text=_("All pages show times in it."))


class PlaceForm(ActionForm):
    """Anything with a name and a code; the code is asked for once."""

    name = forms.CharField(label=_("Name"), max_length=120)
    code = forms.CharField(
        label=_("Short code"),
        max_length=50,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("For imports, programs and the strategy. Empty: made from the name."),
    )

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["code"]


class SiteForm(PlaceForm):
    zone = ZoneField()
    seats = forms.IntegerField(label=_("Seats"), min_value=0, max_value=100_000, initial=0)


class ServiceForm(PlaceForm):
    critical = forms.BooleanField(
        label=_("Critical"),
        required=False,
        help_text=_("The centre cannot do its work without it."),
    )
    rto = Hours(
        label=_("Back within, in hours"),
        required=False,
        help_text=_("Recovery time objective: when it should be back at the latest."),
    )
    mtpd = Hours(
        label=_("Bearable for, in hours"),
        required=False,
        help_text=_("Maximum tolerable period of disruption: beyond it the harm is lasting."),
    )


class QueueForm(PlaceForm):
    service = forms.ChoiceField(label=_("Service it belongs to"), required=False)


class AccountForm(PlaceForm):
    key_account = forms.BooleanField(
        label=_("Key account"),
        required=False,
        help_text=_("The strategy may raise the priority of what hits it."),
    )


class ContactForm(PlaceForm):
    company = forms.CharField(
        label=_("Company"),
        max_length=120,
        required=False,
        help_text=_("Whom they speak for, such as the carrier or a client."),
    )


class TeamForm(PlaceForm):
    people = forms.TypedMultipleChoiceField(
        label=_("Members"), coerce=int, required=False, widget=ticks("three")
    )


class HolderForm(ActionForm):
    person = forms.TypedChoiceField(label=_("Who"), coerce=int)
    rank = forms.IntegerField(
        label=_("Place in the order"),
        min_value=1,
        max_value=99,
        help_text=_("1 is told first. Name somebody again to move them."),
    )
