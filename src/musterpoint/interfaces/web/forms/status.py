"""What the pages ask that keep status pages: names, components, planned work."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.working import ActionForm


class NameForm(ActionForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        error_messages={"required": _("Write the name that readers see.")},
    )
    says = forms.CharField(
        label=_("Under the headline"),
        max_length=300,
        required=False,
        help_text=_("For example where to turn to with a question."),
    )


class NewPageForm(NameForm):
    account = forms.ChoiceField(
        label=_("Whose page"),
        required=False,
        help_text=_("The public page is everybody's; a client's own is seen by that client only."),
    )
    field_order = ("account", "name", "says")


class ComponentForm(ActionForm):
    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("As customers call it, such as Phone lines."),
        error_messages={"required": _("Write the name that readers see.")},
    )
    says = forms.CharField(label=_("What it is"), max_length=300, required=False)
    service = forms.ChoiceField(
        label=_("Stands for"),
        required=False,
        help_text=_("What is said about incidents of this service shows on it."),
    )
