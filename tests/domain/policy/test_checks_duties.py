"""Every finding about obligations and contracts, provoked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from musterpoint.domain.policy.duties import Confidence, Counting, DutyClock, Strength, Unit
from tests.domain.strategies import new_findings, shipped, with_entry, with_parts

HOUR = timedelta(hours=1)
CLOCK = DutyClock(counting=Counting.ELAPSED, strength=Strength.STATUTE, value=72, unit=Unit.HOURS)


@pytest.mark.parametrize(
    ("changes", "path", "says"),
    [
        (
            {"value": None, "unit": None},
            "",
            "It counts elapsed, but gives no number.",
        ),
        (
            {"counting": Counting.IMMEDIATE},
            ".value",
            "It gives a number, but counts 'immediate'.",
        ),
        ({"counting": Counting.NONE}, ".value", "It gives a number, but counts 'none'."),
        ({"unit": None}, "", "72 no unit cannot be counted in elapsed."),
        ({"counting": Counting.WEEKS}, "", "72 hours cannot be counted in weeks."),
        (
            {"counting": Counting.BUSINESS_DAYS, "value": 2, "unit": Unit.DAYS},
            "",
            "It counts business days, but does not say which days these are.",
        ),
        ({"house": 73 * HOUR}, ".house", "Your own time of 3 d 1 h is longer than that."),
    ],
)
def test_a_clock_that_cannot_be_counted_is_found(
    changes: dict[str, object], path: str, says: str
) -> None:
    clock = replace(CLOCK, **changes)  # type: ignore[arg-type]  # the test names real fields
    strategy = with_entry("obligations", "uk_gdpr_33", clock=clock)

    assert new_findings(strategy) == {("error", f"obligations.uk_gdpr_33.clock{path}", says)}


@pytest.mark.parametrize(
    "changes",
    [
        {"value": None, "unit": None, "house": HOUR},
        {"house": 72 * HOUR},
        {"house": 90 * HOUR, "strength": Strength.HOUSE},
        {"counting": Counting.IMMEDIATE, "value": None, "unit": None},
    ],
)
def test_a_clock_of_our_own_or_of_no_number_is_right(changes: dict[str, object]) -> None:
    clock = replace(CLOCK, **changes)  # type: ignore[arg-type]  # the test names real fields

    assert new_findings(with_entry("obligations", "uk_gdpr_33", clock=clock)) == set()


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        (
            {"in_force_from": date(2026, 2, 1), "in_force_to": date(2026, 1, 1)},
            "error",
            "in_force",
            "It ends on 2026-01-01, before it begins on 2026-02-01.",
        ),
        (
            {"in_force_to": date(2027, 1, 1)},
            "warning",
            "in_force",
            "It ends on 2027-01-01, and nothing follows it.",
        ),
        (
            {"confirmed_on": date(2026, 1, 1)},
            "error",
            "confirmed",
            "It says when it was confirmed, and that it is not.",
        ),
        (
            {"version_of": "uk_gdpr_33"},
            "error",
            "version_of",
            "'uk_gdpr_33' is itself only a version of a duty.",
        ),
    ],
)
def test_a_duty_at_odds_with_itself_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    strategy = with_entry("obligations", "uk_gdpr_33", **changes)

    assert (severity, f"obligations.uk_gdpr_33.{path}", says) in new_findings(strategy)


def test_a_version_of_a_version_is_found() -> None:
    strategy = with_entry("obligations", "fca_ps26_2_final", version_of="fca_ps26_2_initial")

    says = "'fca_ps26_2_initial' is itself only a version of a duty."
    assert ("error", "obligations.fca_ps26_2_final.version_of", says) in new_findings(strategy)


def test_two_versions_may_not_hold_on_one_day() -> None:
    strategy = with_entry("obligations", "ofcom_c4_adr_old", in_force_to=date(2026, 4, 8))

    says = "It holds at the same time as ofcom_c4_adr_old, the version before it."
    assert new_findings(strategy) == {("error", "obligations.ofcom_c4_adr.in_force", says)}


def test_versions_of_which_one_never_ends_are_found() -> None:
    strategy = with_entry("obligations", "ofcom_c4_adr_old", in_force_to=None)

    says = "It holds at the same time as ofcom_c4_adr_old, the version before it."
    assert new_findings(strategy) == {("error", "obligations.ofcom_c4_adr.in_force", says)}


def test_what_our_duties_lack_is_said_once_for_all_of_them() -> None:
    obligations = {
        code: replace(one, confirmed=True, confidence=Confidence.SOURCE)
        for code, one in shipped().obligations.items()
    }
    settled = with_parts(obligations=obligations)
    recalled = {
        **obligations,
        "dsar": replace(obligations["dsar"], confirmed=False, confidence=Confidence.MEMORY),
        "uk_gdpr_33": replace(obligations["uk_gdpr_33"], owner=""),
    }

    assert new_findings(settled) == set()
    assert new_findings(with_parts(obligations=recalled)) == {
        ("warning", "obligations", "1 of our 33 duties is not confirmed: dsar."),
        ("warning", "obligations", "1 of our 33 duties is known from memory only: dsar."),
        ("warning", "obligations", "1 of our 33 duties is without an owner: uk_gdpr_33."),
    }


def test_a_duty_of_another_trade_need_not_be_confirmed() -> None:
    confirmed = {
        code: replace(one, confirmed=one.applies_to != frozenset({"listed"}))
        for code, one in shipped().obligations.items()
    }
    found = new_findings(with_parts(obligations=confirmed, we_are=frozenset({"nobody"})))

    assert not any("uk_mar_17" in says for _severity, _path, says in found)


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        ({"clocks": ()}, "error", ".clocks", "It promises nothing."),
        ({"review_on": None}, "warning", "", "Nothing says when it is read again."),
        (
            {"in_force_from": date(2026, 2, 1), "in_force_to": date(2026, 1, 1)},
            "error",
            ".in_force",
            "It ends on 2026-01-01, before it begins on 2026-02-01.",
        ),
    ],
)
def test_a_contract_that_does_not_hold_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    strategy = with_entry("contracts", "northgate_stores", **changes)

    assert new_findings(strategy) == {(severity, f"contracts.northgate_stores{path}", says)}


@pytest.mark.parametrize(
    ("changes", "severity", "path", "says"),
    [
        ({"within": timedelta(0)}, "error", "within", "No time at all is allowed."),
        ({"marks": (0.9, 0.5)}, "error", "marks", "The marks do not rise."),
        (
            {"within": timedelta(minutes=10)},
            "warning",
            "within",
            "It promises 10 min, but the quickest target allows 15 min.",
        ),
    ],
)
def test_a_promise_that_cannot_be_kept_is_found(
    changes: dict[str, object], severity: str, path: str, says: str
) -> None:
    clocks = tuple(
        replace(one, **changes) if one.code == "notice" else one  # type: ignore[arg-type]  # the test names real fields
        for one in shipped().contracts["northgate_stores"].clocks
    )
    strategy = with_entry("contracts", "northgate_stores", clocks=clocks)

    at = f"contracts.northgate_stores.clocks.notice.{path}"
    assert (severity, at, says) in new_findings(strategy)
