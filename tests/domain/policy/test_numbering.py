from __future__ import annotations

import pytest

from musterpoint.domain.policy.clause_names import UnknownClause
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.numbering import number_of, numbers, path_of
from tests.domain.strategies import shipped
from tests.domain.whole_document import whole

BOTH = {"shipped": shipped(), "whole": whole()}


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("parts.goals", "2"),
        ("goals", "2.1"),
        ("goals.reachable", "2.1.1"),
        ("measures.welcome", "2.2.2"),
        ("services.carrier", "3.2.2"),
        ("harm_scale.times", "3.1.1"),
        ("risk_scale.bands.bear", "4.1.3.1"),
        ("risks.carrier_fails", "4.2.1"),
        ("parts.priority", "5"),
        ("priority", "5"),
        ("impact.I2", "5.1.2"),
        ("matrix", "5.6"),
        ("matrix.I1.U2", "5.6.1.2"),
        ("overrides.life_safety", "5.7.1"),
        ("major", "6"),
        ("parts.major", "6"),
        ("major.criteria", "6.1"),
        ("targets.P1.acknowledge", "7.1.1"),
        ("marks", "7.3"),
        ("authority.declare", "8.2.1"),
        ("paths", "9"),
        ("paths.technology", "9.1"),
        ("paths.technology.duty_manager", "9.1.2"),
        ("paths.technology.steps.duty_manager", "9.1.2"),
        ("paths.technology.steps.duty_manager.after", "9.1.2"),
        ("paths.technology.owner", "9.1"),
        ("paths.technology.fallback", "9.1.6"),
        ("categories.tel_total.typical", "10.3.2"),
        ("closing.status", "17.1"),
        ("closing.reopen_within", "17.1.8"),
        ("contracts.northwind.clocks.notice", "13.3.1.1"),
        ("agreement.groups.leaders", "18.1.1"),
        ("mapping.iso22301.8.4", "19.1.2"),
    ],
)
def test_a_clause_has_the_number_of_its_place(path: str, number: str) -> None:
    assert number_of(whole(), path) == number


@pytest.mark.parametrize("strategy", BOTH.values(), ids=BOTH)
def test_a_number_leads_back_to_its_clause(strategy: Strategy) -> None:
    known = numbers(strategy)

    assert len(known.of) == len(known.clause)
    for path, number in known.of.items():
        assert (number_of(strategy, path), path_of(strategy, number)) == (number, path)


@pytest.mark.parametrize("strategy", BOTH.values(), ids=BOTH)
def test_numbers_rise_through_the_document_without_a_gap(strategy: Strategy) -> None:
    places = [tuple(map(int, one.split("."))) for one in numbers(strategy).of.values()]

    assert places == sorted(places)
    for place in places:
        *above, last = place
        assert last == 1 or (*above, last - 1) in places


@pytest.mark.parametrize(
    "path",
    ["", "nonsense", "paths.moon", "goals.reachable_", "format", "rationale", "parts.dessert"],
)
def test_what_stands_nowhere_has_no_number(path: str) -> None:
    with pytest.raises(UnknownClause):
        number_of(whole(), path)


@pytest.mark.parametrize("number", ["", "0", "20", "9.0", "9.1.99", "09", "9.", "5.6.1.2.1"])
def test_what_is_no_number_of_a_clause_leads_nowhere(number: str) -> None:
    with pytest.raises(UnknownClause):
        path_of(whole(), number)
