"""Answer what somebody said of a draft: what became of it, and which clauses it changed."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies import agreement, drafts
from musterpoint.apps.policies.models import Answer, Consultation, Contribution
from musterpoint.domain.agreeing import Outcome
from musterpoint.domain.authority import Action, Actor
from musterpoint.usecases import agreeing
from musterpoint.usecases.agreeing import LONGEST_WORDS, Agreeing
from musterpoint.usecases.consult_draft import open_round
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import words

SAY_WHAT = "Say what became of it, for whoever said it."
_CHANGES = frozenset({Outcome.CHANGED, Outcome.PARTLY})


class NothingToAnswer(Conflict):
    """There is no such comment in this round."""

    def __init__(self) -> None:
        super().__init__(Problem(field="number", says="There is no such comment to answer."))


class AnsweredAlready(Conflict):
    """An answer stands as it was given."""

    def __init__(self) -> None:
        says = "This comment has an answer. It stands as it was given."
        super().__init__(Problem(field="number", says=says))


class UnknownOutcome(Refusal):
    """An answer says what became of the comment."""

    def __init__(self) -> None:
        says = f"Choose what became of it: {', '.join(Outcome)}."
        super().__init__(Problem(field="outcome", says=says))


class NothingChanged(Refusal):
    """An answer that says “changed” names clauses that were changed since the round was opened."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="clauses", says=says))


@transaction.atomic
def answer_contribution(
    *,
    draft_id: int,
    number: int,
    outcome: str,
    says: str,
    by: Actor,
    at: datetime,
    clauses: Collection[str] = (),
) -> None:
    """Answer a comment and tell whoever said it. An answer is given once.

    Raises NotAllowed, NoSuchDraft, WrongStage, NothingToAnswer, AnsweredAlready, UnknownOutcome,
    NothingChanged, and Refusal without words.
    """
    by.must(Action.DRAFT_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at)
    round_ = open_round(now)
    contribution = _to_answer(round_, number)
    what = _outcome(outcome)
    named = _changed(round_, clauses) if what in _CHANGES else []
    answer = Answer(
        contribution=contribution,
        outcome=what.value,
        says=words("says", says, says=SAY_WHAT, most=LONGEST_WORDS),
        clauses=named,
        at=at,
        by_id=by.person_id,
    )
    now.record.add(answer)
    now.record.enter("contribution_answered")
    _tell(now, contribution, answer)


def _to_answer(round_: Consultation, number: int) -> Contribution:
    said = [one for one in agreement.contributions(round_.pk) if one.number == number]
    if not said or not said[0].says:
        raise NothingToAnswer
    if not agreement.waits(said[0]):
        raise AnsweredAlready
    return said[0]


def _outcome(text: str) -> Outcome:
    try:
        return Outcome(text)
    except ValueError:
        raise UnknownOutcome from None


def _changed(round_: Consultation, clauses: Collection[str]) -> list[str]:
    """Return the clauses named, each of which was edited since the round was opened."""
    if not clauses:
        raise NothingChanged("Name the clauses that were changed for it.")
    since = {edit.path for edit in drafts.edits(round_.draft_id) if edit.at >= round_.opened_at}
    if unchanged := sorted(set(clauses) - since):
        says = f"Not changed since the consultation was opened: {', '.join(unchanged)}."
        raise NothingChanged(says)
    return sorted(set(clauses))


def _tell(now: Agreeing, contribution: Contribution, answer: Answer) -> None:
    subject = f"Your comment on {now.draft.title} has an answer"
    said = f"You said: {contribution.says}\n\nThe answer: {answer.says}"
    key = f"answered:{contribution.number}"
    if contribution.person is not None:
        now.tell([contribution.person], key=key, subject=subject, says=said)
    elif contribution.invitation is not None:
        letter = Letter(
            key=f"draft:{now.draft.pk}:{key}:outside",
            stream=now.draft.stream,
            channel=Message.Channel.EMAIL,
            subject=subject,
            body=said,
            address=contribution.invitation.email,
            urgency=agreeing.URGENCY,
            purpose="consultation",
        )
        notifications.queue([letter], at=now.at)
