"""What the top-level keys of the document are called, and what belongs under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KEYS: dict[str, tuple[StrOrPromise, StrOrPromise]] = {
    "title": (_("Title"), ""),
    "organisation": (_("Organisation"), ""),
    "zone": (_("Time zone"), ""),
    "purpose": (_("Purpose"), _("Why there is a strategy at all.")),
    "scope": (_("Scope"), _("Where it holds, and where it does not.")),
    "goals": (_("Goals"), _("What the organisation wants, and the clauses that serve it.")),
    "measures": (_("Measures"), _("How the keeping of a goal is measured.")),
    "harm_scale": (_("Scale of harm"), _("The moments asked about, and what is too much.")),
    "services": (_("Services"), _("What their loss would do, and by when they must be back.")),
    "risk_scale": (_("Scales of risk"), _("Likelihood, consequence and appetite.")),
    "risks": (_("Risks"), _("What may happen, and what is done about it.")),
    "impact": (_("Impact"), _("Who and what is hit; the gravest first.")),
    "urgency": (_("Urgency"), _("How soon it hurts; the most urgent first.")),
    "priorities": (_("Priorities"), _("What comes first; the highest first.")),
    "high_priorities": (_("High priorities"), ""),
    "waking": (_("Whom to wake"), _("Priorities at which people are woken.")),
    "matrix": (_("Matrix"), _("Impact by urgency, giving priority.")),
    "overrides": (_("Overrides"), _("Written exceptions to the matrix.")),
    "major": (_("Major incidents"), _("When, by whom, and how it ends.")),
    "targets": (_("Targets"), _("Time allowed at each priority.")),
    "calendars": (_("Calendars"), _("Hours that count.")),
    "marks": (_("Marks"), _("Shares of the time allowed at which somebody is told.")),
    "hold_reasons": (_("Reasons to hold"), _("Why a clock may stand still.")),
    "logging": (_("Logging"), _("What a full log says, and how late is late.")),
    "reassess": (_("A fresh look"), _("When impact and urgency are judged again.")),
    "roles": (_("Roles"), _("Who does what during an incident.")),
    "authority": (_("Who decides (RACI)"), _("Who does it, answers, is asked and is told.")),
    "paths": (_("Escalation paths"), _("Who is told, in which order, after how long.")),
    "triage": (_("Questions"), _("What tells an incident from everything else.")),
    "generic_category": (_("Category for the rest"), ""),
    "categories": (_("Categories"), _("Kinds of incidents, and what follows from each.")),
    "playbooks": (_("Playbooks"), _("Agreed first actions.")),
    "audiences": (_("Audiences"), _("People who are told the same.")),
    "templates": (_("Templates"), _("Words to start from.")),
    "communications": (_("Plan of communications"), _("Who is told what, how and how often.")),
    "facts_good_for": (
        _("How long a fact is good"),
        _("After that it asks to be checked again."),
    ),
    "we_are": (_("What we are"), _("It decides which duties are ours.")),
    "obligations": (_("Obligations"), _("Duties with a clock, by law.")),
    "contracts": (_("Contracts"), _("What client accounts were promised.")),
    "retention": (_("Retention"), _("How long each sort of personal data is kept.")),
    "resources": (_("Resources"), _("What the response needs.")),
    "levers": (_("Surge levers"), _("Ways to more capacity or less demand.")),
    "training": (_("Training"), _("What holders of roles must have learnt.")),
    "exercises": (_("Exercises"), _("The programme that tests all of this.")),
    "closing": (_("Closing"), _("What is asked before an incident is closed.")),
    "reviews": (_("Reviews"), _("What is looked at again, and when.")),
    "agreement": (_("Consultation and approval"), _("Who is asked, and who signs.")),
    "mapping": (_("Mapping to frameworks"), _("Which clause of ours answers which of theirs.")),
    "rationale": (_("Reasons"), _("Why whole parts are as they are.")),
    "format": (_("Format of the file"), ""),
}
