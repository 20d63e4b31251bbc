"""The latest values of the measures, over the product's own incidents of the last ninety days."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting.measures import FIGURES, WINDOW, Latest, latest, since
from musterpoint.domain.authority import Actor
from tests.domain.strategies import shipped
from tests.factories import at, log
from tests.usecases.handling import Handling
from tests.usecases.owing import HOUR, settled

P1: dict[str, Any] = {"impact": "I1", "urgency": "U1"}


@pytest.fixture
def one(agent: Actor, manager: Actor, strategy: Version) -> Handling:  # logs under it
    facts: dict[str, Any] = {
        "began_at": at(-10),
        "customers_affected": 100,
        "category": "tel_partial",
    }
    return Handling(incident=log(by=agent, **P1, **facts), by=manager)


def values(strategy: Version, minutes: float) -> dict[str, tuple[float | None, int]]:
    found = latest(strategy.strategy, at=at(minutes))
    return {code: (each.value, each.of) for code, each in found.items()}


def test_every_figure_that_the_shipped_strategy_names_is_one_of_ours() -> None:
    named = {one.computed for one in shipped().measures.values() if one.computed}

    assert named <= set(FIGURES)


def test_an_acknowledged_and_restored_incident_is_measured_from_its_harm(
    one: Handling, strategy: Version
) -> None:
    one.acknowledge(3)
    one.resolve(50, restored_at=at(50))

    found = values(strategy, 60)

    assert found["acknowledge_median"] == (3.0, 1)
    assert found["restore_median"] == (1.0, 1)
    assert found["customer_minutes"] == (6000.0, 1)
    assert found["logged_late"] == (100.0, 1)
    assert found["reopen_rate"] == (0.0, 1)


def test_what_is_open_is_counted_with_its_time_so_far(one: Handling, strategy: Version) -> None:
    found = values(strategy, 20)

    assert one.incident.status == "logged"
    assert found["acknowledge_median"] == (20.0, 1)
    assert found["restore_median"] == (0.5, 1)
    assert found["customer_minutes"] == (None, 0)


def test_the_middle_and_the_ninth_tenth_are_told_apart(
    one: Handling, agent: Actor, manager: Actor, strategy: Version
) -> None:
    one.acknowledge(2)
    for minutes in (4, 6, 60):
        Handling(incident=log(by=agent, **P1), by=manager).acknowledge(minutes)

    found = values(strategy, 90)

    assert found["acknowledge_median"] == (5.0, 4)
    assert found["acknowledge_p90"] == (60.0, 4)


def test_only_high_priorities_count_for_their_times(
    agent: Actor, manager: Actor, strategy: Version
) -> None:
    low = Handling(incident=log(by=agent, impact="I4", urgency="U3"), by=manager)
    low.acknowledge(9)

    assert values(strategy, 30)["acknowledge_median"] == (None, 0)


def test_clocks_that_ran_out_count_as_missed_even_while_open(
    one: Handling, strategy: Version
) -> None:
    one.acknowledge(3)

    early, late = values(strategy, 10), values(strategy, 40)

    assert early["target_attainment"] == (100.0, 1)
    assert early["first_update_on_time"] == (None, 0)
    assert late["first_update_on_time"] == (0.0, 1)
    assert late["target_attainment"][0] == 50.0


def test_updates_kept_up_are_shares_of_their_spans(one: Handling, strategy: Version) -> None:
    one.acknowledge(3)
    one.update(10)
    one.update(35)

    found = values(strategy, 40)

    assert found["first_update_on_time"] == (100.0, 1)
    assert found["cadence_compliance"] == (100.0, 1)


def test_completeness_counts_the_facts_asked_for(one: Handling, strategy: Version) -> None:
    share, of = values(strategy, 5)["log_completeness"]

    assert one.incident.pk
    assert of == len(strategy.strategy.logging.facts)
    assert share == round(100 * 3 / of, 1)  # when it began, its impact, how many it harms


def test_a_reopened_one_counts_as_resolved_once(one: Handling, strategy: Version) -> None:
    one.acknowledge(3)
    one.resolve(50, restored_at=at(50))
    one.reopen(60)

    assert values(strategy, 70)["reopen_rate"] == (100.0, 1)


def test_duties_settled_in_time_count_beside_those_that_ran_out(
    agent: Actor, manager: Actor, strategy: Version
) -> None:
    breach = log(by=agent, category="data_large", summary="A file with addresses went astray")
    settled(breach, "uk_gdpr_33", manager, now=70 * HOUR)

    early, late = values(strategy, 23 * HOUR), values(strategy, 75 * HOUR)

    assert early["clock_attainment"] == (100.0, 1)
    assert late["clock_attainment"] == (50.0, 2)


def test_a_clock_of_a_service_is_no_target(agent: Actor, manager: Actor, strategy: Version) -> None:
    organisation.add_service(code="crm", name="Records", critical=True)
    crm = Handling(incident=log(by=agent, service="crm", began_at=at(0), **P1), by=manager)
    crm.acknowledge(3)
    crm.resolve(10, restored_at=at(10))

    found = values(strategy, 60)

    assert found["recovery_in_time"] == (100.0, 1)
    assert found["target_attainment"] == (100.0, 2)


def test_what_lies_before_the_window_is_left_out(one: Handling, strategy: Version) -> None:
    assert one.incident.pk
    found = latest(strategy.strategy, at=at(60 * 24 * 91))

    assert found["log_completeness"] == Latest(value=None, of=0)


def test_imported_history_is_left_out(one: Handling, strategy: Version) -> None:
    Incident.objects.filter(pk=one.incident.pk).update(source_system="desk", source_ref="1")

    assert values(strategy, 20)["acknowledge_median"] == (None, 0)


def test_a_measure_without_a_figure_has_no_value(strategy: Version) -> None:
    found = latest(strategy.strategy, at=at())

    assert "escalation_accuracy" not in found


def test_a_strategy_that_asks_for_no_fact_measures_no_completeness(
    one: Handling, strategy: Version
) -> None:
    assert one.incident.pk
    asked = replace(strategy.strategy.logging, facts=())
    found = latest(replace(strategy.strategy, logging=asked), at=at(5))

    assert found["log_completeness"] == Latest(value=None, of=0)


@pytest.mark.usefixtures("one")
def test_four_statements_are_enough(strategy: Version) -> None:
    with CaptureQueriesContext(connection) as statements:
        latest(strategy.strategy, at=at(5))

    assert len(statements) == 4


def test_where_very_many_were_logged_values_speak_of_the_newest(
    agent: Actor, strategy: Version
) -> None:
    for minutes in (1, 2, 3):
        log(by=agent, minutes=minutes, **P1)

    assert since(at=at(5)) == at(5) - WINDOW
    assert since(at=at(5), most=2) == at(1)
    found = latest(strategy.strategy, at=at(5), start=at(2))
    assert found["acknowledge_median"] == Latest(value=2.5, of=2)


def test_an_aim_is_kept_from_the_better_side() -> None:
    measures = shipped().measures

    assert Latest(value=4.0, of=9).keeps(measures["acknowledge_median"]) is True
    assert Latest(value=6.0, of=9).keeps(measures["acknowledge_median"]) is False
    assert Latest(value=95.0, of=9).keeps(measures["target_attainment"]) is True
    assert Latest(value=94.9, of=9).keeps(measures["target_attainment"]) is False
    assert Latest(value=None, of=0).keeps(measures["target_attainment"]) is None
    assert Latest(value=5.0, of=9).keeps(measures["customer_minutes"]) is None
