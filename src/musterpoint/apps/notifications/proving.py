"""Which channels are known to work: read from their test messages and what became of those."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications import routing
from musterpoint.apps.notifications.channels.registry import KINDS, Kind
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.models.message import PROOF
from musterpoint.domain import proving
from musterpoint.domain.authority import Role
from musterpoint.domain.delivery import ARRIVED
from musterpoint.domain.proving import Proof, Trial, Volunteer

REMEMBERED = timedelta(days=60)


def stream_of(channel: str) -> str:
    """Return what the test messages of a channel are about."""
    return f"channel:{channel}"


def proofs(at: datetime) -> list[Proof]:
    """Return how well each channel is known to work at ``at``, in a fixed few statements."""
    in_use = set(_live().values_list("channel", flat=True).distinct())
    volunteers = volunteers_of(KINDS, at=at)
    trials = _trials(at)
    return [
        proving.proof(
            kind.name,
            is_set_up=kind.is_set_up and (not kind.by_address or kind.name in in_use),
            volunteers=len(volunteers[kind.name]),
            trials=trials[kind.name],
            at=at,
        )
        for kind in KINDS.values()
    ]


def volunteers_of(
    channels: Iterable[str], *, at: datetime, awake: bool = False
) -> Mapping[str, Sequence[Volunteer]]:
    """Return who takes tests on each channel, whoever was asked longest ago first.

    ``awake`` leaves out people in their quiet hours. Where nobody volunteers for e-mail, the
    administrators do: they can always be reached by it.
    """
    found: defaultdict[str, list[Volunteer]] = defaultdict(list)
    rows = _live().filter(volunteers=True, channel__in=list(channels)).exclude(verified_at=None)
    asked = _asked(at)
    for row in rows:
        found[row.channel].append(
            Volunteer(
                address=row.address,
                method_id=row.pk,
                person_id=row.person_id,
                asked_at=asked.get((row.channel, row.pk, None)),
            )
        )
    if "email" in channels and not found["email"]:
        found["email"] = [
            _by_account(person, asked) for person in accounts.with_roles([Role.ADMINISTRATOR])
        ]
    return _in_turn(found, at=at if awake else None)


def _in_turn(
    found: Mapping[str, Sequence[Volunteer]], *, at: datetime | None
) -> Mapping[str, Sequence[Volunteer]]:
    people = {v.person_id for each in found.values() for v in each if v.person_id is not None}
    asleep = routing.in_quiet_hours(people, at=at) if at is not None else frozenset()
    chosen: defaultdict[str, list[Volunteer]] = defaultdict(list)
    for channel, each in found.items():
        chosen[channel] = proving.in_turn([v for v in each if v.person_id not in asleep])
    return chosen


def _by_account(
    person: Person, asked: Mapping[tuple[str, int | None, int | None], datetime]
) -> Volunteer:
    return Volunteer(
        address=person.email,
        person_id=person.pk,
        asked_at=asked.get(("email", None, person.pk)),
    )


def _asked(at: datetime) -> dict[tuple[str, int | None, int | None], datetime]:
    """Return when each way was last tested, by channel and method, or person without one."""
    found: dict[tuple[str, int | None, int | None], datetime] = {}
    for message in _tests(at):
        person = None if message.method_id else message.recipient_id
        found[message.channel, message.method_id, person] = message.created_at
    return found


def _trials(at: datetime) -> Mapping[str, Sequence[Trial]]:
    """Return what was tried on each channel; a test that somebody asked for of a way counts too."""
    found: defaultdict[str, list[Trial]] = defaultdict(list)
    for way in _live().filter(proved_at__gt=at - REMEMBERED):
        if way.proved_at is not None and way.channel in KINDS:
            found[way.channel].append(Trial(asked_at=way.proved_at, proved_at=way.proved_at))
    for message in _tests(at):
        found[message.channel].append(_trial(message, KINDS[message.channel]))
    return found


def _trial(message: Message, kind: Kind) -> Trial:
    """Return what a test message says; one that went as a line of another shares its fate."""
    sent = message.bundled_into or message
    proved_at = sent.delivered_at if sent.receipt in ARRIVED else None
    if proved_at is None and not kind.sends_receipts and sent.state == Message.State.SENT:
        proved_at = sent.sent_at
    failed_at = None
    if proved_at is None and sent.state in (Message.State.DEAD, Message.State.HELD):
        failed_at = sent.died_at or sent.created_at
    return Trial(
        asked_at=message.created_at, proved_at=proved_at, failed_at=failed_at, why=sent.last_error
    )


def _tests(at: datetime) -> Sequence[Message]:
    rows = Message.objects.select_related("bundled_into").filter(
        stream__in=[stream_of(name) for name in KINDS],
        channel__in=list(KINDS),
        purpose=PROOF,
        created_at__gt=at - REMEMBERED,
    )
    return list(rows.order_by("id"))


def _live() -> QuerySet[ContactMethod]:
    return ContactMethod.objects.filter(removed_at=None)
