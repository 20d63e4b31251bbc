"""Twilio's receipts: signed or nothing happens, and in whatever order they come, one end."""

from __future__ import annotations

from itertools import permutations
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from musterpoint.apps.escalation import answer_links
from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message, Receipt
from musterpoint.apps.notifications.operations import Delivered, Letter
from musterpoint.apps.organisation import operations as organisation
from musterpoint.domain.authority import Actor
from musterpoint.interfaces import clock
from musterpoint.usecases.escalate_incident import escalate_incident
from musterpoint.usecases.merge_incident import merge_incident
from tests.factories import at, entries, fresh, log
from tests.fakes.twilio import SID, TOKEN, signature

BASE = "https://incidents.centre.example"
RECEIPTS = "/receipts/twilio/"
TEXT = "SM00000000000000000000000000000001"
CALL = "CA00000000000000000000000000000001"


@pytest.fixture(autouse=True)
def account(settings: Any) -> None:
    settings.TWILIO_TOKEN = TOKEN
    settings.BASE_URL = BASE


def post(client: Client, form: dict[str, str], *, path: str = RECEIPTS, **how: Any) -> Any:
    """Post as Twilio does, signed unless told how."""
    signed = how.get("signed", signature(f"{BASE}{path}", form))
    return client.post(path, form, headers={"X-Twilio-Signature": signed})


def text_status(status: str, **more: str) -> dict[str, str]:
    """Return the form of a receipt, as Twilio's documentation shows one."""
    return {
        "AccountSid": SID, "ApiVersion": "2010-04-01", "From": "+447700900999",
        "To": "+447700900123", "MessageSid": TEXT, "SmsSid": TEXT, "MessageStatus": status,
        "SmsStatus": status, **more,
    }  # fmt: skip


def call_status(status: str, number: int = 0) -> dict[str, str]:
    return {
        "AccountSid": SID, "ApiVersion": "2010-04-01", "CallSid": CALL, "CallStatus": status,
        "Direction": "outbound-api", "From": "+447700900998", "To": "+447700900123",
        "SequenceNumber": str(number), "CallbackSource": "call-progress-events",
    }  # fmt: skip


def sent(channel: str, provider_id: str) -> Message:
    """Return a message that Twilio took."""
    letter = Letter(
        key=f"a:{channel}", stream="incident:1", channel=channel, subject="x", body="y",
        address="+447700900123",
    )  # fmt: skip
    notifications.queue([letter], at=at())
    message = Message.objects.get(key=letter.key)
    notifications.delivered_all([Delivered(message=message, provider_id=provider_id)], at=at())
    return message


def state(message: Message) -> tuple[str, str, str]:
    message.refresh_from_db()
    return message.state, message.receipt, message.last_error


@pytest.mark.django_db
def test_a_receipt_moves_the_message_on(client: Client) -> None:
    message = sent("sms", TEXT)

    answer = post(client, text_status("delivered"))

    assert (answer.status_code, answer.content) == (204, b"")
    assert state(message) == ("sent", "delivered", "")
    assert message.delivered_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statuses",
    [
        ("queued", "sent", "delivered"),
        ("queued", "sent", "undelivered"),
        ("accepted", "sending", "sent", "delivered"),
        ("queued", "sent", "delivered", "read"),
        ("sent", "failed", "delivered"),
    ],
)
def test_receipts_of_a_text_come_to_one_end_in_every_order(
    client: Client, statuses: tuple[str, ...]
) -> None:
    ends = set()
    for number, order in enumerate(permutations(statuses)):
        sid = f"SM{number:032d}"
        message = sent_anew("sms", sid)
        for status in (*order, order[0]):
            post(client, text_status(status, MessageSid=sid, SmsSid=sid))
        ends.add(state(message)[:2])

    assert len(ends) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statuses", "end"),
    [
        (("queued", "initiated", "ringing", "in-progress", "completed"), ("sent", "delivered")),
        (("initiated", "ringing", "no-answer"), ("dead", "failed")),
        (("initiated", "busy"), ("dead", "failed")),
    ],
)
def test_receipts_of_a_call_come_to_one_end_in_every_order(
    client: Client, statuses: tuple[str, ...], end: tuple[str, str]
) -> None:
    ends = set()
    for number, order in enumerate(permutations(statuses)):
        sid = f"CA{number:032d}"
        message = sent_anew("voice", sid)
        for place, status in enumerate(order):
            post(client, call_status(status, place) | {"CallSid": sid})
        ends.add(state(message)[:2])

    assert ends == {end}


def sent_anew(channel: str, provider_id: str) -> Message:
    Message.objects.filter(key=f"a:{channel}").update(key=f"was:{provider_id}")
    return sent(channel, provider_id)


@pytest.mark.django_db
def test_a_failure_says_why(client: Client) -> None:
    message = sent("sms", TEXT)

    post(client, text_status("undelivered", ErrorCode="30003"))

    assert state(message) == ("dead", "failed", "Twilio: undelivered, error 30003")


@pytest.mark.django_db
def test_a_receipt_that_comes_before_the_sending_is_recorded_counts_then(client: Client) -> None:
    answer = post(client, text_status("delivered"))

    assert answer.status_code == 204
    assert Receipt.objects.filter(message=None, provider_id=TEXT).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("signed", ["", "nonsense", "RSOYDt4T1cUTdK1PDd93/VVr8B8=", "王"])
