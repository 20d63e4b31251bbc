"""Duties start with the incident, provisionally; a person sets what they count from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.incidents.operations.parts import NoSuchPart
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import queries as timers
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.anchor_obligation import (
    NoClock,
    NotOursThen,
    NotRunning,
    anchor_obligation,
)
from musterpoint.usecases.assess_incident import assess_incident
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.retype_incident import retype_incident, undo_withdrawal
from musterpoint.usecases.settle_obligation import settle_obligation
from musterpoint.usecases.unkept_promises import findings
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, log, refused
from tests.factories import person as add_person
from tests.running import holds, run_due, told

HOUR = 60


@pytest.fixture
def breach(strategy: Version, agent: Actor) -> Incident:
    """A large breach of personal data: 72 h to the regulator, 24 h of our own to the people."""
    return log(by=agent, category="data_large", summary="A file with addresses went astray")


@pytest.fixture
def carrier(strategy: Version, agent: Actor) -> Incident:
    """A carrier is late: the maker hears within 4 h by contract. Usually I2 and U3, which is P3."""
    return log(by=agent, category="supplier_carrier", summary="The lorries stand")


def duty(incident: Incident, code: str) -> Obligation:
    return Obligation.objects.get(incident=incident, code=code)


def watched(incident: Incident) -> datetime | None:
    """Return when the timer of the incident's duties falls due."""
    timer = timers.armed(kind=TimerKind.DUTY_MARK, key=str(incident.pk))
    return None if timer is None else timer.due_at


def resolved(incident: Incident, by: Actor, *, now: float) -> None:
    acknowledge_incident(incident_id=incident.pk, by=by, at=at(now))
    resolve_incident(incident_id=incident.pk, resolution="Found", by=by, at=at(now))


def anchored(incident: Incident, code: str, by: Actor, *, minutes: float, now: float) -> None:
    anchor_obligation(
        incident_id=incident.pk,
        code=code,
        anchor_at=at(minutes),
        reason="The mail of the finance desk",
        by=by,
        at=at(now),
    )


def settled(incident: Incident, code: str, by: Actor, *, now: float, state: str = "done") -> None:
    settle_obligation(
        incident_id=incident.pk, code=code, state=state, reason="Told", by=by, at=at(now)
    )


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


def test_each_mark_of_a_duty_is_told_once(breach: Incident, manager: Actor) -> None:
    for hours in (35, 36, 37, 54, 55, 72, 90):
        run_due(at(hours * HOUR))

    found = [one for one in entries(breach) if one.kind in {"duty_marked", "duty_late"}]
    says = [each["says"] for one in found for each in one.data["because"]]
    name = "“Breach of personal data: tell the Information Commissioner”"
    assert [one for one in says if name in one] == [
        f"50 % of the time for {name} is used.",
        f"75 % of the time for {name} is used.",
        f"The time for {name} has run out.",
    ]
    assert duty(breach, "uk_gdpr_33").marked == 100
    assert watched(breach) is None
    assert_ledger_adds_up(breach)


def test_our_own_target_is_told_of_once(breach: Incident) -> None:
    run_due(at(23 * HOUR))
    assert duty(breach, "uk_gdpr_34").marked is None

    run_due(at(24 * HOUR))
    assert duty(breach, "uk_gdpr_34").marked == 100


def test_the_owner_of_the_duty_and_the_manager_hear_of_it(breach: Incident) -> None:
    holds(add_person("Ada Fox"), "dpo")
    holds(add_person("Max Ode"), "incident_manager")

    run_due(at(36 * HOUR))

    assert told("duty")[-2:] == ["Max Ode", "Ada Fox"]
    assert told("duty", "email") == ["Max Ode", "Ada Fox"]  # our own 24 h were over by then


def test_a_late_duty_goes_out_by_mail_as_well(breach: Incident, manager: Actor) -> None:
    settled(breach, "uk_gdpr_34", manager, now=5)

    run_due(at(72 * HOUR))

    letter = Message.objects.filter(purpose="duty", channel="email").latest("id")
    assert "The time for “Breach of personal data" in letter.body
    assert "Due: Fri 13 Mar 2026 12:00 GMT" in letter.body


def test_who_may_not_see_a_restricted_incident_is_not_told(strategy: Version, agent: Actor) -> None:
    incident = log(by=agent, category="insider", summary="Copies on a stick")
    holds(add_person("Ada Fox"), "fraud_team")

    run_due(at(72 * HOUR))

    assert fresh(incident).restricted
    assert "Ada Fox" not in told("duty")


def test_a_settled_duty_is_told_of_no_more(breach: Incident, manager: Actor) -> None:
    settled(breach, "uk_gdpr_33", manager, now=5)
    settled(breach, "uk_gdpr_34", manager, now=6, state="not_applicable")

    run_due(at(100 * HOUR))

    assert not {"duty_marked", "duty_late"} & set(kinds(breach))


