"""The forms of writing a strategy that are not a clause's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from musterpoint.apps.policies.yaml_text import LONGEST_TEXT
from musterpoint.interfaces.web.forms.asking import words
from musterpoint.interfaces.web.forms.working import ActionForm, Choices


class StartForm(ActionForm):
    begin = forms.ChoiceField(
        label=_("Begin with"), widget=forms.RadioSelect(attrs={"class": "choices one"})
    )
    file = forms.FileField(
        label=_("The file"), required=False, help_text=_("A strategy as YAML, finished or not.")
    )
    pasted = forms.CharField(
        label=_("Or its text"), required=False, widget=words(3, spellcheck="false")
    )
    title = forms.CharField(
        label=_("What to call the draft"),
        max_length=200,
        required=False,
        help_text=_("Empty: the title of the strategy."),
    )
    note = forms.CharField(
        label=_("What it is for"), required=False, widget=words(2), max_length=1000
    )
    conditions = {"file": _("for a file"), "pasted": _("for a file")}

    def __init__(self, *args: Any, version: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        begin = self.fields["begin"]
        assert isinstance(begin, forms.ChoiceField)
        begin.choices = [
            ("in_force", _now("A copy of the version in force (version %(n)d)") % {"n": version}),
            ("shipped", _("A copy of the strategy that ships with Musterpoint")),
            ("file", _("A file of yours")),
        ]
        begin.initial = "in_force"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("begin") == "file":
            said["text"] = self._text(said)
        return said

    def _text(self, said: dict[str, Any]) -> str:
        file = said.get("file")
        if file is None:
            if not said.get("pasted"):
                self.add_error("file", _now("Choose a file, or paste its text."))
            return str(said.get("pasted") or "")
        if file.size > LONGEST_TEXT:
            self.add_error("file", _now("This file is too long for a strategy."))
            return ""
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            self.add_error("file", _now("This file is not UTF-8 text."))
            return ""


class AssignForm(ActionForm):
    person = forms.TypedChoiceField(label=_("Who sees to it"), coerce=int)
    due_on = forms.DateField(
        label=_("By"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.TypedChoiceField)
        person.choices = [("", _("Choose somebody")), *people]
