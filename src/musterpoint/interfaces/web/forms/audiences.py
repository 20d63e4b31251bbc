"""The form that names who belongs to an audience."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.working import ActionForm


class MemberForm(ActionForm):
    holder = forms.ChoiceField(label=_("Who"))
    account = forms.ChoiceField(
        label=_("Only for incidents of"),
        required=False,
        help_text=_("Left open, they are told of every incident of which the audience is told."),
    )
