"""What a client was promised, and how long a service may be gone, counts by its own terms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from musterpoint.apps.incidents.models import Clock, Incident
from musterpoint.apps.organisation.models import ClientAccount, Service
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.acknowledge_incident import acknowledge_incident
from musterpoint.usecases.anchor_obligation import NotRunning, anchor_obligation
from musterpoint.usecases.close_incident import close_incident
from musterpoint.usecases.correct_facts import correct_facts
from musterpoint.usecases.hold_incident import hold_incident, resume_incident
from musterpoint.usecases.record_update import record_update
from musterpoint.usecases.refusals import Conflict
from musterpoint.usecases.reopen_incident import reopen_incident
from musterpoint.usecases.resolve_incident import resolve_incident
from musterpoint.usecases.retype_incident import retype_incident, undo_withdrawal
from musterpoint.usecases.settle_obligation import AlreadySo, settle_obligation
from tests.factories import assert_ledger_adds_up, at, entries, fresh, kinds, log, refused
from tests.running import run_due

HOUR = 60
SPRING = (datetime(2026, 4, 14, 9, tzinfo=UTC) - at(0)) / timedelta(minutes=1)
"""Ten in the morning by the wall, when the retailer's contract holds as well."""
WORKAROUND = "contract.harlow_plant.workaround"
RESPONSE = "contract.harlow_plant.response"
NOTICE = "contract.harlow_plant.notice"
REPORT = "contract.harlow_plant.report_3d"


@pytest.fixture(autouse=True)
def clients(db: None) -> None:
    ClientAccount.objects.create(code="harlow", name="Harlow")
    ClientAccount.objects.create(code="northgate", name="Northgate")
    Service.objects.create(code="orders", name="Orders")
    Service.objects.create(code="payments", name="Payments")


@pytest.fixture
def stopped_line(strategy: Version, agent: Actor) -> Incident:
    """The plant waits: half an hour to answer, four hours for a way round, day and night."""
    return log(by=agent, category="late_delivery", account="harlow", summary="Parts are missing")


def clock(incident: Incident, kind: str) -> Clock:
    return Clock.objects.filter(incident=incident, kind=kind).latest("cycle")


def states(incident: Incident) -> dict[str, str]:
    rows = Clock.objects.filter(incident=incident, kind__startswith="contract.").order_by("id")
    return {row.kind.rpartition(".")[2]: row.state for row in rows}


def test_a_contract_starts_its_clocks(stopped_line: Incident) -> None:
    assert states(stopped_line) == dict.fromkeys(
        ("response", "notice", "workaround", "report_3d"), "running"
    )
    assert clock(stopped_line, WORKAROUND).due_at == at(4 * HOUR)
    assert_ledger_adds_up(stopped_line)


def test_another_category_or_client_starts_none(strategy: Version, agent: Actor) -> None:
    without = log(by=agent, category="late_delivery", summary="No client named")
    other = log(by=agent, category="injury", account="harlow", summary="A fall")

    assert states(without) == states(other) == {}


