"""Forms for what was practised and learnt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.domain.exercise_programme import Outcome

OUTCOMES = {
    Outcome.MET: _("It reached what it was held for"),
    Outcome.PARTLY: _("In part"),
    Outcome.NOT_MET: _("It did not"),
}


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class ExerciseForm(forms.Form):
    """An exercise that was held, with up to one thing to do; more are added from its page."""

    exercise = forms.ChoiceField(label=_("Which exercise"))
    held_on = forms.DateField(label=_("Held on"), widget=_day())
    took_part = forms.IntegerField(label=_("How many took part"), min_value=0, initial=0)
    outcome = forms.ChoiceField(
        label=_("How it went"), choices=[(one.value, says) for one, says in OUTCOMES.items()]
    )
    says = forms.CharField(label=_("What happened"), widget=forms.Textarea(attrs={"rows": 3}))
    learnt = forms.CharField(
        label=_("What was learnt"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    action = forms.CharField(label=_("What is to be done"), required=False)
    owner = forms.ChoiceField(label=_("Who does it"), required=False)
    due_on = forms.DateField(label=_("By when"), required=False, widget=_day())

    def __init__(
        self, data: Any, *, exercises: Iterable[Any], people: Iterable[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        _choose(self, "exercise", [(one.code, one.name) for one in exercises])
        _choose(self, "owner", [("", _("nobody yet")), *people])

    def clean(self) -> dict[str, Any]:
        """Ask for the owner and the day of something to do."""
        found = super().clean() or {}
        if found.get("action"):
            for name in ("owner", "due_on"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Say this too: nobody does what nobody owns."))
        return found


class TrainingForm(forms.Form):
    """Somebody learnt something."""

    person = forms.ChoiceField(label=_("Who"))
    training = forms.ChoiceField(label=_("Which training"))
    learnt_on = forms.DateField(label=_("On which day"), widget=_day())
    note = forms.CharField(label=_("Note, such as where the proof is"), required=False)

    def __init__(
        self, data: Any, *, trainings: Iterable[Any], people: Iterable[tuple[int, str]]
    ) -> None:
        super().__init__(data)
        _choose(self, "person", list(people))
        _choose(self, "training", [(one.code, one.name) for one in trainings])


def _choose(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
