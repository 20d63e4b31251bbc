"""A receipt that comes at the very moment at which its message is recorded as sent is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message, Receipt
from musterpoint.apps.notifications.operations import Letter
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.record_receipt import record_receipt
from tests.factories import at

pytestmark = pytest.mark.django_db(transaction=True)

A_WHILE = 0.3
PATIENCE = 20.0


@pytest.fixture
def message() -> Message:
    letter = Letter(
        key="a", stream="incident:1", channel="sms", subject="s", body="b", address="+441632960001"
    )
    notifications.queue([letter], at=at(0))
    return Message.objects.get(key="a")


def sent(message: Message) -> None:
    taken = Outcome(message=message, delivered=True, detail="201", provider_id="SM1")
    record_deliveries([taken], at=at(0))


def reported(_message: Message) -> None:
    record_receipt(channel="sms", provider_id="SM1", state="delivered", says="", at=at(1))


@pytest.mark.parametrize(("first", "second"), [(sent, reported), (reported, sent)])
def test_whichever_begins_first_the_message_is_delivered(
    message: Message, first: Callable[[Message], None], second: Callable[[Message], None]
) -> None:
    done = threading.Event()

    def follow() -> None:
        second(message)
        connection.close()
        done.set()

    follower = threading.Thread(target=follow)
    with transaction.atomic():
        first(message)
        follower.start()
        done.wait(A_WHILE)  # it must not pass by what is not committed yet
    follower.join(PATIENCE)

    message.refresh_from_db()
    assert (message.state, message.receipt) == ("sent", "delivered")
    assert not Receipt.objects.filter(message=None).exists()
