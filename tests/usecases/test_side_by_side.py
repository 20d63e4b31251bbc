"""Two people at the same moment: nobody waits for each other for ever, nothing is done twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from musterpoint.apps.incidents.models import Incident, Task
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.merge_incident import MergeRefused, merge_incident
from musterpoint.usecases.publish_policy import publish_policy
from musterpoint.usecases.work_roles import RoleHeld, take_role
from musterpoint.usecases.work_tasks import add_task
from tests.factories import (
    as_actor,
    assert_ledger_adds_up,
    at,
    fresh,
    log,
    person,
    publish,
    unagreed_text,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def managers() -> tuple[Actor, Actor]:
    """Two incident managers and a strategy."""
    publish(unagreed_text())
    return (
        as_actor(person("Asha Patel", Role.INCIDENT_MANAGER)),
        as_actor(person("Marcus Webb", Role.INCIDENT_MANAGER)),
    )


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Run the steps side by side and return what each returned or raised."""
    start = Barrier(len(steps))

    def run(step: Callable[[], object]) -> object:
        start.wait()
        try:
            return step()
        except Exception as refusal:  # noqa: BLE001  # the test looks at what was raised
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_merging_each_into_the_other_happens_once(managers: tuple[Actor, Actor]) -> None:
    asha, marcus = managers
    one, other = log(by=asha), log(by=marcus, summary="All lines are dead")

    results = at_once(
        lambda: merge_incident(
            incident_id=one.pk, into_id=other.pk, reason="Same", by=asha, at=at(1)
        ),
        lambda: merge_incident(
            incident_id=other.pk, into_id=one.pk, reason="Same", by=marcus, at=at(1)
        ),
    )

    assert sorted(isinstance(result, MergeRefused) for result in results) == [False, True]
    states = sorted(incident.status for incident in (fresh(one), fresh(other)))
    assert states == ["logged", "withdrawn"]


def test_tasks_added_at_once_stand_apart(managers: tuple[Actor, Actor]) -> None:
    asha, marcus = managers
    incident = log(by=asha)

    at_once(
        *(
            lambda by=by: add_task(incident_id=incident.pk, says="Ring them", by=by, at=at(1))
            for by in (asha, marcus, asha, marcus)
        )
    )

    positions = list(Task.objects.filter(incident=incident).values_list("position", flat=True))
    assert sorted(positions) == list(range(1, len(positions) + 1))
    assert_ledger_adds_up(incident)


def test_a_role_taken_at_once_has_one_holder(managers: tuple[Actor, Actor]) -> None:
    incident = log(by=managers[0])

    results = at_once(
        *(
            lambda by=by: take_role(
                incident_id=incident.pk, role="incident_manager", by=by, at=at(1)
            )
            for by in managers
        )
    )

    assert sorted(isinstance(result, RoleHeld) for result in results) == [False, True]
    assert Incident.objects.get().owner_id is not None


def test_two_publishings_get_two_numbers(managers: tuple[Actor, Actor]) -> None:
    texts = [unagreed_text().replace("restore: 72 h", f"restore: {n} h") for n in (60, 66)]

    at_once(
        *(
            lambda by=by, text=text: publish_policy(text=text, by=by, at=at(1))
            for by, text in zip(managers, texts, strict=True)
        )
    )

    numbers = StrategyVersion.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2, 3]
