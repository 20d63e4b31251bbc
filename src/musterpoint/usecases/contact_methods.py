"""Look after the ways in which somebody is reached: add, volunteer, remove."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import queries
from musterpoint.apps.notifications.channels import Address, BadAddress
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.apps.notifications.models import ContactMethod
from musterpoint.apps.notifications.operations import KnownMethod
from musterpoint.domain.authority import Actor
from musterpoint.usecases import own_ways
from musterpoint.usecases.prove_ways import NEXT_AFTER, TooSoon, queue_code
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

MOST_WAYS = 20
LONGEST_LABEL = 80
BROWSER = "web_push"
EMAIL = "email"


class UnknownChannel(Refusal):
    """There is no such channel, or nobody can add an address of it by typing one."""

    def __init__(self) -> None:
        super().__init__(Problem(field="channel", says="Choose a channel."))


class NotAnAddress(Refusal):
    """The channel cannot read it; the words say how to write one."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="address", says=says))


class AddedAlready(Conflict):
    """It is among the ways already."""

    def __init__(self) -> None:
        super().__init__(Problem(field="address", says="This way is there already."))


class TooManyWays(Conflict):
    """More ways than anybody keeps in order."""

    def __init__(self) -> None:
        says = f"There are {MOST_WAYS} ways already. Remove one first."
        super().__init__(Problem(field="address", says=says))


@transaction.atomic
def add_contact_method(
    *, holder: str, channel: str, address: str, label: str = "", by: Actor, at: datetime
) -> int:
    """Add a way and send a code to it; return its number.

    Those of teams and outside contacts need no code: an administrator's word is enough. Raises
    NotAllowed, UnknownChannel, NotAnAddress, AddedAlready, TooManyWays, TooSoon.
    """
    own_ways.must_look_after(holder, by)
    kind = KINDS.get(channel)
    if kind is None or not kind.by_hand:
        raise UnknownChannel
    is_own = holder.startswith("person:")
    found = _read(channel, address)
    method = _add(holder, channel, found, label=label, is_verified=not is_own, by=by, at=at)
    if is_own:
        # Removed and added again, it would be a means to flood somebody's telephone.
        if queries.code_was_sent(channel, method.address, since=at - NEXT_AFTER):
            raise TooSoon
        queue_code(method, at=at)
    return method.pk


@transaction.atomic
def notify_browser(*, subscription: str, label: str, by: Actor, at: datetime) -> int:
    """Reach whoever acts in this browser too; return the way's number. Again, it is renewed.

    The browser itself asked them, so there is no code. It notifies nobody else from then on: the
    desk changed hands. Raises NotAnAddress, TooManyWays.
    """
    holder = by.key
    own_ways.must_look_after(holder, by)
    found = _read(BROWSER, subscription)
    for other in queries.methods_at(BROWSER, found.shown):
        if other.holder != holder:
            _remove(notifications.lock_method(other.pk), by=by, at=at)
    known = queries.method_at(holder, BROWSER, found.shown)
    if known is None:
        return _add(holder, BROWSER, found, label=label, is_verified=True, by=by, at=at).pk
    method = notifications.lock_method(known.pk)
    notifications.renew_details(method, details=found.details, label=_clipped(label))
    return method.pk


@transaction.atomic
def volunteer_for_proof(*, method_id: int, volunteers: bool, by: Actor, at: datetime) -> None:
    """Take part in the weekly proof with this way, or not. Raises NoSuchMethod."""
    method = own_ways.lock_own(method_id, by=by)
    if method.volunteers != volunteers:
        notifications.volunteer(method, volunteers=volunteers)
        own_ways.enter("way_changed", method, by=by, at=at, volunteers=(not volunteers, volunteers))


@transaction.atomic
def remove_contact_method(*, method_id: int, by: Actor, at: datetime) -> None:
    """Remove a way, also from the order. Raises NoSuchMethod."""
    _remove(own_ways.lock_own(method_id, by=by), by=by, at=at)


def _remove(method: ContactMethod, *, by: Actor, at: datetime) -> None:
    notifications.remove_method(method, at=at)
    own_ways.enter("way_removed", method, by=by, at=at, channel=(method.channel, None))


def _read(channel: str, text: str) -> Address:
    try:
        return KINDS[channel].read_address(text)
    except BadAddress as problem:
        raise NotAnAddress(str(problem)) from problem


def _add(
    holder: str,
    channel: str,
    found: Address,
    *,
    label: str,
    is_verified: bool,
    by: Actor,
    at: datetime,
) -> ContactMethod:
    if len(queries.methods_of(holder)) >= MOST_WAYS:
        raise TooManyWays
    if channel == EMAIL and _is_the_accounts(holder, found.shown):
        raise AddedAlready
    try:
        method = notifications.add_method(
            holder=holder,
            channel=channel,
            address=found.shown,
            details=found.details,
            label=_clipped(label),
            at=at,
            is_verified=is_verified,
        )
    except KnownMethod:
        raise AddedAlready from None
    changes = {"channel": (None, channel), "is_verified": (None, is_verified)}
    own_ways.enter("way_added", method, by=by, at=at, **changes)
    return method


def _is_the_accounts(holder: str, address: str) -> bool:
    kind, _, who = holder.partition(":")
    person = accounts.one(int(who)) if kind == "person" else None
    return person is not None and person.email.lower() == address.lower()


def _clipped(label: str) -> str:
    return " ".join(label.split())[:LONGEST_LABEL]
