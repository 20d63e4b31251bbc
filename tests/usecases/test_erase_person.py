"""Erasing a person leaves no trace of their values in any table, and every chain whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.jobs.models import Job
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.vault.models import DataKey, Item, Subject
from musterpoint.apps.vault.queries import NoSuchPerson
from musterpoint.apps.vault.sealing import fresh_key
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.vault.kinds import Guarded
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.erase_person import WHY, IsHeld, ask_erasure, clear_up
from musterpoint.usecases.export_person import ask_export
from musterpoint.usecases.hold_legally import (
    GoneAlready,
    hold_incident_data,
    hold_person,
    lift_hold,
)
from musterpoint.usecases.log_complaint import log_complaint
from musterpoint.usecases.read_value import ErasedAlready, read_value
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, entries, log
from tests.usecases.everything import nothing_changes
from tests.usecases.test_export_person import work
from tests.usecases.vaulting import HEALTH, NHS, PHONE, in_no_table, kept, whose

ASKED = "Asked for by letter on 3 March."


@pytest.fixture(autouse=True)
def _in_force(strategy: Version) -> None:
    """The shipped strategy."""


def test_nothing_is_left_of_a_person_anywhere(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    nhs, _phone, health = kept(NHS, PHONE, HEALTH, by=agent, stream=incident.stream)
    ref = whose(nhs).ref
    log(by=agent, summary=f"{HEALTH.value} and no pump, ring 07700900123")
    says = "She rang from +44 7700 900123 about 9434765919."
    add_note(incident_id=incident.pk, says=says, by=agent, at=at(1))
    log_complaint(summary="Rang 07700 900123 twice.", by=agent, at=at(2))
    read_value(token=health, reason=f"Is it {HEALTH.value}?", by=manager, at=at(3))
    hold = hold_person(ref=ref, reason=f"Claim of {PHONE.value}.", by=manager, at=at(3))
    lift_hold(hold_id=hold, reason=f"{PHONE.value} took it back.", by=manager, at=at(4))
    export = work(ask_export(ref=ref, reason=ASKED, by=manager, at=at(4)))
    assert export.blob is not None

    job = work(ask_erasure(ref=ref, reason=f"{NHS.value} wants it.", by=manager, at=at(5)))

    assert job.state == "done", job.says
    assert job.result is not None
    assert job.result["left"] == []
    for value in (NHS.value, "9434765919", PHONE.value, "7700 900123", HEALTH.value):
        assert in_no_table(value), value
    assert not DataKey.objects.exists()
    assert set(Item.objects.values_list("sealed", "digest")) == {(None, None)}
    assert Job.objects.get(pk=export.pk).blob is None
    assert entries(f"vault:{whose(nhs).pk}")[-1].kind == "person_erased"
    assert verify_ledger().bad is None


def test_the_token_says_what_became_of_it(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)
    work(ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5)))

    with nothing_changes(ErasedAlready, token="This was erased on 10 March 2026."):
        read_value(token=nhs, reason="To see.", by=manager, at=at(6))
    item = Item.objects.get()
    assert (item.erased_at, item.erased_because) == (at(30), ASKED)
    assert Subject.objects.get().erased_because == ASKED


def test_nobody_reads_or_finds_it_while_it_waits_for_a_worker(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)
    ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5))

    with nothing_changes(ErasedAlready, token="This was erased on 10 March 2026."):
        read_value(token=nhs, reason="To see.", by=manager, at=at(6))
    (again,) = kept(NHS, by=agent, on=at(7))
    assert whose(again) != whose(nhs)
    says = "This person's data was erased, is being erased, or was joined to another's."
    with nothing_changes(GoneAlready, person=says):
        ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(8))


def test_other_people_stay_as_they_are(agent: Actor, manager: Actor) -> None:
    (nhs,), (phone,) = kept(NHS, by=agent), kept(PHONE, by=agent)

    work(ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5)))

    assert read_value(token=phone, reason="To see.", by=manager, at=at(6)) == PHONE.value


def test_an_attempt_that_was_killed_after_the_work_only_clears_up(
    agent: Actor, manager: Actor
) -> None:
    (nhs,) = kept(NHS, by=agent)
    job = work(ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5)))
    Job.objects.filter(pk=job.pk).update(state="running", ended_at=None, lease_until=at(60))

    again = work(job)

    assert again.state == "done"
    assert [one.kind for one in entries(whose(nhs).stream)].count("person_erased") == 1


def test_without_the_master_key_the_rest_is_destroyed_all_the_same(
    agent: Actor, manager: Actor, settings: pytest.FixtureRequest
) -> None:
    (nhs,) = kept(NHS, by=agent)
    settings.MASTER_KEY = fresh_key()  # type: ignore[attr-defined]  # the fixture of the settings

    job = work(ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5)))

    assert job.state == "done"
    assert not DataKey.objects.exists()


def test_a_legal_hold_stands_before_erasing(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    (nhs,) = kept(NHS, by=agent, stream=incident.stream)
    says = "A legal hold stands on this data. Lift it first, or leave the data as it is."
    hold = hold_person(ref=whose(nhs).ref, reason="A claim.", by=manager, at=at(1))
    with nothing_changes(IsHeld, hold=says):
        ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(2))
    lift_hold(hold_id=hold, reason="Settled.", by=manager, at=at(3))

    hold_incident_data(incident_id=incident.pk, reason="A claim.", by=manager, at=at(4))
    with nothing_changes(IsHeld, hold=says):
        ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5))


def test_a_hold_set_in_the_meantime_stops_it_and_all_is_as_it_was(
    incident: Incident, agent: Actor, manager: Actor
) -> None:
    (nhs,) = kept(NHS, by=agent, stream=incident.stream)
    asked = ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=manager, at=at(5))
    hold_incident_data(incident_id=incident.pk, reason="A claim.", by=manager, at=at(6))

    job = work(asked)

    assert job.state == "failed"
    assert job.says.startswith("A legal hold was set on it in the meantime.")
    assert read_value(token=nhs, reason="To see.", by=manager, at=at(40)) == NHS.value
    assert kept(NHS, by=agent, on=at(41)) == [nhs]
    assert verify_ledger().bad is None


def test_an_erasure_has_a_reason_and_a_person(agent: Actor, manager: Actor) -> None:
    (nhs,) = kept(NHS, by=agent)
    with nothing_changes(Refusal, reason=WHY):
        ask_erasure(ref=whose(nhs).ref, reason="", by=manager, at=at(1))
    with nothing_changes(NoSuchPerson):
        ask_erasure(ref="P-0000000000", reason=ASKED, by=manager, at=at(1))
    assert not Job.objects.exists()


def test_few_erase(agent: Actor, people: dict[str, Actor]) -> None:
    (nhs,) = kept(NHS, by=agent)
    for role in people.keys() - {"incident_manager", "quality"}:
        with nothing_changes(NotAllowed):
            ask_erasure(ref=whose(nhs).ref, reason=ASKED, by=people[role], at=at(1))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(
        # The ends make it a value that stands in no other text by chance, as 000000 does.
        st.text(alphabet="abcdefghijklmnopqrstuvwxyzÄé .'-0123456789", max_size=30).map(
            lambda text: f"Qzx{text}xzq"
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_any_values_are_gone_and_the_proof_passes(
    incident: Incident, agent: Actor, manager: Actor, values: list[str]
) -> None:
    guarded = [Guarded(kind="other", value=one) for one in values]
    tokens = kept(*guarded, by=agent, stream=incident.stream)
    for one in values:
        add_note(incident_id=incident.pk, says=f"It is {one}, she said.", by=agent, at=at(1))

    job = work(ask_erasure(ref=whose(tokens[0]).ref, reason=ASKED, by=manager, at=at(5)))

    assert job.state == "done", job.says
    assert [one for one in values if not in_no_table(one)] == []
    assert verify_ledger(stream=incident.stream).bad is None
    assert verify_ledger(stream=whose(tokens[0]).stream).bad is None


@pytest.mark.django_db(transaction=True)
def test_tables_are_cleared_of_what_was() -> None:
    assert clear_up(["vault_item", "vault_datakey"])
