"""What mail servers report: a mail that came back is a dead letter, and its address is broken."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import routing
from musterpoint.apps.notifications.channels.email.bounces import NotAReport
from musterpoint.apps.notifications.channels.email.settings import known_as
from musterpoint.apps.notifications.channels.email.wording import named, token
from musterpoint.apps.notifications.models import ContactMethod, Message, Receipt
from musterpoint.apps.notifications.operations import Letter
from musterpoint.domain.authority import Role
from musterpoint.usecases.receive_bounce import receive_bounce
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from tests.apps.notifications.reports import (
    AUTO_REPLY,
    DELAYED,
    DELIVERED,
    FAILED,
    FULL,
    KEY,
    RELAYED,
    report,
)
from tests.factories import at, person
from tests.running import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def ruth() -> Person:
    return person("Ruth Ames", Role.INCIDENT_MANAGER)


def mailed(someone: Person, *, method: ContactMethod | None = None) -> Message:
    """A mail that the server took."""
    address = method.address if method else ""
    letter = Letter(key=KEY, stream="incident:1", channel="email", subject="[P1] Phones down",
                    body="b", recipient_id=someone.pk, address=address)  # fmt: skip
    notifications.queue([letter], at=at(0))
    Message.objects.filter(key=KEY).update(method=method)
    message = Message.objects.select_related("recipient", "method").get(key=KEY)
    provider_id = named(token(KEY), known_as=known_as())
    taken = Outcome(message=message, delivered=True, detail="taken", provider_id=provider_id)
    record_deliveries([taken], at=at(0))
    return message


def test_a_mail_that_came_back_is_a_dead_letter_and_its_address_is_broken(ruth: Person) -> None:
    person("Victor Osei", Role.ADMINISTRATOR)
    message = mailed(ruth)

    receive_bounce(report(FAILED), at=at(5))

    message.refresh_from_db()
    assert (message.state, message.receipt) == ("dead", "failed")
    assert "User unknown" in message.last_error
    assert told("dead") == ["Victor Osei"]
    broken = ContactMethod.objects.get()
    assert (broken.holder, broken.address) == (f"person:{ruth.pk}", "ruth.ames@centre.example")
    assert broken.broken_at == at(5)
    assert "User unknown" in broken.broken_says


def test_another_address_than_the_accounts_is_broken_by_itself(ruth: Person) -> None:
    second = ContactMethod.objects.create(
        person=ruth, holder=f"person:{ruth.pk}", channel="email", address="ruth@home.example",
        added_at=at(0), verified_at=at(0),
    )  # fmt: skip
    mailed(ruth, method=second)

    receive_bounce(report(FAILED), at=at(5))

    assert list(ContactMethod.objects.values_list("address", "broken_at")) == [
        ("ruth@home.example", at(5))
    ]


def test_a_broken_account_address_still_leaves_a_way(ruth: Person) -> None:
    mailed(ruth)
    receive_bounce(report(FAILED), at=at(5))

    found = routing.ways([f"person:{ruth.pk}"], priority="P1", wakes=True, at=at(6))

    assert found[f"person:{ruth.pk}"]


def test_a_full_mailbox_fails_the_mail_but_not_the_address(ruth: Person) -> None:
    message = mailed(ruth)

    receive_bounce(report(FULL), at=at(5))

    message.refresh_from_db()
    assert message.state == "dead"
    assert not ContactMethod.objects.exists()


def test_a_delay_is_said_and_fails_nothing(ruth: Person) -> None:
    message = mailed(ruth)

    receive_bounce(report(DELAYED), at=at(5))

    message.refresh_from_db()
    assert (message.state, message.receipt) == ("sent", "taken")
    assert Receipt.objects.get().says.startswith("delayed: connect to mx.centre")


def test_a_mail_that_arrived_mends_its_address(ruth: Person) -> None:
    message = mailed(ruth)
    receive_bounce(report(FAILED), at=at(5))

    receive_bounce(report(DELIVERED), at=at(6))

    message.refresh_from_db()
    assert (message.state, message.receipt, message.delivered_at) == ("sent", "delivered", at(6))
    assert ContactMethod.objects.get().broken_at is None


def test_a_mail_passed_on_to_a_server_that_does_not_report_is_sent(ruth: Person) -> None:
    message = mailed(ruth)

    receive_bounce(report(RELAYED), at=at(5))

    message.refresh_from_db()
    assert (message.state, message.receipt) == ("sent", "sent")


def test_a_report_said_twice_counts_once(ruth: Person) -> None:
    person("Victor Osei", Role.ADMINISTRATOR)
    mailed(ruth)

    receive_bounce(report(FAILED), at=at(5))
    receive_bounce(report(FAILED), at=at(7))

    assert told("dead") == ["Victor Osei"]
    assert ContactMethod.objects.get().broken_at == at(5)


def test_a_report_that_overtook_the_outbox_counts_once_the_mail_is_noted(ruth: Person) -> None:
    receive_bounce(report(FAILED, returned=""), at=at(-1))

    message = mailed(ruth)

    message.refresh_from_db()
    assert message.receipt == "failed"


def test_an_automatic_reply_changes_nothing(ruth: Person) -> None:
    message = mailed(ruth)

    with pytest.raises(NotAReport, match="automatic reply"):
        receive_bounce(AUTO_REPLY, at=at(5))

    message.refresh_from_db()
    assert (message.state, message.receipt) == ("sent", "taken")
    assert not Receipt.objects.exists()
