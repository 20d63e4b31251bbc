"""E-mail over real SMTP: what a server says decides, and no text can begin a header."""

from __future__ import annotations

import socket
from dataclasses import replace
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.channels import Refused, Undelivered, Unfit
from musterpoint.apps.notifications.channels.email import Email, Server, wording
from musterpoint.apps.notifications.models import Message
from tests.factories import at
from tests.interfaces.worker.mailbox import Mailbox, mailbox

MESSAGE = Message(
    key="path:1:service_desk:0:5:email",
    stream="incident:1",
    channel="email",
    address="ruth@centre.example",
    subject="[P1] INC-000001 Phones down – please acknowledge",
    body="Phones down\n\nAcknowledge: http://127.0.0.1/answer/x/",
    created_at=at(0),
    urgency=0,
)


def like(**changes: object) -> Message:
    values = {f.attname: getattr(MESSAGE, f.attname) for f in Message._meta.concrete_fields}
    return Message(**{**values, **changes})


def at_server(box: Mailbox, **more: Any) -> Server:
    return replace(Server(host="127.0.0.1", port=box.port, known_as="centre.example"), **more)


def test_a_mail_arrives_as_it_was_written() -> None:
    with mailbox() as box:
        answer = Email(at_server(box)).send(MESSAGE).says

    (mail,) = box.mails
    assert answer == f"taken by 127.0.0.1:{box.port}"
    assert mail["Subject"] == MESSAGE.subject
    assert mail["To"] == "ruth@centre.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Importance"] == "high"
    assert mail.get_content().splitlines()[0] == "Phones down"


def test_a_second_sending_is_the_same_message_to_a_mailbox() -> None:
    with mailbox() as box:
        channel = Email(at_server(box))
        channel.send(MESSAGE)
        channel.send(MESSAGE)
        channel.send(like(key="another"))
        channel.close()

    first, second, other = box.ids
    assert first == second
    assert first != other
    assert first.endswith("@centre.example>")


def test_one_connection_carries_many_mails() -> None:
    with mailbox() as box:
        channel = Email(at_server(box))
        for number in range(5):
            channel.send(like(key=str(number)))
        channel.close()

    assert (len(box.mails), box.connections) == (5, 1)


def test_a_connection_that_the_server_closed_is_opened_anew() -> None:
    with mailbox() as box:
        channel = Email(at_server(box))
        channel.send(MESSAGE)
        assert channel._smtp is not None
        channel._smtp.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]  # it is open
        channel.send(like(key="after"))
        channel.close()

    assert len(box.mails) == 2


@pytest.mark.parametrize(
    ("answer", "lasting"),
    [
        ("550 5.1.1 no such user", True),
        ("553 not here", True),
        ("450 4.2.1 busy", False),
        ("451 greylisted", False),
    ],
)
def test_a_refused_recipient_is_lasting_only_when_the_server_says_so(
    answer: str, lasting: bool
) -> None:
    with mailbox(answer=lambda _: answer) as box:
        with pytest.raises(Undelivered) as refusal:
            Email(at_server(box)).send(MESSAGE)

        assert isinstance(refusal.value, Refused) is lasting
        assert str(refusal.value) == answer
        assert box.mails == []


@pytest.mark.parametrize(
    ("answer", "is_the_addresss"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("553 not here", True),
        ("550 5.7.1 relaying denied", False),
        ("550 relay not permitted", False),
        ("554 5.7.1 looks like spam", False),
        ("552 5.2.2 mailbox full", False),
    ],
)
def test_a_server_that_is_set_up_wrongly_ends_nobodys_address(
    answer: str, is_the_addresss: bool
) -> None:
    with mailbox(answer=lambda _: answer) as box, pytest.raises(Refused) as refusal:
        Email(at_server(box)).send(MESSAGE)

    assert isinstance(refusal.value, Unfit) is not is_the_addresss


def test_after_a_refusal_the_same_connection_goes_on() -> None:
    with mailbox(answer=lambda a: "250 OK" if "ruth" in a else "550 no") as box:
        channel = Email(at_server(box))
        with pytest.raises(Refused):
            channel.send(like(address="gone@centre.example"))
        channel.send(MESSAGE)
        channel.close()

    assert box.recipients == ["ruth@centre.example"]
    assert box.connections == 1


