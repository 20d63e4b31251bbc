"""Duties start with the incident, provisionally; a person sets what they count from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.anchor_obligation import (
    NoClock,
    NotOursThen,
    NotRunning,
    anchor_obligation,
)
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.refusals import Refusal
from tests.factories import assert_ledger_adds_up, at, entries, fresh, log, refused
from tests.usecases.owing import HOUR, anchored, duty, resolved, settled, watched


@pytest.fixture
def breach(strategy: Version, agent: Actor) -> Incident:
    """A large breach of personal data: 72 h to the regulator, 24 h of our own to the people."""
    return log(by=agent, category="data_large", summary="A file with addresses went astray")


def test_a_clock_starts_provisionally_when_the_incident_is_logged(breach: Incident) -> None:
    row = duty(breach, "uk_gdpr_33")

    assert (row.anchor_at, row.due_at, row.strength) == (at(0), at(72 * HOUR), "statute")
    assert (row.anchor_set_at, row.anchor_set_by, row.marked) == (None, None, None)
    assert duty(breach, "uk_gdpr_34").strength == "house"
    assert_ledger_adds_up(breach)


def test_a_tempting_clock_that_is_not_ours_is_not_planted(breach: Incident) -> None:
    codes = set(Obligation.objects.filter(incident=breach).values_list("code", flat=True))

    assert codes == {"uk_gdpr_33", "uk_gdpr_34"}  # not those of a processor or a network


def test_the_board_shows_the_nearest_duty_that_binds(breach: Incident, manager: Actor) -> None:
    assert breach.duty_due_at == at(72 * HOUR)

    resolved(breach, manager, now=30)

    assert (fresh(breach).next_due_at, fresh(breach).next_due_kind) == (at(72 * HOUR), "duty")


def test_the_instant_of_awareness_is_set_with_its_evidence(
    breach: Incident, manager: Actor
) -> None:
    anchored(breach, "uk_gdpr_33", manager, minutes=-120, now=10)

    row = duty(breach, "uk_gdpr_33")
    assert (row.anchor_at, row.due_at) == (at(-120), at(70 * HOUR))
    assert (row.anchor_set_at, row.anchor_set_by_id) == (at(10), manager.person_id)
    assert row.anchor_reason == "The mail of the finance desk"
    entry = next(one for one in entries(breach) if one.kind == "duty_anchored")
    assert (entry.actor, entry.data["reason"]) == (manager.key, "The mail of the finance desk")
    assert watched(breach) is not None
    assert_ledger_adds_up(breach)


def test_an_anchor_may_be_corrected_again(breach: Incident, manager: Actor) -> None:
    for minutes in (-120, -60):
        anchored(breach, "uk_gdpr_33", manager, minutes=minutes, now=10)

    assert duty(breach, "uk_gdpr_33").due_at == at(71 * HOUR)
    assert_ledger_adds_up(breach)


@pytest.mark.parametrize(("minutes", "says"), [(20, "future"), (-40_000_000, "before 1970")])
def test_an_impossible_anchor_is_refused(
    minutes: float, says: str, breach: Incident, manager: Actor
) -> None:
    with refused(Refusal, breach) as refusal:
        anchored(breach, "uk_gdpr_33", manager, minutes=minutes, now=10)

    assert refusal.value.errors[0].field == "anchor_at"
    assert says in refusal.value.errors[0].says


def test_an_anchor_needs_its_evidence(breach: Incident, manager: Actor) -> None:
    with refused(Refusal, breach) as refusal:
        anchor_obligation(
            incident_id=breach.pk,
            code="uk_gdpr_33",
            anchor_at=at(0),
            reason=" ",
            by=manager,
            at=at(5),
        )

    assert refusal.value.errors[0].field == "reason"


def test_who_may_not_settle_may_not_set_an_anchor(breach: Incident, agent: Actor) -> None:
    with refused(NotAllowed, breach):
        anchored(breach, "uk_gdpr_33", agent, minutes=0, now=5)


def test_a_duty_that_is_not_there_has_no_anchor(breach: Incident, manager: Actor) -> None:
    for code in ("pecr_5a", "rto", "contract.harlow_plant.notice"):
        with refused(NoSuchPart, breach):
            anchored(breach, code, manager, minutes=0, now=5)


def test_a_settled_duty_has_no_clock_to_move(breach: Incident, manager: Actor) -> None:
    settled(breach, "uk_gdpr_33", manager, now=5)

    with refused(NotRunning, breach):
        anchored(breach, "uk_gdpr_33", manager, minutes=0, now=6)


def test_a_standing_duty_has_no_clock_at_all(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="recording_fail", summary="Nothing is recorded")

    with refused(NoClock, incident):
        anchored(incident, "call_recording", manager, minutes=0, now=5)


def test_what_only_a_person_knows_starts_by_hand(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="absence_mass", summary="Half of the shift is ill")
    assert duty(incident, "working_time").due_at is None

    anchored(incident, "working_time", manager, minutes=-30, now=5)

    assert duty(incident, "working_time").due_at == at(11 * HOUR - 30)
    assert_ledger_adds_up(incident)


def test_the_law_of_another_day_may_not_be_ours(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="data_small", summary="A letter to the wrong address")
    with refused(NotOursThen, incident) as refusal:
        anchor_obligation(
            incident_id=incident.pk,
            code="uk_gdpr_33",
            anchor_at=datetime(2018, 5, 24, 12, tzinfo=UTC),
            reason="An old letter",
            by=manager,
            at=at(5),
        )

    assert "it holds from 2018-05-25" in str(refusal.value)


def test_a_corrected_beginning_moves_what_counts_from_it(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="injury", summary="A fall", began_at=at(-30))
    day = timedelta(days=1)
    assert duty(incident, "riddor_7day").anchor_at == at(-30)

    correct_facts(
        incident_id=incident.pk, facts={"began_at": at(0) - 2 * day}, by=manager, at=at(5)
    )

    row = duty(incident, "riddor_7day")
    assert row.anchor_at == at(0) - 2 * day
    assert row.due_at == datetime(2026, 3, 23, 23, 59, 59, tzinfo=UTC)
    assert_ledger_adds_up(incident)


def test_an_anchor_that_was_set_stays_when_the_beginning_is_corrected(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="injury", summary="A fall", began_at=at(-30))
    anchored(incident, "riddor_7day", manager, minutes=-20, now=5)

    correct_facts(incident_id=incident.pk, facts={"began_at": at(-90)}, by=manager, at=at(6))

    assert duty(incident, "riddor_7day").anchor_at == at(-20)


def test_another_category_brings_its_duties_and_their_clocks(
    breach: Incident, manager: Actor
) -> None:
    assess_incident(incident_id=breach.pk, category="cyber_ransom", by=manager, at=at(60))

    row = duty(breach, "insurer_notice")
    assert (row.anchor_at, row.due_at) == (at(0), at(24 * HOUR))
    assert fresh(breach).duty_due_at == at(24 * HOUR)
    assert_ledger_adds_up(breach)
