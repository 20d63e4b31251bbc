"""A dead letter is owned by the first who takes it, and comes to an end that is on record."""

from __future__ import annotations

import pytest

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.settle_dead_letters import (
    NeedsOwner,
    NotDead,
    OwnedAlready,
    send_again,
    settle_dead_letter,
    take_dead_letter,
)
from tests.factories import as_actor, at, entries, kinds, person, refused
from tests.running import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def victor() -> Actor:
    return as_actor(person("Victor Osei", Role.ADMINISTRATOR))


@pytest.fixture
def dead(victor: Actor) -> Message:
    ann = person("Ann Lee", Role.AGENT)
    notifications.queue(
        [
            Letter(
                key="path:1:ann:email",
                stream="incident:1",
                channel="email",
                subject="[P1] INC-000001 Calls drop",
                body="Acknowledge, please.",
                short="P1 Calls drop",
                recipient_id=ann.pk,
                address=ann.email,
                urgency=0,
                purpose="path",
                wakes=True,
            )
        ],
        at=at(0),
    )
    message = Message.objects.get()
    outcome = Outcome(message=message, delivered=False, detail="550 no such user", lasting=True)
    record_deliveries([outcome], at=at(0))
    return message


def test_the_first_who_takes_it_owns_it(dead: Message, victor: Actor) -> None:
    second = as_actor(person("Ines Duarte", Role.ADMINISTRATOR))
    take_dead_letter(message_id=dead.pk, by=victor, at=at(1))
    take_dead_letter(message_id=dead.pk, by=victor, at=at(2))

    with refused(OwnedAlready):
        take_dead_letter(message_id=dead.pk, by=second, at=at(3))
    (letter,) = queries.dead_letters()
    assert (letter.owner_id, letter.owned_at) == (victor.person_id, at(1))
    assert kinds(f"message:{dead.pk}") == ["dead_letter_taken"]
    assert queries.unowned(since=at(60)) == 0


def test_sent_again_it_is_a_message_of_its_own_with_the_same_words(
    dead: Message, victor: Actor
) -> None:
    pk = send_again(message_id=dead.pk, by=victor, at=at(1))

    again, old = Message.objects.get(pk=pk), Message.objects.get(pk=dead.pk)
    assert (again.key, again.state, again.attempts) == (f"again:{dead.pk}", "queued", 0)
    assert (again.body, again.short, again.wakes, again.urgency) == (
        old.body, old.short, True, 0,
    )  # fmt: skip
    assert (old.sent_again_id, old.settled_says, old.owner_id) == (
        again.pk, "sent again", victor.person_id,
    )  # fmt: skip
    assert queries.dead_letters() == []


def test_settled_it_says_what_was_done_and_the_ledger_holds_no_words(
    dead: Message, victor: Actor
) -> None:
    settle_dead_letter(message_id=dead.pk, says=" Reached by phone ", by=victor, at=at(1))

    dead.refresh_from_db()
    assert (dead.settled_at, dead.settled_says) == (at(1), "Reached by phone")
    assert kinds(f"message:{dead.pk}") == ["dead_letter_taken", "dead_letter_settled"]
    assert "phone" not in str([entry.data for entry in entries(f"message:{dead.pk}")])


def test_a_letter_is_not_settled_without_a_word(dead: Message, victor: Actor) -> None:
    with refused(Refusal):
        settle_dead_letter(message_id=dead.pk, says="  ", by=victor, at=at(1))

    dead.refresh_from_db()
    assert (dead.settled_at, dead.owner_id) == (None, None)


def test_a_settled_letter_is_settled_once(dead: Message, victor: Actor) -> None:
    settle_dead_letter(message_id=dead.pk, says="Reached by phone", by=victor, at=at(1))

    with refused(NotDead):
        send_again(message_id=dead.pk, by=victor, at=at(2))
    assert Message.objects.filter(key__startswith="again").count() == 0


def test_a_message_that_is_not_dead_is_no_dead_letter(victor: Actor) -> None:
    with refused(NotDead):
        take_dead_letter(message_id=4711, by=victor, at=at(1))


def test_only_administrators_see_to_dead_letters(dead: Message) -> None:
    agent = as_actor(person("Maya Singh", Role.AGENT))

    with refused(NotAllowed):
        send_again(message_id=dead.pk, by=agent, at=at(1))
    dead.refresh_from_db()
    assert dead.owner_id is None


def test_the_product_itself_owns_nothing(dead: Message) -> None:
    with refused(NeedsOwner):
        take_dead_letter(message_id=dead.pk, by=system("worker"), at=at(1))


def test_an_address_refused_for_good_is_broken_and_its_person_hears_of_it(dead: Message) -> None:
    method = ContactMethod.objects.get(holder=f"person:{dead.recipient_id}")
    assert (method.channel, method.broken_says) == ("email", "550 no such user")
    assert told("broken") == ["Ann Lee"]
    assert kinds(f"person:{dead.recipient_id}") == ["way_changed"]
