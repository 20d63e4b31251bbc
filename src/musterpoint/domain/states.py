"""The states of an incident and the moves between them.

What must be filled in before a move is another rule's business; this one only knows the roads.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    LOGGED = "logged"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def says(self) -> str:
        return self.value.replace("_", " ")


OPEN = frozenset({Status.LOGGED, Status.ACKNOWLEDGED, Status.IN_PROGRESS, Status.ON_HOLD})
"""Somebody still has to do something about these."""

# Each row in the order in which people should be offered the choice.
NEXT: Mapping[Status, tuple[Status, ...]] = MappingProxyType(
    {
        Status.LOGGED: (Status.ACKNOWLEDGED, Status.WITHDRAWN),
        Status.ACKNOWLEDGED: (
            Status.IN_PROGRESS,
            Status.ON_HOLD,
            Status.RESOLVED,
            Status.WITHDRAWN,
        ),
        Status.IN_PROGRESS: (Status.ON_HOLD, Status.RESOLVED, Status.WITHDRAWN),
        Status.ON_HOLD: (Status.IN_PROGRESS, Status.RESOLVED, Status.WITHDRAWN),
        Status.RESOLVED: (Status.CLOSED, Status.IN_PROGRESS),
        Status.CLOSED: (Status.IN_PROGRESS,),
        # To the very beginning: undoing a withdrawal does not acknowledge anything.
        Status.WITHDRAWN: (Status.LOGGED,),
    }
)


class IllegalMove(ValueError):
    """The incident cannot go there from here; the message says where it can go."""

    def __init__(self, present: Status, to: Status) -> None:
        self.present = present
        self.to = to
        self.allowed = NEXT[present]
        choices = " or ".join(status.says for status in self.allowed)
        super().__init__(
            f"An incident that is {present.says} cannot become {to.says}."
            f" From here it can become {choices}."
        )


def move(present: Status, *, to: Status) -> Status:
    """Return ``to``, or raise IllegalMove."""
    if to not in NEXT[present]:
        raise IllegalMove(present, to)
    return to
