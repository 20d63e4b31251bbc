"""The forms of the board of facts."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import Moment, words
from musterpoint.interfaces.web.forms.working import ActionForm
from musterpoint.interfaces.web.shown import labels

ESTIMATE = _("Whose estimate it is")


class ClaimForm(ActionForm):
    """A statement with where it is known from."""

    says = forms.CharField(
        label=_("What is claimed"),
        max_length=1000,
        widget=words(2),
        error_messages={"required": _("Say what is claimed.")},
    )
    about = forms.ChoiceField(label=_("What it is about"), choices=list(labels.ABOUT.items()))
    source = forms.CharField(
        label=_("Who or what it is known from"),
        max_length=200,
        error_messages={"required": _("Say who or what it is known from.")},
    )
    estimate_of = forms.CharField(
        label=ESTIMATE,
        max_length=120,
        required=False,
        help_text=_("Only for an estimate, such as “the carrier”. It keeps that name."),
    )

    conditions = {"estimate_of": _("if it is one")}


class VerifyForm(ActionForm):
    """How it was checked, and for how long that is good."""

    how = forms.CharField(
        label=_("How it was checked"),
        max_length=300,
        widget=words(2),
        error_messages={"required": _("Say how it was checked.")},
    )
    good_until = Moment(label=_("Good until"), required=False)


class WithdrawForm(ActionForm):
    """Why it does not hold, and perhaps what does."""

    why = forms.CharField(
        label=_("Why it does not hold"),
        max_length=300,
        widget=words(2),
        error_messages={"required": _("Say why it does not hold.")},
    )
    says = forms.CharField(
        label=_("What is claimed instead"), max_length=1000, required=False, widget=words(2)
    )
    source = forms.CharField(
        label=_("Who or what that is known from"), max_length=200, required=False
    )
    estimate_of = forms.CharField(label=ESTIMATE, max_length=120, required=False)

    conditions = {"source": _("if something is claimed"), "estimate_of": _("if it is one")}


class AgainstForm(ActionForm):
    """Another fact that cannot be true as well; with a reason, that both can."""

    other = forms.TypedChoiceField(label=_("The other fact"), coerce=int)
    why = forms.CharField(label=_("Why both hold"), max_length=300, required=False)

    conditions = {"why": _("only if they do")}
