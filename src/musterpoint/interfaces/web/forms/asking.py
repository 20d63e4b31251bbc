"""How fields look and read an instant: the wall clock typed is the centre's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Moment(forms.DateTimeField):
    """A date and time in the current zone, typed in the browser's own picker."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def words(rows: int = 3, **attrs: StrOrPromise) -> forms.Textarea:
    """Return a box for a few sentences."""
    return forms.Textarea(attrs={"rows": rows, **attrs})


def cards() -> forms.RadioSelect:
    """Return choices as cards with their text."""
    return forms.RadioSelect(attrs={"class": "choices"})


def card(short: str, label: str, says: str = "") -> SafeString:
    """Return what stands on one card: a name, and the criterion in words."""
    return format_html("<span><b>{} {}</b>{}</span>", short, label, says)
