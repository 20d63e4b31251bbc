"""What is kept of strategies: versions, and what leads to one."""

from musterpoint.apps.policies.models.draft import ClauseEdit, DraftClause, StrategyDraft
from musterpoint.apps.policies.models.remark import ClauseAssignment, ClauseComment
from musterpoint.apps.policies.models.version import StrategyVersion

__all__ = [
    "ClauseAssignment",
    "ClauseComment",
    "ClauseEdit",
    "DraftClause",
    "StrategyDraft",
    "StrategyVersion",
]
