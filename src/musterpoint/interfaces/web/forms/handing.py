"""The forms of handing over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import words
from musterpoint.interfaces.web.forms.working import ActionForm


class ShiftNoteForm(ActionForm):
    """A note of the shift that belongs to no incident."""

    says = forms.CharField(
        label=_("What the next shift should know"),
        max_length=5000,
        widget=words(3),
        error_messages={"required": _("Write the note first.")},
    )
