"""What a report would come to is what it comes to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from musterpoint.apps.incidents.models import Clock
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.domain.report import Report
from musterpoint.usecases.preview_report import preview_report
from tests.factories import at, log

FACTS: dict[str, Any] = {"summary": "Lines dead in Leeds", "impact": "I2", "urgency": "U2"}


@pytest.mark.parametrize("began_at", [None, at(-50), at(0)])
def test_what_is_shown_as_due_is_what_falls_due(
    strategy: Version, agent: Actor, began_at: datetime | None
) -> None:
    report = Report(**FACTS, began_at=began_at)

    shown = preview_report(report=report, by=agent, at=at(0)).due

    incident = log(by=agent, **FACTS, began_at=began_at)
    due = dict(Clock.objects.filter(incident=incident).values_list("kind", "due_at"))
    assert {kind: shown[kind] for kind in shown if kind in due} == due  # rounds begin later


@pytest.mark.parametrize("began_at", [at(10), datetime(1, 1, 1, tzinfo=UTC)])
def test_an_impossible_start_is_left_out(
    strategy: Version, agent: Actor, began_at: datetime
) -> None:
    report = Report(**FACTS, began_at=began_at)

    shown = preview_report(report=report, by=agent, at=at(0)).due

    assert shown == preview_report(report=Report(**FACTS), by=agent, at=at(0)).due


def test_what_no_strategy_knows_is_left_out(strategy: Version, agent: Actor) -> None:
    report = Report(summary="Lines dead", impact="I9", urgency="U2", category="nonsense")

    assert preview_report(report=report, by=agent, at=at(0)).decision is None


def test_what_nobody_judged_is_shown_as_it_would_be_logged(strategy: Version, agent: Actor) -> None:
    report = Report(summary="Lines dead in Leeds")

    shown = preview_report(report=report, by=agent, at=at(0))

    assert shown.decision is None
    assert shown.unjudged is not None
    assert shown.unjudged.value.priority == log(by=agent, summary=report.summary).priority
