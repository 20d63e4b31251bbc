"""Changes come one after the other: none before what happened, none on top of one unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.incidents.operations import StaleVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, Role
from musterpoint.usecases.declare_major import declare_major
from musterpoint.usecases.in_turn import TooEarly
from musterpoint.usecases.merge_incident import merge_incident
from musterpoint.usecases.retype_incident import retype_incident
from tests.factories import (
    as_actor,
    assert_ledger_adds_up,
    at,
    default_text,
    entries,
    kinds,
    log,
    person,
    publish,
)
from tests.usecases.everything import nothing_changes
from tests.usecases.handling import Handling

TOO_EARLY = (
    "Something later is already recorded (2026-03-10 13:00 UTC), so nothing can be put in at"
    " 2026-03-10 12:58 UTC."
)
Change = Callable[[Handling, float], Any]

WHILE_WORKED: dict[str, Change] = {
    "acknowledge": lambda h, m: h.acknowledge(m),
    "assess": lambda h, m: h.assess(m, impact="I4"),
    "hold": lambda h, m: h.hold(m),
    "update": lambda h, m: h.update(m),
    "resolve": lambda h, m: h.resolve(m),
    "correct": lambda h, m: h.correct(m, {"began_at": at(-30)}),
}

ELSEWHERE: dict[str, Change] = {
    "declare": lambda h, m: declare_major(
        incident_id=h.incident.pk, criteria=["two_sites"], by=h.by, at=at(m)
    ),
    "retype": lambda h, m: retype_incident(
        incident_id=h.incident.pk, verdict="enquiry", reason="Only asked", by=h.by, at=at(m)
    ),
}


@pytest.fixture
def handling(incident: Incident, manager: Actor) -> Handling:
    """An incident that was held and resumed at one o'clock."""
    handling = Handling(incident=incident, by=manager)
    handling.acknowledge(1)
    handling.hold(2)
    handling.resume(60)
    return handling


@pytest.mark.parametrize("name", WHILE_WORKED)
def test_nothing_happens_before_what_happened_last(handling: Handling, name: str) -> None:
    with nothing_changes(TooEarly, at=TOO_EARLY):
        WHILE_WORKED[name](handling, 58)


def test_what_has_ended_has_its_turns_too(handling: Handling) -> None:
    handling.resolve(60)
    for change in (Handling.close, Handling.reopen):
        with nothing_changes(TooEarly, at=TOO_EARLY):
            change(handling, 58)
    handling.close(60)
    with nothing_changes(TooEarly, at=TOO_EARLY):
        handling.reopen(58)


@pytest.mark.parametrize("name", ELSEWHERE)
def test_other_changes_to_clocks_have_their_turn_as_well(handling: Handling, name: str) -> None:
    with nothing_changes(TooEarly, at=TOO_EARLY):
        ELSEWHERE[name](handling, 58)
    ELSEWHERE[name](handling, 59.5)

    assert_ledger_adds_up(handling.incident)


def test_a_merge_has_its_turn_too(handling: Handling) -> None:
    other = log(by=handling.by)

    def merge(minutes: float) -> None:
        merge_incident(
            incident_id=handling.incident.pk,
            into_id=other.pk,
            reason="Same",
            by=handling.by,
            at=at(minutes),
        )

    with nothing_changes(TooEarly, at=TOO_EARLY):
        merge(58)
    merge(59.5)
    assert_ledger_adds_up(handling.incident)


def test_an_answer_while_held_leaves_it_on_hold(handling: Handling, leader: Actor) -> None:
    handling.hold(61)

    handling.acknowledge(62, by=leader)

    assert (handling.row.status, handling.clock("restore").state) == ("on_hold", "held")
    assert kinds(handling.incident)[-1] == "acknowledged"


def test_neither_work_nor_resumption_goes_back_in_time(incident: Incident, manager: Actor) -> None:
    handling = Handling(incident=incident, by=manager)
    handling.acknowledge(60)
    with nothing_changes(TooEarly, at=TOO_EARLY):
        handling.begin(58)
    handling.hold(60)
    with nothing_changes(TooEarly, at=TOO_EARLY):
        handling.resume(58)


