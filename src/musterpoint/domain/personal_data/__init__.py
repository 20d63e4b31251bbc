"""Personal data in what people type: which kinds there are, where they stand, what becomes of them.

Judges a text by itself and keeps nothing. UK formats first, in any script's digits.
"""

from musterpoint.domain.personal_data.finding import (
    TOKEN,
    instead_of,
    masked,
    redacted,
    replaced,
    spans,
)
from musterpoint.domain.personal_data.kinds import (
    LABELS,
    TREATMENTS,
    UNASKED,
    UNASKED_KINDS,
    UNKEPT,
    Kind,
    Span,
    Treatment,
)

__all__ = [
    "LABELS",
    "TOKEN",
    "TREATMENTS",
    "UNASKED",
    "UNASKED_KINDS",
    "UNKEPT",
    "Kind",
    "Span",
    "Treatment",
    "instead_of",
    "masked",
    "redacted",
    "replaced",
    "spans",
]
