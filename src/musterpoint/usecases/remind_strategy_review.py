"""The morning on which a version is to be read again: those who approve it are reminded.

Every week until somebody sets another day, or another version takes its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.wording import address_of
from musterpoint.apps.policies import agreement, queries
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Claimed, Due
from musterpoint.domain.authority import MAY, Action
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.domain.versions import Phase
from musterpoint.usecases.agreeing import URGENCY, holders
from musterpoint.usecases.look_after_versions import phase_of, stream_of

AGAIN_AFTER = timedelta(days=7)


@transaction.atomic
def remind_strategy_review(due: Sequence[Claimed], at: datetime) -> None:
    """Remind of the versions that these timers stand for, if they are still the ones that count."""
    for timer in due:
        number = int(timer.payload["version"])
        if phase_of(number, at=at) is Phase.SUPERSEDED:
            continue
        version = queries.by_number(number)
        _remind(version, at=at)
        again = Due(
            kind=TimerKind.STRATEGY_REVIEW,
            key=timer.key,
            at=at + AGAIN_AFTER,
            payload=dict(timer.payload),
        )
        timers.arm([again], at=at)


def _remind(version: Version, *, at: datetime) -> None:
    row = agreement.reviews([version.id])[version.id]
    link = f"/strategy/versions/{version.number}/"
    channels = (Message.Channel.IN_PRODUCT, Message.Channel.EMAIL)
    notifications.queue(
        (
            Letter(
                key=f"policy:{version.number}:review:{at:%Y%m%d}:{person.pk}:{channel}",
                stream=stream_of(version.number),
                channel=channel,
                subject=f"Version {version.number} of the strategy is due to be read again",
                body=(
                    f"{version.title} was to be read again on {row.date:%d %b %Y}."
                    " Begin a draft from it, or set another day.\n"
                    f"{address_of(link)}"
                ),
                recipient_id=person.pk,
                address=person.email if channel == Message.Channel.EMAIL else "",
                link=link,
                urgency=URGENCY,
                purpose="review",
            )
            for person in _owners(version)
            for channel in channels
        ),
        at=at,
    )


def _owners(version: Version) -> list[Person]:
    rule = version.strategy.agreement
    found = holders(version.strategy, rule.approvers) if rule is not None else []
    return found or accounts.with_roles(MAY[Action.PUBLISH_POLICY])
