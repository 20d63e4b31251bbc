"""What is asked before a replay: which strategy, beside which, and the days of the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAY = forms.DateInput(attrs={"type": "date"})


class ReplayForm(forms.Form):
    """``since`` and ``until`` are days on the centre's wall, both included."""

    policy = forms.ChoiceField(label=_("Try"))
    against = forms.ChoiceField(label=_("Beside"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DAY)
    until = forms.DateField(label=_("To"), required=False, widget=DAY)

    def __init__(
        self,
        *args: Any,
        policies: Sequence[tuple[str, str]],
        beside: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("policy", policies), ("against", beside)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)

    def period(self) -> tuple[datetime | None, datetime | None]:
        """Return the period that the days mean; it ends with the last second of its last day."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return _midnight(since), _midnight(until + timedelta(days=1) if until else None)


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(day, time(), tzinfo=timezone.get_current_timezone())
