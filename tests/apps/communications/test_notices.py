"""An update as status pages tell it: on which, under which notice, with what state; corrections."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from musterpoint.apps.communications.models import Component, Delivery, Notice, StatusPage, Update
from musterpoint.apps.communications.operations import notices, subscribers
from musterpoint.apps.communications.operations.notices import Said
from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.organisation.models import Service
from musterpoint.domain.authority import Actor
from musterpoint.domain.status_pages import Impact
from musterpoint.usecases import keep_components, keep_status_pages, subscribe
from musterpoint.usecases.plan_work import announce_work
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import agent, at, incident, kinds, log, manager, people, strategy
from tests.usecases.test_subscribe import subscribed

__all__ = ["agent", "incident", "manager", "people", "strategy"]

_numbers = itertools.count(1)


@pytest.fixture
def page(manager: Actor) -> str:
    organisation.add_service(code="voice", name="Voice")
    code = keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    keep_components.add_component(
        page=code, name="Phone lines", service="voice", by=manager, at=at(0)
    )
    keep_components.add_component(page=code, name="Chat", by=manager, at=at(0))
    return code


@pytest.fixture
def outage(agent: Actor, page: str, strategy: Any) -> Incident:
    return log(by=agent, service="voice")


def update(incident: Incident, *, audience: str = "customers", **more: Any) -> Update:
    return Update.objects.create(
        incident=incident, number=next(_numbers), audience=audience, state="sent",
        composed_at=at(1), sent_at=at(1), **more,
    )  # fmt: skip


def publish(incident: Incident, says: str, *, minutes: float, **more: Any) -> list[Any]:
    made = more.pop("update", None) or update(incident)
    said = Said(update=made, says=says, impact=more.pop("impact", Impact.MAJOR), **more)
    return notices.publish(said, incident, zone="Europe/London", actor="person:1", at=at(minutes))


def shown() -> dict[str, str]:
    return dict(Component.objects.order_by("id").values_list("code", "status"))


def test_the_first_update_begins_a_notice_and_the_last_ends_it(outage: Incident) -> None:
    (delivery,) = publish(outage, "Some calls end.", minutes=2)
    assert (delivery.channel, delivery.recipient, delivery.state) == (
        "status_page", "Acme", "reached",
    )  # fmt: skip
    assert shown() == {"phone-lines": "partial_outage", "chat": "operational"}

    publish(outage, "A line is down.", minutes=3, cause_is_known=True)
    publish(outage, "Back.", minutes=4, is_restored=True)
    publish(outage, "All is well.", minutes=5, is_last=True)

    notice = Notice.objects.get()
    assert (notice.title, notice.components, notice.resolved_at) == (
        "Trouble: Phone lines", ["phone-lines"], at(5),
    )  # fmt: skip
    assert list(notice.entries.order_by("at").values_list("status", flat=True)) == [
        "investigating", "identified", "monitoring", "resolved",
    ]  # fmt: skip
    assert shown() == {"phone-lines": "operational", "chat": "operational"}
    assert kinds("status:public")[-1] == "notice_told"
    assert verify_ledger(stream="status:public").bad is None


def test_an_update_after_the_last_opens_the_same_notice_again(outage: Incident) -> None:
    publish(outage, "Over.", minutes=2, is_last=True)
    publish(outage, "It is back.", minutes=3)

    notice = Notice.objects.get()
    assert notice.resolved_at is None
    assert shown()["phone-lines"] == "partial_outage"


def test_a_component_stays_out_of_order_while_another_notice_says_so(
    outage: Incident, agent: Actor
) -> None:
    other = log(by=agent, service="voice", summary="Lines noisy", minutes=1)
    publish(outage, "Calls end.", minutes=2)
    publish(other, "Calls are noisy.", minutes=3, impact=Impact.MINOR)
    assert shown()["phone-lines"] == "degraded_performance"

    publish(other, "Quiet again.", minutes=4, is_last=True)

    assert shown()["phone-lines"] == "partial_outage"


def test_what_is_only_planned_does_not_hold_a_component(
    outage: Incident, page: str, manager: Actor
) -> None:
    announce_work(
        page=page, title="New lines", says="Calls may drop.", components=["phone-lines"],
        planned_from=at(600), planned_until=at(660), by=manager, at=at(1),
    )  # fmt: skip
    publish(outage, "Calls end.", minutes=2)
    publish(outage, "Over.", minutes=3, is_last=True)

    assert shown()["phone-lines"] == "operational"


def test_a_service_that_becomes_known_later_is_shown_then(
    page: str, agent: Actor, strategy: Any
) -> None:
    unknown = log(by=agent)
    publish(unknown, "Calls end.", minutes=2)
    assert shown()["phone-lines"] == "operational"

    Incident.objects.filter(pk=unknown.pk).update(service=Service.objects.get(code="voice"))
    publish(Incident.objects.get(pk=unknown.pk), "It is the phones.", minutes=3)

    assert Notice.objects.get().components == ["phone-lines"]
    assert shown()["phone-lines"] == "partial_outage"


def test_a_subject_is_the_title(outage: Incident) -> None:
    publish(outage, "x", minutes=2, update=update(outage, subject="Calls cut off"))

    assert Notice.objects.get().title == "Calls cut off"


def test_an_internal_summary_is_never_a_title(agent: Actor, page: str, strategy: Any) -> None:
    inside = log(by=agent, summary="Ruth pulled the wrong cable")

    publish(inside, "Some calls end.", minutes=2)

    assert Notice.objects.get().title == "Trouble with our service"


def test_a_clients_page_tells_of_its_own_incidents_alone(
    page: str, agent: Actor, manager: Actor, strategy: Any
) -> None:
    organisation.add_account(code="northern", name="Northern Trains")
    keep_status_pages.add_page(name="Yours", account="northern", by=manager, at=at(0))
    theirs = log(by=agent, account="northern")
    others = log(by=agent, minutes=1)

    first = publish(theirs, "Calls end.", minutes=2)
    second = publish(others, "Chat is slow.", minutes=3)

    assert [one.recipient for one in first] == ["Acme", "Yours"]
    assert [one.recipient for one in second] == ["Acme"]


def test_a_page_speaks_to_its_audiences_alone(outage: Incident) -> None:
    StatusPage.objects.update(audiences=["customers"])

    assert publish(outage, "x", minutes=2, update=update(outage, audience="press")) == []
    assert not Notice.objects.exists()


def test_a_correction_stands_beside_what_was_wrong_and_reaches_the_same_people(
    outage: Incident, page: str
) -> None:
    token = subscribed(page)
    subscribed(page, address="late@customer.example")
    wrong = update(outage)
    publish(outage, "Only chat is slow.", minutes=3, update=wrong)
    subscribe.choose(token=token, components=["chat"])  # would not hear of phone lines any more
    Update.objects.filter(pk=wrong.pk).update(state="wrong")
    found = queries.read(StatusPage.objects.get())
    assert found.notices[0].entries[0].may_be_wrong

    right = update(outage, corrects=wrong)
    publish(outage, "Calls end as well.", minutes=4, update=right)

    entries = queries.read(StatusPage.objects.get()).notices[0].entries
    assert [(one.is_correction, one.corrected_at, one.may_be_wrong) for one in entries] == [
        (True, None, False), (False, at(4), False),
    ]  # fmt: skip
    news = Message.objects.filter(purpose="status", subject__startswith="[Acme]").order_by("id")
    assert [one.address for one in news] == [
        "ann@customer.example", "late@customer.example",
    ] * 2  # fmt: skip
    assert "This corrects what was written before." in news[2].body
    assert verify_ledger(stream="status:public").bad is None


def test_subscribers_count_as_told_once_all_of_it_is_out(outage: Incident, page: str) -> None:
    for name in ("ann", "bob", "cem"):
        subscribed(page, address=f"{name}@customer.example")
    told = update(outage)
    made = publish(outage, "Calls end.", minutes=3, update=told)
    Delivery.objects.bulk_create(made)
    news = list(Message.objects.filter(key__startswith="status:").order_by("id"))
    assert [(one.recipient, one.state) for one in made] == [
        ("Acme", "reached"), ("Subscribers of Acme", "waiting"),
    ]  # fmt: skip

    for one, state in zip(news, ("sent", "dead", "queued"), strict=True):
        Message.objects.filter(pk=one.pk).update(state=state)
    assert subscribers.fold([one.key for one in news]) == 0
    Message.objects.filter(pk=news[2].pk).update(state="sent")
    assert subscribers.fold([news[2].key, "subscribe:1:x"]) == 1

    delivery = Delivery.objects.get(recipient="Subscribers of Acme")
    assert (delivery.state, delivery.says) == (
        "sent", "2 of 3 were taken by the readers' own servers.",
    )  # fmt: skip


def test_what_is_found_wrong_is_shown_as_such_at_once(outage: Incident) -> None:
    wrong = update(outage)
    publish(outage, "Only chat is slow.", minutes=3, update=wrong)

    notices.touched_by(wrong.pk, at=at(4))

    assert StatusPage.objects.get().changed_at == at(4)
