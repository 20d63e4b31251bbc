"""What is remembered of saying things: facts, updates made of them, and who was reached."""

from musterpoint.apps.communications.models.audience import AudienceMember
from musterpoint.apps.communications.models.briefing import (
    Briefing,
    BriefingLine,
    BriefingRead,
    ContactVote,
)
from musterpoint.apps.communications.models.contradiction import Contradiction
from musterpoint.apps.communications.models.fact import Fact
from musterpoint.apps.communications.models.glossary_term import GlossaryTerm
from musterpoint.apps.communications.models.notice import Component, Notice, NoticeEntry, StatusPage
from musterpoint.apps.communications.models.promise import Promise
from musterpoint.apps.communications.models.subscription import Subscription
from musterpoint.apps.communications.models.update import Delivery, Piece, Translation, Update

__all__ = [
    "AudienceMember",
    "Briefing",
    "BriefingLine",
    "BriefingRead",
    "Component",
    "ContactVote",
    "Contradiction",
    "Delivery",
    "Fact",
    "GlossaryTerm",
    "Notice",
    "NoticeEntry",
    "Piece",
    "Promise",
    "StatusPage",
    "Subscription",
    "Translation",
    "Update",
]
