"""The ways in which people, teams and outside contacts are reached now.

Reads whatever the rule in ``domain.delivery`` needs, for any number of holders in four statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.channels import registry
from musterpoint.apps.notifications.models import ContactMethod, Message, Preference, QuietHours
from musterpoint.domain import delivery
from musterpoint.domain.calendars import Span, WorkingCalendar
from musterpoint.domain.delivery import Holder, Method, Way, When, Wish

__all__ = ["Way", "in_quiet_hours", "reachable", "ways"]


def ways(
    holders: Collection[str],
    *,
    priority: str,
    wakes: bool,
    at: datetime,
    by: Sequence[str] = (),
) -> dict[str, tuple[Way, ...]]:
    """Return the ways to each of ``holders`` (``person:5``, ``team:tech``, ``contact:noc``).

    A person always has the page and an e-mail address; a team or contact without a working method
    has no way. See ``delivery.ways`` for the rule.
    """
    known = _known(holders)
    return {
        name: delivery.ways(known[name], priority=priority, wakes=wakes, at=at, by=by)
        for name in holders
    }


def methods_on(channel: str, holders: Collection[str]) -> dict[str, tuple[Method, ...]]:
    """Return how each holder is reached on one channel; those who are not are left out."""
    known = _known(holders)
    found = {
        name: tuple(m for m in known[name].methods if m.channel == channel and not m.is_broken)
        for name in holders
    }
    return {name: methods for name, methods in found.items() if methods}


def reachable(people: Collection[int]) -> set[int]:
    """Return those of these people who have a way that works, besides the page."""
    known = _known([f"person:{person}" for person in people])
    return {
        person
        for person in people
        if any(
            not method.is_broken and method.channel != Message.Channel.IN_PRODUCT
            for method in known[f"person:{person}"].methods
        )
    }


def in_quiet_hours(people: Collection[int], *, at: datetime) -> frozenset[int]:
    """Return which of these people keep quiet hours at ``at``."""
    return frozenset(pk for pk, quiet in _quiet(people).items() if quiet.is_open(at))


def _known(names: Collection[str]) -> dict[str, Holder]:
    people = {f"person:{pk}": one for pk, one in accounts.by_ids(_person_ids(names)).items()}
    ids = [person.pk for person in people.values()]
    methods = _methods(names)
    wishes = _wishes(ids)
    quiet = _quiet(ids)
    return {
        name: Holder(
            methods=_with_the_account(people.get(name), methods[name]),
            wishes=tuple(wishes[person.pk]) if (person := people.get(name)) else (),
            quiet=quiet.get(people[name].pk) if name in people else None,
        )
        for name in names
    }


def _person_ids(names: Iterable[str]) -> list[int]:
    parts = (name.partition(":") for name in names)
    return [int(who) for kind, _, who in parts if kind == "person" and who.isdecimal()]


def _methods(names: Collection[str]) -> dict[str, list[ContactMethod]]:
    """Return verified methods by holder.

    What is not set up here is left out: nothing could leave by it, and the next way must be used.
    """
    found: defaultdict[str, list[ContactMethod]] = defaultdict(list)
    live = ContactMethod.objects.filter(holder__in=list(names), removed_at=None)
    rows = list(live.exclude(verified_at=None).order_by("id"))
    is_set_up = {channel: _is_set_up(channel) for channel in {row.channel for row in rows}}
    for row in rows:
        if is_set_up[row.channel]:
            found[row.holder].append(row)
    return found


def _with_the_account(person: Person | None, rows: Iterable[ContactMethod]) -> tuple[Method, ...]:
    """Return the methods with the page and the account's e-mail, which a row may call broken."""
    if person is None:
        return tuple(map(_method, rows))
    own = person.email.lower()
    others = []
    is_broken = False
    for row in rows:
        if row.channel == Message.Channel.EMAIL and row.address.lower() == own:
            is_broken = row.broken_at is not None
        else:
            others.append(_method(row))
    page = Method(channel=str(Message.Channel.IN_PRODUCT))
    mail = Method(channel=str(Message.Channel.EMAIL), address=person.email, is_broken=is_broken)
    return (page, mail, *others)


def _method(row: ContactMethod) -> Method:
    return Method(
        channel=row.channel,
        address=row.address,
        method_id=row.pk,
        makes_noise=registry.KINDS[row.channel].wakes,
        is_broken=row.broken_at is not None,
    )


def _is_set_up(channel: str) -> bool:
    """Return whether messages can leave by it. Mail always counts: everybody has an address."""
    if channel == Message.Channel.EMAIL:
        return True
    kind = registry.KINDS.get(channel)
    return kind is not None and kind.is_set_up


def _wishes(people: Collection[int]) -> Mapping[int, list[Wish]]:
    found: defaultdict[int, list[Wish]] = defaultdict(list)
    for row in Preference.objects.filter(person__in=people).order_by("person", "position"):
        found[row.person_id].append(
            Wish(
                method_id=row.method_id,
                after=row.after,
                priorities=frozenset(row.priorities),
                when=When(row.when),
            )
        )
    return found


def _quiet(people: Collection[int]) -> dict[int, WorkingCalendar]:
    rows = QuietHours.objects.filter(person__in=people)
    return {row.person_id: _calendar(row.zone, tuple(map(tuple, row.week))) for row in rows}


@lru_cache(maxsize=512)
def _calendar(zone: str, week: tuple[tuple[str, ...], ...]) -> WorkingCalendar:
    """Return the week as a calendar whose open time is the quiet one; it remembers its years."""
    days = tuple(tuple(Span.parse(text) for text in day) for day in week)
    return WorkingCalendar(name="quiet hours", zone=zone, week=days)
