"""From a verified fact to the status page and back: sent, found wrong, corrected, over."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Delivery, StatusPage, Update
from musterpoint.apps.communications.queries import status_pages
from musterpoint.apps.communications.status_site.reading import NoticeRead
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.organisation.models import RoleHolder
from musterpoint.domain.authority import Actor
from musterpoint.domain.status_pages import Impact, NoticeState
from musterpoint.usecases.keep_status_pages import add_page
from musterpoint.usecases.withdraw_fact import withdraw_fact
from tests.factories import assert_ledger_adds_up, at
from tests.usecases.telling import fact, grave, sent, verified


@pytest.fixture
def incident(strategy: object, agent: Actor, manager: Actor) -> Incident:
    del strategy
    add_page(name="Acme", by=manager, at=at(0))
    return grave(agent)


@pytest.fixture
def speaker(people: dict[str, Actor]) -> Actor:
    return people["communications"]


@pytest.fixture
def approver(manager: Actor) -> Actor:
    assert manager.person_id is not None
    RoleHolder.objects.create(role="communications_lead", person_id=manager.person_id)
    return manager


def notice() -> NoticeRead:
    (found,) = status_pages.read(StatusPage.objects.get()).notices
    return found


def test_an_update_to_customers_stands_on_the_page_at_once(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)

    update = sent(incident, (fact(number),), speaker, approver)

    delivery = Delivery.objects.get(update=update, channel="status_page")
    assert (delivery.recipient, delivery.state, delivery.reached_at, delivery.by_hand) == (
        "Acme", "reached", at(7), False,
    )  # fmt: skip
    assert (notice().impact, notice().state) == (Impact.CRITICAL, NoticeState.INVESTIGATING)
    assert notice().entries[0].at == at(7)
    assert_ledger_adds_up(incident)


def test_a_withdrawn_fact_marks_the_page_at_once_and_its_correction_stands_beside_it(
    incident: Incident, leader: Actor, speaker: Actor, approver: Actor
) -> None:
    number = verified(incident, leader)
    wrong = sent(incident, (fact(number),), speaker, approver)

    withdraw_fact(
        incident_id=incident.pk, number=number, why="It was another line.", by=leader, at=at(10)
    )

    assert notice().entries[0].may_be_wrong
    assert StatusPage.objects.get().changed_at == at(10)
    assert Update.objects.get(corrects=wrong).state == "drafted"
