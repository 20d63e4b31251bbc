"""Say something of a draft: as a colleague, or from outside by the link of an invitation.

Reading it without a comment counts as having been consulted, and is said on purpose too.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from musterpoint.apps.policies import agreement, drafts
from musterpoint.apps.policies.consultation_links import EndedLink
from musterpoint.apps.policies.models import Consultation, Contribution, Invitation
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.agreeing import Way
from musterpoint.domain.authority import Action, Actor, system
from musterpoint.domain.policy.pieces import piece_of
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases import agreeing
from musterpoint.usecases.agreeing import LONGEST_WORDS, Agreeing
from musterpoint.usecases.consult_draft import next_number, open_round
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import fitting, person_of

MOST_IN_AN_HOUR = 30
MOST_IN_A_ROUND = 300
HOUR = timedelta(hours=1)
OUTSIDE = system("consultation")


class NoSuchClauseHere(Refusal):
    """The draft has no such clause to speak of."""

    def __init__(self) -> None:
        super().__init__(Problem(field="clause", says="The draft has no such clause."))


class NothingSaid(Refusal):
    """A comment needs words; whoever has none says that they have read it."""

    def __init__(self) -> None:
        says = "Write what should be different, or say that you have read it."
        super().__init__(Problem(field="says", says=says))


class TooManyWords(Conflict):
    """More comments than anybody writes by hand."""

    def __init__(self) -> None:
        says = "That is a lot at once. Wait a while, or put it into one comment."
        super().__init__(Problem(field="says", says=says))


class ReadAlready(Conflict):
    """They have said that they read it."""

    def __init__(self) -> None:
        super().__init__(Problem(field="says", says="You have said so already. Thank you."))


@transaction.atomic
def contribute(
    *, draft_id: int, says: str, by: Actor, at: datetime, clause: str = "", read: bool = False
) -> int:
    """Keep what a colleague says, or that they ``read`` it; return its number.

    It counts for the group they were invited for, if they were. Raises NotAllowed, NoSuchDraft,
    WrongStage, NoSuchClauseHere, NothingSaid, ReadAlready, TooManyWords, OnlyAPerson and TooLong.
    """
    by.must(Action.COMMENT_POLICY)
    person_id = person_of(by)
    now = agreeing.begin(draft_id, by=by, at=at)
    round_ = open_round(now)
    invitation = agreement.invitation_of(round_.pk, person_id)
    mine = Contribution.objects.filter(consultation=round_, person_id=person_id)
    new = _new(round_, says=says, clause=clause, read=read, at=at, so_far=mine)
    new.person_id, new.invitation = person_id, invitation
    new.group = invitation.group if invitation is not None else ""
    return _keep(now, new)


@transaction.atomic
def contribute_by_link(
    *, invitation: Invitation, says: str, at: datetime, clause: str = "", read: bool = False
) -> int:
    """Keep what somebody from outside says by their link; return its number.

    Raises EndedLink, WrongStage, NoSuchClauseHere, NothingSaid, ReadAlready, TooManyWords, TooLong.
    """
    draft_id = invitation.consultation.draft_id
    key = f"invitation:{invitation.pk}"
    now = agreeing.begin_as(draft_id, key=key, by=OUTSIDE, at=at)
    invitation.refresh_from_db()
    if invitation.ended_at is not None:
        raise EndedLink
    round_ = open_round(now)
    if round_.pk != invitation.consultation_id:
        raise EndedLink
    mine = Contribution.objects.filter(consultation=round_, invitation=invitation)
    new = _new(round_, says=says, clause=clause, read=read, at=at, so_far=mine)
    new.invitation, new.group = invitation, invitation.group
    return _keep(now, new)


@transaction.atomic
def open_link(*, invitation: Invitation, at: datetime) -> None:
    """Note that somebody from outside opened their link, the first time they do."""
    if invitation.opened_at is not None:
        return
    draft_id = invitation.consultation.draft_id
    key = f"invitation:{invitation.pk}"
    now = agreeing.begin_as(draft_id, key=key, by=OUTSIDE, at=at)
    invitation.refresh_from_db()
    if invitation.opened_at is None:
        now.record.set(invitation, opened_at=at)
        now.record.enter("invitation_opened")


def _new(
    round_: Consultation,
    *,
    says: str,
    clause: str,
    read: bool,
    at: datetime,
    so_far: QuerySet[Contribution],
) -> Contribution:
    text = fitting("says", says, most=LONGEST_WORDS)
    if not read and not text:
        raise NothingSaid
    if clause and not _has(round_.draft_id, clause):
        raise NoSuchClauseHere
    if read and so_far.filter(way=Way.READ.value).exists():
        raise ReadAlready
    lately = so_far.filter(at__gt=at - HOUR).count()
    if lately >= MOST_IN_AN_HOUR or so_far.count() >= MOST_IN_A_ROUND:
        raise TooManyWords
    return Contribution(
        consultation=round_,
        number=next_number(round_.draft_id),
        way=(Way.READ if read else Way.COMMENT).value,
        clause="" if read else clause,
        says="" if read else text,
        at=at,
    )


def _has(draft_id: int, clause: str) -> bool:
    try:
        drafts.clause(draft_id, piece_of(clause))
    except drafts.NoSuchClause:
        return False
    return True


def _keep(now: Agreeing, contribution: Contribution) -> int:
    now.record.add(contribution)
    now.record.enter("contributed")
    if contribution.invitation_id is not None:
        pair = (TimerKind.CONSULTATION_WAITING, str(contribution.invitation_id))
        timers.disarm([pair], at=now.at)
    return contribution.number
