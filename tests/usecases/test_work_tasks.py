"""Stories of tasks."""

from __future__ import annotations

from musterpoint.apps.incidents.models import Incident, Task
from musterpoint.domain.authority import Actor
from musterpoint.usecases.work_tasks import add_task
from tests.factories import at, folded


def test_an_added_task_comes_after_the_last_one(incident: Incident, manager: Actor) -> None:
    last = Task.objects.filter(incident=incident).count()

    position = add_task(incident_id=incident.pk, says="Call the carrier", by=manager, at=at(5))

    assert position == last + 1
    assert folded(incident, f"task:{position}") == {
        "says": "Call the carrier",
        "position": position,
    }
