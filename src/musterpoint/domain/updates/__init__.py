"""Updates: words to one audience, made of facts, which leave only when nothing speaks against it.

Pure rules: composing, the gate, who agrees, and when each audience is owed its next word.
"""

from musterpoint.domain.updates.agreeing import (
    AgreesWithThemselves,
    MayNotAgree,
    NotTheApprover,
    may_agree,
    needs_second_person,
)
from musterpoint.domain.updates.cadence import Owed, Stage, Told, owed, rows_for
from musterpoint.domain.updates.gate import Draft, Found, may_leave
from musterpoint.domain.updates.objections import Objection, Why
from musterpoint.domain.updates.pieces import (
    CannotCompose,
    Piece,
    PieceKind,
    compose,
    fields_of,
    text_of,
)

__all__ = [
    "AgreesWithThemselves",
    "CannotCompose",
    "Draft",
    "Found",
    "MayNotAgree",
    "NotTheApprover",
    "Objection",
    "Owed",
    "Piece",
    "PieceKind",
    "Stage",
    "Told",
    "Why",
    "compose",
    "fields_of",
    "may_agree",
    "may_leave",
    "needs_second_person",
    "owed",
    "rows_for",
    "text_of",
]
