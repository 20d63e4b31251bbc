"""A duty's time runs out: who hears of it when, and when the incident is judged anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.incidents.operations import Record, duties
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation.models import ClientAccount
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.judgement import share_left_of
from musterpoint.usecases.refusals import Conflict
from musterpoint.usecases.retype_incident import retype_incident, undo_withdrawal
from musterpoint.usecases.unkept_promises import findings
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, log, refused
from tests.factories import person as add_person
from tests.running import holds, run_due, told
from tests.usecases.owing import HOUR, anchored, duty, resolved, settled, watched


@pytest.fixture
def breach(strategy: Version, agent: Actor) -> Incident:
    """A large breach of personal data: 72 h to the regulator, 24 h of our own to the people."""
    return log(by=agent, category="data_large", summary="A file with addresses went astray")


@pytest.fixture
def carrier(strategy: Version, agent: Actor) -> Incident:
    """A carrier is late: the maker hears within 4 h by contract. Usually I2 and U3, which is P3."""
    ClientAccount.objects.create(code="maker", name="A maker")
    return log(by=agent, category="supplier_carrier", account="maker", summary="The lorries stand")


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


def test_a_mark_between_two_per_cents_is_told_once(breach: Incident) -> None:
    strategy = replace(policies.get(breach.strategy_id).strategy, marks=(0.125, 1.0))
    record = Record(fresh(breach), at=at(10 * HOUR), actor="system:worker")
    for row in duties.open_of(record):
        row.marked = duties.reached(row, strategy, at=record.at)

    duties.watch(record, strategy)

    assert (
        record.at < record._arm[(TimerKind.DUTY_MARK, str(breach.pk))].at
    )  # a mark in the past would fire for ever


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


def test_a_contract_duty_makes_nothing_urgent_where_no_client_is_concerned(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(by=agent, category="supplier_carrier", summary="The lorries stand")

    run_due(at(3 * HOUR + 1))
    assert fresh(incident).priority == "P3"

    run_due(at(4 * HOUR))
    assert duty(incident, "oem_delivery_notice").marked == 100  # its clock runs all the same
    assert fresh(incident).priority == "P3"
    assert "clock_nearly_spent" not in kinds(incident)
    assert_ledger_adds_up(incident)


def test_a_client_found_out_later_makes_its_contract_count(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    ClientAccount.objects.create(code="maker", name="A maker")
    incident = log(by=agent, category="supplier_carrier", summary="The lorries stand")
    run_due(at(3 * HOUR + 1))

    correct_facts(
        incident_id=incident.pk,
        facts={"account": "maker"},
        reason="They rang",
        by=manager,
        at=at(3 * HOUR + 2),
    )

    assert fresh(incident).priority == "P2"
    assert_ledger_adds_up(incident)


def test_our_own_target_makes_nothing_urgent(breach: Incident) -> None:
    share = share_left_of(
        Record(fresh(breach), at=at(23 * HOUR), actor="system:worker"),
        policies.get(breach.strategy_id).strategy,
    )
    assert share == pytest.approx(1 - 23 / 72)  # of the law's 72 h, not of our own 24


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
