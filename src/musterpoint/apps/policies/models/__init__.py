"""What is kept of strategies: versions, and what leads to one."""

from musterpoint.apps.policies.models.acknowledgement import Acknowledgement, ReviewDate
from musterpoint.apps.policies.models.approval import AgreedVersion, ApprovalRequest, Signature
from musterpoint.apps.policies.models.consultation import (
    Answer,
    Consultation,
    Contribution,
    Invitation,
)
from musterpoint.apps.policies.models.draft import ClauseEdit, DraftClause, StrategyDraft
from musterpoint.apps.policies.models.duty_confirmation import DutyConfirmation
from musterpoint.apps.policies.models.rating import Rater, Rating, RatingCase, RatingRound
from musterpoint.apps.policies.models.remark import ClauseAssignment, ClauseComment
from musterpoint.apps.policies.models.trial import ScenarioFile, ScenarioRun
from musterpoint.apps.policies.models.version import StrategyVersion

__all__ = [
    "Acknowledgement",
    "AgreedVersion",
    "Answer",
    "ApprovalRequest",
    "ClauseAssignment",
    "ClauseComment",
    "ClauseEdit",
    "Consultation",
    "Contribution",
    "DraftClause",
    "DutyConfirmation",
    "Invitation",
    "Rater",
    "Rating",
    "RatingCase",
    "RatingRound",
    "ReviewDate",
    "ScenarioFile",
    "ScenarioRun",
    "Signature",
    "StrategyDraft",
    "StrategyVersion",
]
