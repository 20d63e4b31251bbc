"""Put a draft to consultation: open a round, invite people, write down what was said in a meeting.

People from outside get a link of their own and need no account.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.policies import agreement, consultation_links
from musterpoint.apps.policies.models import Consultation, Contribution, Invitation
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.agreeing import Way, closes_at
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.draft_states import DraftState
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases import agreeing
from musterpoint.usecases.agreeing import LONGEST_WORDS, Agreeing, WrongStage
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import fitting, words

MOST_INVITATIONS = 500
LONGEST_NAME = 120
REMIND_AFTER_AT_LEAST = timedelta(days=1)
NOT_OPEN = "Nobody is being asked about this draft. Put it to consultation first."
WHOM = "Say with whom it was talked about."
_MAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[^\s@<>,;:\"()\[\]\\.]+")


class NoSuchGroup(Refusal):
    """The document names no such group."""

    def __init__(self) -> None:
        super().__init__(Problem(field="group", says="Choose a group that the document names."))


class NobodyInvited(Refusal):
    """An invitation needs somebody to invite."""

    def __init__(self) -> None:
        says = "Choose a colleague, or give a name and an e-mail address."
        super().__init__(Problem(field="person", says=says))


class NotAnEMailAddress(Refusal):
    """Mail cannot be addressed to it."""

    def __init__(self) -> None:
        super().__init__(
            Problem(field="email", says="Write one e-mail address, as in ana@b.example.")
        )


class HasAnAccount(Refusal):
    """Somebody with an account signs in, and is not sent a link."""

    def __init__(self, name: str) -> None:
        says = f"This is the address of {name}, who has an account. Invite them as a colleague."
        super().__init__(Problem(field="email", says=says))


class InvitedAlready(Conflict):
    """One invitation a round is enough."""

    def __init__(self) -> None:
        super().__init__(Problem(field="person", says="They have been invited already."))


class TooManyInvitations(Conflict):
    """More people than one consultation should hold."""

    def __init__(self) -> None:
        says = f"{MOST_INVITATIONS} people are invited. Record what the others say in a meeting."
        super().__init__(Problem(field="person", says=says))


class NoSuchInvitation(Conflict):
    """There is no such invitation in this round, or it has ended."""

    def __init__(self) -> None:
        super().__init__(Problem(field="invitation", says="This invitation has ended already."))


class NotYetHeld(Refusal):
    """A meeting is recorded after it was held."""

    def __init__(self) -> None:
        super().__init__(Problem(field="held_on", says="Give the day on which it was held."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """Somebody from outside who is to be asked."""

    name: str
    email: str


@transaction.atomic
def open_consultation(*, draft_id: int, by: Actor, at: datetime, says: str = "") -> int:
    """Open a round and return its number; from now on each change of the draft says why.

    Raises NotAllowed, NoSuchDraft, WrongStage, and StillMissing while the check finds errors.
    """
    by.must(Action.DRAFT_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at, checked=True)
    now.must_be_in(DraftState.DRAFTING, says="Only a draft that is being written is opened.")
    now.move(DraftState.CONSULTATION)
    before = agreement.last_round(draft_id)
    round_ = Consultation(
        draft=now.draft,
        number=(before.number if before else 0) + 1,
        says=fitting("says", says, most=LONGEST_WORDS),
        digest=now.draft.digest,
        opened_at=at,
        opened_by_id=by.person_id,
    )
    now.record.add(round_)
    now.record.enter("consultation_opened")
    return round_.number


@transaction.atomic
def invite(
    *,
    draft_id: int,
    group: str,
    by: Actor,
    at: datetime,
    people: Sequence[int] = (),
    guests: Sequence[Guest] = (),
) -> list[int]:
    """Ask colleagues and people from outside for one group; return the invitations' numbers.

    Raises NotAllowed, NoSuchDraft, WrongStage, NoSuchGroup, NobodyInvited, NotAnEMailAddress,
    HasAnAccount, InvitedAlready and TooManyInvitations.
    """
    by.must(Action.DRAFT_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at)
    round_ = open_round(now)
    _must_be_named(now, group)
    if not people and not guests:
        raise NobodyInvited
    present = [one for one in agreement.invitations(round_.pk) if one.ended_at is None]
    if len(present) + len(people) + len(guests) > MOST_INVITATIONS:
        raise TooManyInvitations
    new = _of_colleagues(people, present) + _of_guests(guests, present)
    for one in new:
        one.consultation, one.group = round_, group
        one.invited_at, one.invited_by_id = at, by.person_id
        now.record.add(one)
    now.record.enter("consultation_invited")
    title = now.draft.title
    letters = (invitation_letters(title, round_, one, reminds=False) for one in new)
    notifications.queue(chain.from_iterable(letters), at=at)
    timers.arm((_reminder(now, one) for one in new), at=at)
    return [one.pk for one in new]


def _of_colleagues(ids: Sequence[int], present: Sequence[Invitation]) -> list[Invitation]:
    active = accounts.active(ids)
    if len(active) != len(set(ids)):
        raise NobodyInvited
    if {one.person_id for one in present} & active.keys():
        raise InvitedAlready
    return [Invitation(person=person) for person in active.values()]


def _of_guests(guests: Sequence[Guest], present: Sequence[Invitation]) -> list[Invitation]:
    taken = {one.email.lower() for one in present}
    found = []
    for guest in guests:
        name = words("name", guest.name, says="Say who it is.", most=LONGEST_NAME)
        email = guest.email.strip()
        if not _MAIL.fullmatch(email) or len(email) > 254:
            raise NotAnEMailAddress
        if (known := accounts.by_email(email)) is not None and known.is_active:
            raise HasAnAccount(known.name)
        if email.lower() in taken:
            raise InvitedAlready
        taken.add(email.lower())
        nonce = consultation_links.new_nonce()
        found.append(Invitation(name=name, email=email, nonce=nonce))
    return found


@transaction.atomic
def end_invitation(*, draft_id: int, invitation_id: int, by: Actor, at: datetime) -> None:
    """Take an invitation back: its link opens nothing any more. Raises NoSuchInvitation."""
    by.must(Action.DRAFT_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at)
    round_ = open_round(now)
    rows = Invitation.objects.filter(pk=invitation_id, consultation=round_, ended_at=None)
    found = rows.first()
    if found is None:
        raise NoSuchInvitation
    now.record.set(found, ended_at=at)
    now.record.enter("invitation_ended")
    timers.disarm([(TimerKind.CONSULTATION_WAITING, str(found.pk))], at=at)


@transaction.atomic
def record_consultation(
    *,
    draft_id: int,
    group: str,
    held_on: date,
    spoke_with: str,
    says: str,
    by: Actor,
    at: datetime,
    clause: str = "",
) -> int:
    """Write down a meeting with a group and what it said; return the contribution's number.

    Raises NotAllowed, NoSuchDraft, WrongStage, NoSuchGroup, NotYetHeld, and Refusal without names.
    """
    by.must(Action.DRAFT_POLICY)
    now = agreeing.begin(draft_id, by=by, at=at)
    round_ = open_round(now)
    _must_be_named(now, group)
    if held_on > at.astimezone(ZoneInfo(organisation.centre().zone)).date():
        raise NotYetHeld
    contribution = Contribution(
        consultation=round_,
        number=next_number(draft_id),
        group=group,
        way=Way.MEETING.value,
        clause=clause,
        says=fitting("says", says, most=LONGEST_WORDS),
        held_on=held_on,
        spoke_with=words("spoke_with", spoke_with, says=WHOM, most=500),
        recorded_by_id=by.person_id,
        at=at,
    )
    now.record.add(contribution)
    now.record.enter("consultation_recorded")
    return contribution.number


def open_round(now: Agreeing) -> Consultation:
    """Return the round that is open, or raise WrongStage."""
    now.must_be_in(DraftState.CONSULTATION, says=NOT_OPEN)
    if now.standing.round is None or now.standing.round.ended_at is not None:
        raise WrongStage(NOT_OPEN)
    return now.standing.round


def next_number(draft_id: int) -> int:
    """Return the number of the next contribution to a draft that is locked."""
    return Contribution.objects.filter(consultation__draft=draft_id).count() + 1


def _must_be_named(now: Agreeing, group: str) -> None:
    rule = now.standing.rule
    if rule is None or group not in {one.code for one in rule.groups}:
        raise NoSuchGroup


def _reminder(now: Agreeing, invitation: Invitation) -> Due:
    """Remind halfway through the time that the consultation is open at least."""
    until = closes_at(now.standing.progress) or now.at
    wait = max((until - now.at) / 2, REMIND_AFTER_AT_LEAST)
    return Due(
        kind=TimerKind.CONSULTATION_WAITING,
        key=str(invitation.pk),
        at=now.at + wait,
        payload={"invitation": invitation.pk, "draft": now.draft.pk},
    )


def invitation_letters(
    title: str, round_: Consultation, invitation: Invitation, *, reminds: bool
) -> list[Letter]:
    """Return what asks somebody, or asks them again: by mail, and a colleague on the page too."""
    by_mail = _by_mail(title, round_, invitation, reminds=reminds)
    if invitation.person is None:
        return [by_mail]
    channel = Message.Channel.IN_PRODUCT
    return [replace(by_mail, key=f"{by_mail.key}:{channel}", channel=channel, address=""), by_mail]


def _by_mail(title: str, round_: Consultation, invitation: Invitation, *, reminds: bool) -> Letter:
    what = "reminder" if reminds else "invitation"
    link, address = _where(round_, invitation)
    head = "You have not answered yet." if reminds else "You are asked what you think."
    body = [f"{head} The incident strategy “{title}” is to change."]
    body += [round_.says] if round_.says else []
    body += ["Read it, and say what should be different, or that you have read it:", address]
    return Letter(
        key=f"consultation:{what}:{invitation.pk}",
        stream=f"draft:{round_.draft_id}",
        channel=Message.Channel.EMAIL,
        subject=f"{'Reminder: your' if reminds else 'Your'} view on {title}",
        body="\n\n".join(body),
        recipient_id=invitation.person_id,
        address=invitation.person.email if invitation.person else invitation.email,
        link=link,
        urgency=agreeing.URGENCY,
        purpose="consultation",
    )


def _where(round_: Consultation, invitation: Invitation) -> tuple[str, str]:
    """Return the page within the product, empty for a guest, and the whole address."""
    if invitation.person is None:
        return "", consultation_links.address(consultation_links.make(invitation))
    path = f"/strategy/drafts/{round_.draft_id}/consultation/"
    return path, address_of(path)
