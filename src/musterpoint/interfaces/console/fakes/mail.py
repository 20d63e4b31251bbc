"""A mail server on loopback: `python -m …fakes.mail JOURNAL PORT`.

Port 0 is any. Prints its port, takes orders as JSON lines on its input, and adds one JSON line to
the journal for each message it was given, with the instant and the message's name.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import TextIO

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.fakes import orders
from musterpoint.interfaces.console.fakes.orders import Order, Orders, given_on_input

NAME = re.compile(rb"^message-id:\s*<([^>\s]+)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"
STANDARD = {b"HELO": "250 loopback", b"NOOP": "250 here", b"RSET": "250 forgotten"}


class Conversation(asyncio.Protocol):
    """One client. Answers at once, but where an order says otherwise."""

    def __init__(self, given: Orders, journal: TextIO) -> None:
        self._given = given
        self._journal = journal
        self._received = b""
        self._is_data = False
        self._to = ""
        self._way: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._way = transport  # type: ignore[assignment]  # a stream server gives a Transport
        self._say("220 loopback")

    def data_received(self, data: bytes) -> None:
        self._received += data
        while self._received:
            if self._is_data:
                mail, end, rest = self._received.partition(END)
                if not end:
                    return
                self._received, self._is_data = rest, False
                self._given_a(mail)
                continue
            line, end, rest = self._received.partition(b"\r\n")
            if not end:
                return
            self._received = rest
            self._told(line)

    def _told(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"EHLO":
            self._say("250-loopback\r\n250 SIZE 33554432")
        elif word in (b"MAIL", b"RCPT"):
            if word == b"RCPT":
                self._to = line.partition(b"<")[2].partition(b">")[0].decode("ascii", "replace")
            self._say("250 good")
        elif word == b"DATA":
            self._is_data = True
            self._say("354 go on")
        elif word == b"QUIT":
            self._say("221 bye")
            self._hang_up()
        else:
            self._say(STANDARD.get(word, "500 unknown"))

    def _given_a(self, mail: bytes) -> None:
        found = NAME.search(mail)
        name = found[1].decode() if found else ""
        order = self._given.next()
        taken = order.does in (orders.TAKE, orders.DAWDLE, orders.LOSE_THE_ANSWER)
        self._note(name, order, taken=taken)
        if order.does == orders.DAWDLE:
            asyncio.get_running_loop().call_later(order.seconds, self._say, "250 taken")
        elif order.does == orders.REFUSE:
            self._say(order.says)
        elif taken and order.does == orders.TAKE:
            self._say("250 taken")
        else:
            self._hang_up()

    def _note(self, name: str, order: Order, *, taken: bool) -> None:
        at = clock.now().timestamp()
        said = {"at": at, "id": name, "to": self._to, "same": name, "taken": taken}
        self._journal.write(json.dumps({**said, "fault": order.fault}) + "\n")

    def _say(self, words: str) -> None:
        if self._way is not None and not self._way.is_closing():
            self._way.write(words.encode() + b"\r\n")

    def _hang_up(self) -> None:
        if self._way is not None:
            self._way.close()


async def main(journal_path: Path, port: int) -> None:
    """Serve until the input ends."""
    loop = asyncio.get_running_loop()
    given = Orders()
    with journal_path.open("a", buffering=1) as journal:
        server = await loop.create_server(lambda: Conversation(given, journal), "127.0.0.1", port)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        async for said in given_on_input():
            given.add(said)
        server.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
