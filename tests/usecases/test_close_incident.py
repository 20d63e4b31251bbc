"""Closing: refused until everything owed is done, with every missing thing named at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.close_incident import UnknownRiskReview
from musterpoint.usecases.declare_major import declare_major, stand_down
from musterpoint.usecases.refusals import Conflict, Refusal
from musterpoint.usecases.settle_obligation import settle_obligation
from musterpoint.usecases.work_roles import take_role
from tests.factories import (
    assert_ledger_adds_up,
    at,
    default_text,
    folded,
    kinds,
    log,
    publish,
)
from tests.usecases.everything import armed, nothing_changes
from tests.usecases.handling import Handling

REVIEW = date(2026, 3, 20)


def handled(agent: Actor, manager: Actor, **facts: Any) -> Handling:
    """Return an incident that was answered and resolved."""
    handling = Handling(incident=log(by=agent, **facts), by=manager)
    handling.acknowledge(1)
    handling.resolve(30)
    return handling


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A resolved P1 without duties of its own."""
    return handled(agent, manager, impact="I1", urgency="U1")


def settle(handling: Handling, minutes: float) -> None:
    for code in ("equality_act", "client_sla"):
        settle_obligation(
            incident_id=handling.incident.pk,
            code=code,
            state="done",
            reason="Told them",
            by=handling.by,
            at=at(minutes),
        )


def test_closing_keeps_who_verified_and_when_it_is_reviewed(handling: Handling) -> None:
    handling.close(60, verified_by=" Grace Adeyemi ", review_date=REVIEW)

    row = handling.row
    assert (row.status, row.closed_at) == ("closed", at(60))
    assert (row.verified_by, row.review_date) == ("Grace Adeyemi", REVIEW)
    pk = row.pk
    # Nine in the morning in London, in winter time.
    assert armed(TimerKind.REVIEW_DUE) == {
        str(pk): (at(0).replace(day=20, hour=9), {"incident": pk})
    }
    assert kinds(row)[-1] == "closed"
    assert_ledger_adds_up(row)


def test_a_review_in_summer_is_reminded_of_by_the_summer_clock(handling: Handling) -> None:
    handling.close(60, review_date=date(2026, 3, 31))

    ((due_at, _),) = armed(TimerKind.REVIEW_DUE).values()
    assert (due_at.day, due_at.hour) == (31, 8)


def test_closing_ends_every_role_and_keeps_who_held_it(handling: Handling) -> None:
    handling.reopen(40)
    take_role(incident_id=handling.incident.pk, role="loggist", by=handling.by, at=at(41))
    handling.resolve(50)

    handling.close(60)

    roles = RoleOnIncident.objects.filter(incident=handling.incident)
    assert {role.closed_at for role in roles} == {at(60)}
    assert roles.get(code="loggist").person_id == handling.by.person_id
    assert_ledger_adds_up(handling.incident)


