"""The real log of another system: the figures that are known of it come out exactly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command

from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import strategy

__all__ = ["strategy"]


@pytest.mark.slow
def test_the_reference_figures_come_out(
    shared_data: Path, strategy: object, capsys: pytest.CaptureFixture[str]
) -> None:
    log = shared_data / "data" / "incident_log_servicenow.csv.gz"
    if not log.is_file():
        pytest.skip("the reference log is not on this machine")

    call_command("import", "incidents", str(log), "--mapping", "servicenow", "--json")
    capsys.readouterr()
    call_command("report", "incidents", "--json", "--source", "servicenow")

    report = json.loads(capsys.readouterr().out)
    assert {name: report[name] for name in KNOWN} == KNOWN
    verdict = verify_ledger()
    assert (verdict.bad, verdict.incidents) == (None, 14_950)


KNOWN = {
    "incidents": 14_950,
    "events": 90_268,
    "by_priority": {"P1": 148, "P2": 256, "P3": 14_055, "P4": 491},
    "source_sla_met": 8_024,
    "priority_changed": 230,
    "reopened": 191,
    "not_reassigned": 7_386,
    "mean_reassignments": 1.0794,
    "resolved": 13_861,
    "median_hours_to_resolve": 42.9,
    "ever_waiting_for_user": 3_896,
    "groups": 72,
}
