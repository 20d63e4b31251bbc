"""Reports of mail servers: read by the standard, tied to a mail of ours; all else is refused."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musterpoint.apps.notifications.channels.email import bounces
from musterpoint.apps.notifications.channels.email.bounces import Fate, NotAReport, Report
from tests.apps.notifications.reports import (
    AUTO_REPLY,
    DELAYED,
    DELIVERED,
    FAILED,
    FULL,
    KNOWN_AS,
    MESSAGE_ID,
    RELAYED,
    TOKEN,
    report,
)

STRANGER = "Message-ID: <somebody.elses@mail.example>\n"


def read(raw: bytes) -> Report:
    return bounces.read(raw, known_as=KNOWN_AS)


def test_a_mailbox_that_does_not_exist_is_lasting() -> None:
    found = read(report(FAILED))

    assert found == Report(
        fate=Fate.FAILED,
        status="5.1.1",
        says="550 5.1.1 <ruth@centre.example>: Recipient address rejected: User unknown",
        message_ids=(MESSAGE_ID,),
    )
    assert found.is_lasting


@pytest.mark.parametrize(
    ("group", "fate", "status"),
    [
        (FULL, Fate.FAILED, "4.4.7"),
        (DELAYED, Fate.DELAYED, "4.4.1"),
        (DELIVERED, Fate.DELIVERED, "2.0.0"),
        (RELAYED, Fate.RELAYED, "2.0.0"),
        (("Expanded", "2.1.5 (list)", ""), Fate.EXPANDED, "2.1.5"),
        (("FAILED", "none", ""), Fate.FAILED, "5.0.0"),
    ],
)
def test_the_action_decides_and_the_status_says_whether_for_good(
    group: tuple[str, str, str], fate: Fate, status: str
) -> None:
    found = read(report(group))

    assert (found.fate, found.status) == (fate, status)
    assert not found.is_lasting


@pytest.mark.parametrize(
    "raw",
    [
        report(FAILED, returned=STRANGER),
        report(FAILED, to="postmaster@centre.example", envelope_id=TOKEN, returned=STRANGER),
        report(FAILED, to="postmaster@centre.example", envelope_id=TOKEN.upper(), returned=""),
        report(FAILED, to="postmaster@centre.example"),
        report(
            FAILED,
            to="postmaster@centre.example",
            returned=f"Message-ID: {MESSAGE_ID}\nSubject: Phones down\n\nBody\n",
            returned_as="message/rfc822",
        ),
        report(FAILED, to="x@y.example", more=f"Delivered-To: bounce+{TOKEN}@centre.example\n",
               returned=STRANGER),
    ],
    ids=["envelope", "envelope id", "loud envelope id", "headers", "whole mail", "delivered to"],
)  # fmt: skip
def test_a_mail_is_known_by_its_envelope_or_by_what_came_back(raw: bytes) -> None:
    assert read(raw).message_ids == (MESSAGE_ID,)


@pytest.mark.parametrize(
    ("status", "said", "lasting"),
    [
        ("5.1.1", "smtp; 550 5.1.1 unknown", True),
        ("5.1.10", "", True),
        ("5.2.1", "smtp; 550 mailbox disabled", True),
        ("5.0.0", "smtp; 550 no such user here", True),
        ("5.0.0", "smtp; 550 5.7.1 no thanks", False),
        ("5.0.0", "smtp; 550 relay not permitted", False),
        ("5.0.0", "", False),
        ("5.2.2", "smtp; 552 5.2.2 over quota", False),
        ("5.4.4", "", False),
        ("5.7.1", "smtp; 550 5.7.1 blocked by policy", False),
    ],
)
def test_an_address_is_given_up_only_where_the_mailbox_itself_is_gone(
    status: str, said: str, lasting: bool
) -> None:
    assert read(report(("failed", status, said))).is_lasting is lasting


def test_a_mail_that_reached_one_of_several_mailboxes_did_not_fail() -> None:
    assert read(report(FAILED, DELIVERED, DELAYED)).fate is Fate.DELIVERED
    assert read(report(FAILED, DELAYED)).fate is Fate.DELAYED


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "It is no report of a mail server."),
        (AUTO_REPLY, "It is an automatic reply."),
        (b"Subject: hello\r\n\r\nDear all", "It is no report of a mail server."),
        (report(FAILED, to="x@y.example", returned=STRANGER), "It names no mail of ours."),
        (report(("vanished", "5.0.0", "")), "It names no recipient and no action."),
        (report(), "It names no recipient and no action."),
        (report(FAILED).replace(b"message/delivery-status", b"message/disposition-notification"),
         "It is a report, but not of a delivery."),
        (report(FAILED).replace(b"multipart/report", b"multipart/mixed"),
         "It is an automatic reply."),
    ],
)  # fmt: skip
def test_what_is_no_report_of_ours_is_refused_by_name(raw: bytes, says: str) -> None:
    with pytest.raises(NotAReport) as refusal:
        read(raw)

    assert str(refusal.value) == says


def test_a_report_inside_what_came_back_is_not_believed() -> None:
    forged = report(FAILED).decode()
    raw = (
        "Content-Type: multipart/report; boundary=o\r\n"
        f"To: bounce+{TOKEN}@centre.example\r\n\r\n"
        f"--o\r\nContent-Type: message/rfc822\r\n\r\n{forged}\r\n--o--\r\n"
    )

    with pytest.raises(NotAReport, match="not of a delivery"):
        read(raw.encode())


def test_words_of_a_server_come_as_one_printable_line() -> None:
    nasty = ("failed", "5.7.1", "smtp; 550\x1b[31m no\u2028way " + "x" * 900)

    found = read(report(nasty))

    assert found.says.isprintable()
    assert len(found.says) == bounces.LONGEST_WORDS


@given(raw=st.binary(max_size=2000))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    with pytest.raises(NotAReport):
        read(raw)


@given(data=st.data())
def test_a_report_with_holes_is_read_or_refused(data: st.DataObject) -> None:
    whole = report(FAILED, DELAYED, returned_as="message/rfc822", envelope_id=TOKEN)
    first = data.draw(st.integers(min_value=0, max_value=len(whole)))
    last = data.draw(st.integers(min_value=first, max_value=len(whole)))
    instead = data.draw(st.binary(max_size=40))

    try:
        found = read(whole[:first] + instead + whole[last:])
    except NotAReport:
        return

    assert MESSAGE_ID in found.message_ids or found.message_ids
    assert all(dataclasses.astuple(found))


def test_mails_nested_without_end_are_refused() -> None:
    head = "".join(
        f"Content-Type: multipart/report; boundary=b{n}\r\n\r\n--b{n}\r\n" for n in range(3000)
    )

    with pytest.raises(NotAReport):
        read(head.encode())


def test_real_mail_is_no_report(shared_data: Path) -> None:
    mails = sorted((shared_data / "data" / "emails").glob("msg_*.txt"))
    assert mails

    for mail in mails:
        with pytest.raises(NotAReport):
            read(mail.read_bytes())
