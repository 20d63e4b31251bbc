"""The signed link in a message by which its reader answers for an incident.

A link names one person and one incident, holds for a week, and does nothing by being opened: the
page behind it shows a button, and only pressing that answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.core import signing

HOLDS_FOR = timedelta(days=7)


class BadLink(Exception):
    """The link was altered, cut off, or made by somebody else."""

    def __init__(self) -> None:
        super().__init__("This link is not complete. Open the incident and acknowledge it there.")


class ExpiredLink(Exception):
    """The link is older than it may be."""

    def __init__(self) -> None:
        super().__init__("This link is too old. Open the incident and acknowledge it there.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLink:
    """Who answers for which incident by this link."""

    incident_id: int
    person_id: int


def make(*, incident_id: int, person_id: int, at: datetime) -> str:
    """Return the token of a link that holds until a week after ``at``."""
    until = int((at + HOLDS_FOR).timestamp())
    return _signer().sign(f"{incident_id}.{person_id}.{until}")


def read(token: str, *, at: datetime) -> AnswerLink:
    """Return what a token says, or raise BadLink or ExpiredLink."""
    try:
        incident, person, until = _signer().unsign(token).split(".")
    except (signing.BadSignature, ValueError) as problem:
        raise BadLink from problem
    if at > datetime.fromtimestamp(int(until), UTC):
        raise ExpiredLink
    return AnswerLink(incident_id=int(incident), person_id=int(person))


def address(token: str) -> str:
    """Return the whole address of the link."""
    return f"{settings.BASE_URL}/answer/{token}/"


@cache
def _signer() -> signing.Signer:
    return signing.Signer(salt="musterpoint.answer", sep="~")
