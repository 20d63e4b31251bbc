"""Nobody is left without a way, nothing that must wake waits for the morning, all has a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.calendars import Span, WorkingCalendar
from musterpoint.domain.delivery import (
    AT_ONCE,
    RECEIPTS,
    Holder,
    Method,
    When,
    Wish,
    furthest,
    ways,
)

NIGHTS = WorkingCalendar(
    name="quiet hours",
    zone="Europe/London",
    week=((Span.parse("00:00-07:00"), Span.parse("22:00-24:00")),) * 7,
)
AT_NIGHT = datetime(2026, 11, 22, 3, 30, tzinfo=UTC)
BY_DAY = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

PAGE = Method(channel="in_product")
MAIL = Method(channel="email", address="ann@centre.example")
SMS = Method(channel="sms", address="+441632960001", method_id=1, makes_noise=True)
VOICE = Method(channel="voice", address="+441632960001", method_id=2, makes_noise=True)
SLACK = Method(channel="slack", address="https://hooks.example/a", method_id=3)

outward = st.lists(
    st.builds(
        Method,
        channel=st.sampled_from(["email", "sms", "voice", "slack", "web_push"]),
        address=st.sampled_from(["a", "b"]),
        method_id=st.integers(1, 5),
        makes_noise=st.booleans(),
        is_broken=st.booleans(),
    ),
    max_size=5,
)
holders = st.builds(
    Holder,
    methods=outward.map(lambda more: (PAGE, MAIL, *more)),
    wishes=st.lists(
        st.builds(
            Wish,
            method_id=st.one_of(st.none(), st.integers(1, 6)),
            after=st.integers(0, 20).map(lambda n: n * MINUTE),
            priorities=st.frozensets(st.sampled_from(["P1", "P2", "P3"])),
            when=st.sampled_from(When),
        ),
        max_size=5,
    ).map(tuple),
    quiet=st.sampled_from([None, NIGHTS]),
)
calls = {
    "priority": st.sampled_from(["P1", "P2", "P3", "P4"]),
    "at": st.integers(0, 7 * 24 * 60).map(lambda n: BY_DAY + n * MINUTE),
    "by": st.lists(st.sampled_from(["sms", "voice", "email", "slack"]), max_size=3).map(tuple),
}


def said(holder: Holder, *, wakes: bool, at: datetime = BY_DAY, **more: object) -> list[object]:
    by = more.get("by", ())
    priority = str(more.get("priority", "P1"))
    assert isinstance(by, tuple)
    found = ways(holder, priority=priority, wakes=wakes, at=at, by=by)
    return [(way.channel, int(way.after / MINUTE)) for way in found]


@given(holder=holders, wakes=st.booleans(), **calls)
def test_nobody_is_left_without_a_way_and_every_way_has_a_reason(
    holder: Holder, wakes: bool, priority: str, at: datetime, by: tuple[str, ...]
) -> None:
    found = ways(holder, priority=priority, wakes=wakes, at=at, by=by)

    assert found[0].channel == "in_product"
    assert any(way.channel != "in_product" for way in found)
    assert all(way.says for way in found)
    assert all(way.after >= AT_ONCE for way in found)
    assert found == ways(holder, priority=priority, wakes=wakes, at=at, by=by)


@given(holder=holders, **calls)
def test_a_call_that_must_wake_goes_out_at_once_and_loudly_where_it_can(
    holder: Holder, priority: str, at: datetime, by: tuple[str, ...]
) -> None:
    found = ways(holder, priority=priority, wakes=True, at=at, by=by)
    loud = {(m.channel, m.address, m.method_id) for m in holder.methods if m.makes_noise}

    assert any(way.after == AT_ONCE for way in found if way.channel != "in_product")
    if loud:
        assert any((way.channel, way.address, way.method_id) in loud for way in found)


@given(holder=holders, **calls)
def test_quiet_hours_never_delay_a_call_that_must_wake(
    holder: Holder, priority: str, at: datetime, by: tuple[str, ...]
) -> None:
    found = ways(holder, priority=priority, wakes=True, at=at, by=by)

    assert not any("quiet" in way.says for way in found)
    assert all(way.after <= 20 * MINUTE for way in found)


@given(holder=holders, **calls)
def test_what_need_not_wake_makes_no_noise_in_quiet_hours(
    holder: Holder, priority: str, at: datetime, by: tuple[str, ...]
) -> None:
    loud = {(m.channel, m.address, m.method_id) for m in holder.methods if m.makes_noise}

    for way in ways(holder, priority=priority, wakes=False, at=at, by=by):
        if holder.quiet is not None and (way.channel, way.address, way.method_id) in loud:
            assert not holder.quiet.is_open(at + way.after)


@given(first=st.sampled_from(RECEIPTS), second=st.sampled_from(RECEIPTS))
def test_receipts_only_go_forward_in_whatever_order_they_come(first: str, second: str) -> None:
    assert furthest(first, second) == furthest(second, first)
    assert RECEIPTS.index(furthest(first, second)) >= RECEIPTS.index(first)


def test_without_an_order_of_their_own_all_ways_are_used_at_once() -> None:
    everything = Holder(methods=(PAGE, MAIL, SMS, VOICE))

    assert said(everything, wakes=True) == [
        ("in_product", 0),
        ("email", 0),
        ("sms", 0),
        ("voice", 0),
    ]


def test_a_person_orders_their_ways_by_priority_and_time_of_day() -> None:
    order = (
        Wish(method_id=1, priorities=frozenset({"P1"})),
        Wish(method_id=2, after=5 * MINUTE, priorities=frozenset({"P1"}), when=When.NIGHT),
        Wish(method_id=None, when=When.DAY),
    )
    ann = Holder(methods=(PAGE, MAIL, SMS, VOICE), wishes=order, quiet=NIGHTS)

    assert said(ann, wakes=True, at=BY_DAY) == [("in_product", 0), ("sms", 0), ("email", 0)]
    assert said(ann, wakes=True, at=AT_NIGHT) == [("in_product", 0), ("sms", 0), ("voice", 5)]
    assert said(ann, wakes=False, priority="P3") == [("in_product", 0), ("email", 0)]


def test_an_order_that_leaves_nothing_gives_every_way_at_once() -> None:
    ann = Holder(
        methods=(PAGE, MAIL, SMS), wishes=(Wish(method_id=1, priorities=frozenset({"P1"})),)
    )

    assert said(ann, wakes=False, priority="P4") == [("in_product", 0), ("email", 0), ("sms", 0)]


def test_quiet_hours_put_off_what_makes_noise_until_they_end() -> None:
    ann = Holder(methods=(PAGE, MAIL, SMS), quiet=NIGHTS)

    assert said(ann, wakes=False, at=AT_NIGHT) == [("in_product", 0), ("email", 0), ("sms", 210)]


def test_what_would_fall_into_quiet_hours_that_have_not_begun_waits_for_their_end_too() -> None:
    order = (Wish(method_id=None), Wish(method_id=1, after=20 * MINUTE))
    ann = Holder(methods=(PAGE, MAIL, SMS), wishes=order, quiet=NIGHTS)
    evening = datetime(2026, 11, 22, 21, 50, tzinfo=UTC)

    assert said(ann, wakes=False, at=evening) == [("in_product", 0), ("email", 0), ("sms", 550)]
    assert said(ann, wakes=True, at=evening) == [("in_product", 0), ("email", 0), ("sms", 20)]
    earlier = evening - 20 * MINUTE
    assert said(ann, wakes=False, at=earlier) == [("in_product", 0), ("email", 0), ("sms", 20)]


def test_the_channels_that_the_strategy_names_come_in_its_order() -> None:
    ann = Holder(methods=(PAGE, MAIL, SMS, VOICE), wishes=(Wish(method_id=None),))

    assert said(ann, wakes=True, by=("voice", "sms")) == [
        ("in_product", 0),
        ("voice", 0),
        ("sms", 2),
    ]


def test_channels_that_somebody_does_not_have_leave_them_their_own_order() -> None:
    ann = Holder(methods=(PAGE, MAIL, SLACK), wishes=(Wish(method_id=None),))

    assert said(ann, wakes=True, by=("sms",)) == [("in_product", 0), ("email", 0)]


def test_an_order_without_a_loud_way_does_not_let_anybody_sleep_through_what_must_wake() -> None:
    ann = Holder(methods=(PAGE, MAIL, SMS), wishes=(Wish(method_id=None),), quiet=NIGHTS)

    found = ways(ann, priority="P1", wakes=True, at=AT_NIGHT)
    assert [(way.channel, way.says) for way in found][-1] == ("sms", "this must wake")


@pytest.mark.parametrize("wakes", [True, False])
def test_a_broken_way_is_left_out_while_another_works(wakes: bool) -> None:
    gone = Method(channel="email", address="ann@centre.example", is_broken=True)

    assert said(Holder(methods=(PAGE, gone, SLACK)), wakes=wakes) == [
        ("in_product", 0),
        ("slack", 0),
    ]
    assert said(Holder(methods=(PAGE, gone)), wakes=wakes) == [("in_product", 0), ("email", 0)]


def test_the_first_way_out_is_used_at_once_when_somebody_must_be_woken() -> None:
    ann = Holder(methods=(PAGE, MAIL, SMS), wishes=(Wish(method_id=1, after=10 * MINUTE),))

    assert said(ann, wakes=True) == [("in_product", 0), ("sms", 0)]
    assert said(ann, wakes=False) == [("in_product", 0), ("sms", 10)]
