"""Have a draft approved: ask, sign, refuse to sign. A signature holds for one exact text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from musterpoint.apps.policies import agreement
from musterpoint.apps.policies.models import ApprovalRequest, Consultation, Invitation, Signature
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.agreeing import Signed, Verdict, missing, signatures
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases import agreeing
from musterpoint.usecases.agreeing import LONGEST_WORDS, Agreeing, TextChanged
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import fitting, person_of, words

NOT_ASKED = "This draft has not been put up for approval."
SAY_WHY = "Say what keeps you from signing."


class MayNotSign(Refusal):
    """Somebody wants to sign as a role that is not theirs; ``says`` is the reason."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="role", says=says))


class SignedAlready(Conflict):
    """The same word twice says nothing new."""

    def __init__(self) -> None:
        super().__init__(Problem(field="role", says="This role has signed this text already."))


@transaction.atomic
def ask_for_approval(*, draft_id: int, by: Actor, at: datetime, says: str = "") -> int:
    """Put the text as it reads now up for approval; return the request's number.

    The consultation ends, and words change no more unless the draft is taken back. A document
    that names no approvers is approved at once. Raises NotAllowed, NoSuchDraft, WrongStage and
    StillMissing.
    """
    by.must(Action.DRAFT_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at, checked=True)
    now.move(DraftState.APPROVAL)
    if now.standing.round is not None and now.standing.round.ended_at is None:
        end_round(now, now.standing.round)
    request = ApprovalRequest(
        draft=now.draft,
        number=len(agreement.approvals(draft_id)) + 1,
        digest=now.draft.digest,
        says=fitting("says", says, most=LONGEST_WORDS),
        asked_at=at,
        asked_by_id=by.person_id,
    )
    now.record.add(request)
    now.record.enter("approval_asked")
    waiting = [role for role, given in signatures(now.standing.progress).items() if given is None]
    now.tell(
        agreeing.holders(now.standing.strategy, waiting),
        key=f"approval:{request.number}",
        subject=f"Your signature on {now.draft.title}",
        says="A new version of the incident strategy waits for your approval.",
    )
    _approve_if_complete(now, request, ())
    return request.number


@transaction.atomic
def sign_draft(
    *, draft_id: int, role: str, digest: str, by: Actor, at: datetime, says: str = ""
) -> None:
    """Sign the text with this digest as ``role``. With the last signature the draft is approved.

    Raises NoSuchDraft, WrongStage, TextChanged, MayNotSign, SignedAlready and OnlyAPerson.
    """
    text = fitting("says", says, most=LONGEST_WORDS)
    _give(draft_id, role, digest, Verdict.SIGNED, text, by=by, at=at)


@transaction.atomic
def refuse_to_sign(
    *, draft_id: int, role: str, digest: str, says: str, by: Actor, at: datetime
) -> None:
    """Refuse to sign, and say why. Whoever asked is told; the draft waits until it is taken back.

    Raises as ``sign_draft`` does, and Refusal without words.
    """
    text = words("says", says, says=SAY_WHY, most=LONGEST_WORDS)
    _give(draft_id, role, digest, Verdict.REFUSED, text, by=by, at=at)


def _give(
    draft_id: int, role: str, digest: str, verdict: Verdict, says: str, *, by: Actor, at: datetime
) -> None:
    person_id = person_of(by)
    now = agreeing.begin(draft_id, by=by, at=at)
    now.must_be_in(DraftState.APPROVAL, says=NOT_ASKED)
    request = agreement.approvals(draft_id)[-1]
    if not digest == request.digest == now.draft.digest:
        raise TextChanged
    decision = agreement.may_they_sign(now.standing, role, by)
    if not decision.value:
        raise MayNotSign(decision.because[0].says)
    present = signatures(now.standing.progress)[role]
    if present is not None and present.verdict == verdict:
        raise SignedAlready
    signature = Signature(
        draft=now.draft,
        role=role,
        person_id=person_id,
        digest=digest,
        verdict=verdict.value,
        says=says,
        at=at,
    )
    now.record.add(signature)
    now.record.enter("draft_signed" if verdict is Verdict.SIGNED else "signature_refused")
    given = Signed(role=role, person_id=person_id, digest=digest, verdict=verdict)
    if verdict is Verdict.REFUSED:
        _tell_refused(now, request, signature)
    _approve_if_complete(now, request, (given,))


def _approve_if_complete(
    now: Agreeing, request: ApprovalRequest, given: tuple[Signed, ...]
) -> None:
    progress = now.standing.progress
    after = replace(progress, stage=DraftState.APPROVAL, signatures=(*progress.signatures, *given))
    if missing(after, DraftState.APPROVED, at=now.at).value:
        return
    now.record.set(request, approved_at=now.at)
    now.record.move(now.draft, to=DraftState.APPROVED)
    now.record.enter("draft_approved")
    if request.asked_by is not None:
        now.tell(
            [request.asked_by],
            key=f"approved:{request.number}",
            subject=f"{now.draft.title} is approved",
            says="Everybody whom the document names has signed. It can be published.",
        )


def _tell_refused(now: Agreeing, request: ApprovalRequest, signature: Signature) -> None:
    if request.asked_by is not None:
        role = signature.role.replace("_", " ")
        now.tell(
            [request.asked_by],
            key=f"refused:{signature.pk}",
            subject=f"{now.draft.title} was not signed",
            says=f"{now.by.name} ({role}) refused to sign: {signature.says}",
        )


def end_round(now: Agreeing, round_: Consultation) -> None:
    """End a consultation: its links open nothing any more, and nobody is reminded."""
    now.record.set(round_, ended_at=now.at)
    open_ = Invitation.objects.filter(consultation=round_, ended_at=None)
    keys = open_.values_list("pk", flat=True)
    timers.disarm([(TimerKind.CONSULTATION_WAITING, str(pk)) for pk in keys], at=now.at)
