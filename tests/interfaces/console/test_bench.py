"""The benchmarks run and say what they promise; how fast is never tested."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from musterpoint.interfaces.console.bench.samples import in_ms, percentile
from tests.product import Product


@pytest.mark.django_db
def test_the_rules_are_measured_with_the_machine(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("bench", "domain", "--count", "50", "--json")

    found = json.loads(capsys.readouterr().out)
    assert found["updates"] >= 50
    assert found["decisions"] == found["updates"] * 3
    assert {"cores", "memory_gib", "python", "postgres", "load"} <= found["machine"].keys()


@pytest.mark.slow
def test_a_replay_is_measured_on_incidents_made_up(product: Product) -> None:
    found = json.loads(product.run("bench", "replay", "--count", "40", "--json"))

    assert (found["incidents"], found["strategies"]) == (40, 2)
    assert found["changed"] > 0
    assert found["seconds"] > 0


def test_percentiles_are_values_that_were_measured() -> None:
    times = [0.001 * number for number in range(1, 101)]

    assert percentile(times, 0.5) == times[49]
    assert in_ms(times) == {"p50_ms": 50.0, "p95_ms": 95.0, "p99_ms": 99.0, "max_ms": 100.0}
    assert percentile([], 0.99) == 0.0


@pytest.mark.slow
def test_agent_cards_are_measured_on_a_server_of_their_own(product: Product) -> None:
    found = json.loads(product.run("bench", "agents", "--count", "20", "--repeat", "2", "--json"))

    assert (found["agents"], found["rounds"], found["lost"]) == (20, 2, 0)
    assert 0 < found["p50_s"] <= found["p99_s"] <= found["last_s"]["max"]
    assert found["memory_per_client_kib"] >= 0
