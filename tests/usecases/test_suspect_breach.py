"""A suspicion is enough: the duties of a breach begin at once, provisionally, for all to see."""

from __future__ import annotations

import pytest

from musterpoint.apps.incidents.models import Incident, Obligation
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.anchor_obligation import anchor_obligation
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.retype_incident import retype_incident
from musterpoint.usecases.suspect_breach import NOT_THEN, WHAT, SuspectedAlready, suspect_breach
from tests.factories import assert_ledger_adds_up, at, entries, fresh, log
from tests.usecases.everything import armed, nothing_changes

SAW = "A list of customers went to the wrong client."
HOUR = 60
OURS = {"uk_gdpr_33", "uk_gdpr_33_5"}


def duty(incident: Incident, code: str = "uk_gdpr_33") -> Obligation:
    """Return one duty of an incident."""
    return Obligation.objects.get(incident=incident, code=code)


@pytest.fixture
def telephones(strategy: object, agent: Actor) -> Incident:
    """An incident whose category brings no duty of a breach."""
    return log(by=agent, category="tel_total")


def test_the_duties_begin_with_the_suspicion(telephones: Incident, agent: Actor) -> None:
    before = set(Obligation.objects.values_list("code", flat=True))
    assert not before & OURS

    suspect_breach(incident_id=telephones.pk, reason=f" {SAW} ", by=agent, at=at(90))

    added = set(Obligation.objects.values_list("code", flat=True)) - before
    assert added == OURS
    assert (duty(telephones).anchor_at, duty(telephones).anchor_set_at) == (at(90), None)
    assert duty(telephones).due_at == at(90 + 72 * HOUR)
    assert fresh(telephones).personal_data is True
    entry = next(one for one in entries(telephones) if one.kind == "breach_suspected")
    assert entry.data["reason"] == SAW
    assert str(telephones.pk) in armed(TimerKind.DUTY_MARK)
    assert_ledger_adds_up(telephones)


def test_who_may_set_the_instant_sets_it_at_once(telephones: Incident, manager: Actor) -> None:
    suspect_breach(
        incident_id=telephones.pk, reason=SAW, aware_at=at(-30), how_known="The client rang.",
        by=manager, at=at(90),
    )  # fmt: skip

    found = duty(telephones)
    assert (found.anchor_at, found.anchor_reason) == (at(-30), "The client rang.")
    assert found.due_at == at(-30 + 72 * HOUR)
    assert_ledger_adds_up(telephones)


def test_an_agents_instant_stands_in_the_record_for_whoever_may_set_it(
    telephones: Incident, agent: Actor
) -> None:
    suspect_breach(incident_id=telephones.pk, reason=SAW, aware_at=at(-30), by=agent, at=at(90))

    assert (duty(telephones).anchor_at, duty(telephones).anchor_set_at) == (at(90), None)
    entry = next(one for one in entries(telephones) if one.kind == "breach_suspected")
    assert entry.data["aware_at"] == "2026-03-10T11:30:00.000000Z"


def test_a_duty_that_counts_already_keeps_its_start(
    strategy: object, agent: Actor, manager: Actor
) -> None:
    leak = log(by=agent, category="data_small")
    anchor_obligation(
        incident_id=leak.pk, code="uk_gdpr_33", anchor_at=at(-120), reason="The mail's date.",
        by=manager, at=at(1),
    )  # fmt: skip

    suspect_breach(incident_id=leak.pk, reason=SAW, by=agent, at=at(90))

    assert duty(leak).anchor_at == at(-120)
    assert_ledger_adds_up(leak)


def test_it_is_suspected_once(telephones: Incident, agent: Actor) -> None:
    suspect_breach(incident_id=telephones.pk, reason=SAW, by=agent, at=at(1))

    says = "A breach is suspected already. Set when we became aware beside the duty itself."
    with nothing_changes(SuspectedAlready, reason=says):
        suspect_breach(incident_id=telephones.pk, reason=SAW, by=agent, at=at(2))


def test_whoever_answers_for_it_is_told(telephones: Incident, agent: Actor) -> None:
    from musterpoint.apps.organisation import operations as organisation
    from musterpoint.domain.authority import Role
    from tests.factories import person

    officer = person("Dora Poole", Role.QUALITY)
    organisation.hold_role(role="incident_manager", person_id=officer.pk)

    suspect_breach(incident_id=telephones.pk, reason=SAW, by=agent, at=at(1))

    told = Message.objects.get(purpose="breach")
    assert (told.recipient_id, told.body) == (officer.pk, SAW)


@pytest.mark.parametrize("reason", ["", " "])
def test_it_says_what_was_seen(telephones: Incident, agent: Actor, reason: str) -> None:
    with nothing_changes(Refusal, reason=WHAT):
        suspect_breach(incident_id=telephones.pk, reason=reason, by=agent, at=at(1))


def test_nobody_is_aware_in_the_future(telephones: Incident, manager: Actor) -> None:
    with nothing_changes(Refusal, aware_at=NOT_THEN):
        suspect_breach(
            incident_id=telephones.pk, reason=SAW, aware_at=at(500), by=manager, at=at(1)
        )


def test_what_was_withdrawn_begins_no_duty(telephones: Incident, manager: Actor) -> None:
    retype_incident(
        incident_id=telephones.pk,
        verdict="service_request",
        reason="A question.",
        by=manager,
        at=at(1),
    )

    with nothing_changes(Conflict, status="Duties begin on an open incident."):
        suspect_breach(incident_id=telephones.pk, reason=SAW, by=manager, at=at(2))


def test_an_auditor_suspects_nothing(telephones: Incident, people: dict[str, Actor]) -> None:
    with nothing_changes(NotAllowed):
        suspect_breach(incident_id=telephones.pk, reason=SAW, by=people["auditor"], at=at(1))