def test_everything_that_is_missing_is_said_at_once(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = handled(
        agent, manager, category="tel_total", impact="I1", urgency="U1", distress=True
    )
    texts = {
        code: f"Settle the obligation {code}: {strategy.strategy.obligations[code].says}"
        for code in ("equality_act", "client_sla")
    }

    with nothing_changes(
        Conflict,
        **{f"obligation:{code}": says for code, says in texts.items()},
        verified_by="Say who verified that the service is back.",
        welfare_outcome="Distress was flagged: say what was done for the colleague.",
        review_date="A P1 incident needs a date for its review.",
    ):
        handling.close(60, verified_by=" ", review_date=None)

    settle(handling, 61)
    handling.close(62, welfare_outcome="Talked with her; time off arranged", review_date=REVIEW)
    assert handling.row.welfare_outcome == "Talked with her; time off arranged"


def test_an_incident_that_once_was_grave_still_needs_a_review(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)
    handling.acknowledge(1)
    handling.assess(2, impact="I4", urgency="U4")
    handling.resolve(3)

    says = "A P1 incident needs a date for its review."
    with nothing_changes(Conflict, review_date=says):
        handling.close(4, review_date=None)


def test_a_small_one_needs_no_review_and_is_reminded_of_none(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = handled(agent, manager, impact="I4", urgency="U4")

    handling.close(60, review_date=None)

    assert handling.row.status == "closed"
    assert armed(TimerKind.REVIEW_DUE) == {}


def test_a_review_cannot_be_before_the_resolution(handling: Handling) -> None:
    says = "The review cannot be before the incident was resolved."
    with nothing_changes(Conflict, review_date=says):
        handling.close(60, review_date=date(2026, 3, 9))


def test_what_was_said_before_the_reopening_need_not_be_said_again(handling: Handling) -> None:
    handling.close(60, review_date=REVIEW, welfare_outcome="All well")
    handling.reopen(70)
    handling.resolve(80)

    handling.close(90, review_date=None)

    assert (handling.row.review_date, handling.row.welfare_outcome) == (REVIEW, "All well")


def test_what_is_still_worked_is_told_what_else_is_missing(
    incident: Incident, manager: Actor
) -> None:
    with nothing_changes(
        Conflict, status="Resolve the incident first.", resolution="Say how it was resolved."
    ):
        Handling(incident=incident, by=manager).close(10)


def test_what_is_closed_or_withdrawn_is_not_closed(handling: Handling) -> None:
    handling.close(60)
    says = "An incident that is closed cannot become closed. From here it can become in progress."
    with nothing_changes(Conflict, status=says):
        handling.close(61)

    Incident.objects.filter(pk=handling.incident.pk).update(status="withdrawn")
    says = "An incident that is withdrawn cannot become closed. From here it can become logged."
    with nothing_changes(Conflict, status=says):
        handling.close(61)


def test_a_strategy_may_ask_for_released_roles_and_a_second_pair_of_eyes(
    agent: Actor, manager: Actor
) -> None:
    text = default_text().replace("roles_released: false", "roles_released: true")
    publish(text.replace("verified_by_another: false", "verified_by_another: true"))
    handling = Handling(incident=log(by=agent, impact="I4", urgency="U4"), by=manager)
    handling.acknowledge(1)
    take_role(incident_id=handling.incident.pk, role="incident_manager", by=manager, at=at(2))
    handling.resolve(30)

    with nothing_changes(
        Conflict,
        roles="Release the roles still held: incident_manager.",
        verified_by="Somebody other than the one who resolved it must verify the restoration.",
    ):
        handling.close(60, verified_by="Asha Patel", review_date=None)


def test_a_major_incident_is_stood_down_first(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I4", urgency="U4"), by=manager)
    pk = handling.incident.pk
    handling.acknowledge(1)
    declare_major(incident_id=pk, criteria=["two_sites"], by=manager, at=at(2))
    handling.resolve(30)

    with nothing_changes(
        Conflict,
        major="Stand the major incident down first.",
        review_date="A major incident needs a date for its review.",
    ):
        handling.close(60, review_date=None)
    stand_down(
        incident_id=pk,
        reason="Stable",
        confirmed=["reason_recorded", "stable", "actions_owned", "welfare_plan", "review_date"],
        by=manager,
        at=at(61),
    )
    handling.close(62, review_date=REVIEW)
    assert handling.row.status == "closed"


def test_names_and_words_too_long_are_refused(handling: Handling) -> None:
    with nothing_changes(Refusal, verified_by="This has 121 characters; 120 fit here."):
        handling.close(60, verified_by="x" * 121)
    with nothing_changes(Refusal, welfare_outcome="This has 5001 characters; 5000 fit here."):
        handling.close(60, welfare_outcome="x" * 5001)


def test_a_stale_page_closes_nothing(handling: Handling) -> None:
    with nothing_changes(StaleVersion):
        handling.close(60, seen_version=2)


def test_leaders_and_quality_close(handling: Handling, people: dict[str, Actor]) -> None:
    able = {"team_leader", "incident_manager", "quality"}
    says = "Only these roles may close: incident manager, quality, team leader."
    for role in people.keys() - able:
        with nothing_changes(NotAllowed, role=says):
            handling.close(60, by=people[role])
    handling.close(60, by=people["quality"])
    assert folded(handling.incident, "incident")["status"] == "closed"


def test_a_restricted_incident_does_not_exist_for_others(handling: Handling, leader: Actor) -> None:
    Incident.objects.filter(pk=handling.incident.pk).update(restricted=True)

    with nothing_changes(NoSuchIncident):
        handling.close(60, by=leader)


def test_what_it_means_for_the_risks_is_kept_with_the_incident(
    agent: Actor, manager: Actor
) -> None:
    publish(
        default_text().replace("  reopen_within:", "  risk_review_for: [P1, P2]\n  reopen_within:")
    )
    handling = handled(agent, manager, impact="I1", urgency="U1")

    missing = "Say what it means for the risks: known, changed, new or none."
    with nothing_changes(Conflict, risk_review=missing):
        handling.close(60, verified_by="Grace Adeyemi", review_date=REVIEW)
    handling.close(
        61,
        verified_by="Grace Adeyemi",
        review_date=REVIEW,
        risk_review="changed",
        risk_review_reason="Telephony: likelihood 3 becomes 4",
    )

    row = handling.row
    assert (row.status, row.risk_review) == ("closed", "changed")
    assert row.risk_review_reason == "Telephony: likelihood 3 becomes 4"
    assert_ledger_adds_up(row)


def test_an_answer_about_the_risks_that_does_not_exist_is_refused(handling: Handling) -> None:
    says = "'maybe' is none of known, changed, new, none."
    with nothing_changes(UnknownRiskReview, risk_review=says):
        handling.close(60, risk_review="maybe")