@pytest.mark.parametrize("name", WHILE_WORKED)
def test_who_waited_a_moment_for_the_lock_comes_right_after(handling: Handling, name: str) -> None:
    WHILE_WORKED[name](handling, 59.5)

    assert_ledger_adds_up(handling.incident)


def test_the_entry_says_both_when_it_counts_and_when_it_was_written(handling: Handling) -> None:
    handling.update(59.5)

    entry = entries(handling.incident)[-1]
    assert (entry.kind, entry.at, entry.recorded_at) == ("update_sent", at(60), at(59.5))
    assert handling.clock("first_update").met_at == at(60)


@pytest.fixture
def two(transactional_db: None) -> tuple[Handling, Handling]:
    """Two managers at one incident, each on a page that shows version 1."""
    publish(default_text())
    asha = as_actor(person("Asha Patel", Role.INCIDENT_MANAGER))
    marcus = as_actor(person("Marcus Webb", Role.INCIDENT_MANAGER))
    incident = log(by=asha, impact="I1", urgency="U1")
    return Handling(incident=incident, by=asha), Handling(incident=incident, by=marcus)


def at_once(*steps: Callable[[], object]) -> list[object]:
    """Run the steps side by side and return what each returned or raised."""
    start = Barrier(len(steps))

    def run(step: Callable[[], object]) -> object:
        start.wait()
        try:
            return step()
        except Exception as refusal:  # noqa: BLE001  # the test looks at what was raised
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(steps)) as pool:
        return list(pool.map(run, steps))


def test_two_answers_at_one_instant_are_both_kept_and_one_counts(
    two: tuple[Handling, Handling],
) -> None:
    one, other = two

    assert at_once(lambda: one.acknowledge(1), lambda: other.acknowledge(1)) == [None, None]

    row = one.row
    assert kinds(row) == ["logged", "acknowledged", "acknowledged"]
    assert [event["kind"] for event in one.clock("acknowledge").events] == ["started", "met"]
    assert row.version == 3
    assert_ledger_adds_up(row)


def test_of_two_corrections_of_one_version_one_is_stale_and_loses_no_text(
    two: tuple[Handling, Handling],
) -> None:
    results = at_once(
        *(lambda h=h: h.correct(1, {"nature": f"Said by {h.by.name}"}, seen_version=1) for h in two)
    )

    (stale,) = [one for one in results if one is not None]
    assert isinstance(stale, StaleVersion)
    assert str(stale) == (
        "Somebody changed this incident meanwhile (you saw version 1, it is now 2)."
        " Your text is kept: compare and save again."
    )
    winner = two[results.index(None)]
    assert (winner.row.nature, winner.row.version) == (f"Said by {winner.by.name}", 2)
    assert_ledger_adds_up(winner.row)


def test_different_changes_at_once_all_happen(two: tuple[Handling, Handling]) -> None:
    one, other = two

    results = at_once(
        lambda: one.assess(1, impact="I2"),
        lambda: other.acknowledge(1),
        lambda: one.update(1),
        lambda: other.correct(1, {"nature": "It crackles"}),
    )

    assert [one for one in results if isinstance(one, Exception)] == []
    assert one.row.version == 5
    assert sorted(kinds(one.row)) == [
        "acknowledged",
        "assessed",
        "facts_corrected",
        "logged",
        "update_sent",
    ]
    assert_ledger_adds_up(one.row)


def test_a_version_given_must_be_the_present_one(strategy: Version, manager: Actor) -> None:
    handling = Handling(incident=log(by=manager), by=manager)

    handling.acknowledge(1, seen_version=1)
    handling.begin(2, seen_version=2)
    with nothing_changes(StaleVersion):
        handling.update(3, seen_version=2)
    with nothing_changes(StaleVersion):
        handling.update(3, seen_version=4)
    handling.update(3, seen_version=3)
