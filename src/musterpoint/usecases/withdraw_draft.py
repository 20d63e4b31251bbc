"""Take a draft back: to be written further, to be talked about again, or for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import agreement
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.usecases import agreeing
from musterpoint.usecases.agreeing import LONGEST_WORDS, Agreeing, WrongStage
from musterpoint.usecases.approve_draft import end_round
from musterpoint.usecases.working import words

SAY_WHY = "Say why, for whoever was asked."


@transaction.atomic
def withdraw_to_drafting(*, draft_id: int, says: str, by: Actor, at: datetime) -> None:
    """Take a draft back for writing. What was said stays; the next consultation begins anew.

    Raises NotAllowed, NoSuchDraft, WrongStage, and Refusal without a reason.
    """
    _take_back(draft_id, DraftState.DRAFTING, "draft_withdrawn", says, by=by, at=at)


@transaction.atomic
def abandon_draft(*, draft_id: int, says: str, by: Actor, at: datetime) -> None:
    """Give a draft up; it stays to be read. Raises as ``withdraw_to_drafting`` does."""
    _take_back(draft_id, DraftState.ABANDONED, "draft_abandoned", says, by=by, at=at)


@transaction.atomic
def return_to_consultation(*, draft_id: int, says: str, by: Actor, at: datetime) -> None:
    """Open the last consultation again, so that words may change; signatures hold for theirs only.

    Raises as ``withdraw_to_drafting`` does.
    """
    by.must(Action.DRAFT_POLICY)
    reason = words("says", says, says=SAY_WHY, most=LONGEST_WORDS)
    now = agreeing.begin(draft_id, by=by, at=at)
    round_ = now.standing.round
    approving = {DraftState.APPROVAL, DraftState.APPROVED}
    if round_ is None or now.standing.progress.stage not in approving:
        raise WrongStage("There is no consultation to open again.")
    now.move(DraftState.CONSULTATION)
    now.record.set(round_, ended_at=None)
    _end_request(now)
    now.record.enter("consultation_reopened", says=reason)


def _take_back(
    draft_id: int, to: DraftState, kind: str, says: str, *, by: Actor, at: datetime
) -> None:
    by.must(Action.DRAFT_POLICY)
    reason = words("says", says, says=SAY_WHY, most=LONGEST_WORDS)
    now = agreeing.begin(draft_id, by=by, at=at)
    now.move(to)
    if now.standing.round is not None and now.standing.round.ended_at is None:
        end_round(now, now.standing.round)
    _end_request(now)
    now.record.enter(kind, says=reason)


def _end_request(now: Agreeing) -> None:
    requests = agreement.approvals(now.draft.pk)
    if requests and requests[-1].ended_at is None:
        now.record.set(requests[-1], ended_at=now.at)
