"""Drafts on their way, versions and differences as the API says them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from musterpoint.apps.policies import agreement, drafts, queries
from musterpoint.apps.policies.comparing import Traced
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.agreeing import ahead, closes_at, missing, signatures
from musterpoint.domain.versions import phases
from musterpoint.interfaces.api.addresses import ROOT


def agreement_said(number: int, *, at: datetime) -> dict[str, Any]:
    """Return how far a draft is. Raises NoSuchDraft."""
    standing = agreement.standing_of(drafts.draft(number), at=at)
    progress, round_ = standing.progress, standing.round
    to = ahead(progress)
    decision = missing(progress, to, at=at) if to is not None else None
    asked = agreement.invitations(round_.pk) if round_ else []
    said = agreement.contributions(round_.pk) if round_ else []
    return {
        "draft": number,
        "url": f"{ROOT}/drafts/{number}/agreement",
        "state": progress.stage.value,
        "digest": progress.digest,
        "opened_at": progress.opened_at,
        "closes_at": closes_at(progress),
        "missing": [one.says for one in decision.value] if decision else [],
        "because": [
            {"clause": one.clause, "says": one.says}
            for one in (decision.because if decision else ())
        ],
        "groups": [
            {
                "code": one.code,
                "name": one.name,
                "heard": one.code in progress.heard,
                "invited": sum(1 for each in asked if each.group == one.code),
            }
            for one in (progress.rule.groups if progress.rule else ())
        ],
        "contributions": [_contribution(row) for row in said],
        "approvers": list(signatures(progress)),
        "signatures": [
            signature(row, digest=progress.digest) for row in agreement.signatures(number)
        ],
    }


def evidence(version: Version, *, at: datetime) -> dict[str, Any]:
    """Return how a version came into force and what became of it."""
    row = next(one for one in queries.versions() if one.pk == version.id)
    bond = agreement.agreed([version.id]).get(version.id)
    review = agreement.reviews([version.id]).get(version.id)
    given = agreement.signatures(bond.draft_id) if bond else []
    return {
        "number": version.number,
        "phase": phases(queries.starts(), at=at)[version.number].value,
        "origin": agreement.words_of_origin(row, is_agreed=bond is not None),
        "draft": bond.draft_id if bond else None,
        "digest": row.digest,
        "signatures": [signature(one, digest=row.digest) for one in given],
        "review_on": review.date if review else None,
        "acknowledged": agreement.read_counts([version.id]).get(version.id, 0),
    }


def signature(row: Any, *, digest: str) -> dict[str, Any]:
    """Return one signature or refusal."""
    names = ("role", "verdict", "digest", "says", "at")
    return {
        **{name: getattr(row, name) for name in names},
        "by": _person(row.person),
        "holds": row.digest == digest,
    }


def difference(one: Traced) -> dict[str, Any]:
    """Return one clause that differs, with who changed it, when and why."""
    found = one.difference
    return {
        "path": found.path,
        "part": found.part.code if found.part else "",
        "title": found.title,
        "kind": found.kind.value,
        "old": found.old,
        "new": found.new,
        "edits": [{"by": _person(row.by), "at": row.at, "why": row.why} for row in one.edits],
    }


def _contribution(row: Any) -> dict[str, Any]:
    names = ("number", "way", "group", "clause", "says", "held_on", "at")
    answer = getattr(row, "answer", None)
    return {
        **{name: getattr(row, name) for name in names},
        "by": _person(row.person or row.recorded_by),
        "invitation": row.invitation_id,
        "answer": answer
        and {
            "outcome": answer.outcome,
            "says": answer.says,
            "clauses": answer.clauses,
            "by": _person(answer.by),
            "at": answer.at,
        },
    }


def _person(person: Any) -> dict[str, Any] | None:
    return None if person is None else {"id": person.pk, "name": person.name}
