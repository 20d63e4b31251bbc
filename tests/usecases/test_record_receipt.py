"""Receipts come late, twice and out of order; a message only goes forward."""

from __future__ import annotations

from itertools import permutations

import pytest

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message, Receipt
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.authority import Role
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.record_receipt import UnknownReceipt, record_receipt
from tests.factories import at, person
from tests.running import told

pytestmark = pytest.mark.django_db


def handed_over(key: str = "a", *, provider_id: str = "SM1") -> Message:
    letter = Letter(
        key=key, stream="incident:1", channel="sms", subject="s", body="b", address="+441632960001"
    )
    notifications.queue([letter], at=at(0))
    message = Message.objects.get(key=key)
    taken = Outcome(message=message, delivered=True, detail="201", provider_id=provider_id)
    record_deliveries([taken], at=at(0))
    return message


def report(state: str, *, minute: float = 1, says: str = "", provider_id: str = "SM1") -> bool:
    return record_receipt(
        channel="sms", provider_id=provider_id, state=state, says=says, at=at(minute)
    )


def test_a_sending_keeps_what_the_provider_calls_the_message() -> None:
    message = handed_over()

    message.refresh_from_db()
    assert (message.provider_id, message.receipt, message.state) == ("SM1", "taken", "sent")


@pytest.mark.parametrize("order", list(permutations(["sent", "delivered", "read"])))
def test_receipts_in_any_order_end_at_the_furthest(order: tuple[str, ...]) -> None:
    message = handed_over()

    assert all(report(state, minute=n) for n, state in enumerate(order))
    message.refresh_from_db()
    assert (message.receipt, message.state) == ("read", "sent")
    assert message.delivered_at is not None
    assert Receipt.objects.filter(message=message).count() == 3


def test_a_failure_makes_a_dead_letter_that_the_administrators_hear_of() -> None:
    person("Victor Osei", Role.ADMINISTRATOR)
    message = handed_over()

    report("failed", says="30003: unreachable handset")
    message.refresh_from_db()
    assert (message.state, message.died_at) == ("dead", at(1))
    assert message.last_error == "30003: unreachable handset"
    assert told("dead") == ["Victor Osei"]


def test_a_delivery_reported_after_a_failure_takes_the_letter_back_from_the_dead() -> None:
    message = handed_over()
    report("failed")

    report("delivered", minute=2)
    message.refresh_from_db()
    assert (message.state, message.receipt, message.died_at) == ("sent", "delivered", None)


def test_a_failure_reported_after_the_delivery_changes_nothing() -> None:
    message = handed_over()
    report("delivered")

    report("failed", minute=2)
    message.refresh_from_db()
    assert (message.state, message.receipt) == ("sent", "delivered")


def test_a_receipt_that_comes_before_the_sending_was_recorded_counts_then() -> None:
    assert report("delivered", minute=-1) is False

    message = handed_over()
    message.refresh_from_db()
    assert (message.receipt, message.delivered_at) == ("delivered", at(-1))


def test_a_receipt_of_a_state_that_does_not_exist_is_refused() -> None:
    message = handed_over()

    with pytest.raises(UnknownReceipt):
        report("exploded")
    message.refresh_from_db()
    assert message.receipt == "taken"
    assert not Receipt.objects.exists()
