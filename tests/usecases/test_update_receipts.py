"""What became of an update's messages comes back into its deliveries."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Delivery, Update
from musterpoint.apps.communications.operations.receipts import fold_messages
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications.models import Message
from musterpoint.domain.authority import Actor
from musterpoint.usecases.keep_audiences import add_to_audience
from musterpoint.usecases.read_notices import read_notices
from musterpoint.usecases.record_deliveries import Outcome, record_deliveries
from musterpoint.usecases.record_receipt import record_receipt
from musterpoint.usecases.send_update import send_update
from musterpoint.usecases.settle_dead_letters import send_again
from tests.factories import at
from tests.usecases.telling import composed, drafted, fact, grave, verified


@pytest.fixture
def mail(strategy: object, people: dict[str, Actor], manager: Actor, agent: Actor) -> Delivery:
    """An update to executives that waits in the outbox as an e-mail."""
    del strategy
    incident: Incident = grave(agent)
    add_to_audience(
        audience="executives",
        holder=f"person:{people['quality'].person_id}",
        by=people["administrator"],
        at=at(),
    )
    number = verified(incident, manager)
    drafted(incident, manager, composed(fact(number), audience="executives"))
    send_update(incident_id=incident.pk, number=1, by=manager, at=at(6))
    assert Update.objects.get().state == "sent"
    return Delivery.objects.select_related("message").get(channel="email")


def outcome(delivery: Delivery, *, delivered: bool, **more: object) -> None:
    message = Message.objects.get(pk=delivery.message_id or 0)
    said = {"detail": "250 OK" if delivered else "550 no such mailbox"} | more
    record_deliveries([Outcome(message=message, delivered=delivered, **said)], at=at(7))  # type: ignore[arg-type]  # fields of Outcome


def test_an_update_waits_until_its_message_is_taken_and_is_reached_by_receipt(
    mail: Delivery,
) -> None:
    assert (mail.state, mail.message and mail.message.channel) == ("waiting", "email")

    outcome(mail, delivered=True, provider_id="<one@there>")
    mail.refresh_from_db()
    assert mail.state == "sent"
    record_receipt(channel="email", provider_id="<one@there>", state="delivered", says="", at=at(8))

    mail.refresh_from_db()
    assert (mail.state, mail.reached_at) == ("reached", at(8))


def test_a_dead_letter_fails_its_delivery_and_sending_again_takes_it_along(
    mail: Delivery, people: dict[str, Actor]
) -> None:
    outcome(mail, delivered=False, lasting=True)
    mail.refresh_from_db()
    assert (mail.state, mail.says) == ("failed", "550 no such mailbox")
    assert mail.message_id is not None

    again = send_again(message_id=mail.message_id, by=people["administrator"], at=at(9))

    mail.refresh_from_db()
    assert (mail.state, mail.message_id) == ("waiting", again)


def test_what_somebody_read_in_the_product_has_reached_them(
    strategy: object, manager: Actor, agent: Actor
) -> None:
    del strategy
    incident = grave(agent)
    number = verified(incident, manager)
    drafted(incident, manager, composed(fact(number), audience="colleagues"))
    send_update(incident_id=incident.pk, number=1, by=manager, at=at(6))
    chat = Delivery.objects.get(channel="chat", person=agent.person_id)
    fold_messages([chat.message_id or 0])
    chat.refresh_from_db()
    assert chat.state == "sent"

    read_notices(recipient_id=agent.person_id or 0, ids=[chat.message_id or 0], at=at(9))

    chat.refresh_from_db()
    assert (chat.state, chat.reached_at) == ("reached", at(9))
