"""Duties with a clock: which are ours, which version of the law holds, and when each falls due.

Pure rules over the strategy's duties. Nothing here knows an incident, and nothing decides whether a
duty is done: that is for a person, with a reason.
"""

from musterpoint.domain.obligations.applying import applies, of_codes, root_of, versions_on
from musterpoint.domain.obligations.contracts import (
    CONTRACT,
    RTO,
    Promise,
    clock_marks,
    clock_of,
    is_promise,
    kind_of,
    promised,
)
from musterpoint.domain.obligations.counting import CannotCount, due_at, reckon, stands_behind
from musterpoint.domain.obligations.lines import Due, Line, LineKind
from musterpoint.domain.obligations.marking import (
    BINDING,
    crosses_at,
    marks_of,
    next_mark,
    reached,
    share_left,
    shares_below,
)
from musterpoint.domain.obligations.owing import Owed, anchored, binds, day_of, owed

__all__ = [
    "BINDING",
    "CONTRACT",
    "RTO",
    "CannotCount",
    "Due",
    "Line",
    "LineKind",
    "Owed",
    "Promise",
    "anchored",
    "applies",
    "binds",
    "clock_marks",
    "clock_of",
    "crosses_at",
    "day_of",
    "due_at",
    "is_promise",
    "kind_of",
    "marks_of",
    "next_mark",
    "of_codes",
    "owed",
    "promised",
    "reached",
    "reckon",
    "root_of",
    "share_left",
    "shares_below",
    "stands_behind",
    "versions_on",
]
