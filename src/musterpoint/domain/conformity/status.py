"""Whether something is answered: wholly, in part or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    MET = "met"
    PARTLY = "partly"
    GAP = "gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found of one artefact. ``closes`` is what would close it, empty when it is met."""

    status: Status
    says: str
    closes: str = ""


def together(statuses: Iterable[Status]) -> Status:
    """Return the status of several artefacts that answer one clause; of none it is a gap."""
    found = set(statuses)
    if not found or found == {Status.GAP}:
        return Status.GAP
    return Status.MET if found == {Status.MET} else Status.PARTLY


def of_parts(done: int, wanted: int, *, says: str, closes: str) -> Found:
    """Return the status of ``done`` out of ``wanted``; of nothing wanted it is met."""
    if done >= wanted:
        return Found(status=Status.MET, says=says)
    return Found(status=Status.PARTLY if done else Status.GAP, says=says, closes=closes)
