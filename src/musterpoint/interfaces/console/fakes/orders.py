"""What a provider is told to do to the next messages: refuse, dawdle, forget to answer, hang up."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

TAKE = "take"
REFUSE = "refuse"
DAWDLE = "dawdle"
LOSE_THE_ANSWER = "lose_the_answer"
HANG_UP = "hang_up"
JUMBLE = "jumble"
"""Said with an order to take: report what became of it twice, and out of order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How one message is treated. ``fault`` says which fault ordered it; 0 is none."""

    does: str = TAKE
    fault: int = 0
    seconds: float = 0.0
    says: str = ""


@dataclass(slots=True)
class Orders:
    """Orders for the next messages, in turn, and one for all when none is left."""

    waiting: deque[Order] = field(default_factory=deque)
    always: Order = Order()

    def add(self, said: dict[str, Any]) -> None:
        """Take ``{"does", "fault", "seconds", "says", "count"}``; without a count: from now on."""
        count = said.pop("count", None)
        order = Order(**said)
        if count is None:
            self.always = order
            self.waiting.clear()
        else:
            self.waiting.extend([order] * count)

    def next(self) -> Order:
        return self.waiting.popleft() if self.waiting else self.always


async def given_on_input() -> AsyncIterator[dict[str, Any]]:
    """Give the orders that come in on this process's input, as they come."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        yield json.loads(line)
