"""The forms of the promise ledger."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import Moment, words
from musterpoint.interfaces.web.forms.working import ActionForm

WHOM = _("To whom")
BY_WHEN = _("By when")
SAY_WHEN = {"required": _("Say by when.")}
SAY_WHOM = {"required": _("Say to whom.")}


class _Owned(ActionForm):
    owner_id = forms.TypedChoiceField(label=_("Who keeps it"), coerce=int)


class ConfirmForm(_Owned):
    """What was found in a text becomes a promise."""

    whom = forms.CharField(label=WHOM, max_length=200, error_messages=SAY_WHOM)
    due_at = Moment(label=BY_WHEN, error_messages=SAY_WHEN)

    field_order = ("whom", "due_at", "owner_id")


class PromiseForm(_Owned):
    """A promise written down by hand."""

    says = forms.CharField(
        label=_("What was promised"),
        max_length=500,
        widget=words(2),
        error_messages={"required": _("Say what was promised.")},
    )
    whom = forms.CharField(label=WHOM, max_length=200, error_messages=SAY_WHOM)
    due_at = Moment(label=BY_WHEN, error_messages=SAY_WHEN)
    ref = forms.CharField(
        label=_("About which incident"),
        max_length=20,
        required=False,
        help_text=_("As INC-000123."),
    )

    field_order = ("says", "whom", "due_at", "owner_id", "ref")


class KeptForm(ActionForm):
    """It was kept; a word about it may be added."""

    says = forms.CharField(label=_("What they said to it"), max_length=300, required=False)


class MoveForm(_Owned):
    """Another time, perhaps another owner, and why."""

    due_at = Moment(label=_("The new time"), error_messages=SAY_WHEN)
    why = forms.CharField(
        label=_("Why, and who was told"),
        max_length=300,
        widget=words(2),
        error_messages={"required": _("Say why it moves.")},
    )

    field_order = ("due_at", "why", "owner_id")


class WhyForm(ActionForm):
    """Not kept, or nobody waits for it any more: the reason."""

    why = forms.CharField(
        label=_("Why"),
        max_length=300,
        widget=words(2),
        error_messages={"required": _("Say why.")},
    )
