from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.closing import (
    ClosingFacts,
    ClosingRefused,
    ReopenRefused,
    guards,
    reopen_until,
    require_closable,
    require_reopenable,
    review_asked,
    review_is_late,
)
from musterpoint.domain.policy.document import Strategy
from tests.domain.strategies import shipped

CLOSED_AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
COMPLETE = ClosingFacts(
    status="resolved",
    gravest_priority="P1",
    resolution="Moved to the reserve trunks.",
    resolved_by="person:1",
    resolved_date=date(2026, 11, 23),
    verified_by="Ada, ten test calls",
    review_date=date(2026, 12, 1),
)


def strict() -> Strategy:
    """The shipped strategy, asking for everything a closing rule can ask."""
    rule = replace(shipped().closing, verified_by_another=True, roles_released=True)
    return replace(shipped(), closing=rule)


def test_a_complete_incident_may_be_closed() -> None:
    assert guards(shipped(), COMPLETE) == ()
    require_closable(shipped(), COMPLETE)


@pytest.mark.parametrize(
    ("missing", "code", "clause"),
    [
        (replace(COMPLETE, status="in_progress"), "status", "closing.status"),
        (replace(COMPLETE, major_running=True), "major", "major.stand_down"),
        (replace(COMPLETE, resolution="  "), "resolution", "closing.resolution"),
        (replace(COMPLETE, verified_by=""), "verified_by", "closing.verified_by"),
        (
            replace(COMPLETE, verified_by="person:1"),
            "verified_by",
            "closing.verified_by_another",
        ),
        (
            replace(COMPLETE, resolved_by="Ada  Lovelace", verified_by=" ada lovelace"),
            "verified_by",
            "closing.verified_by_another",
        ),
        (
            replace(COMPLETE, open_obligations=("uk_gdpr_33",)),
            "obligation:uk_gdpr_33",
            "closing.obligations_settled",
        ),
        (replace(COMPLETE, distress=True), "welfare_outcome", "closing.welfare_when_distress"),
        (replace(COMPLETE, review_date=None), "review_date", "closing.review_for"),
        (
            replace(COMPLETE, review_date=date(2026, 11, 22)),
            "review_date",
            "closing.review_for",
        ),
        (
            replace(COMPLETE, gravest_priority="P3", was_major=True, review_date=None),
            "review_date",
            "closing.review_for_major",
        ),
        (replace(COMPLETE, held_roles=("loggist",)), "roles", "closing.roles_released"),
    ],
)
def test_each_missing_thing_is_a_guard_of_its_own(
    missing: ClosingFacts, code: str, clause: str
) -> None:
    got = guards(strict(), missing)

    assert [(guard.code, guard.clause) for guard in got] == [(code, clause)]


def test_everything_missing_is_listed_at_once() -> None:
    empty = ClosingFacts(
        status="acknowledged", gravest_priority="P2", open_obligations=("client_sla", "hswa")
    )

    with pytest.raises(ClosingRefused) as caught:
        require_closable(shipped(), empty)

    assert [guard.code for guard in caught.value.guards] == [
        "status",
        "resolution",
        "verified_by",
        "obligation:client_sla",
        "obligation:hswa",
        "review_date",
    ]


def test_a_small_incident_needs_no_review() -> None:
    assert guards(shipped(), replace(COMPLETE, gravest_priority="P3", review_date=None)) == ()
    assert not review_asked(shipped(), gravest_priority="P3", was_major=False)
    assert review_asked(shipped(), gravest_priority="P3", was_major=True)


def test_a_policy_that_asks_for_less_closes_with_less() -> None:
    rule = replace(
        shipped().closing,
        review_for=frozenset(),
        review_for_major=False,
        welfare_when_distress=False,
        obligations_settled=False,
    )
    bare = replace(
        COMPLETE, review_date=None, distress=True, open_obligations=("hswa",), held_roles=("a",)
    )

    assert guards(replace(shipped(), closing=rule), bare) == ()


@given(
    facts=st.builds(
        ClosingFacts,
        status=st.sampled_from(["logged", "acknowledged", "in_progress", "on_hold", "closed"]),
        gravest_priority=st.sampled_from(["P1", "P2", "P3"]),
        resolution=st.text(max_size=5),
        verified_by=st.text(max_size=5),
    )
)
def test_nothing_that_is_not_resolved_can_be_closed(facts: ClosingFacts) -> None:
    assert "status" in [guard.code for guard in guards(shipped(), facts)]


def test_a_late_review_is_said_but_not_refused() -> None:
    late = replace(COMPLETE, review_date=date(2027, 1, 31))

    assert guards(shipped(), late) == ()
    assert review_is_late(
        shipped(), resolved_date=date(2026, 11, 23), review_date=date(2026, 12, 8)
    )
    assert not review_is_late(
        shipped(), resolved_date=date(2026, 11, 23), review_date=date(2026, 12, 7)
    )


def test_reopening_is_allowed_within_the_window_and_not_after() -> None:
    until = reopen_until(shipped(), closed_at=CLOSED_AT)

    assert until == CLOSED_AT + timedelta(days=14)
    require_reopenable(shipped(), closed_at=CLOSED_AT, at=until - timedelta(seconds=1))
    with pytest.raises(ReopenRefused, match="The time for reopening is over"):
        require_reopenable(shipped(), closed_at=CLOSED_AT, at=until)


def asking_about_risks() -> Strategy:
    rule = replace(shipped().closing, risk_review_for=frozenset({"P1", "P2"}))
    return replace(shipped(), closing=rule)


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (COMPLETE, ["risk_review"]),
        (replace(COMPLETE, risk_review="perhaps"), ["risk_review"]),
        (replace(COMPLETE, risk_review="new"), ["risk_review_reason"]),
        (replace(COMPLETE, risk_review="none", risk_review_reason=" "), ["risk_review_reason"]),
        (replace(COMPLETE, risk_review="known", risk_review_reason="R1 as scored"), []),
        (replace(COMPLETE, gravest_priority="P3"), []),
    ],
)
def test_a_grave_incident_says_what_it_means_for_the_risks(
    facts: ClosingFacts, missing: list[str]
) -> None:
    found = guards(asking_about_risks(), facts)

    assert [guard.code for guard in found] == missing
    assert {guard.clause for guard in found} <= {"closing.risk_review_for"}
