"""The weekly test of each channel: by day, to somebody who volunteers, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.channels import Undelivered
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.models import ContactMethod, Message, QuietHours
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.proving import Proof
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.interfaces.worker.firing import fire_batch
from musterpoint.interfaces.worker.handlers import HANDLERS
from musterpoint.usecases.prove_channels import (
    NobodyVolunteers,
    NoSuchChannel,
    NotSetUp,
    first_rounds,
    prove_now,
)
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.record_receipt import record_receipt
from musterpoint.usecases.unkept_promises import findings
from tests.factories import at
from tests.fakes.twilio import SID, TOKEN, Twilio, twilio

pytestmark = pytest.mark.django_db
NUMBER = "+447700900123"
WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def provider(settings: Any) -> Iterator[Twilio]:
    with twilio() as fake:
        settings.TWILIO_URL = fake.url
        settings.TWILIO_SID, settings.TWILIO_TOKEN = SID, TOKEN
        settings.TWILIO_FROM = "+447700900999"
        yield fake


def volunteer(person: Actor, address: str = NUMBER, **more: Any) -> ContactMethod:
    return ContactMethod.objects.create(
        **{"person_id": person.person_id, "holder": person.key, "channel": "sms", "added_at": at(),
           "address": address, "verified_at": at(), "volunteers": True, **more}
    )  # fmt: skip


def fire(*channels: str, when: datetime | None = None) -> list[Message]:
    """Fire the rounds of these channels as the worker does; return the tests that were queued."""
    now = when or at()
    before = set(Message.objects.values_list("pk", flat=True))
    due = [Due(kind=TimerKind.PROVE_CHANNELS, key=name, at=now) for name in channels]
    timers.arm(due, at=now)
    assert fire_batch(HANDLERS, at=now) == len(channels)
    return list(Message.objects.exclude(pk__in=before).order_by("pk"))


def armed(channel: str) -> datetime:
    found = Timer.objects.get(
        kind=TimerKind.PROVE_CHANNELS, key=channel, fired_at=None, cancelled_at=None
    )
    return found.due_at


def proof(channel: str = "sms", *, when: datetime | None = None) -> Proof:
    return next(one for one in queries.proofs(when or at()) if one.channel == channel)


def deliver(message: Message, *, when: datetime) -> Message:
    """Send it as the worker's senders do, over real HTTP, and record what came of it."""
    channel = KINDS[message.channel].open()
    assert channel is not None
    try:
        taken = channel.send(message)
        outcome = Outcome(
            message=message, delivered=True, detail=taken.says, provider_id=taken.provider_id
        )
    except Undelivered as trouble:
        outcome = Outcome(message=message, delivered=False, detail=str(trouble), lasting=True)
    record_deliveries([outcome], at=when)
    message.refresh_from_db()
    return message


def test_a_volunteer_gets_a_test_that_says_it_is_one(leader: Actor, provider: Twilio) -> None:
    method = volunteer(leader)

    (test,) = fire("sms")

    assert (test.channel, test.recipient_id, test.method_id) == (
        "sms", leader.person_id, method.pk,
    )  # fmt: skip
    assert (test.purpose, test.wakes, test.urgency) == ("proof", False, 5)
    assert test.subject == "Musterpoint: This is a weekly test. Nothing is wrong."
    deliver(test, when=at())
    assert provider.calls[0].form["To"] == NUMBER
    assert provider.calls[0].form["Body"] == "Musterpoint: This is a weekly test. Nothing is wrong."


def test_the_next_round_is_armed_for_next_week(leader: Actor) -> None:
    volunteer(leader)

    fire("sms", when=at(-90))

    assert armed("sms") == at(-90) + WEEK


def test_only_the_receipt_proves_a_text(leader: Actor) -> None:
    method = volunteer(leader)
    (test,) = fire("sms")

    deliver(test, when=at(1))
    assert proof().last_proved_at is None

    record_receipt(
        channel="sms", provider_id=test.provider_id, state="delivered", says="", at=at(2)
    )
    method.refresh_from_db()
    assert method.proved_at == proof().last_proved_at == at(2)
    assert (proof().says, proof().is_kept) == ("The last test arrived.", True)


def test_where_there_are_no_receipts_being_taken_proves_it(leader: Actor, settings: Any) -> None:
    with twilio() as slack:
        settings.ALLOW_PRIVATE_WEBHOOKS = True
        details = {"url": f"{slack.url}/services/x"}
        volunteer(leader, "hooks", channel="slack", details=details)
        (test,) = fire("slack")

        deliver(test, when=at(1))

    assert proof("slack").last_proved_at == at(1)


def test_a_test_that_failed_says_why(leader: Actor, provider: Twilio) -> None:
    method = volunteer(leader)
    provider.refuse(400, 21211, "Invalid 'To' Phone Number")
    (test,) = fire("sms")

    deliver(test, when=at(1))

    method.refresh_from_db()
    assert method.proof_failed_at == proof().failed_at == at(1)
    assert proof().says == "The last test failed: Twilio 21211: Invalid 'To' Phone Number"


