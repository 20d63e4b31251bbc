"""Nothing ends a live run because it is old: however late the worker comes, it goes on."""

from __future__ import annotations

import pytest

from musterpoint.apps.escalation import run_state
from musterpoint.apps.escalation.models import Run
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.watch_ourselves import watch_ourselves
from tests.factories import at, log, person
from tests.running import holds, run_due, told

DAY = 24 * 60


@pytest.mark.parametrize("late", [60, 4 * 60, DAY, 30 * DAY, 400 * DAY])
def test_a_run_left_alone_for_however_long_still_tells(
    strategy: Version, agent: Actor, late: float
) -> None:
    holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")
    incident = log(by=agent, category="tel_total", impact="I1", urgency="U1")
    watch_ourselves([], at(late))
    assert Run.objects.get(incident=incident).state == run_state.RUNNING
    assert told() == []

    run_due(at(late))

    assert "Dev Rao" in told()