def test_a_contract_round_the_clock_does_not_rest_at_night(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    at_five = datetime(2026, 11, 27, 13, 10, tzinfo=UTC)
    minutes = (at_five - at(0)) / timedelta(minutes=1)
    incident = log(
        by=agent,
        minutes=minutes,
        category="late_delivery",
        account="harlow",
        summary="Parts are missing",
    )

    assert clock(incident, WORKAROUND).due_at == at_five + timedelta(hours=4)  # after 17:00


def test_its_marks_are_those_of_the_contract(stopped_line: Incident) -> None:
    for minute in (119, 120, 180, 216, 240):
        run_due(at(minute))

    says = [
        entry.data["says"]
        for entry in entries(stopped_line)
        if entry.kind == "clock_marked" and "A way round" in entry.data["says"]
    ]

    assert [one.split(" ")[0] for one in says] == ["50%", "75%", "90%"]
    late = next(
        one
        for one in entries(stopped_line)
        if one.kind == "clock_breached" and "A way round" in one.data["because"][0]["says"]
    )
    assert late.data["because"][0]["clause"] == "contracts.harlow_plant.clocks.workaround"
    assert_ledger_adds_up(stopped_line)


def test_a_hold_stops_only_what_the_contract_lets_it_stop(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    plant = log(
        by=agent, category="late_delivery", minutes=SPRING, account="harlow", summary="Parts"
    )
    shop = log(
        by=agent, category="late_delivery", minutes=SPRING, account="northgate", summary="Stock"
    )
    for one in (plant, shop):
        acknowledge_incident(incident_id=one.pk, by=manager, at=at(SPRING + 5))
        hold_incident(
            incident_id=one.pk, reason_code="waiting_for_customer", by=manager, at=at(SPRING + 10)
        )

    assert states(plant)["workaround"] == "running"
    assert states(shop) == {"notice": "running", "restore": "held"}

    resume_incident(incident_id=shop.pk, by=manager, at=at(SPRING + 70))
    restored = clock(shop, "contract.northgate_stores.restore")
    assert restored.due_at == datetime(2026, 4, 15, 8, tzinfo=UTC)  # 8 h by the desk, 1 h held
    assert_ledger_adds_up(shop)


def test_a_move_of_the_incident_meets_its_clock(stopped_line: Incident, manager: Actor) -> None:
    acknowledge_incident(incident_id=stopped_line.pk, by=manager, at=at(10))
    assert states(stopped_line)["response"] == "met"

    resolve_incident(incident_id=stopped_line.pk, resolution="Sent by taxi", by=manager, at=at(50))

    assert states(stopped_line) == {
        "response": "met",
        "notice": "running",
        "workaround": "met",
        "report_3d": "running",
    }
    assert_ledger_adds_up(stopped_line)


def test_an_update_meets_the_notice_of_a_contract(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    shop = log(
        by=agent, category="late_delivery", minutes=SPRING, account="northgate", summary="Stock"
    )

    record_update(
        incident_id=shop.pk,
        says="We look into it",
        audience="Northgate",
        by=manager,
        at=at(SPRING + 20),
    )

    assert states(shop)["notice"] == "met"


def test_what_only_a_person_can_meet_keeps_the_incident_open(
    stopped_line: Incident, manager: Actor
) -> None:
    acknowledge_incident(incident_id=stopped_line.pk, by=manager, at=at(10))
    resolve_incident(incident_id=stopped_line.pk, resolution="Sent", by=manager, at=at(50))

    with refused(Conflict, stopped_line) as refusal:
        close_incident(incident_id=stopped_line.pk, verified_by="Ines", by=manager, at=at(60))

    assert REPORT in str(refusal.value)


def test_a_contracts_clock_is_settled_by_hand(stopped_line: Incident, manager: Actor) -> None:
    def settle(state: str) -> None:
        settle_obligation(
            incident_id=stopped_line.pk,
            code=NOTICE,
            state=state,
            reason="Rang the planner",
            by=manager,
            at=at(20),
        )

    settle("done")
    assert states(stopped_line)["notice"] == "met"
    with refused(AlreadySo, stopped_line):
        settle("not_applicable")

    settle("open")
    assert states(stopped_line)["notice"] == "running"
    settle("not_applicable")
    assert states(stopped_line)["notice"] == "cancelled"
    assert kinds(stopped_line)[-1] == "obligation_settled"
    assert_ledger_adds_up(stopped_line)


def test_the_time_in_the_portal_may_be_set(stopped_line: Incident, manager: Actor) -> None:
    anchor_obligation(
        incident_id=stopped_line.pk,
        code=REPORT,
        anchor_at=at(-90),
        reason="Portal entry 4471",
        by=manager,
        at=at(5),
    )

    assert clock(stopped_line, REPORT).due_at == at(24 * HOUR - 90)
    correct_facts(incident_id=stopped_line.pk, facts={"began_at": at(-30)}, by=manager, at=at(6))
    assert clock(stopped_line, REPORT).started_at == at(-90)
    assert clock(stopped_line, WORKAROUND).started_at == at(-30)
    assert_ledger_adds_up(stopped_line)


def test_a_clock_that_has_stopped_keeps_its_start(stopped_line: Incident, manager: Actor) -> None:
    acknowledge_incident(incident_id=stopped_line.pk, by=manager, at=at(10))

    with refused(NotRunning, stopped_line):
        anchor_obligation(
            incident_id=stopped_line.pk,
            code=RESPONSE,
            anchor_at=at(-5),
            reason="The call",
            by=manager,
            at=at(11),
        )


def test_another_client_brings_another_contract(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(
        by=agent, category="late_delivery", minutes=SPRING, account="harlow", summary="Parts"
    )

    correct_facts(
        incident_id=incident.pk, facts={"account": "northgate"}, by=manager, at=at(SPRING + 5)
    )

    assert clock(incident, NOTICE).state == "cancelled"
    assert clock(incident, "contract.northgate_stores.notice").state == "running"
    assert_ledger_adds_up(incident)


def test_an_rto_burns_down_from_when_the_disruption_began(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    incident = log(
        by=agent,
        category="crm_slow",
        service="orders",
        began_at=at(-60),
        summary="Orders cannot be entered",
    )
    rto = clock(incident, "rto")
    assert (rto.started_at, rto.due_at, rto.calendar) == (at(-60), at(7 * HOUR), "every hour")

    run_due(at(3 * HOUR))
    assert any(
        "the recovery time objective" in (e.data.get("says") or "") for e in entries(incident)
    )
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(4 * HOUR))
    resolve_incident(incident_id=incident.pk, resolution="Back", by=manager, at=at(4 * HOUR))
    assert clock(incident, "rto").state == "met"
    reopen_incident(incident_id=incident.pk, reason="Gone again", by=manager, at=at(5 * HOUR))
    assert clock(incident, "rto").state == "running"
    assert_ledger_adds_up(incident)


def test_no_hold_stops_an_rto(strategy: Version, agent: Actor, manager: Actor) -> None:
    incident = log(by=agent, category="crm_slow", service="orders", summary="Slow")
    acknowledge_incident(incident_id=incident.pk, by=manager, at=at(5))
    hold_incident(incident_id=incident.pk, reason_code="waiting_for_supplier", by=manager, at=at(6))

    assert clock(incident, "rto").state == "running"


def test_another_service_has_another_rto(strategy: Version, agent: Actor, manager: Actor) -> None:
    incident = log(by=agent, category="crm_slow", summary="Slow")
    assert not Clock.objects.filter(incident=incident, kind="rto").exists()

    correct_facts(incident_id=incident.pk, facts={"service": "payments"}, by=manager, at=at(5))

    assert clock(incident, "rto").due_at == at(8 * HOUR)
    assert_ledger_adds_up(incident)


def test_a_withdrawal_stops_them_and_its_undoing_lets_them_count_on(
    stopped_line: Incident, manager: Actor
) -> None:
    retype_incident(
        incident_id=stopped_line.pk, verdict="enquiry", reason="A question", by=manager, at=at(5)
    )
    assert set(states(stopped_line).values()) == {"cancelled"}

    undo_withdrawal(incident_id=stopped_line.pk, reason="It was one", by=manager, at=at(10))

    assert set(states(stopped_line).values()) == {"running"}
    assert clock(stopped_line, WORKAROUND).due_at == at(4 * HOUR + 5)
    assert_ledger_adds_up(stopped_line)


def test_a_contract_nearly_spent_raises_the_incident(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    shop = log(
        by=agent,
        category="late_delivery",
        minutes=SPRING,
        account="northgate",
        impact="I3",
        urgency="U3",
        summary="Stock",
    )
    before = shop.priority
    run_due(at(SPRING + 45))  # of one hour for the first notice
    run_due(at(SPRING + 46))

    found = fresh(shop)
    assert "overrides.clock_nearly_spent" in {one["clause"] for one in found.because}
    assert found.priority != before
    assert_ledger_adds_up(shop)
