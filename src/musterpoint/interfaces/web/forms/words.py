"""Forms about words: a text to be checked, and a term of the glossary."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from musterpoint.domain.plain_words import Area, Term
from musterpoint.interfaces.web.forms.asking import words
from musterpoint.interfaces.web.forms.working import ActionForm
from musterpoint.interfaces.web.shown.words import AREAS, LANGUAGES

LONGEST_CHECKED = 10_000


class CheckForm(ActionForm):
    """A text for somebody, and the plainer wording once there is one."""

    audience = forms.ChoiceField(label=_("For whom"), required=False)
    text = forms.CharField(
        label=_("Your text"),
        widget=words(8),
        max_length=LONGEST_CHECKED,
        error_messages={"required": _("Write or paste a text.")},
    )
    after = forms.CharField(
        label=_("Plainer wording"), widget=words(8), max_length=LONGEST_CHECKED, required=False
    )
    language = forms.ChoiceField(
        label=_("It is written in"), choices=list(LANGUAGES.items()), required=False
    )

    def clean(self) -> dict[str, Any]:
        """Let a line end in one way, so that places in a text mean the same twice."""
        said = super().clean() or {}
        for name in ("text", "after"):
            said[name] = said.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
        return said


class TermForm(ActionForm):
    """A term; words in a list stand on lines of their own."""

    term = forms.CharField(
        label=_("Word"), error_messages={"required": _("Write the word itself.")}
    )
    area = forms.ChoiceField(label=_("Area"), choices=list(AREAS.items()))
    plain = forms.CharField(
        label=_("What it means"),
        error_messages={"required": _("Write what it means.")},
        widget=words(2),
        help_text=_("A sentence for somebody who never heard the word. It is put in brackets."),
    )
    instead = forms.CharField(
        label=_("Say instead"),
        required=False,
        help_text=_("Words that fit in its place. Empty: the word stays and is explained."),
    )
    instead_many = forms.CharField(label=_("Say instead of its plural"), required=False)
    keep = forms.CharField(label=_("What must survive"), required=False, widget=words(2))
    trap = forms.CharField(label=_("Where people go wrong"), required=False, widget=words(2))
    aliases = forms.CharField(
        label=_("Other names for it"), required=False, widget=words(3), help_text=_("One a line.")
    )
    everyday = forms.CharField(
        label=_("Not marked by themselves"),
        required=False,
        widget=words(2),
        help_text=_("Those of its names that mean something else most of the time, one a line."),
    )
    known_by = forms.MultipleChoiceField(
        label=_("Audiences who use it themselves"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices three"}),
    )

    def said(self, code: str = "") -> Term:
        """Return what a valid form says."""
        given = self.cleaned_data
        texts = ("term", "plain", "instead", "instead_many", "keep", "trap")
        return Term(
            code=code,
            area=Area(given["area"]),
            aliases=tuple(given["aliases"].splitlines()),
            everyday=tuple(given["everyday"].splitlines()),
            known_by=tuple(given["known_by"]),
            **{name: given[name] for name in texts},
        )


def first_values(term: Term) -> dict[str, Any]:
    """Return what the form of a term starts with."""
    names = ("term", "plain", "instead", "instead_many", "keep", "trap")
    return {name: getattr(term, name) for name in names} | {
        "area": str(term.area),
        "aliases": "\n".join(term.aliases),
        "everyday": "\n".join(term.everyday),
        "known_by": list(term.known_by),
    }
