"""Why an update may not leave, in words for whoever composes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    EMPTY = "empty"
    EMPTY_FIELD = "empty_field"
    NOT_THE_TEMPLATE = "not_the_template"
    NO_FACT = "no_fact"
    UNVERIFIED = "unverified"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CONTRADICTED = "contradicted"
    NOT_AS_ESTIMATE = "not_as_estimate"
    STRAYS_FROM_FACT = "strays_from_fact"
    TYPED_CLAIM = "typed_claim"
    FORBIDDEN = "forbidden"
    PERSONAL_DATA = "personal_data"
    NO_NEXT = "no_next"
    NEXT_PASSED = "next_passed"
    NEXT_TOO_LATE = "next_too_late"
    NEXT_AFTER_LAST = "next_after_last"
    LOST_IN_TRANSLATION = "lost_in_translation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """``piece`` is the position of the piece, ``start`` and ``end`` a place within its words.

    ``field`` is the merge field or the value in question where there is no piece; ``forbids`` the
    code of the plan's rule.
    """

    why: Why
    says: str
    piece: int | None = None
    start: int | None = None
    end: int | None = None
    field: str = ""
    forbids: str = ""
