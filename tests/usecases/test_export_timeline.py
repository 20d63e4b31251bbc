"""The timeline as a file equals the ledger, and only those who may see the incident get it."""

from __future__ import annotations

import json

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import NoSuchIncident
from musterpoint.apps.ledger import proof
from musterpoint.domain.authority import Actor
from musterpoint.domain.ledger import verify
from musterpoint.domain.timeline_file import from_csv, from_json
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.export_timeline import Format, export_timeline
from tests.factories import at, log


def test_both_files_equal_the_ledger(incident: Incident, agent: Actor) -> None:
    add_note(incident_id=incident.pk, says='=HYPERLINK("http://x", "y")', by=agent, at=at(2))
    ledger = proof.recorded([incident.stream])

    table = export_timeline(incident_id=incident.pk, format_=Format.CSV, by=agent)
    document = export_timeline(incident_id=incident.pk, format_=Format.JSON, by=agent)

    assert from_csv(table.text) == from_json(document.text) == ledger
    assert verify(from_csv(table.text)) is None
    assert '"\'=HYPERLINK(""http' in table.text
    assert (table.name, document.name) == (
        f"{incident.ref}-timeline.csv",
        f"{incident.ref}-timeline.json",
    )
    assert json.loads(document.text)["ref"] == incident.ref


def test_a_restricted_incident_is_not_handed_out(
    strategy: object, people: dict[str, Actor]
) -> None:
    secret = log(by=people["incident_manager"], restricted=True)

    with pytest.raises(NoSuchIncident):
        export_timeline(incident_id=secret.pk, format_=Format.CSV, by=people["agent"])
