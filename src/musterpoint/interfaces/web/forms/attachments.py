"""Forms about files: attach one, say why one is withdrawn."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.apps.attachments.sniffing import ALLOWED
from musterpoint.usecases.attach_file import LONGEST_WHY


class AttachForm(forms.Form):
    """One file; a second one is attached after it."""

    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{one}" for one in ALLOWED)}),
        help_text=_("Up to 20 MB: pictures, PDF, sound, documents without macros, text, mails."),
        error_messages={"required": _("Choose a file.")},
    )


class WithdrawForm(forms.Form):
    """Why a file is not handed out any more."""

    why = forms.CharField(
        label=_("Why"),
        max_length=LONGEST_WHY,
        error_messages={"required": _("Say why it is withdrawn.")},
    )
