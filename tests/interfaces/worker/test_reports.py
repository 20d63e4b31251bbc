"""The mailbox of reports, over real IMAP: taken in once, other mail left for people."""

from __future__ import annotations

import socket
from datetime import datetime

import pytest

from musterpoint.apps.notifications.channels import Undelivered
from musterpoint.apps.notifications.channels.email.bounces import Report
from musterpoint.apps.notifications.channels.email.mailbox import BadMailbox, Mailbox, named
from musterpoint.apps.notifications.models import Receipt
from musterpoint.interfaces.worker import reports
from musterpoint.interfaces.worker.reports import read_once
from musterpoint.usecases.receive_bounce import receive_bounce
from tests.apps.notifications.reports import AUTO_REPLY, DELIVERED, FAILED, report
from tests.fakes.imap import Box, imap_server

pytestmark = pytest.mark.django_db
LUNCH = b"Subject: Lunch?\r\n\r\nAt one.\r\n"


def at_server(box: Box, *, password: str = "secret", folder: str = "INBOX") -> Mailbox:
    return named(f"imap://bounce:{password}@127.0.0.1:{box.port}/{folder}")


def test_reports_are_taken_in_and_other_mail_is_left() -> None:
    with imap_server() as box:
        box.put(
            report(FAILED), AUTO_REPLY, b"Subject: Lunch?\r\n\r\nAt one.\r\n", report(DELIVERED)
        )

        assert read_once(at_server(box)) == 2

        assert list(Receipt.objects.order_by("id").values_list("state", flat=True)) == [
            "failed", "delivered",
        ]  # fmt: skip
        assert box.mails == {2: AUTO_REPLY, 3: LUNCH}
        assert box.flags == {2: {"\\Seen"}, 3: {"\\Seen"}}
        assert read_once(at_server(box)) == 0


def test_a_report_that_cannot_be_taken_in_keeps_no_other_from_being_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def receive(raw: bytes, *, at: datetime) -> Report:
        if raw == report(FAILED):
            raise ValueError("a fault of ours")
        return receive_bounce(raw, at=at)

    monkeypatch.setattr(reports, "receive_bounce", receive)
    with imap_server() as box:
        box.put(report(FAILED), report(DELIVERED))

        assert read_once(at_server(box)) == 1
        assert box.flags == {1: set()}

    assert [one.state for one in Receipt.objects.all()] == ["delivered"]


def test_an_empty_mailbox_is_no_trouble() -> None:
    with imap_server() as box:
        assert read_once(at_server(box)) == 0


@pytest.mark.parametrize("wrong", [{"password": "guess"}, {"folder": "Elsewhere"}])
def test_a_mailbox_that_lets_nobody_in_says_so(wrong: dict[str, str]) -> None:
    with imap_server() as box:
        box.put(report(FAILED))
        with pytest.raises(Undelivered, match="the mailbox says"):
            read_once(at_server(box, **wrong))

        assert box.flags == {1: set()}
    assert not Receipt.objects.exists()


def test_a_server_that_is_away_is_tried_again_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(Undelivered, match="ConnectionRefusedError"):
        read_once(at_server(Box(port=port)))


@pytest.mark.parametrize(
    ("url", "port", "tls", "folder"),
    [
        ("imaps://a%40b:p%2Fw@mail.example.org", 993, "implicit", "INBOX"),
        ("imap://a:b@mail.example.org/Reports?tls=starttls", 143, "starttls", "Reports"),
        ("imap://a:b@127.0.0.1:1143/A%20B", 1143, "none", "A B"),
    ],
)
def test_a_mailbox_is_named_by_a_url(url: str, port: int, tls: str, folder: str) -> None:
    found = named(url)

    assert (found.port, found.tls, found.folder) == (port, tls, folder)


@pytest.mark.parametrize(
    "url", ["mail.example.org", "https://a:b@c", "imap://mail.example.org", "imap://a@b?tls=maybe",
            "imap://a:b@c:port/"],
)  # fmt: skip
def test_what_names_no_mailbox_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(BadMailbox, match="must look like imaps://"):
        named(url)
