"""All workers go by one clock, whatever the machine they run on says."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from musterpoint.interfaces import clock
from musterpoint.interfaces.worker import shared_time


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [timedelta(hours=1), timedelta(hours=-1), timedelta(0)])
def test_a_clock_that_is_wrong_by_an_hour_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, wrong: timedelta
) -> None:
    right = clock.now
    monkeypatch.setattr(clock, "now", lambda: right() + wrong)

    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (before,) = cursor.fetchone()
        found = shared_time.now()
        cursor.execute("SELECT clock_timestamp()")
        (after,) = cursor.fetchone()

    assert before <= found <= after
