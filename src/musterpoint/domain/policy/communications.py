"""Who is told what during an incident, by which means, how often, and who has to agree.

Holds the plan. Writing, checking and sending an update is not done here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum


class Forbidden(StrEnum):
    """What an update of a row may not say, in a form that can be looked for in its words."""

    UNVERIFIED_CAUSE = "unverified_cause"
    UNVERIFIED_REPAIR_TIME = "unverified_repair_time"
    UNVERIFIED_NUMBER = "unverified_number"
    ALL_CLEAR = "all_clear"
    NO_RISK = "no_risk"
    ONLY_PRECAUTION = "only_precaution"
    BLAME = "blame"
    LIABILITY = "liability"
    NAMES = "names"
    PERSONAL_DATA = "personal_data"


class SecondPerson(StrEnum):
    """Whether somebody other than the composer agrees: OUTSIDE leaves it to the audience."""

    OUTSIDE = "outside"
    ALWAYS = "always"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """People who are told the same. ``outside`` ones read nothing that was not verified."""

    code: str
    name: str
    says: str
    outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Words to start from. ``{names}`` in braces are filled in and must not stay empty.

    ``languages`` holds the same words in others, by IETF tag such as ``cy`` or ``pl``.
    """

    code: str
    name: str
    says: str
    languages: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommsRule:
    """One row of the plan: an audience at some priorities, for some categories or groups of them.

    Empty ``priorities``, ``groups`` or ``categories`` mean all. ``first_within`` counts from
    logging, ``every`` from the last update; ``when_major`` rows hold only while a major incident is
    declared. ``must_not_say`` is for people to read, ``forbids`` is looked for.
    """

    code: str
    audience: str
    channels: tuple[str, ...]
    first_within: timedelta
    approver: str
    every: timedelta | None = None
    priorities: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    when_major: bool = False
    template: str = ""
    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()
    forbids: frozenset[Forbidden] = frozenset()
    second_person: SecondPerson = SecondPerson.OUTSIDE
    rationale: str = ""

    def is_for(self, *, priority: str, group: str, category: str, is_major: bool) -> bool:
        """Return whether the row holds for such an incident."""
        return (
            (not self.priorities or priority in self.priorities)
            and (not self.groups or group in self.groups)
            and (not self.categories or category in self.categories)
            and (is_major or not self.when_major)
        )
