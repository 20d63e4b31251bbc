"""Twilio's HTTP API on loopback: it takes messages and calls, and sends receipts when told to."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from tests.fakes.web_service import Call, Reply, WebService, web_service

SID = "AC00000000000000000000000000000001"
TOKEN = "the-token-of-the-account"


@dataclass
class Twilio:
    """What came, and how to answer the next one."""

    service: WebService
    reply: Reply | None = None

    @property
    def url(self) -> str:
        return self.service.url

    @property
    def calls(self) -> list[Call]:
        return self.service.calls

    def refuse(self, status: int, code: int, message: str, **headers: str) -> None:
        """Answer from now on as Twilio refuses."""
        body = {"code": code, "message": message, "more_info": "", "status": status}
        self.reply = Reply(status=status, body=json.dumps(body), headers=headers)


@contextmanager
def twilio() -> Iterator[Twilio]:
    """Run Twilio until the block ends."""
    numbers = count(1)

    def answer(call: Call) -> Reply:
        if fake.reply is not None:
            return fake.reply
        prefix = "CA" if call.path.endswith("/Calls.json") else "SM"
        said = {"sid": f"{prefix}{next(numbers):032d}", "status": "queued"}
        return Reply(status=201, body=json.dumps(said))

    with web_service(answer) as service:
        fake = Twilio(service)
        yield fake


def signature(url: str, form: Mapping[str, str], *, token: str = TOKEN) -> str:
    """Sign a form as Twilio's documentation of request validation says."""
    words = url + "".join(name + form[name] for name in sorted(form))
    digest = hmac.new(token.encode(), words.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()
