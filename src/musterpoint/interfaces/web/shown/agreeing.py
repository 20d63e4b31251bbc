"""How far a draft is on its way into force, as pages show it: what is missing, who said what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.policies import agreement, drafts
from musterpoint.apps.policies.agreement import Standing
from musterpoint.domain.agreeing import (
    NEXT,
    Outcome,
    Verdict,
    Way,
    ahead,
    closes_at,
    missing,
    signatures,
)
from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.domain.policy.preparing import AgreementRule


def stage_words() -> Mapping[DraftState, str]:
    """Return what each stage is called."""
    return {
        DraftState.DRAFTING: _("being written"),
        DraftState.CONSULTATION: _("in consultation"),
        DraftState.APPROVAL: _("waiting for approval"),
        DraftState.APPROVED: _("approved"),
        DraftState.PUBLISHED: _("published"),
        DraftState.ABANDONED: _("given up"),
    }


def outcome_words() -> Mapping[str, str]:
    """Return what may become of a comment."""
    return {
        Outcome.CHANGED.value: _("Changed as asked"),
        Outcome.PARTLY.value: _("Changed in part"),
        Outcome.NOT_CHANGED.value: _("Not changed"),
        Outcome.NOTED.value: _("Taken note of"),
    }


def head(standing: Standing, *, at: datetime) -> dict[str, Any]:
    """Return what every page of a draft's agreement says of it."""
    draft, progress = standing.draft, standing.progress
    stage, words = progress.stage, stage_words()
    steps = [one for one in words if one is not DraftState.ABANDONED]
    return {
        "pk": draft.pk,
        "title": draft.title,
        "digest": draft.digest,
        "stage": stage.value,
        "stage_label": words[stage],
        "steps": [
            {
                "label": words[one],
                "is_now": one is stage,
                "is_past": stage in steps and steps.index(one) < steps.index(stage),
            }
            for one in steps
        ],
        "closes_at": closes_at(progress) if stage is DraftState.CONSULTATION else None,
        "may_move": {to.value for to in NEXT[stage]},
        "missing": [one.says for one in _missing(standing, at=at)],
    }


def _missing(standing: Standing, *, at: datetime) -> Iterable[Any]:
    to = ahead(standing.progress)
    return missing(standing.progress, to, at=at).value if to is not None else ()


def groups(standing: Standing) -> list[dict[str, Any]]:
    """Return the groups the document names: who was asked, and what they said."""
    rule, round_ = standing.rule, standing.round
    asked = agreement.invitations(round_.pk) if round_ else []
    said = agreement.contributions(round_.pk) if round_ else []
    answered = {one.invitation_id for one in said if one.invitation_id}
    return [
        {
            "code": one.code,
            "name": one.name,
            "says": one.says,
            "is_heard": one.code in standing.progress.heard,
            "count": sum(1 for each in said if each.group == one.code),
            "invited": [_invited(each, answered) for each in asked if each.group == one.code],
        }
        for one in (rule.groups if rule else ())
    ]


def _invited(one: Any, answered: set[int]) -> dict[str, Any]:
    if one.ended_at is not None:
        state, tone = _("taken back"), ""
    elif one.pk in answered:
        state, tone = _("has answered"), "ok"
    elif one.opened_at is not None:
        state, tone = _("has opened it"), "accent"
    else:
        state, tone = (_("reminded"), "soon") if one.reminded_at else (_("asked"), "")
    return {
        "pk": one.pk,
        "name": one.person.name if one.person else one.name,
        "is_outside": one.person is None,
        "state": state,
        "tone": tone,
        "at": one.invited_at,
        "is_open": one.ended_at is None,
    }


def group_names(rule: AgreementRule | None) -> dict[str, str]:
    """Return what the groups are called that a rule of agreement names, by code."""
    return {one.code: one.name for one in rule.groups} if rule else {}


def comments(round_: Any, *, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return what was said in a round, in order, with answers. ``names`` are those of groups."""
    if round_ is None:
        return []
    return [comment(row, names=names) for row in agreement.contributions(round_.pk)]


def comment(row: Any, *, names: Mapping[str, str]) -> dict[str, Any]:
    """Return one contribution with its answer."""
    words = outcome_words()
    answer = getattr(row, "answer", None)
    return {
        "number": row.number,
        "who": who(row),
        "group": names.get(row.group, row.group.replace("_", " ")),
        "clause": row.clause,
        "says": row.says,
        "is_read": row.way == Way.READ,
        "held_on": row.held_on,
        "recorded_by": row.recorded_by.name if row.recorded_by else "",
        "at": row.at,
        "waits": agreement.waits(row),
        "answer": answer
        and {
            "label": words[answer.outcome],
            "says": answer.says,
            "clauses": answer.clauses,
            "by": answer.by.name if answer.by else "",
            "at": answer.at,
        },
    }


def who(row: Any) -> str:
    """Return who said it, in words."""
    if row.person is not None:
        return str(row.person.name)
    if row.invitation is not None:
        return str(row.invitation.name)
    return str(row.spoke_with)


def changed_clauses(standing: Standing) -> list[str]:
    """Return the clauses changed since the round was opened, which an answer may name."""
    if standing.round is None:
        return []
    opened = standing.round.opened_at
    return sorted({one.path for one in drafts.edits(standing.draft.pk) if one.at >= opened})


def approvers(standing: Standing, by: Actor) -> list[dict[str, Any]]:
    """Return every role that must sign: what it said of this text, and whether ``by`` may sign."""
    given = {(row.role, row.digest): row for row in agreement.signatures(standing.draft.pk)}
    in_approval = standing.progress.stage is DraftState.APPROVAL
    found = []
    for role, last in signatures(standing.progress).items():
        row = given.get((role, standing.progress.digest)) if last else None
        may = agreement.may_they_sign(standing, role, by) if in_approval else None
        found.append(
            {
                "role": role,
                "name": _role_name(standing, role),
                "given": _signature(row) if row else None,
                "may": bool(may and may.value),
                "why": may.because[0].says if may else "",
            }
        )
    return found


def _role_name(standing: Standing, role: str) -> str:
    rule = standing.strategy.roles.get(role) if standing.strategy else None
    return rule.name if rule else role.replace("_", " ").capitalize()


def given(draft_id: int) -> list[dict[str, Any]]:
    """Return every signature and refusal of a draft, in order."""
    return [_signature(row) for row in agreement.signatures(draft_id)]


def _signature(row: Any) -> dict[str, Any]:
    is_signed = row.verdict == Verdict.SIGNED
    return {
        "role": row.role.replace("_", " ").capitalize(),
        "person": row.person.name,
        "is_signed": is_signed,
        "label": _("signed") if is_signed else _("refused"),
        "says": row.says,
        "digest": row.digest,
        "at": row.at,
    }


def rounds(draft_id: int, *, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return all consultations of a draft with what was said and answered."""
    return [
        {
            "number": one.number,
            "opened_at": one.opened_at,
            "ended_at": one.ended_at,
            "says": one.says,
            "invited": len(agreement.invitations(one.pk)),
            "comments": comments(one, names=names),
        }
        for one in agreement.rounds(draft_id)
    ]


def colleagues() -> list[tuple[int, str]]:
    """Return whom one may invite: everybody who signs in."""
    return [
        (person.pk, person.name)
        for person in accounts.everybody()
        if person.is_active and not person.is_service
    ]
