"""The form of an incident's facts, whole for correcting and one at a time for filling a gap."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.forms.asking import Moment, words
from musterpoint.interfaces.web.shown import labels

YES_NO = (("", "–"), ("yes", _("Yes")), ("no", _("No")))


class YesNo(forms.ChoiceField):
    """Yes, no, or not known yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no", None: ""}.get(value, value)

    def to_python(self, value: Any) -> Any:
        return value if value in ("yes", "no") else ""


class FactsForm(forms.Form):
    """What can be corrected. It remembers what was there when it was opened."""

    summary = forms.CharField(label=labels.FACT["summary"], max_length=300, widget=words(2))
    nature = forms.CharField(
        label=labels.FACT["nature"], max_length=20_000, required=False, widget=words(3)
    )
    began_at = Moment(label=labels.FACT["began_at"], required=False)
    reported_by = forms.CharField(label=labels.FACT["reported_by"], max_length=120, required=False)
    source = forms.ChoiceField(label=labels.FACT["source"], required=False)
    service = forms.CharField(label=labels.FACT["service"], max_length=120, required=False)
    site = forms.CharField(label=labels.FACT["site"], max_length=120, required=False)
    queue = forms.CharField(label=labels.FACT["queue"], max_length=120, required=False)
    account = forms.CharField(label=labels.FACT["account"], max_length=120, required=False)
    customers_affected = forms.IntegerField(
        label=labels.FACT["customers_affected"], required=False, min_value=0, max_value=2**31 - 1
    )
    vulnerable_customers = YesNo(label=labels.FACT["vulnerable_customers"])
    life_safety = YesNo(label=labels.FACT["life_safety"])
    personal_data = YesNo(label=labels.FACT["personal_data"])
    distress = YesNo(label=labels.FACT["distress"])
    reason = forms.CharField(label=_("Why it changes"), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source = self.fields["source"]
        assert isinstance(source, forms.ChoiceField)
        source.choices = [("", "–"), *labels.SOURCE.items(), *_other(self, "source", labels.SOURCE)]
        for kind in ("service", "site", "queue", "account"):
            names = {one.name: one.name for one in getattr(directory.places(), kind)}
            choices = [("", "–"), *names.items(), *_other(self, kind, names)]
            offered = forms.ChoiceField(label=self.fields[kind].label, required=False)
            offered.choices = choices
            self.fields[kind] = offered
        for name, field in self.fields.items():
            field.show_hidden_initial = name != "reason"


def _other(form: forms.Form, name: str, known: Any) -> list[tuple[str, str]]:
    """Keep offering what the incident says now, or said when the form was opened."""
    said = {str(form.initial.get(name) or "")}
    if form.is_bound:
        said |= {str(form.data.get(name) or ""), str(form.data.get(f"initial-{name}") or "")}
    return [(value, value) for value in sorted(said) if value and value not in known]


def fact_form(name: str, data: Any = None) -> forms.Form:
    """Return a form with the one field of this fact, required."""
    whole = FactsForm()
    form = forms.Form(data, auto_id="gap_%s")
    field = whole.fields[name]
    field.show_hidden_initial = False
    field.required = True
    form.fields[name] = field
    return form
