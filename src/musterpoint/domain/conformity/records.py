"""Records of the product that answer a clause: that something was done, and not only written.

What is found of each is gathered by queries; a record that nobody gathered is a gap, said plainly.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from musterpoint.domain.conformity.status import Found, Status

Fact = Found
"""What was found of one record."""


class RecordKind(StrEnum):
    PUBLISHED = "published"
    SIGNED = "signed"
    CONSULTED = "consulted"
    ACKNOWLEDGED = "acknowledged"
    CHANGES = "changes"
    REVIEW_DATE = "review_date"
    TRIED = "tried"
    ON_CALL = "on_call"
    REACHABLE = "reachable"
    MEASURED = "measured"
    LEDGER = "ledger"
    INCIDENTS = "incidents"
    REVIEWS_HELD = "reviews_held"
    EXERCISES_HELD = "exercises_held"
    TRAINED = "trained"
    AUDITS = "audits"
    MANAGEMENT_REVIEWS = "management_reviews"
    ACTIONS = "actions"
    COMPLAINTS = "complaints"


NAMES: Mapping[RecordKind, str] = {
    RecordKind.PUBLISHED: "A published version in force",
    RecordKind.SIGNED: "Signatures of the approvers",
    RecordKind.CONSULTED: "Consultation of every group",
    RecordKind.ACKNOWLEDGED: "Who has read it",
    RecordKind.CHANGES: "What changed between versions, by whom and why",
    RecordKind.REVIEW_DATE: "The day on which it is read again",
    RecordKind.TRIED: "Replays and scenarios played on a draft",
    RecordKind.ON_CALL: "Rotas that answer for the roles",
    RecordKind.REACHABLE: "People who can be reached",
    RecordKind.MEASURED: "Latest values of the measures",
    RecordKind.LEDGER: "The ledger and its check",
    RecordKind.INCIDENTS: "Incidents handled and closed under it",
    RecordKind.REVIEWS_HELD: "Reviews after incidents",
    RecordKind.EXERCISES_HELD: "Exercises held",
    RecordKind.TRAINED: "Who has learnt what, and until when it counts",
    RecordKind.AUDITS: "Internal audits",
    RecordKind.MANAGEMENT_REVIEWS: "Management reviews",
    RecordKind.ACTIONS: "Corrective actions and their effect",
    RecordKind.COMPLAINTS: "Complaints with their own clocks",
}
_KEPT_ELSEWHERE = {
    RecordKind.AUDITS: "Hold an internal audit, keep its report, and show it.",
    RecordKind.MANAGEMENT_REVIEWS: "Hold the management review, keep its minutes, and show them.",
}


def missing(kind: RecordKind) -> Found:
    """Return what is said of a record that nobody gathered."""
    elsewhere = _KEPT_ELSEWHERE.get(kind)
    if elsewhere is not None:
        return Found(status=Status.GAP, says="Musterpoint keeps no such record.", closes=elsewhere)
    return Found(status=Status.GAP, says="There is none yet.", closes=f"{NAMES[kind]}: make one.")
