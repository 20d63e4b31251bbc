"""The run of a frozen path: who is told next and when, what an outage leaves over, what stops it.

It works on the path the run was started with and never looks up a newer one. Finding the people
behind a role, and sending, are done elsewhere; when nobody is found, the fallback is told instead.
"""

from musterpoint.domain.escalation.answering import (
    AlreadyAnswered,
    AlreadyDeclined,
    NotCalled,
    acknowledge,
    decline,
    is_spent,
    move_on,
    needed,
)
from musterpoint.domain.escalation.changing import ease, rejoin, stop
from musterpoint.domain.escalation.conditions import instead, left_out, skipped
from musterpoint.domain.escalation.plan import Telling, tellings
from musterpoint.domain.escalation.state import RunIsOver, RunState, Skipped, StopReason
from musterpoint.domain.escalation.turns import (
    Collapsed,
    UnknownTelling,
    collapse,
    due_tellings,
    is_exhausted,
    next_telling,
    told,
    turn,
)

__all__ = [
    "AlreadyAnswered",
    "AlreadyDeclined",
    "Collapsed",
    "NotCalled",
    "RunIsOver",
    "RunState",
    "Skipped",
    "StopReason",
    "Telling",
    "UnknownTelling",
    "acknowledge",
    "collapse",
    "decline",
    "due_tellings",
    "ease",
    "instead",
    "is_exhausted",
    "is_spent",
    "left_out",
    "move_on",
    "needed",
    "next_telling",
    "rejoin",
    "skipped",
    "stop",
    "tellings",
    "told",
    "turn",
]
