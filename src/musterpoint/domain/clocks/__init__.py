"""Target clocks: how much of the time allowed is spent, when it runs out, and the sum behind it.

A clock is never stored as a number that somebody counts up. It is what its events add up to under
a calendar, so it can be reckoned again for any instant and always comes out the same.
"""

from musterpoint.domain.clocks.arithmetic import Label, Line, LineKind, Stretch
from musterpoint.domain.clocks.cadence import reckon_rounds
from musterpoint.domain.clocks.course import Course, Pause, PauseKind
from musterpoint.domain.clocks.events import (
    AlreadyHeld,
    AlreadyStarted,
    AlreadyStopped,
    BadTarget,
    ClockEvent,
    ClockKind,
    EventKind,
    IllegalEvent,
    NotHeld,
    NotStarted,
    NotStopped,
    OutOfOrder,
    StartsAfterStop,
    UnknownCalendar,
    WrongStart,
)
from musterpoint.domain.clocks.reckoning import (
    SHARES,
    ClockState,
    Reckoning,
    marks,
    reckon,
    standing,
)

__all__ = [
    "SHARES",
    "AlreadyHeld",
    "AlreadyStarted",
    "AlreadyStopped",
    "BadTarget",
    "ClockEvent",
    "ClockKind",
    "ClockState",
    "Course",
    "EventKind",
    "IllegalEvent",
    "Label",
    "Line",
    "LineKind",
    "NotHeld",
    "NotStarted",
    "NotStopped",
    "OutOfOrder",
    "Pause",
    "PauseKind",
    "Reckoning",
    "StartsAfterStop",
    "Stretch",
    "UnknownCalendar",
    "WrongStart",
    "marks",
    "reckon",
    "reckon_rounds",
    "standing",
]
