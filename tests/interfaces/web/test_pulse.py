"""What people see of the product's own health: on the strip over every page, and on its page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import system
from musterpoint.interfaces import clock
from musterpoint.usecases.watch_ourselves import watch_ourselves

pytestmark = pytest.mark.django_db
WORKER = "vm:1"


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_nothing_is_said_while_all_is_well(browser: Client) -> None:
    timers.beat(worker=WORKER, started_at=clock.now(), at=clock.now())

    assert "pulse-line" not in text(browser, "/strip/")
    assert "All is well" in text(browser, "/pulse/")


def test_a_silent_worker_is_said_on_every_page(browser: Client, strategy: Version) -> None:
    long_ago = clock.now() - timedelta(minutes=4)
    timers.beat(worker=WORKER, started_at=long_ago, at=long_ago)

    for address in ("/", "/incidents/", "/pulse/"):
        assert "no worker has answered for 4 min" in text(browser, address)


def test_a_late_timer_is_said_with_how_late(browser: Client) -> None:
    now = clock.now()
    timers.beat(worker=WORKER, started_at=now, at=now)
    timers.arm([Due(kind="review_due", key="1", at=now - timedelta(minutes=7))], at=now)

    assert "Escalation is late by 7 min" in text(browser, "/strip/")


def test_what_the_auditor_found_is_listed_until_it_is_over(browser: Client) -> None:
    now = clock.now()
    timers.arm([Due(kind="review_due", key="1", at=now - timedelta(minutes=7))], at=now)
    watch_ourselves([], now)
    timers.beat(worker=WORKER, started_at=now, at=now)

    assert "1 timer is overdue, the oldest by 7 min." in text(browser, "/pulse/")
    assert system("auditor").key not in text(browser, "/pulse/")

    timers.disarm([("review_due", "1")], at=now)
    watch_ourselves([], now)

    page = text(browser, "/pulse/")
    assert "Nothing stands." in page
    assert "1 timer is overdue" in page.split("over-title")[-1]
