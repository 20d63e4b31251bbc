"""Who is told what during an incident, by which means, how often, and who has to agree.

Holds the plan. Writing, checking and sending an update is not done here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """People who are told the same. ``outside`` ones read nothing that was not verified."""

    code: str
    name: str
    says: str
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Words to start from. ``{names}`` in braces are filled in and must not stay empty."""

    code: str
    name: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommsRule:
    """One row of the plan: an audience at some priorities, for some groups of categories.

    Empty ``priorities`` or ``groups`` mean all. ``first_within`` and ``every`` count from logging;
    ``when_major`` rows hold only while a major incident is declared.
    """

    code: str
    audience: str
    channels: tuple[str, ...]
    first_within: timedelta
    approver: str
    every: timedelta | None = None
    priorities: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    when_major: bool = False
    template: str = ""
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    rationale: str = ""
