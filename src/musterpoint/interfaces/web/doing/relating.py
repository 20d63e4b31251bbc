"""Relating an incident to others: links, merges, help, complaints, who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.incidents.queries.words import pk_in
from musterpoint.domain.authority import Action
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.doing.doing import Doing, Situation
from musterpoint.interfaces.web.forms import working
from musterpoint.usecases.ask_help import ask_help
from musterpoint.usecases.link_incident import link_incident
from musterpoint.usecases.log_complaint import log_complaint
from musterpoint.usecases.merge_incident import merge_incident, undo_merge
from musterpoint.usecases.refusals import Problem, Refusal
from musterpoint.usecases.restrict_incident import restrict_incident

Said = Mapping[str, Any]


def _link_form(_now: Situation, data: Any) -> forms.Form:
    kinds = [
        ("related", _("They belong together")),
        ("merge", _("This one is the same as that one: merge this into that")),
    ]
    return working.LinkForm(data, initial={"kind": "related"}, choices={"kind": kinds})


def _link(now: Situation, said: Said, _form: forms.Form) -> None:
    other = pk_in(said["ref"])
    if said["kind"] == "merge":
        if other is None:
            raise Refusal(Problem(field="ref", says=_("Give the incident as INC-000123.")))
        merge_incident(**now.call, into_id=other, reason=said["reason"])
    elif other is not None:
        link_incident(**now.call, other_id=other, says=said["reason"])
    else:
        link_incident(**now.call, target=said["ref"], says=said["reason"])


def _reason_form(_now: Situation, data: Any) -> forms.Form:
    return working.ReasonForm(data)


def _unmerge(now: Situation, said: Said, _form: forms.Form) -> None:
    undo_merge(**now.call, reason=said["reason"])


def _help_form(now: Situation, data: Any) -> forms.Form:
    roles = [(code, rule.name) for code, rule in now.strategy.roles.items()]
    offered = [("", _("Everybody who works on it")), *roles]
    return working.HelpForm(data, choices={"asked_of": offered})


def _help(now: Situation, said: Said, _form: forms.Form) -> None:
    ask_help(**now.call, says=said["says"], asked_of=said["asked_of"])


def _complaint_form(_now: Situation, data: Any) -> forms.Form:
    return working.ComplaintForm(data)


def _complaint(now: Situation, said: Said, _form: forms.Form) -> None:
    log_complaint(**now.call, **said)


def _restrict_form(now: Situation, data: Any) -> forms.Form:
    people = [(str(one.id), one.name) for one in directory.people().values()]
    initial = {
        "restricted": now.room.incident.restricted,
        "people": [str(pk) for pk, _name in now.room.restricted_to],
    }
    return working.RestrictForm(data, initial=initial, choices={"people": people})


def _restrict(now: Situation, said: Said, _form: forms.Form) -> None:
    people = said["people"] if said["restricted"] else ()
    restrict_incident(
        **now.call, restricted=said["restricted"], people=people, reason=said["reason"]
    )


RELATING = (
    Doing(
        name="link",
        title=later("Link or merge"),
        says=later("Both can be undone, and no field is lost."),
        submit=later("Link"),
        needs=Action.WORK,
        form=_link_form,
        act=_link,
    ),
    Doing(
        name="unmerge",
        title=later("Undo the merge"),
        submit=later("Undo"),
        needs=Action.MERGE,
        form=_reason_form,
        act=_unmerge,
    ),
    Doing(
        name="help",
        title=later("Ask for help"),
        says=later("They are told at once; the time until somebody answers is measured."),
        submit=later("Ask"),
        needs=Action.ASK_HELP,
        form=_help_form,
        act=_help,
    ),
    Doing(
        name="complaint",
        title=later("Log a complaint about it"),
        says=later("A complaint has its own clock. It is linked, and this incident goes on."),
        submit=later("Log the complaint"),
        needs=Action.COMPLAIN,
        form=_complaint_form,
        act=_complaint,
    ),
    Doing(
        name="restrict",
        title=later("Who may see it"),
        submit=later("Save"),
        needs=Action.RESTRICT,
        form=_restrict_form,
        act=_restrict,
    ),
)
