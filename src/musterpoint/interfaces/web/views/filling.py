"""Filling one gap, unless somebody else has filled it meanwhile with something else."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from musterpoint.apps.incidents import queries as incidents
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.interfaces.web import asked
from musterpoint.interfaces.web.doing.correcting import present, value_of
from musterpoint.interfaces.web.shown import labels
from musterpoint.usecases.correct_facts import correct_facts

TRIES = 3


def fill(request: HttpRequest, pk: int, name: str, typed: Any) -> str:
    """Fill the gap and return empty, or return what stands there already."""
    by, at = asked.actor(request), asked.moment(request)
    value = value_of(name, typed)
    for _try in range(TRIES):
        row = incidents.brief(by, pk)
        there = present(row)[name]
        if there not in (None, "") and there != value:
            return _("%(fact)s was filled in meanwhile: %(there)s. Yours is still in the form.") % {
                "fact": labels.label(labels.FACT, name),
                "there": labels.yes_no(there) if isinstance(there, bool) else there,
            }
        try:
            correct_facts(
                incident_id=pk, facts={name: value}, by=by, at=at, seen_version=row.version
            )
        except StaleVersion:
            continue
        return ""
    return _("Many people are changing this incident just now. Try again.")
