"""Forms of rating rounds: open one, judge one case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import words
from musterpoint.interfaces.web.forms.working import ActionForm


class OpenForm(ActionForm):
    title = forms.CharField(label=_("Name"), max_length=200)
    strategy = forms.ChoiceField(label=_("By whose words"))
    cases = forms.CharField(
        label=_("Cases"),
        widget=words(10),
        max_length=130_000,
        help_text=_("Short stories, with an empty line between them."),
    )
    raters = forms.MultipleChoiceField(label=_("Who rates"), widget=forms.CheckboxSelectMultiple)


class JudgeForm(ActionForm):
    category = forms.ChoiceField(label=_("Category"))
    impact = forms.ChoiceField(label=_("Impact"))
    urgency = forms.ChoiceField(label=_("Urgency"))
