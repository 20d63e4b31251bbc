"""One action that asks first: its words, its form, and what it does with the answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from musterpoint.apps.incidents.queries import Room
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web.forms.working import ActionForm


class Clash(Exception):
    """Somebody changed the same thing meanwhile. ``form`` holds what was typed, ready to send."""

    def __init__(self, conflict: Mapping[str, Any], form: forms.Form) -> None:
        self.conflict = conflict
        self.form = form
        super().__init__("Both texts are kept.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Who does it to which incident, when."""

    request: HttpRequest
    room: Room
    by: Actor
    at: datetime

    @property
    def strategy(self) -> Strategy:
        return self.room.version.strategy

    @property
    def call(self) -> dict[str, Any]:
        """Return what every use case on an incident takes."""
        return {"incident_id": self.room.incident.pk, "by": self.by, "at": self.at}


def no_form(_now: Situation, data: Any) -> forms.Form:
    """Return the form of an action that asks nothing."""
    return ActionForm(data)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """``form`` makes the form (bound when there is data), ``act`` does it and may refuse.

    ``called_may`` lets those do it whom the escalation path called, whatever their roles.
    """

    name: str
    title: Any
    submit: Any
    needs: Action
    act: Callable[[Situation, Mapping[str, Any], forms.Form], object]
    form: Callable[[Situation, Any], forms.Form] = no_form
    says: Any = ""
    tone: str = "go"
    asks: bool = True
    called_may: bool = False
