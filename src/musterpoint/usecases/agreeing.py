"""What the use cases of agreeing a strategy share: the lock, the refusals, whom to tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import agreement, drafting, drafts
from musterpoint.apps.policies.agreement import Standing
from musterpoint.apps.policies.agreement_record import Record
from musterpoint.apps.policies.models import StrategyDraft
from musterpoint.domain.agreeing import IllegalStage, Missing, missing
from musterpoint.domain.authority import Actor
from musterpoint.domain.decisions import Because
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.domain.policy.findings import errors
from musterpoint.usecases.refusals import Conflict, Problem

LONGEST_WORDS = 8_000
URGENCY = 4
_CHANNELS = (Message.Channel.IN_PRODUCT, Message.Channel.EMAIL)


class StillMissing(Conflict):
    """Something must happen before; ``missing`` says what, ``because`` by which clauses."""

    def __init__(self, missing: tuple[Missing, ...], because: tuple[Because, ...]) -> None:
        self.missing, self.because = missing, because
        super().__init__(*(Problem(field=one.guard, says=one.says) for one in missing))


class WrongStage(Conflict):
    """A draft cannot do this from where it is."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="state", says=says))


class TextChanged(Conflict):
    """The text is not the one that was shown, or signed."""

    def __init__(self) -> None:
        says = "The text has changed since. Read it again before you sign or publish it."
        super().__init__(Problem(field="digest", says=says))


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreeing:
    """A locked draft, how far it is, and the record of what happens to it."""

    standing: Standing
    record: Record
    by: Actor
    at: datetime

    @property
    def draft(self) -> StrategyDraft:
        return self.standing.draft

    def must_be_in(self, *stages: DraftState, says: str) -> None:
        """Raise WrongStage with ``says`` unless the draft is in one of ``stages``."""
        if self.standing.progress.stage not in stages:
            raise WrongStage(says)

    def move(self, to: DraftState) -> None:
        """Move the draft, or raise WrongStage, or StillMissing with all that is missing."""
        try:
            decision = missing(self.standing.progress, to, at=self.at)
        except IllegalStage as refusal:
            raise WrongStage(str(refusal)) from refusal
        if decision.value:
            raise StillMissing(decision.value, decision.because)
        self.record.move(self.draft, to=to)

    def tell(self, people: Iterable[Person], *, key: str, subject: str, says: str) -> None:
        """Queue a letter on the page and by mail to each of ``people`` but whoever acts."""
        link = page_of(self.draft.pk)
        notifications.queue(
            (
                Letter(
                    key=f"draft:{self.draft.pk}:{key}:{person.pk}:{channel}",
                    stream=self.draft.stream,
                    channel=channel,
                    subject=subject,
                    body=f"{says}\n{address_of(link)}",
                    recipient_id=person.pk,
                    address=person.email if channel == Message.Channel.EMAIL else "",
                    link=link,
                    urgency=URGENCY,
                    purpose="agreement",
                )
                for person in people
                if person.pk != self.by.person_id
                for channel in _CHANNELS
            ),
            at=self.at,
        )


def begin(draft_id: int, *, by: Actor, at: datetime, checked: bool = False) -> Agreeing:
    """Lock a draft and see how far it is. Raises NoSuchDraft.

    ``checked`` runs the checks anew, before a move that depends on them.
    """
    return begin_as(draft_id, key=by.key, by=by, at=at, checked=checked)


def begin_as(
    draft_id: int, *, key: str, by: Actor, at: datetime, checked: bool = False
) -> Agreeing:
    """Do as ``begin``, with another key in the ledger: that of somebody without an account."""
    draft = drafting.lock(draft_id)
    count = len(errors(drafts.examined(draft_id).findings)) if checked else None
    return Agreeing(
        standing=agreement.standing_of(draft, at=at, errors=count),
        record=Record(draft.stream, actor=key, at=at),
        by=by,
        at=at,
    )


def page_of(draft_id: int) -> str:
    """Return the path of the page on which a draft is agreed."""
    return f"/strategy/drafts/{draft_id}/progress/"


def holders(strategy: Strategy | None, roles: Iterable[str]) -> list[Person]:
    """Return who holds these roles: whom the centre names, else whose account role allows it."""
    wanted = list(roles)
    named = organisation.holders_of(wanted)
    found: dict[int, Person] = {}
    for role in wanted:
        rule = strategy.roles.get(role) if strategy else None
        people = named.get(role) or accounts.with_roles(rule.held_by if rule else [role])
        found |= {person.pk: person for person in people}
    return list(found.values())
