"""What the use cases of rotas share: their refusals, and the words that people are told.

People hear of every change of their own turns, in the product, from whoever made it but themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications import routing
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.notifications.routing import Way
from musterpoint.apps.notifications.wording import address_of, instant
from musterpoint.apps.rotas import operations as rotas
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.timers import operations as timers
from musterpoint.domain.authority import Actor, Role
from musterpoint.domain.calendars import Segment
from musterpoint.domain.rotas import Rota, turns
from musterpoint.domain.rotas.changes import Change, changes
from musterpoint.usecases.reachable import reachable
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

PURPOSE = "rota"
AHEAD = timedelta(days=28)
SOON = timedelta(hours=24)
"""Whoever is on call sooner is told by every way that they chose, not on the page only."""
MOST_SPANS = 6
PAGE = (Way(channel="in_product", address="", method_id=None, after=timedelta(), says=""),)
PLANNING = (Role.TEAM_LEADER, Role.INCIDENT_MANAGER, Role.PLANNER)
"""Who hears of what waits for somebody to arrange; administrators may, and have other work."""


class NotPublished(Conflict):
    """Nobody is on call on a rota that is not published, so there is nothing to arrange."""

    def __init__(self) -> None:
        super().__init__(Problem(field="rota", says="Publish this rota first."))


class NoSuchLayer(Refusal):
    """The published rota has no layer of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(Problem(field="layer", says=f"This rota has no layer {code!r}."))


class RunsBackwards(Refusal):
    """A span must end after it begins."""

    def __init__(self) -> None:
        super().__init__(Problem(field="end", says="The end must be after the beginning."))


class IsOver(Refusal):
    """What is over cannot be arranged differently any more."""

    def __init__(self) -> None:
        super().__init__(Problem(field="end", says="This is over already. Give a later end."))


class TooFarAhead(Refusal):
    """A span so far away is most likely a slip of the hand."""

    def __init__(self) -> None:
        says = f"Give an end within {LONGEST.days} days."
        super().__init__(Problem(field="end", says=says))


class CannotBeReached(Refusal):
    """Somebody on call must be reachable: an active account with a working way to be told."""

    def __init__(self, field: str, people: Collection[int]) -> None:
        names = ", ".join(sorted(accounts.names(people).values())) or "This person"
        says = f"{names} could not be reached: no active account with a working way to be told."
        super().__init__(Problem(field=field, says=says))


class AwayThen(Conflict):
    """Somebody who is away could not answer."""

    def __init__(self, field: str) -> None:
        says = "This person is away for some of that time. Choose somebody else."
        super().__init__(Problem(field=field, says=says))


LONGEST = timedelta(days=400)


def lock_published(code: str) -> Row:
    """Lock a published rota, or raise NoSuchRota or NotPublished."""
    row = rotas.lock(code)
    if row.state != Row.State.PUBLISHED:
        raise NotPublished
    return row


def span_from(start: datetime, end: datetime, *, at: datetime) -> Segment:
    """Return the part of a span that is still to come: what was, is not rewritten.

    Raises RunsBackwards, IsOver and TooFarAhead.
    """
    if end <= start:
        raise RunsBackwards
    if end <= at:
        raise IsOver
    if end > at + LONGEST:
        raise TooFarAhead
    return Segment(max(start, at), end)


