"""Once a day what is past its time is erased: never what is worked on, never what is held."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.vault.models import DataKey, Item
from musterpoint.apps.vault.operations import erasing
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.erase_expired import erase_expired, first_sweep
from musterpoint.usecases.hold_legally import hold_person, lift_hold
from musterpoint.usecases.log_complaint import close_complaint, log_complaint
from musterpoint.usecases.read_value import ErasedAlready, read_value
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, at, entries
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.vaulting import HEALTH, NHS, PHONE, in_no_table, kept, whose

BECAUSE = "Kept for as long as the strategy says (retention.identity)."


def after(days: float) -> datetime:
    """Return the instant this many days after noon."""
    return NOON + timedelta(days=days)


def sweep(days: float) -> None:
    """Look once, this many days after noon."""
    erase_expired([], after(days))


@pytest.fixture(autouse=True)
def _in_force(strategy: Version) -> None:
    """The shipped strategy: 90 days for numbers and health, a year for ways to reach people."""


def test_a_value_goes_when_its_time_is_up_and_says_so(agent: Actor, manager: Actor) -> None:
    (token,) = kept(NHS, by=agent)
    sweep(89.9)
    assert Item.objects.get().erased_at is None

    sweep(90)

    item = Item.objects.get()
    assert (item.erased_at, item.erased_because) == (after(90), BECAUSE)
    assert (item.sealed, item.digest) == (None, None)
    assert not DataKey.objects.exists()
    assert entries(whose(token).stream)[-1].kind == "value_expired"
    assert verify_ledger().bad is None
    with nothing_changes(ErasedAlready, token="This was erased on 8 June 2026."):
        read_value(token=token, reason="To see.", by=manager, at=after(91))


def test_each_sort_has_its_own_time_and_the_key_goes_with_the_last(agent: Actor) -> None:
    kept(NHS, PHONE, by=agent)

    sweep(364)
    assert set(Item.objects.filter(erased_at=None).values_list("kind", flat=True)) == {
        "phone_number"
    }
    assert DataKey.objects.count() == 1

    sweep(365)
    assert not Item.objects.filter(erased_at=None).exists()
    assert not DataKey.objects.exists()


def test_what_was_needed_again_stays_longer(agent: Actor) -> None:
    kept(NHS, by=agent)
    kept(NHS, by=agent, on=after(50))

    sweep(90)
    assert Item.objects.get().erased_at is None
    sweep(140)
    assert Item.objects.get().erased_at == after(140)


def test_an_open_incident_keeps_what_it_needs(incident: Incident, agent: Actor) -> None:
    kept(HEALTH, by=agent, stream=incident.stream)

    sweep(2000)
    assert Item.objects.get().erased_at is None
    Incident.objects.filter(pk=incident.pk).update(status="closed", closed_at=after(2000))
    sweep(2089)
    assert Item.objects.get().erased_at is None
    sweep(2090)
    assert Item.objects.get().erased_at == after(2090)


def test_an_open_complaint_keeps_what_it_needs(agent: Actor) -> None:
    complaint = log_complaint(summary="Nobody called.", by=agent, at=at())
    kept(NHS, by=agent, stream=f"complaint:{complaint.pk}")

    sweep(91)
    assert Item.objects.get().erased_at is None
    close_complaint(complaint_id=complaint.pk, outcome="Called.", by=agent, at=after(91))
    sweep(181)
    assert Item.objects.get().erased_at == after(181)


def test_what_is_held_stays_until_the_hold_is_lifted(agent: Actor, manager: Actor) -> None:
    (token,) = kept(NHS, by=agent)
    hold = hold_person(ref=whose(token).ref, reason="A claim.", by=manager, at=at(1))
    sweep(100)
    assert Item.objects.get().erased_at is None

    lift_hold(hold_id=hold, reason="Settled.", by=manager, at=after(101))
    sweep(102)

    assert Item.objects.get().erased_at == after(102)


def test_a_hold_set_while_it_waits_for_the_person_counts(
    agent: Actor, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (token,) = kept(NHS, by=agent)
    ref = whose(token).ref
    alone = erasing.lock_subjects

    def after_somebody_else(numbers: Collection[int]) -> None:
        hold_person(ref=ref, reason="A claim.", by=manager, at=after(100))
        alone(numbers)

    monkeypatch.setattr(erasing, "lock_subjects", after_somebody_else)
    sweep(100)

    assert Item.objects.get().erased_at is None


def test_another_look_is_armed_for_tomorrow() -> None:
    sweep(3)

    assert armed(TimerKind.VAULT_ERASE) == {"vault": (after(4), {})}
    assert first_sweep(at=NOON).at == NOON


def test_a_number_kept_anew_after_it_was_erased_is_somebody_new(agent: Actor) -> None:
    (first,) = kept(NHS, by=agent)
    sweep(90)

    (second,) = kept(NHS, by=agent, on=after(91))

    assert first != second
    assert whose(first) != whose(second)
    assert in_no_table("943 476 5919")


def test_many_are_looked_at_batch_by_batch(agent: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musterpoint.usecases.erase_expired.AT_ONCE", 2)
    for _ in range(5):
        kept(HEALTH, by=agent)

    sweep(90)

    assert not Item.objects.filter(erased_at=None).exists()


def test_without_a_strategy_everything_stays_six_years(agent: Actor, strategy: Version) -> None:
    kept(NHS, by=agent, on=datetime(2010, 1, 1, tzinfo=NOON.tzinfo))

    erase_expired([], datetime(2015, 12, 30, tzinfo=NOON.tzinfo))

    assert Item.objects.get().erased_at is None
