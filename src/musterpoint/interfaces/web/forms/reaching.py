"""The forms of the pages that say how somebody is reached."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.working import ActionForm

NIGHTS = (
    ("0", _("Mon")), ("1", _("Tue")), ("2", _("Wed")), ("3", _("Thu")), ("4", _("Fri")),
    ("5", _("Sat")), ("6", _("Sun")),
)  # fmt: skip
WHEN = (
    ("always", _("always")),
    ("day", _("outside my quiet hours")),
    ("night", _("in my quiet hours")),
)
MIDNIGHT = "24:00"


class WayForm(ActionForm):
    """A way to add: the channel, where, and what to call it."""

    channel = forms.ChoiceField(label=_("How"))
    address = forms.CharField(
        label=_("Number or address"),
        max_length=1000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "A telephone number with its country, such as +44 1632 960001; an e-mail address; or "
            "the address that a chat channel or service gives for messages coming in."
        ),
        error_messages={"required": _("Write the number or address.")},
    )
    label = forms.CharField(
        label=_("What you call it"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LineForm(ActionForm):
    """One line of somebody's order; a line without a way is left out."""

    way = forms.ChoiceField(required=False)
    minutes = forms.IntegerField(min_value=0, max_value=1440, initial=0, required=False)
    priorities = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"})
    )
    when = forms.ChoiceField(choices=WHEN, initial="always", required=False)

    @property
    def after(self) -> timedelta:
        return timedelta(minutes=self.cleaned_data.get("minutes") or 0)


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class QuietForm(forms.Form):
    """Quiet hours as people think of them: from, until, in which nights."""

    nights = forms.MultipleChoiceField(
        label=_("In the nights that begin on"),
        choices=NIGHTS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    start = forms.TimeField(label=_("From"), widget=_clock(), initial=time(22, 0))
    end = forms.TimeField(label=_("Until"), widget=_clock(), initial=time(7, 0))

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("nights") and found.get("start") == found.get("end"):
            self.add_error("end", _("Quiet hours must end at another time than they begin."))
        return found

    def week(self) -> list[list[str]]:
        """Return the week as it is kept: each day its spans, a night cut at midnight."""
        days: list[list[str]] = [[] for _day in range(7)]
        start, end = (f"{self.cleaned_data[name]:%H:%M}" for name in ("start", "end"))
        for night in map(int, self.cleaned_data["nights"]):
            if start < end:
                days[night].append(f"{start}-{end}")
                continue
            days[night].append(f"{start}-{MIDNIGHT}")
            if end != "00:00":
                days[(night + 1) % 7].insert(0, f"00:00-{end}")
        return days


def nights_of(week: list[list[str]]) -> dict[str, Any] | None:
    """Return what the form shows of a kept week, or None for a week without a span."""
    spans = [(day, *span.partition("-")[::2]) for day, found in enumerate(week) for span in found]
    evenings = [one for one in spans if one[2] == MIDNIGHT]
    mornings = [end for _day, start, end in spans if start == "00:00"]
    if not spans:
        return None
    shown = evenings or spans
    _day, start, end = shown[0]
    if evenings:
        end = mornings[0] if mornings else "00:00"
    return {
        "nights": [str(day) for day, *_span in shown],
        "start": time.fromisoformat(start),
        "end": time.fromisoformat(end),
    }
