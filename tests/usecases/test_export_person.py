"""All that is kept about a person goes into one sealed file, and into no other."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.vault.tokens import written
from musterpoint.interfaces.worker.jobs import attempt
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.erase_expired import erase_expired
from musterpoint.usecases.export_person import WHY, NoFile, ask_export, take_export
from musterpoint.usecases.read_value import read_value
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, at, entries
from tests.usecases.everything import nothing_changes
from tests.usecases.vaulting import HEALTH, NHS, OTHER_NHS, PHONE, in_no_table, kept, whose

ASKED = "Asked for by letter; her passport was seen."


@pytest.fixture(autouse=True)
def _in_force(strategy: Version) -> None:
    """The shipped strategy."""


def work(job: Job) -> Job:
    """Let a worker do a job, and return it as it is then."""
    Job.objects.filter(pk=job.pk).update(
        state="running", attempts=1, lease_until=at(60), worker="tests"
    )
    attempt(job.pk, 1, now=lambda: at(30))
    return Job.objects.get(pk=job.pk)


def opened(content: bytes) -> tuple[dict[str, Any], str]:
    """Return both files of an export."""
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.namelist() == ["person.json", "person.txt"]
        return json.loads(pack.read("person.json")), pack.read("person.txt").decode()


def test_an_export_holds_values_places_mentions_and_what_was_done(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    nhs, health, other = kept(NHS, HEALTH, by=agent, stream=incident.stream) + kept(
        OTHER_NHS, by=agent, stream=incident.stream
    )
    says = f"Called {written('NHS number', nhs)} and {written('NHS number', other)} back."
    add_note(incident_id=incident.pk, says=says, by=agent, at=at(1))
    read_value(token=nhs, reason="To call her.", by=manager, at=at(2))
    ref = whose(nhs).ref

    job = work(ask_export(ref=ref, reason=ASKED, by=manager, at=at(3)))
    content = take_export(ref=ref, job_id=job.pk, by=manager, at=at(40))

    made, text = opened(content)
    assert made["person"] == ref
    assert [(one["label"], one["value"]) for one in made["values"]] == [
        ("NHS number", "943 476 5919"),
        ("health detail", "type one diabetes"),
    ]
    assert made["values"][0]["stands_in"] == [incident.ref]
    assert made["values"][0]["keep_until"] is None
    assert [(one["where"], one["says"]) for one in made["mentions"]] == [(incident.ref, says)]
    assert [one["what"] for one in made["happened"]] == [
        "kept",
        "read by a member of staff",
        "put together to be handed out",
    ]
    assert "Called [NHS number 943 476 5919] and" in text
    assert "401 023 2137" not in text + json.dumps(made)
    assert other in text
    assert [one.kind for one in entries(whose(nhs).stream)][-2:] == ["export_asked", "export_taken"]
    assert verify_ledger().bad is None
    assert health != nhs


def test_nothing_of_an_export_stands_in_a_table_in_clear(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)

    job = work(ask_export(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(3)))

    assert (job.state, job.result, job.blob_name) == ("done", {"values": 1}, "")
    assert job.blob is not None
    assert b"person.json" not in bytes(job.blob)
    assert in_no_table("943 476 5919")


def test_a_file_is_another_persons_for_nobody(agent: Actor, manager: Actor) -> None:
    (nhs,), (phone,) = kept(NHS, by=agent), kept(PHONE, by=agent)
    job = work(ask_export(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(3)))

    says = "There is no file any more. Ask for a new one."
    with nothing_changes(NoFile, export=says):
        take_export(ref=whose(phone).ref, job_id=job.pk, by=manager, at=at(4))
    with nothing_changes(NoFile, export=says):
        take_export(ref=whose(nhs).ref, job_id=job.pk + 1, by=manager, at=at(4))


def test_a_file_goes_after_a_week(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)
    job = work(ask_export(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(3)))

    erase_expired([], NOON + timedelta(days=7))
    take_export(ref=whose(nhs).ref, job_id=job.pk, by=manager, at=at(40))
    erase_expired([], NOON + timedelta(days=7, hours=1))

    with nothing_changes(NoFile, export="There is no file any more. Ask for a new one."):
        take_export(ref=whose(nhs).ref, job_id=job.pk, by=manager, at=at(50))


def test_a_file_goes_when_a_value_in_it_is_erased(agent: Actor, manager: Actor) -> None:
    nhs, _phone = kept(NHS, PHONE, by=agent)
    job = ask_export(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(3))
    work(job)
    Job.objects.filter(pk=job.pk).update(ended_at=NOON + timedelta(days=89))

    erase_expired([], NOON + timedelta(days=90))

    assert Job.objects.get(pk=job.pk).blob is None


def test_an_export_has_a_reason_and_a_person(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)

    with nothing_changes(Refusal, reason=WHY):
        ask_export(ref=whose(nhs).ref, reason=" ", by=manager, at=at(1))
    with nothing_changes(NoSuchPerson):
        ask_export(ref="P-0000000000", reason=ASKED, by=manager, at=at(1))
    assert not Job.objects.exists()


def test_few_export_and_fewer_what_is_special(agent: Actor, people: dict[str, Actor]) -> None:
    (nhs,) = kept(NHS, by=agent)
    ask_export(ref=whose(nhs).ref, reason=ASKED, by=people["quality"], at=at(1))
    kept(NHS, HEALTH, by=agent)

    for role in people.keys() - {"incident_manager"}:
        with nothing_changes(NotAllowed):
            ask_export(ref=whose(nhs).ref, reason=ASKED, by=people[role], at=at(1))
        with nothing_changes(NotAllowed):
            take_export(ref=whose(nhs).ref, job_id=1, by=people[role], at=at(1))
