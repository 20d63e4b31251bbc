"""What a provider is told to do to the next messages: refuse, dawdle, forget to answer, hang up."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

TAKE = "take"
REFUSE = "refuse"
DAWDLE = "dawdle"
LOSE_THE_ANSWER = "lose_the_answer"
HANG_UP = "hang_up"


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
