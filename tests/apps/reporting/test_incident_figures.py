"""The figures of a report: of imported incidents, and of the product's own."""

from __future__ import annotations

from datetime import UTC, datetime

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.reporting.queries import HelpFigures, incident_figures
from musterpoint.domain.authority import Actor, system
from musterpoint.usecases.ask_help import answer_help, ask_help
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.import_incidents import Source, import_incidents
from musterpoint.usecases.restrict_incident import restrict_incident
from musterpoint.usecases.swarm_help import offer_help
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
    assert figures.help == HelpFigures(asked=0, answered=0, median_seconds_to_first_answer=None)


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


def test_help_counts_from_the_call_to_the_first_offer_or_answer(
    incident: Incident, agent: Actor, leader: Actor, manager: Actor
) -> None:
    offered, answered, both, _waits = (
        ask_help(incident_id=incident.pk, says=says, by=agent, at=at(2)).help_id
        for says in ("Polish?", "Keys?", "Spare headset?", "Anybody?")
    )
    offer_help(help_id=offered, by=leader, at=at(3))
    offer_help(help_id=offered, by=manager, at=at(9))
    answer_help(help_id=answered, answer="Top drawer", by=leader, at=at(4))
    offer_help(help_id=both, by=leader, at=at(12))
    answer_help(help_id=both, answer="Here", by=leader, at=at(20))

    figures = incident_figures(source=None, at=at(21)).as_json()

    assert figures["help"] == {
        "asked": 4, "answered": 3, "median_seconds_to_first_answer": 120.0,
    }  # fmt: skip
    assert incident_figures(source="desk", at=at(21)).help.asked == 0


def test_help_in_a_restricted_incident_counts_as_the_incident_does(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    ask_help(incident_id=incident.pk, says="Who may see payroll?", by=agent, at=at(2))
    restrict_incident(
        incident_id=incident.pk, restricted=True, reason="Staff", by=manager, at=at(3)
    )

    figures = incident_figures(source=None, at=at(4))

    assert (figures.incidents, figures.help.asked, figures.help.answered) == (1, 1, 0)
