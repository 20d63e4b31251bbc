from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.domain.roles import (
    MustBeApart,
    NotEligible,
    OpenRole,
    Scale,
    UnknownRole,
    check_holder,
    clashing,
    open_roles,
)
from tests.domain.strategies import shipped


def opened(scale: Scale) -> dict[str, OpenRole]:
    return {one.code: one for one in open_roles(shipped(), scale)}


def test_a_small_event_needs_few_roles() -> None:
    assert set(opened(Scale(priority="P4", category="backlog"))) == {
        "incident_manager",
        "resource_planner",
        "team_leader",
    }


def test_a_high_priority_opens_more_and_a_major_incident_still_more() -> None:
    small = opened(Scale(priority="P3", category="crm_slow"))
    high = opened(Scale(priority="P1", category="crm_slow"))
    major = opened(Scale(priority="P3", category="crm_slow", is_major=True))

    assert {"loggist", "communications_lead", "duty_manager"} <= high.keys() - small.keys()
    assert {"technical_lead", "executive_sponsor", "loggist"} <= major.keys()
    assert "technical_lead" not in high


def test_a_second_site_opens_a_lead_for_it() -> None:
    two = opened(Scale(priority="P3", category="crm_slow", sites=2))

    assert two["site_lead"].because.says == "2 sites are affected."


def test_a_role_can_be_asked_for() -> None:
    asked = opened(Scale(priority="P4", requested=frozenset({"finance"})))

    assert asked["finance"].because.says == "Somebody asked for it."


def test_until_it_is_held_a_role_is_covered_by_the_one_it_splits_from() -> None:
    high = opened(Scale(priority="P1", category="tel_total"))

    assert high["loggist"].covered_by == "incident_manager"
    assert high["incident_manager"].covered_by is None


def test_without_a_category_the_generic_roles_open() -> None:
    assert opened(Scale(priority="P4"))["team_leader"].because.clause == "categories.unknown.roles"


@given(
    priority=st.sampled_from(["P1", "P2", "P3", "P4", "P5"]),
    category=st.sampled_from(sorted(shipped().categories)),
    sites=st.integers(1, 4),
)
def test_growing_never_closes_a_role(priority: str, category: str, sites: int) -> None:
    small = Scale(priority=priority, category=category, sites=sites)
    grown = Scale(priority="P1", category=category, sites=sites + 1, is_major=True)

    assert opened(small).keys() <= opened(grown).keys()


def test_who_may_hold_a_role_is_written() -> None:
    check_holder(shipped(), role="communications_lead", account_roles=["communications"])

    with pytest.raises(NotEligible, match="Communications lead may be held by: communications, in"):
        check_holder(shipped(), role="communications_lead", account_roles=["agent"])


def test_an_unknown_role_is_refused() -> None:
    with pytest.raises(UnknownRole, match="There is no role 'jester'"):
        check_holder(shipped(), role="jester", account_roles=["agent"])


def test_leading_and_logging_are_two_people_in_a_major_incident_only() -> None:
    check_holder(
        shipped(), role="loggist", account_roles=["team_leader"], holds=["incident_manager"]
    )

    with pytest.raises(MustBeApart, match="somebody other than Incident manager"):
        check_holder(
            shipped(),
            role="loggist",
            account_roles=["team_leader"],
            holds=["incident_manager"],
            is_major=True,
        )


def test_being_apart_holds_both_ways() -> None:
    assert clashing(shipped(), role="incident_manager", holds=["agent", "loggist"]) == "loggist"
    assert clashing(shipped(), role="incident_manager", holds=["agent"]) is None
