"""A real SMTP server on loopback that keeps what it is given, and fails where it is told to."""

from __future__ import annotations

import email
import email.policy
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

DSN_PARAMETERS = ("RET", "ENVID", "NOTIFY", "ORCPT")


@dataclass
class Mailbox:
    """What arrived, in order. ``answer`` may refuse a recipient; ``slow`` waits before taking.

    With ``reports`` it offers to report deliveries, and ``asked`` is what it was asked to report.
    """

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    asked: list[dict[str, str | bool]] = field(default_factory=list)
    reports: bool = False
    connections: int = 0
    answer: Callable[[str], str] = lambda _address: "250 OK"
    slow: Callable[[str], float] = lambda _address: 0.0
    port: int = 0

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]

    async def handle_EHLO(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return [*said[:-1], "250-DSN", said[-1]] if self.reports else said

    async def handle_RCPT(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        import asyncio

        await asyncio.sleep(self.slow(address))
        answer = self.answer(address)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802  # the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content: Any = envelope.content
        mail = email.message_from_bytes(content, policy=email.policy.default)
        self.mails.append(mail)
        self.recipients += envelope.rcpt_tos
        self.senders.append(str(envelope.mail_from))
        return "250 taken"

    def wait_for(self, count: int, *, seconds: float = 20) -> None:
        """Wait until so many mails have come, or fail."""
        until = time.monotonic() + seconds
        while len(self.mails) < count:
            assert time.monotonic() < until, f"{len(self.mails)} of {count} mails came"
            time.sleep(0.02)


class Reporting(SMTP):
    """A server that takes the parameters of RFC 3461 and keeps them."""

    def _getparams(self, params: Sequence[str]) -> dict[str, str | bool] | None:
        found: dict[str, str | bool] = super()._getparams(params) or {}
        asked = {name: found.pop(name) for name in DSN_PARAMETERS if name in found}
        if asked:
            self.event_handler.asked.append(asked)
        return found


class Post(Controller):
    """Runs the server that the mailbox wants to be."""

    def factory(self) -> SMTP:
        kind = Reporting if self.handler.reports else SMTP
        return kind(self.handler, **self.SMTP_kwargs)


@contextmanager
def mailbox(**how: Any) -> Iterator[Mailbox]:
    """Run a mailbox until the block ends."""
    box = Mailbox(**how)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        box.port = free.getsockname()[1]
    controller = Post(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
