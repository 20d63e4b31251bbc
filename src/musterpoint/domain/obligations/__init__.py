"""Duties with a clock: which are ours, which version of the law holds, and when each falls due.

Pure rules over the strategy's duties. Nothing here knows an incident, and nothing decides whether a
duty is done: that is for a person, with a reason.
"""

from musterpoint.domain.obligations.applying import applies, of_codes, root_of, versions_on
from musterpoint.domain.obligations.counting import CannotCount, due_at, reckon, stands_behind
from musterpoint.domain.obligations.lines import Due, Line, LineKind

__all__ = [
    "CannotCount",
    "Due",
    "Line",
    "LineKind",
    "applies",
    "due_at",
    "of_codes",
    "reckon",
    "root_of",
    "stands_behind",
    "versions_on",
]
