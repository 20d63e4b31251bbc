"""The log form: only what is happening must be there; what else is missing becomes a gap."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.interfaces.web.forms.asking import Moment, cards, words

Choices = Iterable[tuple[str, object]]
YES_NO = (("yes", _("Yes")), ("no", _("No")), ("", _("Not asked")))


class YesNoChips(forms.RadioSelect):
    """Three small choices in one line."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "choices three"})


class LogForm(forms.Form):
    """Essentials first. Choices come from the strategy in force and the organisation."""

    summary = forms.CharField(
        label=_("What is happening?"),
        max_length=300,
        widget=words(
            2,
            autofocus="autofocus",
            placeholder=_("Calls to the spare-parts line drop after ten seconds"),
        ),
        error_messages={"required": _("Say what is happening, in a few words.")},
    )
    began_at = Moment(label=_("When did it begin?"), required=False)
    reported_by = forms.CharField(label=_("Who reports it?"), max_length=120, required=False)
    source = forms.ChoiceField(label=_("How did it reach us?"), required=False)
    impact = forms.ChoiceField(
        label=_("Impact: who and what is hit?"), required=False, widget=cards()
    )
    urgency = forms.ChoiceField(
        label=_("Urgency: how soon does it hurt?"), required=False, widget=cards()
    )
    life_safety = forms.BooleanField(label=_("Life or safety may be at risk"), required=False)
    vulnerable_customers = forms.BooleanField(
        label=_("Vulnerable customers are among those hit"), required=False
    )
    personal_data = forms.BooleanField(label=_("Personal data may be exposed"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    triage_reason = forms.CharField(
        label=_("Why you think so"), max_length=2000, required=False, widget=words(2)
    )
    service = forms.ChoiceField(label=_("Service"), required=False)
    site = forms.ChoiceField(label=_("Site"), required=False)
    queue = forms.ChoiceField(label=_("Contact queue"), required=False)
    account = forms.ChoiceField(label=_("Client account"), required=False)
    customers_affected = forms.IntegerField(
        label=_("Customers affected, about"), required=False, min_value=0, max_value=2**31 - 1
    )
    description = forms.CharField(
        label=_("What else is known"),
        max_length=20_000,
        required=False,
        widget=words(3),
        help_text=_("Facts and where they come from. No names or numbers of customers."),
    )
    restricted = forms.BooleanField(
        label=_("Restricted"),
        required=False,
        help_text=_("Only those who work it can see it, also in search and counts."),
    )

    def __init__(
        self,
        *args: object,
        choices: dict[str, Choices],
        questions: Iterable[tuple[str, str]] = (),
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.question_names = []
        for code, asks in questions:
            name = f"triage_{code}"
            self.question_names.append(name)
            self.fields[name] = forms.ChoiceField(
                label=asks, choices=YES_NO, required=False, widget=YesNoChips()
            )
        for name, options in choices.items():
            shown = self.fields[name]
            if isinstance(shown, forms.ChoiceField):
                is_card = isinstance(shown.widget, forms.RadioSelect)
                shown.choices = list(options) if is_card else [("", "–"), *options]

    def questions(self) -> list[forms.BoundField]:
        """Return the fields of the questions that tell an incident from everything else."""
        return [self[name] for name in self.question_names]

    def answers(self) -> dict[str, bool]:
        """Return what was answered so far, by the code of the question."""
        given = {name: self.data.get(name) for name in self.question_names}
        return {
            name.removeprefix("triage_"): value == "yes"
            for name, value in given.items()
            if value in ("yes", "no")
        }
