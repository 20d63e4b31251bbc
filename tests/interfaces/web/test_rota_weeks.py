"""The picture of two weeks: every day as wide as any other, also those of 23 and 25 hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from musterpoint.domain.rotas import Absence
from musterpoint.interfaces.web.shown.rota_weeks import Weeks, monday_of, picture
from tests.domain.rotas.rota_examples import ASHA, BEN, NOON, layer, rota

NAMES = {ASHA: "Asha Patel", BEN: "Ben Okafor"}
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def london() -> Iterator[None]:
    with timezone.override(ZoneInfo("Europe/London")):
        yield


@pytest.mark.parametrize("first", [date(2026, 3, 23), date(2026, 10, 19), date(2026, 11, 16)])
def test_a_day_is_a_fourteenth_whatever_its_length(first: date) -> None:
    weeks = Weeks.of(first)

    found = [weeks.per_cent(midnight) for midnight in weeks.midnights]

    assert found == pytest.approx([each / 14 * 100 for each in range(15)])


def test_noon_is_past_the_middle_of_a_day_that_lost_an_hour_of_its_morning() -> None:
    weeks = Weeks.of(date(2026, 3, 23))
    noon = datetime(2026, 3, 29, 11, tzinfo=UTC)

    assert weeks.per_cent(noon) == pytest.approx((6 + 11 / 23) / 14 * 100)


def test_what_lies_outside_is_cut_off_at_the_edges() -> None:
    weeks = Weeks.of(date(2026, 11, 16))

    assert weeks.per_cent(weeks.start - HOUR) == 0
    assert weeks.per_cent(weeks.end + HOUR) == 100


def test_the_week_begins_on_monday_at_the_centre() -> None:
    late_on_sunday_in_utc = datetime(2026, 7, 5, 23, 30, tzinfo=UTC)

    assert monday_of(late_on_sunday_in_utc) == date(2026, 7, 6)


def test_a_bar_says_who_when_and_why_and_absence_leaves_a_hole() -> None:
    away = Absence(person=BEN, start=NOON, end=NOON + 24 * HOUR)
    seen = picture(rota(layer(), absences=(away,)), Weeks.of(date(2026, 11, 23)), NAMES, at=NOON)

    bars = [bar for row in seen["rows"] for bar in row["bars"]]
    assert [bar.look for bar in bars] == ["who-0", "who-1", "away", "who-1", "who-0"]
    assert bars[1].says == (
        "Ben Okafor, Mon 23 Nov, 09:00 – 12:00. Turn 4 of the weekly First line."
    )
    assert [bar.text for bar in seen["holes"]] == ["Nobody"]
    assert [one["name"] for one in seen["key"]] == ["Asha Patel", "Ben Okafor"]
