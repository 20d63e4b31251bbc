"""The form of a briefing: facts put under its questions, own words beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.domain.briefings import Line, Part
from musterpoint.interfaces.web.forms.asking import words

PARTS = {
    Part.BROKEN: _("What is broken"),
    Part.SAY: _("What to say now"),
    Part.NEVER: _("What not to promise"),
    Part.ROUND: _("A way round"),
    Part.LOOK: _("Where to look"),
}
HELP = {
    Part.BROKEN: _("For colleagues. One thing a line."),
    Part.SAY: _("As an agent would say it to a customer, word for word."),
    Part.NEVER: _("What customers ask for and nobody knows yet."),
    Part.ROUND: _("What a customer can do meanwhile."),
    Part.LOOK: _("A page, a person, a number."),
}
TELLING = (Part.BROKEN, Part.SAY, Part.ROUND)
"""The parts a fact can stand in."""


class BriefingForm(forms.Form):
    """Each fact has a field ``fact_<number>`` that says under which question it stands."""

    headline = forms.CharField(
        label=_("In one line: what is broken?"),
        max_length=160,
        error_messages={"required": _("Say what is broken.")},
    )
    broken = forms.CharField(required=False, widget=words(2))
    say = forms.CharField(required=False, widget=words(3))
    never = forms.CharField(required=False, widget=words(3))
    round = forms.CharField(required=False, widget=words(2))
    look = forms.CharField(required=False, widget=words(2))
    teams = forms.MultipleChoiceField(
        label=_("For these teams only"), required=False, widget=forms.CheckboxSelectMultiple()
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *args: object,
        facts: Mapping[int, str],
        teams: list[tuple[str, str]],
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        shown = self.fields["teams"]
        if isinstance(shown, forms.ChoiceField):
            shown.choices = teams
        for part in Part:
            self.fields[part].label, self.fields[part].help_text = PARTS[part], HELP[part]
        for number, says in facts.items():
            self.fields[fact_field(number)] = forms.ChoiceField(
                label=says,
                required=False,
                choices=[("", _("Leave it out")), *((part, PARTS[part]) for part in TELLING)],
            )

    def lines(self) -> list[Line]:
        """Return what was chosen and typed as lines, question by question."""
        return list(_lines(self.cleaned_data))


def fact_field(number: int) -> str:
    """Return the name of the field of a fact."""
    return f"fact_{number}"


def initial(lines: Iterable[Line]) -> dict[str, str]:
    """Return the values of the form that stand for these lines."""
    values: dict[str, str] = {}
    for line in lines:
        if line.fact is not None:
            values[fact_field(line.fact)] = line.part
        else:
            values[line.part] = "\n".join(filter(None, [values.get(line.part, ""), line.says]))
    return values


def _lines(sent: Mapping[str, str]) -> Iterable[Line]:
    for part in Part:
        for name, chosen in sent.items():
            if name.startswith("fact_") and chosen == part:
                yield Line(part=part, says="", fact=int(name.removeprefix("fact_")))
        for says in sent[part].splitlines():
            if says.strip():
                yield Line(part=part, says=says.strip())
