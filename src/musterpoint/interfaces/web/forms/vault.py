"""What the vault asks before it does anything: a reason, mostly."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REASON = 500


def _reason(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReadForm(forms.Form):
    """Why a value is read."""

    reason = _reason(_("What do you need it for?"), _("Your name, the time and this are kept."))


class FindForm(forms.Form):
    """Whose a value is. It is typed here and stored nowhere."""

    sought = forms.CharField(
        label=_("Number, name, telephone or e-mail address"),
        help_text=_("All of it, spaced as you like. It is not stored."),
        max_length=REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = _reason(_("What do you look for it for?"))


class HoldIncidentForm(forms.Form):
    """Which incident's data may not be erased, and why."""

    incident = forms.CharField(
        label=_("Incident"), help_text=_("Such as INC-000123."), max_length=20
    )
    reason = _reason(_("Why may nothing be erased?"), _("The case, and who asked for it."))


class HoldForm(forms.Form):
    """Why nothing of a person may be erased."""

    reason = _reason(_("Why may nothing be erased?"), _("The case, and who asked for it."))


class LiftForm(forms.Form):
    """Why it may be erased again."""

    reason = _reason(_("Why may it be erased again?"))


class ExportForm(forms.Form):
    """Who asked for everything about them."""

    reason = _reason(_("Who asked, and how do you know that it is them?"))


class JoinForm(forms.Form):
    """Which other person this one is."""

    into = forms.CharField(
        label=_("The same person as"), help_text=_("A reference: P-…"), max_length=12
    )
    reason = _reason(_("How do you know?"), _("It cannot be undone."))


class EraseForm(forms.Form):
    """Why a person is erased, and that it is meant."""

    reason = _reason(_("Why?"), _("Such as: asked for by letter on 3 March."))
    sure = forms.BooleanField(label=_("Erase all of it for good"))
