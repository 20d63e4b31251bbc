"""What is asked of people once a version is published: to have read it, and to read it again."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.policies import queries
from musterpoint.apps.policies.agreement_record import Record
from musterpoint.apps.policies.models import Acknowledgement, ReviewDate, StrategyVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers import operations as timers
from musterpoint.apps.timers.operations import Due
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.domain.versions import Phase, is_asked_to_read, phases, review_on
from musterpoint.usecases.refusals import Conflict, Problem, Refusal
from musterpoint.usecases.working import person_of

IN_THE_MORNING = time(9)


class NoSuchVersion(Refusal):
    """There is no published version with this number."""

    def __init__(self, number: int) -> None:
        super().__init__(Problem(field="version", says=f"There is no version {number}."))


class Superseded(Conflict):
    """Another version has taken its place."""

    def __init__(self, number: int) -> None:
        says = f"Version {number} has been replaced by another. Turn to the one in force."
        super().__init__(Problem(field="version", says=says))


class AcknowledgedAlready(Conflict):
    """They said so before."""

    def __init__(self) -> None:
        super().__init__(Problem(field="version", says="You have said so already. Thank you."))


class NotAhead(Refusal):
    """A version is read again on a day to come."""

    def __init__(self) -> None:
        super().__init__(Problem(field="date", says="Choose a day to come."))


@transaction.atomic
def acknowledge_version(*, number: int, by: Actor, at: datetime) -> None:
    """Keep that somebody has read a version; it cannot be taken back.

    Raises NotAllowed, OnlyAPerson, NoSuchVersion, Superseded and AcknowledgedAlready.
    """
    by.must(Action.COMMENT_POLICY)
    person_id = person_of(by)
    version = _current(number, at=at)
    queries.lock(version.id)
    if Acknowledgement.objects.filter(version=version.id, person=person_id).exists():
        raise AcknowledgedAlready
    record = Record(stream_of(number), actor=by.key, at=at)
    record.add(Acknowledgement(version_id=version.id, person_id=person_id, at=at))
    record.enter("version_acknowledged")


@transaction.atomic
def set_review_date(*, number: int, date: date, by: Actor, at: datetime) -> None:
    """Set the day on which a version is read again, and remind on its morning.

    Raises NotAllowed, NoSuchVersion, Superseded and NotAhead.
    """
    by.must(Action.PUBLISH_POLICY)
    version = _current(number, at=at)
    if date <= at.astimezone(ZoneInfo(version.strategy.zone)).date():
        raise NotAhead
    queries.lock(version.id)
    record = Record(stream_of(number), actor=by.key, at=at)
    keep_review_date(record, version, date, person_id=by.person_id)
    record.enter("review_date_set")


def begin_life(record: Record, version: Version, *, at: datetime) -> None:
    """Arrange what follows from publishing: its review date, and who is asked to read it."""
    day = review_on(version.strategy, in_force_from=max(version.in_force_from, at))
    if day is not None:
        keep_review_date(record, version, day, person_id=None)
    _ask_to_read(version, at=at)


def keep_review_date(record: Record, version: Version, day: date, *, person_id: int | None) -> None:
    """Write the review date of a version and arm its reminder."""
    row = ReviewDate.objects.select_for_update().filter(version=version.id).first()
    values = {"date": day, "set_at": record.at, "set_by_id": person_id}
    if row is None:
        record.add(ReviewDate(version_id=version.id, **values))
    else:
        record.set(row, **values)
    arm_review(version.number, day, zone=version.strategy.zone, at=record.at)


def arm_review(number: int, day: date, *, zone: str, at: datetime) -> None:
    """Remind on the morning of ``day``."""
    morning = datetime.combine(day, IN_THE_MORNING, tzinfo=ZoneInfo(zone))
    due = Due(
        kind=TimerKind.STRATEGY_REVIEW,
        key=str(number),
        at=morning,
        payload={"version": number},
    )
    timers.arm([due], at=at)


def stream_of(number: int) -> str:
    """Return the ledger stream of a version."""
    return f"policy:{number}"


def phase_of(number: int, *, at: datetime) -> Phase:
    """Return where a published version stands."""
    return phases(queries.starts(), at=at)[number]


def _current(number: int, *, at: datetime) -> Version:
    try:
        version = queries.by_number(number)
    except StrategyVersion.DoesNotExist:
        raise NoSuchVersion(number) from None
    if phase_of(number, at=at) is Phase.SUPERSEDED:
        raise Superseded(number)
    return version


def _ask_to_read(version: Version, *, at: datetime) -> None:
    """Leave a notice on the page of everybody who is asked to have read it; no mail."""
    asked = (
        person
        for person in accounts.everybody()
        if person.is_active
        and not person.is_service
        and is_asked_to_read(version.strategy, person.roles)
    )
    notifications.queue(
        (
            Letter(
                key=f"policy:{version.number}:read:{person.pk}",
                stream=stream_of(version.number),
                channel=Message.Channel.IN_PRODUCT,
                subject=f"Please read version {version.number} of the strategy",
                body=f"{version.title}: say that you have read it.",
                recipient_id=person.pk,
                link=f"/strategy/versions/{version.number}/",
                urgency=5,
                purpose="acknowledge",
            )
            for person in asked
        ),
        at=at,
    )
