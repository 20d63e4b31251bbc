"""Judging an incident: impact and urgency, category, major or not, what it is, its facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.policies import queries as policies
from musterpoint.domain.authority import MAY, Action
from musterpoint.interfaces.web.doing import correcting
from musterpoint.interfaces.web.doing.doing import Clash, Doing, Situation
from musterpoint.interfaces.web.forms import choices, working
from musterpoint.interfaces.web.shown import labels
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.declare_major import declare_major, stand_down
from musterpoint.usecases.move_to_policy import move_to_policy
from musterpoint.usecases.retype_incident import retype_incident, undo_withdrawal
from musterpoint.usecases.suspect_breach import suspect_breach

Said = Mapping[str, Any]
REMEMBERED = ("impact", "urgency", "override_priority")


def _assess_form(now: Situation, data: Any) -> forms.Form:
    row = now.room.incident
    offered: dict[str, Any] = {
        "impact": choices.levels(now.strategy.impact),
        "urgency": choices.levels(now.strategy.urgency),
        "override_priority": [("", _("As the matrix gives"))]
        + [(one.code, f"{one.code} {one.name}") for one in now.strategy.priorities],
    }
    initial = {name: getattr(row, name) or "" for name in REMEMBERED}
    form = working.AssessForm(data, initial=initial, choices=offered)
    for name in REMEMBERED:
        form.fields[name].show_hidden_initial = True
    if MAY[Action.OVERRIDE_PRIORITY].isdisjoint(now.by.roles):
        del form.fields["override_priority"]
    return form


def _assess(now: Situation, said: Said, form: forms.Form) -> None:
    row = now.room.incident
    present = {name: getattr(row, name) or "" for name in REMEMBERED if name in form.fields}
    seen = {name: form.data.get(f"initial-{name}", present[name]) for name in present}
    mine = {name: said[name] for name in present}
    if present not in (seen, mine):
        raise Clash(_assessed_meanwhile(now, present, mine), _again(now, form, present))
    assess_incident(
        **now.call,
        impact=said["impact"],
        urgency=said["urgency"],
        reason=said["reason"],
        override_priority=said.get("override_priority", row.override_priority),
    )


def _assessed_meanwhile(now: Situation, present: Said, mine: Said) -> dict[str, Any]:
    def in_words(values: Said) -> str:
        return ", ".join(value for value in values.values() if value) or "–"

    return correcting.conflict(now, theirs=in_words(present), mine=in_words(mine))


def _again(now: Situation, form: forms.Form, present: Said) -> forms.Form:
    data = dict(form.data.items())
    for name, value in present.items():
        data[f"initial-{name}"] = value
    return _assess_form(now, data)


def _category_form(now: Situation, data: Any) -> forms.Form:
    offered = [("", _("Not known")), *choices.categories(now.strategy)]
    form = working.CategoryForm(
        data, initial={"category": now.room.incident.category}, choices={"category": offered}
    )
    form.fields["category"].required = False
    return form


def _category(now: Situation, said: Said, _form: forms.Form) -> None:
    row = now.room.incident
    assess_incident(
        **now.call,
        category=said["category"],
        reason=row.override_reason if row.override_priority else said["reason"],
        override_priority=row.override_priority,
    )


def _declare_form(now: Situation, data: Any) -> forms.Form:
    criteria = [(one.code, one.says) for one in now.strategy.major.criteria]
    return working.DeclareForm(data, choices={"criteria": criteria})


def _declare(now: Situation, said: Said, _form: forms.Form) -> None:
    declare_major(**now.call, criteria=said["criteria"], reason=said["reason"])


def _suspect_form(_now: Situation, data: Any) -> forms.Form:
    return working.SuspectForm(data)


def _suspect(now: Situation, said: Said, _form: forms.Form) -> None:
    suspect_breach(**now.call, **said)


def _stand_down_form(now: Situation, data: Any) -> forms.Form:
    conditions = [(one.code, one.says) for one in now.strategy.major.stand_down]
    return working.StandDownForm(data, choices={"confirmed": conditions})


def _stand_down(now: Situation, said: Said, _form: forms.Form) -> None:
    stand_down(**now.call, reason=said["reason"], confirmed=said["confirmed"])


def _retype_form(_now: Situation, data: Any) -> forms.Form:
    offered = [(code, labels.VERDICT[code]) for code in ("complaint", "service_request", "enquiry")]
    return working.RetypeForm(data, choices={"verdict": offered})  # type: ignore[dict-item]  # lazy words


def _retype(now: Situation, said: Said, _form: forms.Form) -> None:
    retype_incident(**now.call, verdict=said["verdict"], reason=said["reason"])


def _reason_form(_now: Situation, data: Any) -> forms.Form:
    return working.ReasonForm(data)


def _restore(now: Situation, said: Said, _form: forms.Form) -> None:
    undo_withdrawal(**now.call, reason=said["reason"])


def _move_form(now: Situation, data: Any) -> forms.Form:
    newer = [
        (str(one.number), _("Version %(n)s: %(title)s") % {"n": one.number, "title": one.title})
        for one in policies.versions()
        if one.number and one.number > now.room.version.number
    ]
    return working.MoveForm(data, choices={"number": newer})


def _move(now: Situation, said: Said, _form: forms.Form) -> None:
    move_to_policy(**now.call, number=said["number"], reason=said["reason"])


JUDGING = (
    Doing(
        name="assess",
        title=later("Assess impact and urgency"),
        says=later("You judge; the strategy makes the priority and says why."),
        submit=later("Assess"),
        needs=Action.ASSESS,
        form=_assess_form,
        act=_assess,
    ),
    Doing(
        name="category",
        title=later("What kind of incident is it?"),
        says=later("Tasks and obligations of the category are added; nothing is taken away."),
        submit=later("Set the category"),
        needs=Action.ASSESS,
        form=_category_form,
        act=_category,
    ),
    Doing(
        name="declare",
        title=later("Declare a major incident"),
        says=later("Its pace becomes that of a major incident, and its roles open."),
        submit=later("Declare"),
        needs=Action.DECLARE_MAJOR,
        form=_declare_form,
        act=_declare,
        tone="red",
    ),
    Doing(
        name="suspect",
        title=later("Personal data may be out"),
        says=later("The duties of a breach begin at once. Whether it is one is found out later."),
        submit=later("Start the duties"),
        needs=Action.NOTE,
        form=_suspect_form,
        act=_suspect,
        tone="red",
    ),
    Doing(
        name="stand_down",
        title=later("Stand down from major"),
        submit=later("Stand down"),
        needs=Action.DECLARE_MAJOR,
        form=_stand_down_form,
        act=_stand_down,
    ),
    Doing(
        name="retype",
        title=later("It is not an incident"),
        says=later("It is withdrawn with your reason, and can be taken back."),
        submit=later("Withdraw it"),
        needs=Action.RETYPE,
        form=_retype_form,
        act=_retype,
        tone="red",
    ),
    Doing(
        name="restore",
        title=later("It is an incident after all"),
        submit=later("Take it back"),
        needs=Action.RETYPE,
        form=_reason_form,
        act=_restore,
    ),
    Doing(
        name="move",
        title=later("Move to a newer strategy"),
        says=later(
            "Priority and clocks are made anew by that version; the old ones stay on record."
        ),
        submit=later("Move"),
        needs=Action.MIGRATE_POLICY,
        form=_move_form,
        act=_move,
    ),
    Doing(
        name="details",
        title=later("Correct the details"),
        says=later("Old and new stay on the timeline. Only what you change is sent."),
        submit=later("Save"),
        needs=Action.NOTE,
        form=correcting.form,
        act=correcting.correct,
    ),
)
