"""Reports as mail servers write them, of a mail of ours."""

from __future__ import annotations

from musterpoint.apps.notifications.channels.email import wording

KNOWN_AS = "incidents.centre.example"
KEY = "path:1:service_desk:0:5:email"
TOKEN = wording.token(KEY)
MESSAGE_ID = wording.named(TOKEN, known_as=KNOWN_AS)
REFUSED = "smtp; 550 5.1.1 <ruth@centre.example>: Recipient address rejected: User unknown"


def report(
    *recipients: tuple[str, str, str],
    to: str = f"bounce+{TOKEN}@centre.example",
    envelope_id: str = "",
    returned: str = f"Message-ID: {MESSAGE_ID}\nSubject: Phones down\n",
    returned_as: str = "text/rfc822-headers",
    more: str = "",
) -> bytes:
    """Return a report as Postfix writes it. Each recipient: action, status, diagnostic code."""
    named = f"Original-Envelope-Id: {envelope_id}\n" if envelope_id else ""
    groups = "\n".join(
        f"Final-Recipient: rfc822; ruth@centre.example\nOriginal-Recipient: rfc822;ruth@c.example\n"
        f"Action: {action}\nStatus: {status}\nRemote-MTA: dns; mx.centre.example\n"
        f"Diagnostic-Code: {said}\n"
        for action, status, said in recipients
    )
    text = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.centre.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
{more}Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

This is a MIME-encapsulated message.

--=_b
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--=_b
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.centre.example
{named}Arrival-Date: Sun, 22 Nov 2026 09:00:00 +0000 (GMT)

{groups}
--=_b
Content-Description: Undelivered Message
Content-Type: {returned_as}

{returned}
--=_b--
"""
    return text.replace("\n", "\r\n").encode()


FAILED = ("failed", "5.1.1", REFUSED)
FULL = ("failed", "4.4.7", "smtp; 452 4.2.2 Mailbox full; gave up after 2 days")
DELAYED = ("delayed", "4.4.1", "X-Postfix; connect to mx.centre.example: Connection timed out")
DELIVERED = ("delivered", "2.0.0", "smtp; 250 2.0.0 Ok: queued as 4B2")
RELAYED = ("relayed", "2.0.0", "smtp; 250 2.0.0 Ok")
AUTO_REPLY = (
    f"From: ruth@centre.example\r\nTo: bounce+{TOKEN}@centre.example\r\n"
    "Auto-Submitted: auto-replied (vacation)\r\nSubject: Out of office\r\n\r\nI am away.\r\n"
).encode()
