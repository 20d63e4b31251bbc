"""The worker and a person meet at the same incident: neither waits for ever, the answer wins."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, Role
from musterpoint.interfaces.worker.firing import fire_batch
from musterpoint.interfaces.worker.handlers import HANDLERS
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from tests.factories import as_actor, at, log, person
from tests.running import holds, told

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


@pytest.fixture
def outage(desk: Person, agent: Actor) -> Incident:
    return log(by=agent, category="tel_total", impact="I1", urgency="U1")


def test_an_incident_that_is_being_changed_is_left_for_later_and_the_answer_wins(
    outage: Incident, desk: Person
) -> None:
    answered, may_commit = threading.Event(), threading.Event()

    def answer() -> None:
        with transaction.atomic():
            Incident.objects.select_for_update().get(pk=outage.pk)
            answered.set()
            assert may_commit.wait(10)
            acknowledge_incident(incident_id=outage.pk, by=as_actor(desk), at=at(0))
        connection.close()

    person_at_work = threading.Thread(target=answer)
    person_at_work.start()
    assert answered.wait(10)
    fire_batch(HANDLERS, at=at(0))
    assert not Telling.objects.exists()
    may_commit.set()
    person_at_work.join(10)
    while fire_batch(HANDLERS, at=at(1)):
        pass

    assert Run.objects.get().state == "acknowledged"
    assert told() == []
    assert not Timer.objects.filter(kind="path_step", fired_at=None, cancelled_at=None).exists()


def test_four_workers_tell_every_run_once(strategy: Version, desk: Person, agent: Actor) -> None:
    for _ in range(24):
        log(by=agent, category="tel_total", impact="I1", urgency="U1")
    together = threading.Barrier(4)

    def work() -> int:
        together.wait()
        fired = 0
        for _ in range(200):
            fired += fire_batch(HANDLERS, at=at(0), limit=5)
        connection.close()
        return fired

    with ThreadPoolExecutor(4) as pool:
        fired = sum(pool.map(lambda _: work(), range(4)))

    assert fired == 24
    assert Telling.objects.count() == 24
    assert told() == ["Dev Rao"] * 24