def test_a_duty_that_opens_again_is_watched_again(breach: Incident, manager: Actor) -> None:
    for state in ("done", "open"):
        settled(breach, "uk_gdpr_33", manager, now=5, state=state)

    run_due(at(36 * HOUR))

    assert duty(breach, "uk_gdpr_33").marked == 50


def test_an_earlier_anchor_is_told_of_at_once_when_it_is_late(
    breach: Incident, manager: Actor
) -> None:
    settled(breach, "uk_gdpr_34", manager, now=5)
    anchored(breach, "uk_gdpr_33", manager, minutes=-73 * HOUR, now=10)

    run_due(at(10))

    assert "duty_late" in kinds(breach)
    assert duty(breach, "uk_gdpr_33").marked == 100


def test_a_later_anchor_is_told_of_again(breach: Incident, manager: Actor) -> None:
    run_due(at(54 * HOUR))
    assert duty(breach, "uk_gdpr_33").marked == 75

    anchored(breach, "uk_gdpr_33", manager, minutes=30 * HOUR, now=55 * HOUR)

    assert duty(breach, "uk_gdpr_33").marked is None
    run_due(at((30 + 36) * HOUR))
    assert duty(breach, "uk_gdpr_33").marked == 50
    assert_ledger_adds_up(breach)


def test_little_time_left_raises_the_incident_without_a_hand(carrier: Incident) -> None:
    before = carrier.priority

    run_due(at(3 * HOUR))
    assert fresh(carrier).priority == before == "P3"  # exactly a quarter is left

    run_due(at(3 * HOUR + 1))
    assert fresh(carrier).priority == "P2"
    assert "overrides.clock_nearly_spent" in {one["clause"] for one in fresh(carrier).because}
    entry = next(one for one in entries(carrier) if one.kind == "clock_nearly_spent")
    assert entry.actor == "system:worker"
    assert_ledger_adds_up(carrier)


def test_a_settled_duty_takes_its_urgency_back(carrier: Incident, manager: Actor) -> None:
    run_due(at(3 * HOUR + 1))

    settled(carrier, "oem_delivery_notice", manager, now=3 * HOUR + 2)

    assert fresh(carrier).priority == "P3"
    assert_ledger_adds_up(carrier)


def test_an_anchor_far_back_raises_it_at_once(carrier: Incident, manager: Actor) -> None:
    anchored(carrier, "oem_delivery_notice", manager, minutes=-200, now=10)

    assert fresh(carrier).priority == "P2"


def test_what_began_long_ago_is_urgent_when_it_is_logged(strategy: Version, agent: Actor) -> None:
    incident = log(by=agent, category="injury", summary="A fall", began_at=at(-14 * 24 * HOUR))

    assert "overrides.clock_nearly_spent" in {one["clause"] for one in incident.because}


def test_duties_run_on_after_the_service_is_back(breach: Incident, manager: Actor) -> None:
    resolved(breach, manager, now=30)

    run_due(at(72 * HOUR))

    assert duty(breach, "uk_gdpr_33").marked == 100
    with refused(Conflict, breach) as refusal:
        close_incident(incident_id=breach.pk, verified_by="Ines", by=manager, at=at(73 * HOUR))
    assert "uk_gdpr_33" in str(refusal.value)


def test_a_withdrawn_incident_owes_nothing_until_it_comes_back(
    breach: Incident, manager: Actor
) -> None:
    retype_incident(
        incident_id=breach.pk, verdict="enquiry", reason="A question", by=manager, at=at(5)
    )
    assert watched(breach) is None

    undo_withdrawal(incident_id=breach.pk, reason="It was one", by=manager, at=at(10))

    assert watched(breach) == at(24 * HOUR)
    assert_ledger_adds_up(breach)


def test_the_auditor_finds_a_duty_that_nobody_would_hear_of(breach: Incident) -> None:
    assert not _found("unwatched_duty")

    Timer.objects.filter(kind=TimerKind.DUTY_MARK).update(cancelled_at=at(1))

    assert _found("unwatched_duty") == [f"unwatched_duty:{breach.pk}"]


def _found(name: str) -> list[str]:
    return [one.name for one in findings(at=at(10)) if one.name.startswith(name)]


def test_the_proof_counts_a_due_instant_again(breach: Incident) -> None:
    assert verify_ledger(stream=breach.stream).bad is None

    Obligation.objects.filter(incident=breach, code="uk_gdpr_33").update(due_at=at(99))

    bad = verify_ledger(stream=breach.stream).bad
    assert bad is not None
    assert "obligation:uk_gdpr_33" in bad.says