def made(span: Segment, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Return the fields of what was arranged for a span: from when to when, and by whom."""
    return {"start": span.start, "end": span.end, "made_at": at, "made_by_id": by.person_id}


def must_have_layer(rota: Rota, layer: str) -> None:
    """Raise NoSuchLayer unless the rota has a layer of this code."""
    if layer not in {one.code for one in rota.layers}:
        raise NoSuchLayer(layer)


def must_be_reachable(person_id: int, *, field: str) -> None:
    """Raise CannotBeReached unless there is a way to tell this person anything."""
    if not reachable({person_id}):
        raise CannotBeReached(field, {person_id})


def must_be_able(person_id: int, span: Segment, *, field: str) -> None:
    """Raise CannotBeReached or AwayThen unless this person can be on call for that span."""
    must_be_reachable(person_id, field=field)
    away = queries.absences(after=span.start, person_id=person_id).filter(start__lt=span.end)
    if away.exists():
        raise AwayThen(field)


def as_it_runs(code: str, *, at: datetime, until: datetime | None = None) -> Rota | None:
    """Return a published rota from ``at`` as far as people are told about; None when it is not."""
    found = queries.running(codes=[code], start=at, end=_horizon(at, until))
    return found.get(code)


def tell_what_changed(
    row: Row,
    before: Rota | None,
    after: Rota | None,
    *,
    key: str,
    why: str,
    by: Actor,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """Tell everybody whose turns these two rotas give them differently, but for ``by``."""
    end = _horizon(at, until)
    old = turns(before, at, end) if before else ()
    new = turns(after, at, end) if after else ()
    for person, change in changes(old, new).items():
        if person != by.person_id:
            body = f"{why}\n{_changed(change, zone=zone_of(row))}"
            subject = f"{row.name}: your turns on call changed"
            is_soon = any(span.start < at + SOON for span in change.gained)
            tell([person], row, key=key, subject=subject, body=body, at=at, by_all_ways=is_soon)


def tell(
    people: Iterable[int],
    row: Row,
    *,
    key: str,
    subject: str,
    body: str,
    at: datetime,
    by_all_ways: bool = False,
) -> None:
    """Tell people something about a rota, each once under this key.

    On the page only, or ``by_all_ways`` that they chose; quiet hours hold.
    """
    recipients = sorted(accounts.active(set(people)))
    holders = [f"person:{person}" for person in recipients]
    ways = routing.ways(holders, priority="", wakes=False, at=at) if by_all_ways else {}
    notifications.queue(
        (
            Letter(
                key=f"rota:{key}:{person}:{way.channel}:{way.method_id or 0}",
                stream=row.stream,
                channel=way.channel,
                subject=subject,
                body=f"{body}\n{address_of(page_of(row.code))}",
                recipient_id=person,
                address=way.address,
                link=page_of(row.code),
                purpose=PURPOSE,
                method_id=way.method_id,
                short=subject[:160],
                send_at=at + way.after if way.after else None,
            )
            for person in recipients
            for way in ways.get(f"person:{person}", PAGE)
        ),
        at=at,
    )
    if recipients:
        topics = {f"person:{person}" for person in recipients}
        timers.announce(topics, work=by_all_ways)


def planners(*, but: Collection[int | None] = ()) -> list[int]:
    """Return who hears of what waits to be arranged."""
    return [person.pk for person in accounts.with_roles(PLANNING) if person.pk not in but]


def zone_of(row: Row) -> str:
    """Return the zone in which a rota's times are said."""
    document = row.published or row.draft or {}
    return str(document.get("zone", "UTC"))


def page_of(code: str) -> str:
    """Return the path of a rota's page."""
    return f"/rotas/{code}/"


def span_words(span: Segment, *, zone: str) -> str:
    """Return a span for people, such as ``Mon 09 Mar 2026 09:00 GMT to Mon 16 Mar 2026 …``."""
    return f"{instant(span.start, zone=zone)} to {instant(span.end, zone=zone)}"


def _changed(change: Change, *, zone: str) -> str:
    lines = [*_listed("Now yours", change.gained, zone), *_listed("No longer", change.lost, zone)]
    return "\n".join(lines)


def _listed(head: str, spans: Sequence[Segment], zone: str) -> list[str]:
    said = [f"{head}: {span_words(span, zone=zone)}" for span in spans[:MOST_SPANS]]
    more = len(spans) - MOST_SPANS
    return [*said, f"… and {more} more"] if more > 0 else said


def _horizon(at: datetime, until: datetime | None) -> datetime:
    return max(at + AHEAD, until or at)
