"""What is kept of strategies: versions, and what leads to one."""

from musterpoint.apps.policies.models.draft import ClauseEdit, DraftClause, StrategyDraft
from musterpoint.apps.policies.models.version import StrategyVersion

__all__ = ["ClauseEdit", "DraftClause", "StrategyDraft", "StrategyVersion"]
