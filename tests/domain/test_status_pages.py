"""What a status page says of many things at once, and what planned work may become."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.status_pages import (
    PLANNED_NEXT,
    ComponentStatus,
    IllegalTurn,
    Impact,
    NoticeState,
    each_day,
    gravest,
    impact_of,
    next_state,
    overall,
    suffers,
    turn,
    wants,
    what_moved,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LONDON = "Europe/London"
impacts = st.sampled_from(list(Impact))
statuses = st.sampled_from(list(ComponentStatus))


def test_nothing_wrong_is_none() -> None:
    assert overall([], []) is Impact.NONE
    assert overall(["operational"], ["none"]) is Impact.NONE


def test_trouble_outweighs_planned_work() -> None:
    assert overall(["under_maintenance", "degraded_performance"], []) is Impact.MINOR
    assert overall(["under_maintenance"], []) is Impact.MAINTENANCE
    assert overall(["degraded_performance"], ["critical"]) is Impact.CRITICAL


@given(components=st.lists(statuses), found=st.lists(impacts), one=impacts)
def test_more_bad_news_never_makes_it_better(
    components: list[ComponentStatus], found: list[Impact], one: Impact
) -> None:
    before = overall(components, found)

    after = overall(components, [*found, one])

    assert after in {before, one}
    assert gravest([before, after]) is after


@given(impact=impacts)
def test_a_component_shows_the_impact_that_it_suffers(impact: Impact) -> None:
    assert overall([suffers(impact)], []) is impact


@pytest.mark.parametrize(
    ("rank", "is_major", "impact"),
    [(0, False, Impact.CRITICAL), (1, False, Impact.MAJOR), (4, False, Impact.MINOR),
     (3, True, Impact.CRITICAL)],
)  # fmt: skip
def test_a_priority_has_its_impact(rank: int, is_major: bool, impact: Impact) -> None:
    assert impact_of(rank, is_major=is_major) is impact


def test_an_incident_goes_from_looking_to_over() -> None:
    plain = {"is_last": False, "is_restored": False, "cause_is_known": False}

    assert next_state(None, **plain) is NoticeState.INVESTIGATING
    assert next_state("investigating", **plain | {"cause_is_known": True}) is NoticeState.IDENTIFIED
    assert next_state("identified", **plain) is NoticeState.IDENTIFIED
    assert next_state("identified", **plain | {"is_restored": True}) is NoticeState.MONITORING
    assert next_state("monitoring", **plain) is NoticeState.INVESTIGATING
    assert next_state("monitoring", **plain | {"is_last": True}) is NoticeState.RESOLVED


@given(present=st.sampled_from(list(NoticeState)), to=st.sampled_from(list(NoticeState)))
def test_planned_work_turns_as_the_table_says(present: NoticeState, to: NoticeState) -> None:
    if to in PLANNED_NEXT.get(present, ()):
        assert turn(present, to=to) is to
        return
    with pytest.raises(IllegalTurn):
        turn(present, to=to)


def test_a_refused_turn_says_where_it_can_go() -> None:
    with pytest.raises(IllegalTurn) as refusal:
        turn(NoticeState.SCHEDULED, to=NoticeState.COMPLETED)
    with pytest.raises(IllegalTurn) as ended:
        turn(NoticeState.CANCELLED, to=NoticeState.SCHEDULED)

    assert str(refusal.value) == (
        "Work that is scheduled cannot become completed. "
        "From here it can become in progress or cancelled."
    )
    assert str(ended.value) == "Work that is cancelled cannot become scheduled. It has ended."


def test_no_choice_of_components_means_all() -> None:
    assert wants([], ["phone"])
    assert wants(["phone"], [])
    assert wants(["phone", "chat"], ["chat"])
    assert not wants(["phone"], ["chat"])


def test_what_moved_names_old_and_new_across_the_clock_change() -> None:
    was = (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 28, 23, tzinfo=UTC))
    now = (was[0], datetime(2026, 3, 29, 4, tzinfo=UTC))

    assert what_moved(was, now, zone=LONDON) == (
        "It ends Sun 29 Mar 2026, 05:00 BST instead of Sat 28 Mar 2026, 23:00 GMT.",
    )
    assert what_moved(was, was, zone=LONDON) == ()


def test_a_day_shows_the_gravest_of_what_touched_it() -> None:
    spells = [
        (NOON - timedelta(days=2), NOON - timedelta(days=1), "minor"),
        (NOON - timedelta(days=1), None, "critical"),
        (NOON - timedelta(days=400), NOON - timedelta(days=399), "major"),
    ]

    days = each_day(spells, last=date(2026, 3, 2), count=4, zone=LONDON)

    assert days == (Impact.NONE, Impact.MINOR, Impact.CRITICAL, Impact.CRITICAL)


def test_a_day_is_that_of_the_zone() -> None:
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London

    days = each_day([(late, late, "minor")], last=date(2026, 7, 2), count=2, zone=LONDON)

    assert days == (Impact.NONE, Impact.MINOR)
