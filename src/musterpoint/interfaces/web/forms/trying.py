"""The form that asks which path to try, at which priority, and when."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import Moment
from musterpoint.interfaces.web.forms.working import ActionForm

FIRST_YEAR, LAST_YEAR = 2000, 2199


class TryForm(ActionForm):
    """Sent by GET: trying a path changes nothing, and its address can be passed on."""

    path = forms.ChoiceField(label=_("Path"))
    priority = forms.ChoiceField(label=_("Priority"))
    at = Moment(label=_("If it began at"))

    def clean_at(self) -> datetime:
        """Return the instant, or refuse one for which there is no calendar."""
        at: datetime = self.cleaned_data["at"]
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise forms.ValidationError(
                _("Give a year from %(first)s to %(last)s."),
                params={"first": FIRST_YEAR, "last": LAST_YEAR},
            )
        return at
