"""How far the strategy and its records answer a framework such as ISO 22301, clause by clause.

A framework is data: the numbers and titles of its clauses and what answers each. Nothing here
certifies anything: it says what there is, what is missing, and what would close the gap.
"""

from musterpoint.domain.conformity.coverage import (
    Answered,
    ClauseStanding,
    counted,
    coverage,
    mapped_astray,
)
from musterpoint.domain.conformity.frameworks import Framework, FrameworkClause, build
from musterpoint.domain.conformity.records import Fact, RecordKind
from musterpoint.domain.conformity.status import Status

__all__ = [
    "Answered",
    "ClauseStanding",
    "Fact",
    "Framework",
    "FrameworkClause",
    "RecordKind",
    "Status",
    "build",
    "counted",
    "coverage",
    "mapped_astray",
]
