"""A provider on loopback that is spoken to by HTTP: `python -m …fakes.web JOURNAL PORT`.

It carries text messages as Twilio does, ignoring any key, and reports what became of each; anything
else that is posted to it is a webhook, whose key it knows again. Orders and journal as for mail.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO
from urllib.parse import parse_qsl, urlencode, urlsplit

from musterpoint.interfaces import clock
from musterpoint.interfaces.console.fakes import orders
from musterpoint.interfaces.console.fakes.orders import Order, Orders, given_on_input

TOKEN = "a-token-for-signing-on-loopback"  # noqa: S105  # opens nothing
TEXTS = "/Messages.json"
IN_ORDER = ("sent", "delivered")
JUMBLED = ("delivered", "sent", "delivered", "queued", "sent")
PATIENCE = 120
AGAIN = 0.5
REASONS = {201: "Created", 429: "Too Many Requests", 500: "Internal Server Error"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


class Desk:
    """Answers requests and keeps the journal."""

    def __init__(self, given: Orders, journal: TextIO) -> None:
        self._given = given
        self._journal = journal
        self._count = 0
        self._reports: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one client until it goes, or until an order is to hang up."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while asked := await _read(reader):
                if not await self._answer(asked, writer):
                    break
        writer.close()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        order = self._given.next()
        self._count += 1
        is_text = asked.path.endswith(TEXTS)
        name = f"SM{self._count:06d}" if is_text else asked.headers.get("webhook-id", "")
        taken = order.does in (orders.TAKE, orders.DAWDLE, orders.LOSE_THE_ANSWER)
        self._note(name, asked, order, taken=taken)
        if order.does == orders.DAWDLE:
            await asyncio.sleep(order.seconds)
        if taken and is_text:
            self._report(name, asked.form, order)
        if order.does in (orders.LOSE_THE_ANSWER, orders.HANG_UP):
            return False
        status, extra = (201, "") if taken else _refusal(order)
        body = json.dumps({"sid": name} if taken else {"message": "not now"}).encode()
        head = f"HTTP/1.1 {status} {REASONS[status]}\r\nContent-Length: {len(body)}\r\n{extra}\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        return True

    def _note(self, name: str, asked: Asked, order: Order, *, taken: bool) -> None:
        to = asked.form.get("To", "") if asked.path.endswith(TEXTS) else asked.path
        same = hashlib.sha256(asked.body).hexdigest()
        at = clock.now().timestamp()
        said = {"at": at, "id": name, "to": to, "same": same, "taken": taken}
        self._journal.write(json.dumps({**said, "fault": order.fault}) + "\n")

    def _report(self, name: str, form: dict[str, str], order: Order) -> None:
        """Tell the product what became of a text, in order or not."""
        states = JUMBLED if order.says == orders.JUMBLE else IN_ORDER
        if url := form.get("StatusCallback"):
            task = asyncio.ensure_future(_tell(url, name, states))
            self._reports.add(task)
            task.add_done_callback(self._reports.discard)


async def _tell(url: str, name: str, states: tuple[str, ...]) -> None:
    for state in states:
        await asyncio.sleep(AGAIN)
        for _ in range(PATIENCE):
            with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError, IndexError):
                if await _post(url, {"MessageSid": name, "MessageStatus": state}) < 500:
                    break
            await asyncio.sleep(AGAIN)


async def _post(url: str, form: dict[str, str]) -> int:
    parts = urlsplit(url)
    signed = url + "".join(f"{key}{form[key]}" for key in sorted(form))
    mark = base64.b64encode(hmac.new(TOKEN.encode(), signed.encode(), hashlib.sha1).digest())
    body = urlencode(form).encode()
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"X-Twilio-Signature: {mark.decode()}\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    writer.write(head.encode() + body)
    await writer.drain()
    answer = await reader.readline()
    writer.close()
    return int(answer.split()[1])


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    first = await reader.readline()
    if not first:
        return None
    headers: dict[str, str] = {}
    while (line := (await reader.readline()).strip()) != b"":
        name, _, words = line.decode().partition(":")
        headers[name.strip().lower()] = words.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Asked(path=first.split()[1].decode(), headers=headers, body=body)


def _refusal(order: Order) -> tuple[int, str]:
    status, _, wait = order.says.partition(" ")
    return int(status), f"Retry-After: {wait}\r\n" if wait else ""


async def main(journal_path: Path, port: int) -> None:
    """Serve until the input ends."""
    given = Orders()
    with journal_path.open("a", buffering=1) as journal:
        server = await asyncio.start_server(Desk(given, journal).serve, "127.0.0.1", port)
        sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
        sys.stdout.flush()
        async for said in given_on_input():
            given.add(said)
        server.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2])))
