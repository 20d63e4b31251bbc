"""What is asked about a layer's outside calendar: its address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CalendarForm(forms.Form):
    url = forms.CharField(
        label=_("Address of the calendar"),
        max_length=500,
        help_text=_("Such as https://calendar.example/on-call.ics. It is not shown again."),
        error_messages={"required": _("Write the address.")},
    )
