"""The course of an incident: acknowledge, begin, update, hold, resolve, close, reopen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.domain.authority import Action
from musterpoint.domain.closing import review_asked
from musterpoint.interfaces.web.doing.doing import Doing, Situation
from musterpoint.interfaces.web.forms import working
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.begin_work import begin_work
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.decline_call import decline_call
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.hold_incident import hold_incident, resume_incident
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.reopen_incident import reopen_incident
from musterpoint.usecases.resolve_incident import resolve_incident

Said = Mapping[str, Any]
AUDIENCES = {
    "customers": later("Customers"),
    "colleagues": later("Colleagues"),
    "clients": later("Client accounts"),
    "leadership": later("Leadership"),
    "suppliers": later("Suppliers"),
    "authorities": later("Authorities"),
}


def _acknowledge(now: Situation, _said: Said, _form: forms.Form) -> None:
    acknowledge_incident(**now.call)


def _decline(now: Situation, said: Said, _form: forms.Form) -> None:
    decline_call(**now.call, reason=said["reason"])


def _begin(now: Situation, _said: Said, _form: forms.Form) -> None:
    begin_work(**now.call)


def _resume(now: Situation, _said: Said, _form: forms.Form) -> None:
    resume_incident(**now.call)


def _update_form(_now: Situation, data: Any) -> forms.Form:
    return working.UpdateForm(
        data, choices={"audience": [(code, str(words)) for code, words in AUDIENCES.items()]}
    )


def _update(now: Situation, said: Said, _form: forms.Form) -> None:
    audience = ", ".join(str(AUDIENCES[code]).lower() for code in said["audience"])
    record_update(**now.call, says=said["says"], audience=audience)


def _escalate_form(_now: Situation, data: Any) -> forms.Form:
    return working.EscalateForm(data)


def _escalate(now: Situation, said: Said, _form: forms.Form) -> None:
    escalate_incident(**now.call, reason=said["reason"])


def _hold_form(now: Situation, data: Any) -> forms.Form:
    reasons = [(code, one.says) for code, one in now.strategy.hold_reasons.items()]
    return working.HoldForm(data, choices={"reason": reasons})


def _hold(now: Situation, said: Said, _form: forms.Form) -> None:
    hold_incident(**now.call, reason_code=said["reason"], says=said["says"])


def _resolve_form(now: Situation, data: Any) -> forms.Form:
    return working.ResolveForm(data, initial={"resolution": now.room.incident.resolution})


def _resolve(now: Situation, said: Said, _form: forms.Form) -> None:
    resolve_incident(**now.call, resolution=said["resolution"], restored_at=said["restored_at"])


def _close_form(now: Situation, data: Any) -> forms.Form:
    row, strategy = now.room.incident, now.strategy
    initial = {
        "verified_by": row.verified_by,
        "welfare_outcome": row.welfare_outcome,
        "review_date": row.review_date,
        "risk_review": row.risk_review,
        "risk_review_reason": row.risk_review_reason,
    }
    asked = review_asked(
        strategy,
        gravest_priority=row.gravest_priority or row.priority,
        was_major=row.declared_at is not None,
    )
    if asked and row.review_date is None:
        today = now.at.astimezone(timezone.get_current_timezone()).date()
        initial["review_date"] = today + timedelta(days=7)
    risks = (row.gravest_priority or row.priority) in strategy.closing.risk_review_for
    form = working.CloseForm(data, initial=initial)
    form.fields[
        "verified_by"
    ].required = False  # the closing rule says what is missing, all at once
    form.conditions = {
        "verified_by": "",
        **({"review_date": ""} if asked else {}),
        **({"welfare_outcome": ""} if row.distress else {}),
        **({"risk_review": "", "risk_review_reason": ""} if risks else {}),
    }
    if not asked:
        form.fields["review_date"].help_text = _("Not asked for at this priority.")
    if not row.distress:
        form.fields["welfare_outcome"].help_text = _("No distress was flagged.")
    return form


def _close(now: Situation, said: Said, _form: forms.Form) -> None:
    close_incident(**now.call, **said)


def _reason_form(_now: Situation, data: Any) -> forms.Form:
    return working.ReasonForm(data)


def _reopen(now: Situation, said: Said, _form: forms.Form) -> None:
    reopen_incident(**now.call, reason=said["reason"])


COURSE = (
    Doing(
        name="acknowledge",
        title=later("Acknowledge the incident"),
        says=later("You answer for it from now on, and the escalation stops."),
        submit=later("Acknowledge"),
        needs=Action.ACKNOWLEDGE,
        act=_acknowledge,
        asks=False,
        called_may=True,
    ),
    Doing(
        name="decline",
        title=later("Decline the call"),
        says=later("When nobody else can answer this step, the next one is told at once."),
        submit=later("Decline"),
        needs=Action.ACKNOWLEDGE,
        act=_decline,
        form=_reason_form,
        tone="",
        called_may=True,
    ),
    Doing(
        name="begin",
        title=later("Start work"),
        submit=later("Start work"),
        needs=Action.WORK,
        act=_begin,
        asks=False,
    ),
    Doing(
        name="resume",
        title=later("Resume"),
        says=later("The clocks that were held count on."),
        submit=later("Resume"),
        needs=Action.HOLD,
        act=_resume,
        asks=False,
    ),
    Doing(
        name="update",
        title=later("Record an update sent elsewhere"),
        says=later("Nothing is sent. Its words and audience are kept, and the next falls due."),
        submit=later("Record"),
        needs=Action.UPDATE,
        form=_update_form,
        act=_update,
    ),
    Doing(
        name="escalate",
        title=later("Escalate now"),
        says=later("The next step of the path is told at once, whatever the clock says."),
        submit=later("Escalate"),
        needs=Action.ESCALATE,
        form=_escalate_form,
        act=_escalate,
    ),
    Doing(
        name="hold",
        title=later("Put on hold"),
        says=later("Only for these reasons a clock may wait. Updates go on."),
        submit=later("Hold"),
        needs=Action.HOLD,
        form=_hold_form,
        act=_hold,
    ),
    Doing(
        name="resolve",
        title=later("Resolve"),
        says=later("Service is back. Closing follows when everything owed is done."),
        submit=later("Resolve"),
        needs=Action.RESOLVE,
        form=_resolve_form,
        act=_resolve,
    ),
    Doing(
        name="close",
        title=later("Close the incident"),
        submit=later("Close"),
        needs=Action.CLOSE,
        form=_close_form,
        act=_close,
    ),
    Doing(
        name="reopen",
        title=later("Reopen"),
        says=later("It goes back into work; the restore clock counts on from where it stood."),
        submit=later("Reopen"),
        needs=Action.REOPEN,
        form=_reason_form,
        act=_reopen,
        tone="red",
    ),
)
