"""Subscribing to a status page: only a mailbox that agreed is written to, until it says stop."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.communications import subscription_links as links
from musterpoint.apps.communications.models import Subscription
from musterpoint.apps.communications.operations import subscribers
from musterpoint.apps.communications.subscription_links import BadLink
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.domain.authority import Actor
from musterpoint.usecases import keep_components, keep_status_pages, subscribe
from musterpoint.usecases.keep_status_pages import PageIsGone
from musterpoint.usecases.lose_subscribers import lose_subscriber, settle_unread
from musterpoint.usecases.plan_work import announce_work
from musterpoint.usecases.subscribe import (
    BadEmail,
    BadWebhook,
    NoSuchComponents,
    SubscriptionIsOver,
    TooManyAsked,
)
from tests.factories import at, refused

ANN = "ann@customer.example"
HOOK = "https://hooks.customer.example/status"


@pytest.fixture
def page(manager: Actor) -> str:
    code = keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    for name in ("Phones", "Chat"):
        keep_components.add_component(page=code, name=name, by=manager, at=at(0))
    return code


def announce(page: str, by: Actor, *, minutes: float, components: tuple[str, ...] = ()) -> None:
    announce_work(
        page=page, title="New lines", says="Calls may drop.", planned_from=at(600),
        planned_until=at(660), components=components, by=by, at=at(minutes),
    )  # fmt: skip


def mails(purpose: str = "status") -> list[Message]:
    return list(Message.objects.filter(purpose=purpose).order_by("id"))


def subscribed(page: str, *components: str, address: str = ANN) -> str:
    subscribe.ask(page=page, email=address, components=components, at=at(1))
    token = links.make(Subscription.objects.get(address=address))
    subscribe.confirm(token=token, at=at(2))
    return token


def test_nobody_is_told_before_they_confirmed(page: str, manager: Actor) -> None:
    subscribe.ask(page=page, email=ANN, at=at(1))
    announce(page, manager, minutes=2)

    (asking,) = mails()
    assert (asking.address, asking.subject) == (ANN, "Confirm that you want news of Acme")
    assert links.path(Subscription.objects.get()) in asking.body


def test_who_confirmed_is_told_and_can_end_it(page: str, manager: Actor) -> None:
    token = subscribed(page)
    announce(page, manager, minutes=3)

    (_asking, news) = mails()
    assert news.subject == "[Acme] New lines – Planned"
    assert "Calls may drop." in news.body
    assert news.link == f"/status/subscription/{token}/"
    subscribe.leave(token=token, at=at(4))
    subscribe.leave(token=token, at=at(5))
    announce(page, manager, minutes=6)
    row = Subscription.objects.get()
    assert (len(mails()), row.address, row.ended_at) == (2, "", at(4))
    with refused(SubscriptionIsOver):
        subscribe.confirm(token=token, at=at(7))


def test_only_what_was_chosen_is_told(page: str, manager: Actor) -> None:
    token = subscribed(page, "chat")

    announce(page, manager, minutes=3, components=("phones",))
    assert len(mails()) == 1
    announce(page, manager, minutes=4, components=("phones", "chat"))
    assert len(mails()) == 2
    announce(page, manager, minutes=5)
    assert len(mails()) == 3
    subscribe.choose(token=token, components=["phones", "chat"])
    assert Subscription.objects.get().components == []


def test_the_answer_is_the_same_for_a_known_address(page: str) -> None:
    subscribed(page)

    subscribe.ask(page=page, email=ANN.upper(), components=["chat"], at=at(3))

    assert [one.subject for one in mails()] == [
        "Confirm that you want news of Acme", "You get news of Acme already",
    ]  # fmt: skip
    assert Subscription.objects.get().components == []


def test_a_mailbox_has_had_enough_after_three_a_day(page: str) -> None:
    for minutes in range(1, 7):
        subscribe.ask(page=page, email=ANN, at=at(minutes))

    assert len(mails()) == 3
    subscribe.ask(page=page, email=ANN, at=at(25 * 60))
    assert len(mails()) == 4


def test_a_network_cannot_ask_without_end(page: str) -> None:
    for number in range(10):
        subscribe.ask(page=page, email=f"a{number}@x.example", asked_from="net", at=at(1))

    with refused(TooManyAsked):
        subscribe.ask(page=page, email="b@x.example", asked_from="net", at=at(30))
    assert Subscription.objects.count() == 10
    subscribe.ask(page=page, email="b@x.example", asked_from="other", at=at(30))
    subscribe.ask(page=page, email="c@x.example", asked_from="net", at=at(62))


def test_a_page_cannot_be_asked_without_end(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribe, "MOST_A_PAGE", 1)
    subscribe.ask(page=page, email=ANN, asked_from="one", at=at(1))

    with refused(TooManyAsked):
        subscribe.ask(page=page, email="b@x.example", asked_from="other", at=at(2))


@pytest.mark.parametrize("email", ["", "ann", "ann@", "a@b@c", "x" * 250 + "@customer.example"])
def test_what_is_no_address_is_refused(page: str, email: str) -> None:
    with refused(BadEmail):
        subscribe.ask(page=page, email=email, at=at(1))
    assert not Subscription.objects.exists()


def test_components_and_pages_that_are_not_there_are_refused(page: str, manager: Actor) -> None:
    with refused(NoSuchComponents):
        subscribe.ask(page=page, email=ANN, components=["lift"], at=at(1))
    token = subscribed(page)
    keep_status_pages.take_down_page(code=page, by=manager, at=at(3))
    with refused(PageIsGone):
        subscribe.ask(page=page, email="b@x.example", at=at(4))
    with refused(PageIsGone):
        subscribe.choose(token=token, components=[])


def test_what_nobody_confirmed_is_forgotten(page: str) -> None:
    subscribe.ask(page=page, email=ANN, url=HOOK, at=at(1))

    subscribe.ask(page=page, email="b@x.example", at=at(1) + timedelta(days=3))

    assert [one.address for one in Subscription.objects.all()] == ["b@x.example"]
    assert not ContactMethod.objects.exists()


def test_a_webhook_is_called_once_its_mailbox_confirmed(page: str, manager: Actor) -> None:
    subscribe.ask(page=page, email=ANN, url=HOOK, at=at(1))
    (asking,) = mails()
    assert (asking.channel, asking.address) == ("email", ANN)
    subscribe.confirm(token=links.make(Subscription.objects.get()), at=at(2))

    announce(page, manager, minutes=3)

    call = mails()[-1]
    assert (call.channel, call.address) == ("webhook", HOOK)
    assert call.method is not None
    assert call.method.details["secret"].startswith("whsec_")
    assert '"name": "New lines"' in call.body


@pytest.mark.parametrize("url", ["http://hooks.example/x", "ftp://x.example", "https://", "hooks"])
def test_a_webhook_has_an_address_that_can_be_called(page: str, url: str) -> None:
    with refused(BadWebhook):
        subscribe.ask(page=page, email=ANN, url=url, at=at(1))
    assert not Subscription.objects.exists()


def test_a_mailbox_has_a_few_webhooks(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribe, "MOST_WEBHOOKS", 1)
    subscribe.ask(page=page, email=ANN, url=HOOK, at=at(1))

    with refused(TooManyAsked):
        subscribe.ask(page=page, email=ANN, url=f"{HOOK}/2", at=at(2))


def test_a_link_that_was_altered_opens_nothing(page: str) -> None:
    token = subscribed(page)

    for wrong in (token[:-1], f"1{token}", "", "1.x~y", token.replace("~", "~~")):
        with refused(BadLink):
            subscribe.leave(token=wrong, at=at(3))
    assert Subscription.objects.get().ended_at is None


def test_an_address_that_never_takes_mail_is_ended(page: str, manager: Actor) -> None:
    subscribed(page)
    announce(page, manager, minutes=3)
    message = mails()[-1]

    lose_subscriber(message, at=at(4))
    settle_unread([message], at=at(4))

    assert (Subscription.objects.get().ended_why, message.settled_at) == ("unreachable", at(4))


def test_a_message_of_something_else_ends_nothing(page: str) -> None:
    subscribed(page)

    assert [subscribers.reader_of(key) for key in ("status:1", "dead:1:2", "status:4:7", "x")] == [
        None, None, 7, None,
    ]  # fmt: skip


def test_a_keeper_puts_somebody_out(page: str, manager: Actor) -> None:
    subscribed(page)
    number = Subscription.objects.get().pk

    subscribe.put_out(subscription_id=number, page=page, by=manager, at=at(3))

    assert Subscription.objects.get().ended_why == "put_out"
    with refused(SubscriptionIsOver):
        subscribe.put_out(subscription_id=number, page=page, by=manager, at=at(4))


def test_no_address_enters_the_ledger(page: str, manager: Actor) -> None:
    subscribed(page)
    announce(page, manager, minutes=3)

    assert ANN not in str(list(Entry.objects.values_list("data", flat=True)))
