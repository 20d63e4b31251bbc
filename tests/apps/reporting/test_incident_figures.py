"""The figures of a report: of imported incidents, and of the product's own."""

from __future__ import annotations

from datetime import UTC, datetime

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.reporting.queries import incident_figures
from musterpoint.domain.authority import Actor, system
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.import_incidents import Source, import_incidents
from tests.domain.history.sources import ENDS, STORY, updates
from tests.factories import at


def imported() -> None:
    import_incidents(
        batch={
            "A-1": updates(*(row | ENDS for row in STORY)),
            "A-2": updates({"ref": "A-2", "team": "?", "kept": "false", "prio": "high"}),
        },
        source=Source(name="desk"),
        by=system("import"),
        at=at(),
    )


def test_history_is_counted(strategy: object) -> None:
    imported()

    figures = incident_figures(source="desk", at=datetime(2016, 2, 2, 12, 0, tzinfo=UTC))

    assert (figures.incidents, figures.events) == (2, 7)
    assert figures.by_priority == {"P2": 1, "P3": 1}
    assert (figures.source_sla_met, figures.source_sla_missed) == (1, 1)
    assert (figures.priority_changed, figures.reopened) == (1, 0)
    assert (figures.not_reassigned, figures.mean_reassignments) == (1, 1.0)
    assert (figures.resolved, figures.median_hours_to_resolve) == (1, 3.05)
    assert figures.ever_waiting_for_user == 1
    assert (figures.groups, figures.groups_named) == (3, 2)
    assert (figures.open_at, figures.unresolved_at) == (2, 1)
    assert sum(each["count"] for each in figures.clocks["restore"].values()) == 2


def test_a_source_that_was_never_imported_has_nothing(strategy: object) -> None:
    figures = incident_figures(source="nobody", at=at())

    assert (figures.incidents, figures.events, figures.groups) == (0, 0, 0)
    assert figures.median_hours_to_resolve is None


def test_own_incidents_are_counted_from_their_ledger(
    incident: Incident, people: dict[str, Actor]
) -> None:
    assess_incident(
        incident_id=incident.pk,
        impact="I1",
        urgency="U1",
        reason="The whole site is down",
        by=people["incident_manager"],
        at=at(5),
    )

    figures = incident_figures(source=None, at=at(6))

    assert (figures.incidents, figures.priority_changed, figures.open_at) == (1, 1, 1)
    assert (figures.by_priority, figures.groups) == ({"P1": 1}, 0)
