"""The forms of the incident room: one for each action that asks something first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import Moment, cards, words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Choices = list[tuple[str, str]]


class ActionForm(forms.Form):
    """A form whose lists of choices are given by the page: ``Form(choices={"reason": [...]})``.

    ``conditions`` say when a field that may stay empty must not; empty words say nothing.
    """

    conditions: Mapping[str, StrOrPromise] = {}

    def __init__(
        self, *args: object, choices: dict[str, Choices] | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        for name, options in (choices or {}).items():
            shown = self.fields[name]
            if isinstance(shown, forms.ChoiceField):
                shown.choices = options


class NoteForm(ActionForm):
    says = forms.CharField(
        label=_("What happened?"),
        max_length=8000,
        widget=words(2),
        error_messages={"required": _("Write what happened.")},
    )
    at = Moment(label=_("When it happened"), required=False)


class AnchorForm(forms.Form):
    """From when a duty's time counts, and how that is known."""

    obligation = forms.CharField(max_length=60)
    anchor_at = Moment(error_messages={"required": _("Say from when the time counts.")})
    reason = forms.CharField(
        max_length=5000, error_messages={"required": _("Say how this instant is known.")}
    )


class AssessForm(ActionForm):
    """Remembers the judgement that was there when it was opened."""

    impact = forms.ChoiceField(label=_("Impact: who and what is hit?"), widget=cards())
    urgency = forms.ChoiceField(label=_("Urgency: how soon does it hurt?"), widget=cards())
    override_priority = forms.ChoiceField(
        label=_("Set another priority than the matrix gives"),
        required=False,
        help_text=_("Needs a reason."),
    )
    reason = forms.CharField(label=_("Reason"), required=False, widget=words(2))

    conditions = {"reason": _("needed with another priority")}


class SuspectForm(ActionForm):
    """Which data may be out, and since when somebody here was sure."""

    reason = forms.CharField(
        label=_("What did you see?"),
        help_text=_("Which data, of whom, and how it may have got out. No names here."),
        widget=words(),
    )
    aware_at = Moment(
        label=_("When was somebody here first reasonably sure?"),
        help_text=_("Leave it empty while nobody knows: the time counts from now until it is set."),
        required=False,
    )
    how_known = forms.CharField(
        label=_("Who was it, and how is that known?"), required=False, widget=words(2)
    )


class DeclareForm(ActionForm):
    criteria = forms.MultipleChoiceField(
        label=_("Which criteria are met?"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices one"}),
        error_messages={"required": _("Name at least one criterion.")},
    )
    reason = forms.CharField(label=_("In your words"), required=False, widget=words(2))


class StandDownForm(ActionForm):
    confirmed = forms.MultipleChoiceField(
        label=_("Is all of this so?"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices one"}),
    )
    reason = forms.CharField(label=_("Why it is no longer major"), widget=words(2))


class EscalateForm(ActionForm):
    reason = forms.CharField(label=_("What you need from them"), widget=words(2))


class UpdateForm(ActionForm):
    audience = forms.MultipleChoiceField(
        label=_("For whom"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices three"}),
        error_messages={"required": _("Say for whom it is.")},
    )
    says = forms.CharField(
        label=_("What they should know"),
        widget=words(4),
        help_text=_("What is known, what is being done, when the next update comes."),
    )


class HoldForm(ActionForm):
    reason = forms.ChoiceField(
        label=_("What is it waiting for?"), widget=forms.RadioSelect(attrs={"class": "choices one"})
    )
    says = forms.CharField(label=_("Whom or what exactly"), required=False, widget=words(2))


class ResolveForm(ActionForm):
    resolution = forms.CharField(label=_("What put it right"), widget=words(3))
    restored_at = Moment(
        label=_("When service was restored"), required=False, help_text=_("Empty means now.")
    )


class CloseForm(ActionForm):
    verified_by = forms.CharField(label=_("Who verified that service is back"), max_length=200)
    welfare_outcome = forms.CharField(
        label=_("Colleagues: how they are, and what was offered"), required=False, widget=words(2)
    )
    review_date = forms.DateField(
        label=_("Review on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    risk_review = forms.ChoiceField(
        label=_("What it says of the risks"),
        required=False,
        choices=[
            ("", _("not looked at")),
            ("known", _("the register has it as it is")),
            ("changed", _("a risk in the register scores otherwise now")),
            ("new", _("a risk that the register lacks")),
            ("none", _("nothing")),
        ],
    )
    risk_review_reason = forms.CharField(
        label=_("Which risk, and why"), required=False, widget=words(2)
    )


class ReasonForm(ActionForm):
    """Reopen, withdraw, retype, restrict: anything that needs nothing but a reason."""

    reason = forms.CharField(label=_("Reason"), widget=words(2))


class HelpForm(ActionForm):
    asked_of = forms.ChoiceField(label=_("Whom to ask"), required=False)
    says = forms.CharField(label=_("What you need"), widget=words(3))


class LinkForm(ActionForm):
    ref = forms.CharField(
        label=_("What it belongs to"),
        max_length=500,
        help_text=_("An incident as INC-000123, or an address elsewhere."),
    )
    kind = forms.ChoiceField(
        label=_("How they belong together"),
        widget=forms.RadioSelect(attrs={"class": "choices one"}),
    )
    reason = forms.CharField(label=_("Why"), required=False, widget=words(2))

    conditions = {"reason": _("needed to merge")}


class RetypeForm(ActionForm):
    verdict = forms.ChoiceField(
        label=_("What is it?"), widget=forms.RadioSelect(attrs={"class": "choices one"})
    )
    reason = forms.CharField(label=_("How you know"), widget=words(2))


class CategoryForm(ActionForm):
    category = forms.ChoiceField(label=_("Category"))
    reason = forms.CharField(label=_("Reason"), required=False, widget=words(2))


class MoveForm(ActionForm):
    number = forms.TypedChoiceField(label=_("To which version"), coerce=int)
    reason = forms.CharField(label=_("Reason"), widget=words(2))


class RestrictForm(ActionForm):
    restricted = forms.BooleanField(
        label=_("Restricted"),
        required=False,
        help_text=_("Only those who work it, its logger, incident managers and auditors see it."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("And these people"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices one"}),
    )
    reason = forms.CharField(label=_("Reason"), widget=words(2))


class ComplaintForm(ActionForm):
    summary = forms.CharField(
        label=_("What is the complaint about?"),
        max_length=300,
        widget=words(2),
        error_messages={"required": _("Say what the complaint is about.")},
    )
    complainant = forms.CharField(
        label=_("Who complains?"),
        max_length=120,
        required=False,
        help_text=_("A reference, not a name, if you have one."),
    )
    received_at = Moment(
        label=_("When it reached us"), required=False, help_text=_("Empty means now.")
    )


class OutcomeForm(ActionForm):
    outcome = forms.CharField(label=_("What the complainant was answered"), widget=words(4))
