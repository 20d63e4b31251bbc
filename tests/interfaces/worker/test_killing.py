"""A worker killed at any instant loses nothing and does nothing twice."""

from __future__ import annotations

import signal
import subprocess
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.escalation.models import Run, Telling
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.models import Beat, Timer
from musterpoint.domain.authority import Role
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.interfaces import clock
from tests.factories import person
from tests.interfaces.worker.mailbox import mailbox
from tests.product import Product
from tests.running import holds

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

INCIDENTS = 300
PATIENCE = 60.0


@pytest.fixture
def desk(strategy: Version) -> Person:
    return holds(person("Dev Rao", Role.TEAM_LEADER), "it_service_desk")


def many_due(strategy: Version, *, in_seconds: float) -> None:
    """Let the first step of many runs fall due within the same second."""
    now = clock.now()
    due = now + timedelta(seconds=in_seconds)
    rows = Incident.objects.bulk_create(
        Incident(
            strategy_id=strategy.id,
            summary=f"Line {number} down",
            logged_at=now,
            priority="P1",
            category="tel_total",
        )
        for number in range(INCIDENTS)
    )
    runs = Run.objects.bulk_create(
        Run(
            incident=row,
            strategy_id=strategy.id,
            path="technology",
            priority="P1",
            started_at=due,
        )
        for row in rows
    )
    timers.arm(
        [
            timers.Due(
                kind=TimerKind.PATH_STEP,
                key=str(run.pk),
                at=due + timedelta(milliseconds=run.pk % 900),
                payload={"incident": run.incident_id},
            )
            for run in runs
        ],
        at=now,
    )


def wait_until(done: object, *, seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not done():  # type: ignore[operator]  # a plain question
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.05)


def start_worker(product: Product) -> subprocess.Popen[bytes]:
    """Start a worker and wait until it is at work."""
    before = set(Beat.objects.values_list("worker", flat=True))
    worker = product.start("worker")
    wait_until(lambda: set(Beat.objects.values_list("worker", flat=True)) - before)
    return worker


def test_killed_again_and_again_everybody_is_still_told_exactly_once(
    strategy: Version, desk: Person, database_url: str, tmp_path: Path
) -> None:
    many_due(strategy, in_seconds=4)
    with mailbox() as box:
        product = Product(
            database_url=database_url,
            data=tmp_path,
            settings={"EMAIL_URL": f"smtp://127.0.0.1:{box.port}/"},
        )
        try:
            for _ in range(4):
                worker = start_worker(product)
                wait_until(lambda: clock.now() >= Run.objects.earliest("id").started_at)
                time.sleep(0.15)
                worker.send_signal(signal.SIGKILL)
                worker.wait(10)
            start_worker(product)
            wait_until(lambda: Telling.objects.count() == INCIDENTS)
            wait_until(lambda: not Message.objects.filter(state="queued").exists())
        finally:
            product.end()

    assert Telling.objects.values("run").distinct().count() == INCIDENTS
    assert Entry.objects.filter(kind="escalated").count() == INCIDENTS
    assert Counter(Message.objects.filter(purpose="path").values_list("channel", flat=True)) == {
        "email": INCIDENTS,
        "in_product": INCIDENTS,
    }
    assert Message.objects.filter(channel="email").exclude(state="sent").count() == 0
    # Twice only where the kill fell between the server's answer and its record: the same message.
    assert len(set(box.ids)) == INCIDENTS
    assert len(box.ids) <= INCIDENTS + 4 * 32
    assert Timer.objects.filter(kind="path_step", fired_at=None).count() == INCIDENTS


def test_a_worker_told_to_end_ends_in_good_order(
    strategy: Version, database_url: str, tmp_path: Path
) -> None:
    product = Product(database_url=database_url, data=tmp_path)
    worker = start_worker(product)

    worker.terminate()

    assert worker.wait(10) == 0
    assert not Beat.objects.exists()
