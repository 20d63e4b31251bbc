"""What can happen to a clock, and the refusals for what cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ClockKind(StrEnum):
    ACKNOWLEDGE = "acknowledge"
    FIRST_UPDATE = "first_update"
    UPDATE = "update"
    RESTORE = "restore"


class EventKind(StrEnum):
    STARTED = "started"
    HELD = "held"
    RESUMED = "resumed"
    RETARGETED = "retargeted"
    CORRECTED = "corrected"
    MET = "met"
    CANCELLED = "cancelled"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockEvent:
    """One thing that happened to a clock. ``seq`` decides between events of the same instant.

    ``target`` and ``calendar`` (a name) are new terms, on ``started`` and ``retargeted``; None
    keeps those in force. ``was`` and ``began_at`` are the old and new start, on ``corrected``.
    """

    kind: EventKind
    at: datetime
    seq: int = 0
    reason: str = ""
    target: timedelta | None = None
    calendar: str | None = None
    was: datetime | None = None
    began_at: datetime | None = None


def in_order(events: Iterable[ClockEvent], *, at: datetime) -> list[ClockEvent]:
    """Return what has happened by ``at``, in order, the start always first.

    A start may lie ahead of ``at``, or after its own correction: what began was typed by hand.
    """
    return sorted(
        (event for event in events if event.at <= at or event.kind is EventKind.STARTED),
        key=lambda event: (event.kind is not EventKind.STARTED, event.at, event.seq),
    )


class UnknownCalendar(LookupError):
    def __init__(self, name: str) -> None:
        super().__init__(f"there is no calendar named {name!r}")


class BadTarget(ValueError):
    def __init__(self, target: timedelta | None) -> None:
        super().__init__(f"a clock needs a target longer than nothing, not {target}")


class NotStarted(ValueError):
    def __init__(self) -> None:
        super().__init__("a clock begins with its start, and this one has none")


class IllegalEvent(ValueError):
    """An event that cannot happen to the clock as it stands."""

    says = "it cannot happen now"

    def __init__(self, event: ClockEvent) -> None:
        self.event = event
        super().__init__(f"{event.kind} at {event.at.isoformat()}: {self.says}")


class AlreadyStarted(IllegalEvent):
    says = "the clock has already started"


class AlreadyHeld(IllegalEvent):
    says = "the clock is already on hold"


class NotHeld(IllegalEvent):
    says = "the clock is not on hold"


class AlreadyStopped(IllegalEvent):
    says = "the clock has stopped"


class NotStopped(IllegalEvent):
    says = "the clock has not stopped"


class OutOfOrder(IllegalEvent):
    says = "something later has already been counted; reckon from all the events"


class WrongStart(IllegalEvent):
    says = "the start it corrects is not the start of the clock"


class StartsAfterStop(IllegalEvent):
    says = "the clock would start after it has stopped"
