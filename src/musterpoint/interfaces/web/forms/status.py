"""What the pages ask that keep status pages: names, components, planned work."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import Moment, cards, words
from musterpoint.interfaces.web.forms.setup import ticks
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


class AudiencesForm(ActionForm):
    audiences = forms.MultipleChoiceField(label=_("It speaks to"), required=False, widget=ticks())


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


class WindowForm(ActionForm):
    planned_from = Moment(label=_("From"), error_messages={"required": _("Say from when.")})
    planned_until = Moment(label=_("Until"), error_messages={"required": _("Say until when.")})


class WorkForm(WindowForm):
    title = forms.CharField(
        label=_("What"),
        max_length=200,
        error_messages={"required": _("Name the work as customers would.")},
    )
    says = forms.CharField(
        label=_("What it means for readers"),
        max_length=5000,
        widget=words(3),
        error_messages={"required": _("Say what will not work, and what to do instead.")},
    )
    components = forms.MultipleChoiceField(label=_("Touches"), required=False, widget=ticks())
    field_order = ("title", "says", "planned_from", "planned_until", "components")


class MoveForm(WindowForm):
    says = forms.CharField(
        label=_("Why"),
        max_length=5000,
        required=False,
        widget=words(2),
        help_text=_("Old and new times are said by themselves."),
    )
    field_order = ("planned_from", "planned_until", "says")


class TurnForm(ActionForm):
    to = forms.ChoiceField(label=_("It is"), widget=cards())
    says = forms.CharField(
        label=_("Words"),
        max_length=5000,
        widget=words(2),
        error_messages={"required": _("Say what readers need to know.")},
    )
