"""The proof of the record while people go on working."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from musterpoint.apps.ledger import proof
from musterpoint.domain.authority import Role
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import as_actor, at, default_text, log, person, publish

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_in_the_middle_of_the_proof_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    publish(default_text())
    asha = as_actor(person("Asha Patel", Role.INCIDENT_MANAGER))
    incident = log(by=asha)
    read = proof.recorded

    def write() -> None:
        try:
            add_note(incident_id=incident.pk, says="Still down", by=asha, at=at(1))
        finally:
            connection.close()

    def read_after_a_change(streams: Sequence[str]) -> list[Any]:
        with ThreadPoolExecutor(1) as somebody:
            somebody.submit(write).result()
        return read(streams)

    monkeypatch.setattr(proof, "recorded", read_after_a_change)

    verdict = verify_ledger()

    assert verdict.bad is None
    assert verdict.incidents == 1