def test_a_test_that_somebody_asked_for_of_their_way_proves_the_channel_too(
    leader: Actor,
) -> None:
    volunteer(leader, proved_at=at(5))

    proof = next(one for one in queries.proofs(at(10)) if one.channel == "sms")

    assert (proof.last_proved_at, proof.is_kept) == (at(5), True)


def test_volunteers_take_turns(leader: Actor, agent: Actor, manager: Actor) -> None:
    numbers = ["+447700900101", "+447700900102", "+447700900103"]
    for person, number in zip((leader, agent, manager), numbers, strict=True):
        volunteer(person, number)

    asked = [fire("sms", when=at() + WEEK * n)[0].address for n in range(4)]

    assert asked == [*numbers, numbers[0]]


def test_by_night_a_round_waits_for_the_morning(leader: Actor) -> None:
    volunteer(leader)
    three_in_the_morning = at(15 * 60)

    assert fire("sms", when=three_in_the_morning) == []
    assert armed("sms") == at(22 * 60 + 30)


def quiet(person: Actor) -> None:
    QuietHours.objects.create(
        person_id=person.person_id or 0, zone="Europe/London", week=[["00:00-24:00"]] * 7
    )


def test_nobody_is_tested_in_their_quiet_hours(leader: Actor, agent: Actor) -> None:
    volunteer(leader, "+447700900101")
    volunteer(agent, "+447700900102")
    quiet(leader)

    assert [test.address for test in fire("sms")] == ["+447700900102"]


def test_when_all_keep_quiet_hours_the_round_is_tried_again_soon(leader: Actor) -> None:
    volunteer(leader)
    quiet(leader)

    assert fire("sms") == []
    assert armed("sms") == at(60)


@pytest.mark.parametrize(
    "more", [{"verified_at": None}, {"volunteers": False}, {"removed_at": at(-1)}]
)
def test_who_did_not_volunteer_is_never_tested(leader: Actor, more: dict[str, Any]) -> None:
    volunteer(leader, **more)

    assert fire("sms") == []
    assert proof().says == "Nobody volunteers to take its weekly test."


def test_administrators_stand_in_for_e_mail(people: dict[str, Actor], settings: Any) -> None:
    settings.EMAIL_CONFIGURED = True

    (test,) = fire("email")

    assert test.recipient_id == people["administrator"].person_id
    assert test.address == "victor.osei@centre.example"


def test_a_channel_that_is_not_set_up_is_not_tested(leader: Actor, settings: Any) -> None:
    volunteer(leader)
    settings.TWILIO_TOKEN = ""

    assert fire("sms") == []
    assert (proof().is_set_up, proof().is_kept) == (False, True)
    assert armed("sms") > at()


def test_a_round_that_fires_twice_sends_one_test(leader: Actor) -> None:
    volunteer(leader)

    assert len(fire("sms")) == 1
    assert fire("sms") == []


def test_the_auditor_hears_of_a_channel_that_nobody_proves(leader: Actor) -> None:
    def names(when: datetime) -> set[str]:
        return {one.name for one in findings(at=when) if one.name.startswith("unproved")}

    assert names(at()) == {"unproved_channel:sms"}
    volunteer(leader)
    assert names(at()) == set()
    fire("sms")
    assert names(at() + timedelta(days=8)) == set()
    assert names(at() + timedelta(days=9)) == {"unproved_channel:sms"}


def test_the_rounds_begin_next_tuesday_for_every_channel() -> None:
    begin = first_rounds(at=at())

    assert {due.key for due in begin} == set(KINDS)
    assert {due.at for due in begin} == {at(-90) + WEEK}


def test_an_administrator_proves_a_channel_now(people: dict[str, Actor], leader: Actor) -> None:
    method = volunteer(leader)

    prove_now(channel="sms", by=people["administrator"], at=at(10))

    test = Message.objects.get(purpose="proof")
    assert (test.method_id, test.subject) == (
        method.pk, "Musterpoint: This is a test. Nothing is wrong.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("channel", "refusal"),
    [("sms", NobodyVolunteers), ("voice", NotSetUp), ("pigeon", NoSuchChannel)],
)
def test_what_cannot_be_proved_now_is_refused(
    people: dict[str, Actor], channel: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        prove_now(channel=channel, by=people["administrator"], at=at())

    assert not Message.objects.exists()


def test_nobody_is_tested_by_hand_in_their_quiet_hours(
    people: dict[str, Actor], leader: Actor
) -> None:
    volunteer(leader)
    quiet(leader)

    with pytest.raises(NobodyVolunteers, match="quiet hours"):
        prove_now(channel="sms", by=people["administrator"], at=at())

    assert not Message.objects.exists()


def test_only_administrators_prove_a_channel(leader: Actor) -> None:
    volunteer(leader)

    with pytest.raises(NotAllowed):
        prove_now(channel="sms", by=leader, at=at())

    assert not Message.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_proofs_cost_the_same_for_any_number(
    leader: Actor, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        volunteer(leader, f"+44770090010{number}")
        fire("sms", when=at() + WEEK * number)

    with django_assert_num_queries(6):
        queries.proofs(at())
