"""Promises in a text: what somebody said that they would do, for whom, and by when."""

from musterpoint.domain.promises.finding import Found, find, may_promise
from musterpoint.domain.promises.keeping import (
    STANDING,
    AlreadySettled,
    NoTimeGiven,
    NotYetMade,
    PromiseRefusal,
    PromiseState,
    TimeHasPassed,
    remind_at,
    require_standing,
)
from musterpoint.domain.promises.reckoning import Reckoning

__all__ = [
    "STANDING",
    "AlreadySettled",
    "Found",
    "NoTimeGiven",
    "NotYetMade",
    "PromiseRefusal",
    "PromiseState",
    "Reckoning",
    "TimeHasPassed",
    "find",
    "may_promise",
    "remind_at",
    "require_standing",
]
