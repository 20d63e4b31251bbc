"""Records gathered for the coverage of a framework: what was done, said as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting.conformity import as_plain, loaded, standings
from musterpoint.apps.reporting.records import facts
from musterpoint.domain.authority import Actor
from musterpoint.domain.conformity import RecordKind, Status
from musterpoint.usecases.publish_draft import publish_draft
from tests.domain.strategies import shipped_text
from tests.factories import at, log, publish
from tests.rotas import id_of, put_in_force, rota, weekly
from tests.usecases.agreeing import DAY, approved
from tests.usecases.handling import Handling


def said(strategy: Version, kind: RecordKind, minutes: float = 0) -> tuple[Status, str]:
    fact = facts(strategy, at=at(minutes))[kind]
    return fact.status, fact.says


def test_a_published_version_with_its_chain_is_met(strategy: Version) -> None:
    assert said(strategy, RecordKind.PUBLISHED)[0] is Status.MET
    assert said(strategy, RecordKind.LEDGER) == (
        Status.MET,
        "The chain of this version is unbroken.",
    )


def test_a_broken_chain_is_a_gap(strategy: Version) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Entry.objects.filter(stream="policy:1").update(actor="somebody")

    assert said(strategy, RecordKind.LEDGER)[0] is Status.GAP


def test_the_first_version_has_changed_nothing_yet(strategy: Version) -> None:
    assert said(strategy, RecordKind.CHANGES)[0] is Status.PARTLY
    publish(shipped_text().replace("zone: Europe/London", "zone: Europe/London", 1) + "\n")

    assert said(strategy, RecordKind.CHANGES) == (
        Status.MET,
        "2 versions, their differences readable.",
    )


def test_roles_that_nobody_answers_for_leave_on_call_open(
    strategy: Version, manager: Actor, leader: Actor
) -> None:
    before = said(strategy, RecordKind.ON_CALL)
    put_in_force(rota("duty", weekly("first", id_of(manager), id_of(leader))))

    assert before[0] is Status.GAP
    assert before[1].endswith("roles that paths tell.")


def test_incidents_are_proof_once_one_is_closed(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    none = said(strategy, RecordKind.INCIDENTS)
    handling = Handling(incident=log(by=agent, impact="I4", urgency="U3"), by=manager)
    logged = said(strategy, RecordKind.INCIDENTS)
    handling.acknowledge(2)
    handling.resolve(5)
    handling.close(6)

    assert none == (Status.GAP, "0 logged under this version, none closed.")
    assert logged == (Status.PARTLY, "1 logged under this version, none closed.")
    assert said(strategy, RecordKind.INCIDENTS) == (
        Status.MET,
        "1 logged under this version, 1 closed.",
    )


def test_a_day_for_a_review_is_no_proof_that_it_was_held(strategy: Version) -> None:
    assert said(strategy, RecordKind.REVIEWS_HELD) == (
        Status.GAP,
        "0 of 0 grave incidents closed in the last year have a day for their review.",
    )


def test_exercises_are_held_by_the_days_in_the_strategy(strategy: Version) -> None:
    status, says = said(strategy, RecordKind.EXERCISES_HELD)

    assert status is Status.PARTLY  # on 10 March 2026, before all but one of those days
    assert says == "1 of 13 were held within their time."


@pytest.mark.parametrize(
    "kind",
    [
        RecordKind.AUDITS,
        RecordKind.MANAGEMENT_REVIEWS,
    ],
)
def test_what_is_kept_elsewhere_is_never_claimed(strategy: Version, kind: RecordKind) -> None:
    assert kind not in facts(strategy, at=at())


def test_every_framework_is_told_for_the_shipped_strategy(strategy: Version) -> None:
    for framework in loaded().frameworks.values():
        found = standings(framework, strategy, at=at())
        assert len(found) == len(framework.clauses)
        for one in found:
            assert bool(one.closes) == (one.status is not Status.MET), one
            assert as_plain(one)["clause"] == one.clause


AGREED = (RecordKind.CONSULTED, RecordKind.SIGNED, RecordKind.ACKNOWLEDGED, RecordKind.REVIEW_DATE)


def test_a_text_that_nobody_agreed_leaves_its_agreement_open(
    strategy: Version, agent: Actor
) -> None:
    found = facts(strategy, at=at())

    assert agent.person_id
    assert [found[kind].status for kind in AGREED[:3]] == [Status.GAP] * 3
    assert found[RecordKind.SIGNED].says == (
        "It was published as a text, not from a draft that was agreed."
    )
    assert found[RecordKind.ACKNOWLEDGED].says == "0 of 8 people have said that they read it."


def test_an_agreed_version_shows_who_was_heard_and_who_signed(
    people: dict[str, Actor], strategy: Version
) -> None:
    assert strategy.number == 1
    pk = approved(people)
    published = publish_draft(draft_id=pk, by=people["incident_manager"], at=at(7 * DAY))
    version = policies.by_number(published.number)

    found = facts(version, at=at(7 * DAY + 1))

    assert (found[AGREED[0]].status, found[AGREED[0]].says) == (
        Status.MET,
        "2 of 2 groups were heard.",
    )
    assert (found[AGREED[1]].status, found[AGREED[1]].says) == (
        Status.MET,
        "2 of 2 approvers signed.",
    )
    assert found[RecordKind.ACKNOWLEDGED].status is Status.GAP
    assert found[RecordKind.REVIEW_DATE].status is Status.MET


def test_a_day_of_review_that_has_passed_is_met_in_part(
    people: dict[str, Actor], strategy: Version
) -> None:
    assert strategy.number == 1
    published = publish_draft(
        draft_id=approved(people), by=people["incident_manager"], at=at(7 * DAY)
    )
    version = policies.by_number(published.number)

    found = facts(version, at=at(400 * DAY))[RecordKind.REVIEW_DATE]

    assert found.status is Status.PARTLY
    assert found.says.startswith("It was due on 2027-03-")


def test_a_strategy_without_a_rule_of_agreement_proves_none(strategy: Version) -> None:
    bare = replace(strategy, strategy=replace(strategy.strategy, agreement=None))

    assert not facts(bare, at=at()).keys() & set(AGREED)