def test_a_server_that_is_away_is_no_lasting_refusal() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(Undelivered) as refusal:
        Email(Server(host="127.0.0.1", port=port, patience=1)).send(MESSAGE)

    assert not isinstance(refusal.value, Refused)
    assert "ConnectionRefusedError" in str(refusal.value)


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        server = Server(host="127.0.0.1", port=silent.getsockname()[1], patience=0.2)

        with pytest.raises(Undelivered) as refusal:
            Email(server).send(MESSAGE)

    assert not isinstance(refusal.value, Refused)


def test_a_server_that_should_speak_tls_and_does_not_gets_no_mail() -> None:
    with mailbox() as box:
        with pytest.raises(Undelivered):
            Email(at_server(box, starttls=True)).send(MESSAGE)

        assert box.mails == []


def test_a_password_is_not_given_to_a_server_that_does_not_ask() -> None:
    with mailbox() as box:
        with pytest.raises(Undelivered):
            Email(at_server(box, user="centre", password="secret")).send(MESSAGE)

        assert box.mails == []


@pytest.mark.parametrize(
    "subject",
    [
        "Phones down\r\nBcc: everyone@evil.example",
        "Phones\ndown",
        "Phones\x00\x1b[31mdown",
        "\u2028x",
    ],
)
def test_no_text_can_begin_a_header(subject: str) -> None:
    with mailbox() as box:
        Email(at_server(box)).send(like(subject=subject, body="x\r\n.\r\nRCPT TO:<a@b.example>"))

    (mail,) = box.mails
    assert mail["Bcc"] is None
    assert box.recipients == ["ruth@centre.example"]
    assert "\n" not in mail["Subject"]
    assert "RCPT TO:" in mail.get_content()


@pytest.mark.parametrize(
    "address",
    ["", "no-at-sign", "a@b@c", "a b@c.example", "x@y.example\r\nRCPT TO:<z@z.example>", "<a@b.c>"],
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(address: str) -> None:
    with mailbox() as box:
        with pytest.raises(Refused):
            Email(at_server(box)).send(like(address=address))

        assert (box.connections, box.mails) == (0, [])


def test_the_recipients_own_address_is_used_when_none_was_given() -> None:
    reader = Person(name="Ruth “Ruthie” Ames, Duty\nManager", email="ruth@centre.example")

    with mailbox() as box:
        Email(at_server(box)).send(like(address="", recipient=reader))

    assert box.recipients == ["ruth@centre.example"]
    assert box.mails[0]["To"].addresses[0].addr_spec == "ruth@centre.example"


def test_a_server_that_reports_is_asked_to_and_told_where() -> None:
    with mailbox(reports=True) as box:
        Email(at_server(box, returns_to="bounce@centre.example")).send(
            like(address="r+o@c.example")
        )

    token = wording.token(MESSAGE.key)
    assert box.senders == [f"bounce+{token}@centre.example"]
    assert box.asked == [
        {"RET": "HDRS", "ENVID": token.upper()},
        {"NOTIFY": "SUCCESS,FAILURE,DELAY", "ORCPT": "RFC822;R+2BO@C.EXAMPLE"},
    ]
    assert box.mails[0]["Message-ID"] == f"<{token}@centre.example>"


def test_success_is_reported_to_nobodys_own_mailbox() -> None:
    with mailbox(reports=True) as box:
        Email(at_server(box)).send(MESSAGE)

    assert box.senders == ["musterpoint@localhost"]
    assert box.asked[1]["NOTIFY"] == "FAILURE,DELAY"


def test_a_server_that_does_not_report_is_not_asked() -> None:
    with mailbox() as box:
        Email(at_server(box, returns_to="bounce@centre.example")).send(MESSAGE)

    assert box.asked == []
    assert box.senders == [f"bounce+{wording.token(MESSAGE.key)}@centre.example"]


def test_a_long_return_address_stays_as_it_is() -> None:
    long = "reports-of-mail-that-came-back@centre.example"
    with mailbox() as box:
        Email(at_server(box, returns_to=long)).send(MESSAGE)

    assert box.senders == [long]


def test_nobody_can_make_up_the_name_of_a_mail(settings: Any) -> None:
    ours = wording.token(MESSAGE.key)

    settings.SECRET_KEY = "the secret of another installation"

    assert wording.token(MESSAGE.key) != ours


def test_a_subscriber_leaves_with_one_press() -> None:
    link = f"/status/subscription/12.{'n' * 22}~{'s' * 43}/"
    with mailbox() as box:
        Email(at_server(box)).send(like(purpose="status", link=link))
        Email(at_server(box)).send(like(key="other", link=link))

    news, other = box.mails
    assert news["List-Unsubscribe"] == f"<http://127.0.0.1:8000{link}>"
    assert news["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert other["List-Unsubscribe"] is None