def test_what_is_not_signed_changes_nothing(client: Client, signed: str) -> None:
    message = sent("sms", TEXT)

    answer = post(client, text_status("delivered"), signed=signed)

    assert (answer.status_code, answer.content) == (403, b"")
    assert state(message) == ("sent", "taken", "")
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_a_signature_of_other_words_or_another_account_changes_nothing(client: Client) -> None:
    message = sent("sms", TEXT)
    of_other_words = signature(f"{BASE}{RECEIPTS}", text_status("failed"))
    of_another = signature(f"{BASE}{RECEIPTS}", text_status("delivered"), token="another")

    answers = [
        post(client, text_status("delivered"), signed=each).status_code
        for each in (of_other_words, of_another)
    ]

    assert answers == [403, 403]
    assert state(message) == ("sent", "taken", "")


@pytest.mark.django_db
def test_without_an_account_nothing_is_signed(client: Client, settings: Any) -> None:
    settings.TWILIO_TOKEN = ""
    signed = signature(f"{BASE}{RECEIPTS}", text_status("delivered"), token="")

    assert post(client, text_status("delivered"), signed=signed).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("form", [{}, {"MessageSid": TEXT}, text_status("receiving")])
def test_a_form_that_says_nothing_is_taken_and_forgotten(
    client: Client, form: dict[str, str]
) -> None:
    assert post(client, form).status_code == 204
    assert not Receipt.objects.exists()


@pytest.mark.django_db
def test_a_receipt_is_only_ever_posted(client: Client) -> None:
    assert client.get(RECEIPTS).status_code == 405


def _press(client: Client, incident: Incident, actor: Actor, digits: str, **how: Any) -> Any:
    token = how.pop("token", None) or answer_links.make(
        incident_id=incident.pk, person_id=actor.person_id or 0, at=clock.now()
    )
    form = call_status("in-progress") | {"Digits": digits, "msg": "Gather End"}
    return post(client, form, path=f"{RECEIPTS}answer/{token}/", **how)


def _said(answer: Any) -> str:
    assert answer["Content-Type"] == "text/xml"
    (said,) = ET.fromstring(answer.content)
    return str(said.text)


def test_pressing_one_acknowledges(client: Client, incident: Incident, leader: Actor) -> None:
    call = sent("voice", CALL)

    answer = _press(client, incident, leader, "1")

    assert _said(answer) == "Thank you. You have acknowledged it."
    assert fresh(incident).acknowledged_by_id == leader.person_id
    acknowledged = next(one for one in entries(incident) if one.kind == "acknowledged")
    assert acknowledged.data["by_way_of"] == "phone"
    assert state(call) == ("sent", "read", "")


def test_pressing_one_for_what_was_merged_answers_for_where_it_goes_on(
    client: Client, incident: Incident, leader: Actor, manager: Actor
) -> None:
    into = log(by=manager, category="tel_total", impact="I2", urgency="U1")
    merge_incident(
        incident_id=incident.pk, into_id=into.pk, reason="One", by=manager, at=clock.now()
    )

    assert _said(_press(client, incident, leader, "1")) == "Thank you. You have acknowledged it."
    assert fresh(into).acknowledged_by_id == leader.person_id


def test_pressing_two_declines(
    client: Client, agent: Actor, leader: Actor, strategy: object
) -> None:
    for role in ("team_leader", "duty_manager", "it_service_desk"):
        organisation.hold_role(role=role, person_id=leader.person_id or 0)
    incident = log(by=agent, category="tel_total", impact="I2", urgency="U1")
    escalate_incident(incident_id=incident.pk, reason="Nobody answers", by=leader, at=at(0.5))

    answer = _press(client, incident, leader, "2")

    assert _said(answer) == "You have declined. The next one is told."
    declined = next(one for one in entries(incident) if one.kind == "escalation_declined")
    assert declined.data["by_way_of"] == "phone"
    assert fresh(incident).acknowledged_by_id is None


def test_pressing_two_where_nobody_was_called_says_so(
    client: Client, incident: Incident, agent: Actor
) -> None:
    before = len(entries(incident))

    said = _said(_press(client, incident, agent, "2"))

    assert said
    assert len(entries(incident)) == before


@pytest.mark.parametrize("digits", ["", "9", "11", "*"])
def test_another_key_answers_nothing(
    client: Client, incident: Incident, leader: Actor, digits: str
) -> None:
    answer = _press(client, incident, leader, digits)

    assert _said(answer) == "That key does nothing. The incident still waits for an answer."
    assert fresh(incident).status == "logged"


def test_a_key_that_twilio_did_not_sign_answers_nothing(
    client: Client, incident: Incident, leader: Actor
) -> None:
    assert _press(client, incident, leader, "1", signed="x").status_code == 403
    assert fresh(incident).status == "logged"


def test_a_token_that_was_altered_answers_nothing(
    client: Client, incident: Incident, leader: Actor
) -> None:
    answer = _press(client, incident, leader, "1", token="1.2.3~x")

    assert _said(answer).startswith("This link is not complete.")
    assert fresh(incident).status == "logged"
