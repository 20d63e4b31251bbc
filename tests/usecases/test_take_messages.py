"""Chatter is bundled and throttled, visibly; calls on people never are."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.channels import registry
from musterpoint.apps.notifications.channels.registry import Kind
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter, Room
from musterpoint.apps.notifications.wording import address_of, bundle_body
from musterpoint.domain.authority import Role
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.take_messages import take_messages
from tests.factories import at, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> Person:
    return person("Ann Lee", Role.TEAM_LEADER)


@pytest.fixture(autouse=True)
def loud_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {**registry.KINDS, "sms": Kind(name="sms", folder="email", wakes=True)}
    monkeypatch.setattr("musterpoint.usecases.take_messages.KINDS", kinds)


def queued(
    reader: Person,
    *keys: str,
    channel: str = "email",
    purpose: str = "clock",
    minute: float = 0,
    **more: object,
) -> None:
    notifications.queue(
        [
            Letter(
                key=key,
                stream=f"incident:{number}",
                channel=channel,
                subject=key,
                body=f"About {key}.",
                recipient_id=reader.pk,
                address="+441632960001" if channel == "sms" else reader.email,
                purpose=purpose,
                **more,  # type: ignore[arg-type]  # whatever the test varies
            )
            for number, key in enumerate(keys)
        ],
        at=at(minute),
    )


def taken(minute: float = 0) -> list[Message]:
    rooms = [Room(channel=name, pressing=50, other=50) for name in ("email", "sms")]
    return take_messages(worker="w", rooms=rooms, busy=(), at=at(minute))


def sent(messages: list[Message], minute: float = 0) -> None:
    outcomes = [Outcome(message=one, delivered=True, detail="250") for one in messages]
    record_deliveries(outcomes, at=at(minute))


def test_a_bundle_says_where_to_go_on_once() -> None:
    said = Message(subject="a", body=f"Open: {address_of('/incidents/INC-000001/')}",
                   link="/incidents/INC-000001/")  # fmt: skip
    unsaid = Message(subject="b", body="About b.", link="/incidents/INC-000002/")

    body = bundle_body([said, unsaid])

    assert [body.count(f"/incidents/INC-00000{n}/") for n in (1, 2)] == [1, 1]


def test_notices_for_one_reader_become_one_message_that_holds_them_all(ann: Person) -> None:
    queued(ann, "a", "b", "c")

    (bundle,) = taken()
    assert bundle.subject == "3 notices: a; b; c"
    assert "About b." in bundle.body
    rows = Message.objects.filter(bundled_into=bundle).values_list("key", "state")
    assert sorted(rows) == [("a", "bundled"), ("b", "bundled"), ("c", "bundled")]
    assert taken() == []


def test_a_notice_alone_stays_as_it_is(ann: Person) -> None:
    queued(ann, "a")
    queued(person("Ben Ode", Role.AGENT), "b")

    assert [message.key for message in taken()] == ["a", "b"]


def test_what_waits_but_did_not_fit_into_the_lease_goes_with_the_rest(ann: Person) -> None:
    queued(ann, "a", "b", "c")

    (bundle,) = take_messages(worker="w", rooms=[Room(channel="email", other=1)], busy=(), at=at(0))
    assert bundle.bundle.count() == 3


def test_calls_on_people_are_never_bundled(ann: Person) -> None:
    queued(ann, "a", "b", purpose="path")
    queued(ann, "c", "d", purpose="code")

    assert {message.key for message in taken()} == {"a", "b", "c", "d"}


def test_what_is_put_off_is_not_taken_early(ann: Person) -> None:
    queued(ann, "now")
    queued(ann, "later", send_at=at(30), waits_because="quiet hours")

    assert [message.key for message in taken()] == ["now"]
    assert queries.next_try_at(after=at(0)) == at(30)
    assert [message.key for message in taken(30)] != []


def test_too_much_chatter_on_a_loud_channel_waits_visibly_and_is_then_bundled(
    ann: Person,
) -> None:
    for number in range(10):
        queued(ann, f"n{number}", channel="sms", minute=number / 2)
        sent(taken(number / 2), number / 2)
    queued(ann, "x", "y", channel="sms", minute=5)

    assert taken(5) == []
    waiting = Message.objects.get(key="x")
    assert waiting.waits_because == "throttled: 10 messages in 10 minutes on this channel"
    assert waiting.send_at == at(10)
    assert queries.outbox(at=at(9)).oldest.total_seconds() == 0
    (bundle,) = taken(10.1)
    assert bundle.subject == "2 notices: x; y"


def test_calls_on_people_are_never_throttled_nor_counted(ann: Person) -> None:
    queued(ann, *(f"call{number}" for number in range(12)), channel="sms", purpose="path")
    calls = taken()
    sent(calls)
    queued(ann, "notice", channel="sms", minute=1)

    assert len(calls) == 12
    assert [message.key for message in taken(1)] == ["notice"]


def test_mail_is_quiet_and_is_not_throttled(ann: Person) -> None:
    for number in range(12):
        queued(ann, f"n{number}", minute=number / 10)
        sent(taken(number / 10), number / 10)

    assert Message.objects.filter(state="sent").count() == 12


def test_a_call_that_presses_goes_before_any_chatter(ann: Person) -> None:
    queued(ann, "notice", urgency=0)
    queued(ann, "call", purpose="path", urgency=4, minute=1)

    assert [message.key for message in taken(1)] == ["call", "notice"]


def test_an_address_with_enough_lined_up_is_passed_over(ann: Person) -> None:
    queued(ann, "a", "b")

    rooms = [Room(channel="email", other=5)]
    assert take_messages(worker="w", rooms=rooms, busy={ann.email}, at=at(0)) == []


def test_a_bundle_and_a_dead_letter_are_veiled_with_what_they_are_about(ann: Person) -> None:
    queued(ann, "a", "b")
    (bundle,) = taken()
    queued(ann, "c", purpose="path")
    Message.objects.filter(key="c").update(state="dead")

    veiled = notifications.veil("incident:0", readers=[], subject="Restricted", body="Ask.")
    words = dict(Message.objects.values_list("key", "body"))
    assert veiled == 2
    assert (words[bundle.key], words["c"]) == ("Ask.", "Ask.")
    assert "About b." in words["b"]
