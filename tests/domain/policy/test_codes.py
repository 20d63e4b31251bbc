"""A code that an incident could not keep is found before anybody publishes it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CharField

from musterpoint.domain.obligations import kind_of
from musterpoint.domain.policy.checking import codes
from musterpoint.domain.policy.document import Strategy
from tests.domain.strategies import errors, shipped

FITS, LONG = "x" * 60, "x" * 61


def with_level(part: str, code: str) -> Strategy:
    first, *others = getattr(shipped(), part)
    changed: dict[str, Any] = {part: (replace(first, code=code), *others)}
    return replace(shipped(), **changed)


def with_entry(part: str, code: str) -> Strategy:
    entries = getattr(shipped(), part)
    changed: dict[str, Any] = {part: {**entries, code: next(iter(entries.values()))}}
    return replace(shipped(), **changed)


def with_contract(code: str) -> Strategy:
    contract = next(iter(shipped().contracts.values()))
    return replace(shipped(), contracts={code: replace(contract, code=code)})


@pytest.mark.parametrize("part", ["impact", "urgency", "priorities"])
def test_a_level_has_a_short_code(part: str) -> None:
    assert f"{part}.GRAVE" in errors(with_level(part, "GRAVE"))
    assert f"{part}.HIGH" not in errors(with_level(part, "HIGH"))


@pytest.mark.parametrize(
    "part", ["calendars", "categories", "hold_reasons", "obligations", "paths", "roles"]
)
def test_an_entry_has_a_code_that_fits(part: str) -> None:
    assert errors(with_entry(part, LONG))[f"{part}.{LONG}"] == (
        "The code has 61 characters, and no incident can keep it."
    )
    assert f"{part}.{FITS}" not in errors(with_entry(part, FITS))


def test_a_step_has_a_code_that_fits() -> None:
    path = shipped().paths["technology"]
    steps = (replace(path.steps[0], code=LONG), *path.steps[1:])
    paths = {**shipped().paths, "technology": replace(path, steps=steps)}

    assert f"paths.technology.steps.{LONG}" in errors(replace(shipped(), paths=paths))


def test_no_two_clocks_of_a_contract_are_taken_for_one() -> None:
    strategy = with_contract("x" * 50)
    (contract,) = strategy.contracts.values()

    assert len({kind_of(contract, one) for one in contract.clocks}) == 1
    found = errors(strategy)
    for one in contract.clocks:
        assert f"contracts.{contract.code}.clocks.{one.code}" in found


def test_a_clock_of_a_contract_fits_to_the_last_letter() -> None:
    (contract,) = with_contract("x" * 40).contracts.values()  # "workaround" fills it up
    found = errors(with_contract(contract.code))

    assert not [path for path in found if path.startswith("contracts.") and "clocks" in path]
    assert max(len(kind_of(contract, one)) for one in contract.clocks) == codes.LONGEST


@pytest.mark.parametrize(
    ("model", "field", "most"),
    [
        ("Incident", "impact", codes.LONGEST_LEVEL),
        ("Incident", "urgency", codes.LONGEST_LEVEL),
        ("Incident", "priority", codes.LONGEST_LEVEL),
        ("Incident", "category", codes.LONGEST),
        ("Incident", "hold_reason", codes.LONGEST),
        ("Clock", "kind", codes.LONGEST),
        ("Clock", "calendar", codes.LONGEST),
        ("Obligation", "code", codes.LONGEST),
    ],
)
def test_the_columns_hold_what_the_check_lets_pass(model: str, field: str, most: int) -> None:
    column = apps.get_model("incidents", model)._meta.get_field(field)
    assert isinstance(column, CharField)
    assert column.max_length == most
