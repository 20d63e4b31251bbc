"""What every field of the document is called on a form, and how it is written.

A field is looked up under what it stands in (``clock.value``), its part (``paths.owner``) and its
name alone, whichever is known first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from musterpoint.domain.policy.shapes import Kind, Shape
from musterpoint.interfaces.web.clauses.field_help import HELP

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

At = tuple[str, ...]

LABELS: dict[str, StrOrPromise] = {
    "account": _("Client account"), "accountable": _("Answers for it"),
    "acknowledge": _("To acknowledge"), "acknowledged_by": _("Who must say that they read it"),
    "after": _("After"), "after_at": _("Other waits at some priorities"),
    "agreement.groups": _("Who is asked"), "aim": _("Aim"),
    "alternates": _("What stands in when it is missing"), "always": _("Always"),
    "amount": _("How much of it"), "anchor": _("Counts from"),
    "apart_from": _("Never together with"), "applies_to": _("Whom it binds"),
    "approver": _("Who agrees to it"), "approvers": _("Which roles sign"),
    "asks": _("The question"), "audience": _("Audience"),
    "backup_every": _("Copies are made every"), "bands": _("Bands of appetite"),
    "because": _("Why it is asked"), "better": _("Better is"), "brings": _("What it brings"),
    "by": _("By which ways"), "calendar": _("Hours that count"), "categories": _("Categories"),
    "categories.roles": _("Roles that open"), "channels": _("By which channels"),
    "clock": _("The clock"), "clocks": _("Promises with a clock"), "closed": _("Closed on"),
    "comms": _("Who else is told"), "communications.every": _("Then every"),
    "communications.categories": _("Only for these categories"),
    "communications.groups": _("Only for these groups of categories"),
    "computed": _("Worked out by"), "confidence": _("How it is known"),
    "confirmed": _("Confirmed by our adviser"), "confirmed_by": _("Who confirmed it"),
    "confirmed_on": _("Confirmed on"), "consequence": _("Consequence"), "consulted": _("Is asked"),
    "content": _("What has to be said"), "context": _("What about us shaped it"),
    "controls": _("Controls"), "cost": _("What it costs"), "counting": _("How time is counted"),
    "counts_first_day": _("The first day counts"), "credit": _("What a breach costs"),
    "criteria": _("When it is major"), "critical": _("Critical"), "current": _("As it stands"),
    "decision": _("Time to decide"), "declared_by": _("Who may declare it"),
    "depends_on": _("Needs these services"), "detection": _("Time to notice"),
    "distressing": _("Hard on colleagues"), "duty": _("What it does"), "every": _("Every"),
    "excludes": _("What it leaves out"), "exercises.every": _("Held every"),
    "facts": _("What a full log says"), "facts_good_for": _("A verified fact is good for"),
    "fallback": _("When nobody is found, tell"),
    "fallback_after": _("And once more, after the last step by"),
    "first_update": _("To the first update"), "first_within": _("First told within"),
    "forbids": _("Looked for and refused"), "floor": _("Lowest priority"),
    "floor.says": _("When"), "format": _("Format of the file"),
    "formula": _("Formula"), "friday": _("Friday"),
    "generic_category": _("Category for whatever fits none"), "goto": _("Go on to"),
    "group": _("Group"), "groups": _("Groups"), "harm": _("Harm over time"),
    "held_by": _("Who may hold it"), "high_priorities": _("High priorities"),
    "holds": _("Which clocks it holds"), "hours": _("Only while open"),
    "house": _("Our own target"), "impact": _("Impact"), "impact_floor": _("Impact at least"),
    "in_force": _("In force"), "includes": _("What it covers"), "informed": _("Is told"),
    "inherent": _("Without controls"), "kind": _("Kind"),
    "languages": _("In other languages"), "last_held_on": _("Last held on"),
    "late_after": _("Late after"), "likelihood": _("Likelihood"), "limits": _("Where it ends"),
    "major_candidate": _("May become a major incident"), "marks": _("Told at these shares"),
    "may_declare_major": _("May declare a major incident"),
    "mbco": _("Least that must go on (MBCO)"), "met_by": _("Met by"),
    "minimum_staff": _("People needed at once"), "monday": _("Monday"),
    "keep_for": _("Kept for"),
    "mtpd": _("Longest outage (MTPD)"), "must_not_say": _("Must not say"),
    "must_say": _("Must say"), "name": _("Name"), "need": _("How many must answer"),
    "no": _("If no"), "not_this_if": _("It is something else if"), "notify": _("Whom to tell"),
    "obligations": _("Duties it brings"), "obligations_settled": _("Duties must be settled"),
    "on_missed_update": _("When an update is missed"),
    "on_suspicion": _("Begins when a breach of personal data is suspected"),
    "on_new_facts": _("When there are new facts"), "open_for": _("Open for at least"),
    "opens": _("When it opens"), "organisation": _("Organisation"),
    "outside": _("Outside the organisation"), "outside_hours": _("Only while closed instead"),
    "owner": _("Owner"), "path": _("Escalation path"), "paths.says": _("Note"),
    "playbook": _("Playbook"), "playbooks.says": _("What to do"),
    "priorities": _("Only at these priorities"), "priority": _("Priority"),
    "priority_floor": _("Priority at least"), "purpose": _("Purpose"),
    "raise_impact_by": _("Raise impact by"), "rationale": _("Why it is so"),
    "reassess.every": _("A fresh look every"), "reference": _("Where it is written"),
    "reopen_within": _("May be reopened within"), "repeat": _("Tell again"),
    "responsible": _("Does it"), "restore": _("To restore service"),
    "restricted": _("Restricted from the start"), "review_every": _("Read as a whole every"),
    "risk_review_for": _("At which priorities closing asks about the risks"),
    "review_for": _("Reviewed at these priorities"),
    "review_for_major": _("A major incident is reviewed"), "review_on": _("Look at it again on"),
    "review_within": _("Reviewed within"), "reviews.after": _("Or after"),
    "risk_scale.consequence": _("Steps of consequence"),
    "risk_scale.likelihood": _("Steps of likelihood"), "role": _("Role"), "roles": _("Roles"),
    "roles.name": _("Name of the role"), "roles_released": _("Roles must be released"),
    "rpo": _("Data lost at most (RPO)"), "rto": _("Back within (RTO)"), "saturday": _("Saturday"),
    "says": _("What it says"), "scenario": _("Scenario"),
    "served_by": _("Served by these clauses"), "services": _("Services hit"),
    "second_person": _("A second person"), "sets": _("Which establishes"),
    "share_left_below": _("Share of time left below"),
    "signs": _("Signs"), "skip_when_absent": _("Leave it out when nobody is found"),
    "sources": _("Sources"), "special": _("Days with other hours"),
    "splits_from": _("Splits from"), "stand_down": _("When it is over"),
    "starts": _("Until somebody says, it counts from"),
    "steps": _("Steps"),
    "steps.says": _("Note"), "strength": _("What stands behind it"), "sunday": _("Sunday"),
    "target": _("As it should be"), "targets_of": _("Keeps the pace of"), "tasks": _("Tasks"),
    "tell": _("Tell"), "template": _("Words to start from"), "tests": _("Tests these clauses"),
    "thursday": _("Thursday"), "times": _("Moments asked about"), "title": _("Title"),
    "training.roles": _("For holders of"), "triage_within": _("Looked at within"),
    "trigger": _("What sets it off"), "tuesday": _("Tuesday"),
    "unacceptable": _("Too much from level"), "unit": _("Unit"), "update": _("Between updates"),
    "upto": _("Up to a product of"), "urgency": _("Urgency"),
    "urgency_floor": _("Urgency at least"), "valid_for": _("Counts for"), "value": _("Number"),
    "verdict": _("Verdict"), "verified_by_another": _("Somebody else verifies it"),
    "version_of": _("Another version of"), "waking": _("People are woken at"),
    "we_are": _("What we are"), "wednesday": _("Wednesday"), "week": _("The week"),
    "welfare_when_distress": _("Welfare is asked about"), "when": _("When"),
    "when_major": _("Only during a major incident"), "within": _("Within"),
    "words": _("Words people use for it"), "workarounds": _("Ways round it"), "yes": _("If yes"),
    "zone": _("Time zone"),
}  # fmt: skip


def label_of(at: At) -> StrOrPromise:
    """Return what the field at this place is called."""
    return _known(at, LABELS) or at[-1].replace("_", " ").capitalize()


def help_of(at: At, shape: Shape | None = None) -> StrOrPromise:
    """Return how the field is filled, if only by its kind when a ``shape`` is given."""
    return _known(at, HELP) or (_BY_KIND.get(shape.kind, "") if shape is not None else "")


_BY_KIND: dict[Kind, StrOrPromise] = {
    Kind.SPAN: _("Such as 15 min, 4 h or 2 d."),
    Kind.LINES: _("One a line."),
    Kind.PAIRS: _("One a line, with a colon: name: value."),
    Kind.LISTS: _("One a line: name: value, value."),
}


def _known(at: At, words: dict[str, StrOrPromise]) -> StrOrPromise:
    last = at[-1]
    for name in (*(f"{one}.{last}" for one in reversed(at[:-1])), last):
        if name in words:
            return words[name]
    return ""
