"""On-call cover: who answers now on a rota, and why; who had which turn; where nobody has.

A rota is a value and so is every answer. Nothing is stored as "the person on call": it is what the
layers, overrides and absences come to at an instant, so it can be asked of any instant.
"""

from musterpoint.domain.rotas.answers import Cover, Gap, OnDuty, Turn
from musterpoint.domain.rotas.cover import HORIZON, cover, gaps, hands_over, turns
from musterpoint.domain.rotas.readiness import (
    Facts,
    Finding,
    FindingKind,
    Severity,
    blocks,
    readiness,
)
from musterpoint.domain.rotas.values import (
    Absence,
    AbsenceKind,
    AnyLayer,
    BadAbsence,
    BadGiven,
    BadLayer,
    BadOverride,
    BadRota,
    BadShadow,
    Given,
    Layer,
    OutsideLayer,
    Override,
    Rota,
    Shadow,
    outside_layers,
)

__all__ = [
    "HORIZON",
    "Absence",
    "AbsenceKind",
    "AnyLayer",
    "BadAbsence",
    "BadGiven",
    "BadLayer",
    "BadOverride",
    "BadRota",
    "BadShadow",
    "Cover",
    "Facts",
    "Finding",
    "FindingKind",
    "Gap",
    "Given",
    "Layer",
    "OnDuty",
    "OutsideLayer",
    "Override",
    "Rota",
    "Severity",
    "Shadow",
    "Turn",
    "blocks",
    "cover",
    "gaps",
    "hands_over",
    "outside_layers",
    "readiness",
    "turns",
]
