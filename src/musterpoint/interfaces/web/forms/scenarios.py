"""Forms about scenarios: keep a text of one's own, and say which strategy to play against."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import words
from musterpoint.interfaces.web.forms.working import ActionForm
from musterpoint.usecases.keep_scenarios import LONGEST_TEXT, LONGEST_TITLE


class KeepForm(ActionForm):
    """A file counts before what was pasted."""

    title = forms.CharField(label=_("Name"), required=False, max_length=LONGEST_TITLE)
    file = forms.FileField(
        label=_("File"), required=False, allow_empty_file=True, max_length=LONGEST_TITLE
    )
    text = forms.CharField(
        label=_("or paste the text"), required=False, widget=words(8), max_length=LONGEST_TEXT
    )

    def clean(self) -> dict[str, Any]:
        """Put the text of the file, if there is one, where the pasted text stands."""
        said = super().clean() or {}
        file = said.get("file")
        if file is None:
            return said
        if file.size > LONGEST_TEXT:
            self.add_error("file", _("The file is too large."))
            return said
        try:
            said["text"] = file.read().decode("utf-8-sig").replace("\x00", "")
        except UnicodeDecodeError:
            self.add_error("file", _("The file is not UTF-8 text."))
        return said


class AgainstForm(ActionForm):
    """Sent by GET, so that the address of what was played can be passed on."""

    policy = forms.ChoiceField(label=_("Play against"))
