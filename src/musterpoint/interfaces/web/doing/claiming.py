"""Claiming a fact from within the room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.authority import Action
from musterpoint.interfaces.web.doing.doing import Doing, Situation
from musterpoint.interfaces.web.forms.fact_board import ClaimForm
from musterpoint.usecases.claim_fact import claim_fact


def _form(_now: Situation, data: Any) -> forms.Form:
    return ClaimForm(data)


def _claim(now: Situation, said: Mapping[str, Any], _bound: forms.Form) -> None:
    claim_fact(**now.call, **said)


CLAIMING = (
    Doing(
        name="claim",
        title=later("Claim a fact"),
        says=later("It is a claim until somebody checks it. Updates are made of verified facts."),
        submit=later("Put it on the board"),
        needs=Action.CLAIM_FACT,
        form=_form,
        act=_claim,
    ),
)
