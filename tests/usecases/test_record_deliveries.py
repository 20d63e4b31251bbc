"""What became of a message is recorded; what is given up gets an owner."""

from __future__ import annotations

from datetime import timedelta

import pytest

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.models import Attempt, ContactMethod, Message
from musterpoint.apps.notifications.operations import GIVE_UP_AFTER, Letter, Room, wait_before
from musterpoint.domain.authority import Role
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from tests.factories import at, person
from tests.running import told

pytestmark = pytest.mark.django_db


def queued(*keys: str, urgency: int = 3, minute: float = 0, address: str = "") -> None:
    notifications.queue(
        [
            Letter(
                key=key,
                stream="incident:1",
                channel="email",
                subject="s",
                body="b",
                address=address or f"{key}@centre.example",
                urgency=urgency,
            )
            for key in keys
        ],
        at=at(minute),
    )


def claimed(minute: float = 0, limit: int = 10) -> list[Message]:
    rooms = [Room(channel="email", pressing=limit, other=limit)]
    return notifications.claim(worker="w", at=at(minute), rooms=rooms)


def states() -> dict[str, str]:
    return dict(Message.objects.values_list("key", "state"))


def test_a_letter_is_queued_once_however_often_it_is_written() -> None:
    queued("a")
    queued("a")

    assert Message.objects.count() == 1


def test_an_in_product_message_is_there_at_once() -> None:
    reader = person("Maya Singh", Role.AGENT)
    letter = Letter(
        key="k", stream="x", channel="in_product", subject="a\nb", body="c", recipient_id=reader.pk
    )
    notifications.queue([letter], at=at(0))

    (message,) = queries.unread(reader)
    assert (message.state, message.sent_at, message.subject) == ("sent", at(0), "a b")


def test_the_most_urgent_goes_first_and_a_lease_keeps_others_away() -> None:
    queued("chatter", urgency=5)
    queued("p1", urgency=0, minute=1)

    assert [m.key for m in claimed(1, limit=1)] == ["p1"]
    assert [m.key for m in claimed(1)] == ["chatter"]
    assert claimed(1) == []


def test_a_claim_is_not_a_sending_and_its_lease_runs_out() -> None:
    queued("a")
    claimed(0)

    assert states() == {"a": "queued"}
    assert [m.key for m in claimed(0.5)] == ["a"]


def test_a_lease_that_is_renewed_does_not_run_out() -> None:
    queued("a")
    (message,) = claimed(0)
    notifications.renew(ids=[message.pk], worker="w", at=at(0.3))

    assert claimed(0.5) == []


def test_what_was_taken_is_sent_with_a_receipt() -> None:
    queued("a", "b")

    record_deliveries(
        [Outcome(message=m, delivered=True, detail="250 taken") for m in claimed()], at=at(1)
    )

    assert states() == {"a": "sent", "b": "sent"}
    assert list(Attempt.objects.values_list("delivered", "detail")) == [(True, "250 taken")] * 2


def test_what_was_refused_for_good_is_dead_and_an_administrator_owns_it() -> None:
    person("Victor Osei", Role.ADMINISTRATOR)
    queued("a")
    (message,) = claimed()

    record_deliveries(
        [Outcome(message=message, delivered=False, detail="550 no", lasting=True)], at=at(1)
    )

    assert states()["a"] == "dead"
    assert told("dead") == ["Victor Osei"]
    assert "550 no" in Message.objects.get(purpose="dead").body


def test_what_failed_for_now_is_tried_again_later() -> None:
    queued("a")
    (message,) = claimed()

    record_deliveries([Outcome(message=message, delivered=False, detail="451 later")], at=at(0))

    message.refresh_from_db()
    assert (message.state, message.attempts, message.last_error) == ("queued", 1, "451 later")
    assert claimed(0) == []
    assert [m.key for m in claimed(1)] == ["a"]


def test_the_waits_grow_differ_and_end() -> None:
    waits = [wait_before(tries=n, key="a") for n in range(1, 9)]

    assert waits == sorted(waits)
    assert timedelta(seconds=7.5) <= waits[0] <= timedelta(seconds=10)
    assert waits[-1] <= timedelta(minutes=10)
    assert wait_before(tries=3, key="a") != wait_before(tries=3, key="b")


def test_after_enough_tries_it_is_given_up() -> None:
    queued("a")
    Message.objects.update(attempts=GIVE_UP_AFTER - 1)
    (message,) = claimed()

    record_deliveries([Outcome(message=message, delivered=False, detail="451")], at=at(0))

    assert states()["a"] == "dead"


def test_a_message_superseded_while_it_failed_stays_superseded() -> None:
    queued("a")
    (message,) = claimed()
    notifications.supersede(keys=["a"])

    record_deliveries([Outcome(message=message, delivered=False, detail="451")], at=at(0))

    assert states() == {"a": "superseded"}


def test_a_message_superseded_on_its_way_that_arrived_is_sent() -> None:
    queued("a")
    (message,) = claimed()
    notifications.supersede(keys=["a"])

    record_deliveries([Outcome(message=message, delivered=True, detail="")], at=at(0))

    assert states() == {"a": "sent"}


def test_without_a_server_mail_is_held_and_never_sent_later() -> None:
    queued("a")

    assert notifications.hold_channel(channel="email", reason="No e-mail server is set.") == 1

    assert claimed(60) == []
    box = queries.outbox(at=at(60))
    assert (box.held, box.queued, box.dead) == (1, 0, 0)


def test_a_message_that_is_unfit_breaks_no_way() -> None:
    reader = person("Ruth Ames", Role.AGENT)
    letter = Letter(key="unfit", stream="product", channel="email", subject="s", body="b",
                    recipient_id=reader.pk)  # fmt: skip
    notifications.queue([letter], at=at(0))
    message = Message.objects.select_related("recipient", "method").get(key="unfit")
    spam = Outcome(message=message, delivered=False, detail="554 5.7.1 spam", lasting=True,
                   blames_way=False)  # fmt: skip

    record_deliveries([spam], at=at(1))

    message.refresh_from_db()
    assert message.state == "dead"
    assert not ContactMethod.objects.exists()
