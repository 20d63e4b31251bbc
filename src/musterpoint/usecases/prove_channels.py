"""Prove the channels: each week, by day, one real test message on each to somebody who volunteers.

A channel that nobody tried for weeks is found broken when it is needed. The tests wake nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import proving
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.models.message import PROOF
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.organisation import queries as organisation
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.domain import proving as rules
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.proving import Volunteer
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

URGENCY = 5
WEEKLY = "This is a weekly test. Nothing is wrong."
BY_HAND = "This is a test. Nothing is wrong."
BODY = (
    "{says}\n\nIt proves that this channel reaches you, because you volunteered for that. "
    "There is nothing to do."
)


class NoSuchChannel(Refusal):
    """There is no channel of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem(field="channel", says=f"There is no channel {name!r}."))


class NotSetUp(Conflict):
    """The channel is not set up, so nothing can be sent by it."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="channel", says=says))


class NobodyVolunteers(Conflict):
    """Nobody takes tests on the channel, or all who do keep quiet hours now."""

    def __init__(self, *, is_quiet: bool) -> None:
        says = (
            "Everybody who volunteers for this channel keeps quiet hours now."
            if is_quiet
            else "Nobody volunteers to take tests on this channel."
        )
        super().__init__(Problem(field="channel", says=says))


@transaction.atomic
def prove_channels(due: Sequence[Claimed], at: datetime) -> None:
    """Send the tests that are due and arm the next round of each; by night they wait."""
    zone = organisation.centre().zone
    if not rules.is_by_day(at, zone=zone):
        _arm([timer.key for timer in due], for_at=rules.next_day(after=at, zone=zone), at=at)
        return
    names = [timer.key for timer in due if timer.key in KINDS and KINDS[timer.key].is_set_up]
    everybody = proving.volunteers_of(names, at=at)
    awake = proving.volunteers_of(names, at=at, awake=True)
    asleep = [name for name in names if everybody[name] and not awake[name]]
    letters = [_letter(name, awake[name][0], at=at) for name in names if awake[name]]
    notifications.queue(letters, at=at)
    _arm(asleep, for_at=at + rules.TRY_AGAIN_AFTER, at=at)
    done = [timer.key for timer in due if timer.key in KINDS and timer.key not in asleep]
    _arm(done, for_at=rules.next_round(after=at, zone=zone), at=at)
    if letters:
        timers.announce((), work=True)


@transaction.atomic
def prove_now(*, channel: str, by: Actor, at: datetime) -> None:
    """Send one test now. Raises NotAllowed, NoSuchChannel, NotSetUp, NobodyVolunteers."""
    by.must(Action.ADMINISTER)
    kind = KINDS.get(channel)
    if kind is None:
        raise NoSuchChannel(channel)
    if not kind.is_set_up:
        raise NotSetUp(kind.not_set_up)
    awake = proving.volunteers_of([channel], at=at, awake=True)[channel]
    if not awake:
        everybody = proving.volunteers_of([channel], at=at)[channel]
        raise NobodyVolunteers(is_quiet=bool(everybody))
    notifications.queue([_letter(channel, awake[0], at=at, by_hand=True)], at=at)
    timers.announce((), work=True)


def first_rounds(*, at: datetime) -> list[Due]:
    """Return the timers with which the weekly rounds begin, one for each channel."""
    for_at = rules.next_round(after=at, zone=organisation.centre().zone)
    return [Due(kind=TimerKind.PROVE_CHANNELS, key=name, at=for_at) for name in KINDS]


def _arm(names: Sequence[str], *, for_at: datetime, at: datetime) -> None:
    timers.arm([Due(kind=TimerKind.PROVE_CHANNELS, key=name, at=for_at) for name in names], at=at)


def _letter(channel: str, to: Volunteer, *, at: datetime, by_hand: bool = False) -> Letter:
    says = BY_HAND if by_hand else WEEKLY
    when = f"{at:%Y-%m-%dT%H:%M:%S}" if by_hand else f"{at:%Y-%m-%d}"
    return Letter(
        key=f"proof:{channel}:{when}:{to.method_id or f'person-{to.person_id}'}",
        stream=proving.stream_of(channel),
        channel=channel,
        subject=f"Musterpoint: {says}",
        body=BODY.format(says=says),
        short=f"Musterpoint: {says}",
        recipient_id=to.person_id,
        address=to.address,
        method_id=to.method_id,
        urgency=URGENCY,
        purpose=PROOF,
    )
