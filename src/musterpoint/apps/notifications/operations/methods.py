"""Keep the ways in which somebody is reached, the order they want them in, and quiet hours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from musterpoint.apps.notifications.models import ContactMethod, Preference, QuietHours


class KnownMethod(Exception):
    """The holder has this address on this channel already."""


class NoSuchMethod(Exception):
    """There is no such way, or it was removed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """One entry of somebody's order. No ``method_id`` means the e-mail of the account."""

    method_id: int | None
    after: timedelta
    priorities: tuple[str, ...] = ()
    when: str = "always"


def add_method(
    *,
    holder: str,
    channel: str,
    address: str,
    details: Mapping[str, Any],
    label: str,
    at: datetime,
    is_verified: bool,
) -> ContactMethod:
    """Add a way of ``person:5``, ``team:tech`` or ``contact:noc``, or raise KnownMethod."""
    kind, _, who = holder.partition(":")
    try:
        with transaction.atomic():
            return ContactMethod.objects.create(
                holder=holder,
                person_id=int(who) if kind == "person" else None,
                channel=channel,
                address=address,
                details=dict(details),
                label=label,
                added_at=at,
                verified_at=at if is_verified else None,
            )
    except IntegrityError:
        raise KnownMethod from None


def lock_method(method_id: int) -> ContactMethod:
    """Lock a way that was not removed, or raise NoSuchMethod."""
    rows = ContactMethod.objects.select_for_update().filter(pk=method_id, removed_at=None)
    found = rows.first()
    if found is None:
        raise NoSuchMethod
    return found


def keep_code(method: ContactMethod, *, digest: str, at: datetime) -> None:
    """Keep the digest of the code that was sent; tries count anew."""
    method.code_digest, method.code_sent_at, method.code_tries = digest, at, 0
    method.save(update_fields=["code_digest", "code_sent_at", "code_tries"])


def count_try(method: ContactMethod) -> None:
    """Count one more try at the code."""
    method.code_tries += 1
    method.save(update_fields=["code_tries"])


def verify(method: ContactMethod, *, at: datetime) -> None:
    """Note that whoever holds the way read what was sent to it."""
    method.verified_at, method.code_digest = at, ""
    method.broken_at, method.broken_says = None, ""
    method.save(update_fields=["verified_at", "code_digest", "broken_at", "broken_says"])


def give_another_chance(method: ContactMethod) -> None:
    """Use a broken way again, until it fails again."""
    method.broken_at, method.broken_says = None, ""
    method.save(update_fields=["broken_at", "broken_says"])


def volunteer(method: ContactMethod, *, volunteers: bool) -> None:
    """Note whether this way takes part in the weekly proof."""
    method.volunteers = volunteers
    method.save(update_fields=["volunteers"])


def renew_details(method: ContactMethod, *, details: Mapping[str, Any], label: str) -> None:
    """Keep what a browser says of itself now; its address is the same. It works again."""
    method.details, method.label = dict(details), label
    method.broken_at, method.broken_says = None, ""
    method.save(update_fields=["details", "label", "broken_at", "broken_says"])


def remove_method(method: ContactMethod, *, at: datetime) -> None:
    """Remove a way; it leaves the order too. What was sent by it stays."""
    Preference.objects.filter(method=method).delete()
    method.removed_at = at
    method.save(update_fields=["removed_at"])


def order(person_id: int, entries: Sequence[Ordered]) -> None:
    """Put this order in place of the one there was."""
    Preference.objects.filter(person=person_id).delete()
    Preference.objects.bulk_create(
        Preference(
            person_id=person_id,
            position=position,
            method_id=entry.method_id,
            after=entry.after,
            priorities=list(entry.priorities),
            when=entry.when,
        )
        for position, entry in enumerate(entries, start=1)
    )


def keep_quiet_hours(person_id: int, *, zone: str, week: Iterable[Sequence[str]]) -> None:
    """Keep when this person is not to be woken; none at all for a week without a span."""
    days = [list(day) for day in week]
    if any(days):
        QuietHours.objects.update_or_create(
            person_id=person_id, defaults={"zone": zone, "week": days}
        )
    else:
        QuietHours.objects.filter(person_id=person_id).delete()
