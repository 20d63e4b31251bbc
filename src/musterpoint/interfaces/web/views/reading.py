"""A log form as a report: what was typed so far, in the words of the use cases."""

from __future__ import annotations

from typing import Any

from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.report import Report
from musterpoint.interfaces.web import directory
from musterpoint.interfaces.web.forms import choices
from musterpoint.interfaces.web.forms.logging import LogForm
from musterpoint.interfaces.web.shown import labels

TEXTS = ("summary", "category", "reported_by", "source", "service", "site", "queue", "account")
FLAGS = ("life_safety", "vulnerable_customers", "personal_data")


def log_form(strategy: Strategy, data: Any = None, initial: Any = None) -> LogForm:
    """Return the log form with what this strategy and this centre offer."""
    places = directory.places()
    offered: dict[str, Any] = {
        "impact": choices.levels(strategy.impact),
        "urgency": choices.levels(strategy.urgency),
        "category": choices.categories_in_groups(strategy),
        "source": list(labels.SOURCE.items()),
        **{kind: choices.places(getattr(places, kind)) for kind in _PLACES},
    }
    questions = [(one.code, one.asks) for one in strategy.triage]
    return LogForm(data, initial=initial, choices=offered, questions=questions)


def report(form: LogForm) -> Report:
    """Return what the form says; what could not be read is left out."""
    said = form.cleaned_data
    texts: dict[str, Any] = {name: said.get(name) or "" for name in TEXTS}
    flags: dict[str, Any] = {name: True if said.get(name) else None for name in FLAGS}
    return Report(
        **texts,
        **flags,
        began_at=said.get("began_at"),
        nature=said.get("description") or "",
        impact=said.get("impact") or None,
        urgency=said.get("urgency") or None,
        customers_affected=said.get("customers_affected"),
        restricted=bool(said.get("restricted")),
        triage=form.answers(),
        triage_reason=said.get("triage_reason") or "",
    )


_PLACES = ("service", "site", "queue", "account")
