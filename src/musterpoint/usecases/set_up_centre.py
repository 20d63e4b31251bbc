"""Set the contact centre up: its name and zone, sites, services, contact queues, client accounts,
outside contacts.

Incidents name all of these, so nothing is removed. A code is given once and stays; names differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from musterpoint.apps.ledger import operations as ledger
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.organisation import queries
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.policy.spans import span_text
from musterpoint.domain.wall_clock import UnknownZone
from musterpoint.usecases.refusals import Conflict, Problem, Refusal, needs_words

STREAM = "centre"
LONGEST_CODE = 50


class NoSuchZone(Refusal):
    """The zone is not in the IANA database."""

    def __init__(self, says: str) -> None:
        super().__init__(Problem(field="zone", says=says))


class NameTaken(Conflict):
    """Another one of the same kind has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(Problem(field="name", says=f"“{name}” is the name of another one."))


class CodeTaken(Conflict):
    """Another one of the same kind has this code, or a name that reads like it."""

    def __init__(self, code: str) -> None:
        says = f"The code “{code}” is taken. Write another one."
        super().__init__(Problem(field="code", says=says))


class NeedsCode(Refusal):
    """No code was given, and none can be made from the name."""

    def __init__(self) -> None:
        says = "Write a short code of letters, digits, - and _."
        super().__init__(Problem(field="code", says=says))


class NoSuchPlace(Refusal):
    """What was named is not there."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(Problem(field=field, says=f"There is no {field} {code!r}."))


class ToleratesLess(Refusal):
    """Service may not be back later than the longest outage that can be borne."""

    def __init__(self) -> None:
        says = "This must not be shorter than the time in which service should be back."
        super().__init__(Problem(field="mtpd", says=says))


@transaction.atomic
def name_centre(*, name: str, zone: str, by: Actor, at: datetime) -> None:
    """Name the centre and set the zone of its pages. Raises NoSuchZone, or Refusal for no name."""
    by.must(Action.ADMINISTER)
    organisation.lock_centre()
    words = needs_words("name", name, "Write the name of the centre.")
    present = queries.centre()
    old = {"name": present.name, "zone": present.zone}
    with _zones():
        organisation.set_up(name=words, zone=zone.strip())
    enter("centre", old, {"name": words, "zone": zone.strip()}, by=by, at=at)


@transaction.atomic
def keep_site(
    *, name: str, zone: str, seats: int, by: Actor, at: datetime, code: str = "", new: bool = False
) -> str:
    """Add a site or change the one with this code; return the code."""
    by.must(Action.ADMINISTER)
    chosen = settle_code("site", code=code, name=name, new=new)
    values = {"name": name.strip(), "zone": zone.strip(), "seats": seats}
    old = queries.values_of("site", chosen)
    with _zones():
        organisation.add_site(code=chosen, **values)  # type: ignore[arg-type]  # three of two kinds
    enter(f"site:{chosen}", old, values, by=by, at=at)
    return chosen


@transaction.atomic
def keep_service(
    *,
    name: str,
    critical: bool,
    rto: timedelta | None,
    mtpd: timedelta | None,
    by: Actor,
    at: datetime,
    code: str = "",
    new: bool = False,
) -> str:
    """Add a service or change the one with this code; return the code. Raises ToleratesLess."""
    by.must(Action.ADMINISTER)
    chosen = settle_code("service", code=code, name=name, new=new)
    if rto is not None and mtpd is not None and mtpd < rto:
        raise ToleratesLess
    old = queries.values_of("service", chosen)
    organisation.add_service(code=chosen, name=name.strip(), critical=critical, rto=rto, mtpd=mtpd)
    values = {"name": name.strip(), "critical": critical, "rto": rto, "mtpd": mtpd}
    enter(f"service:{chosen}", old, values, by=by, at=at)
    return chosen


@transaction.atomic
def keep_queue(
    *, name: str, service: str, by: Actor, at: datetime, code: str = "", new: bool = False
) -> str:
    """Add a contact queue or change the one with this code; return the code."""
    by.must(Action.ADMINISTER)
    chosen = settle_code("queue", code=code, name=name, new=new)
    if service and queries.values_of("service", service) is None:
        raise NoSuchPlace("service", service)
    old = queries.values_of("queue", chosen)
    organisation.add_queue(code=chosen, name=name.strip(), service=service)
    enter(f"queue:{chosen}", old, {"name": name.strip(), "service": service}, by=by, at=at)
    return chosen


@transaction.atomic
def keep_account(
    *, name: str, key_account: bool, by: Actor, at: datetime, code: str = "", new: bool = False
) -> str:
    """Add a client account or change the one with this code; return the code."""
    by.must(Action.ADMINISTER)
    chosen = settle_code("account", code=code, name=name, new=new)
    old = queries.values_of("account", chosen)
    organisation.add_account(code=chosen, name=name.strip(), key_account=key_account)
    values = {"name": name.strip(), "key_account": key_account}
    enter(f"account:{chosen}", old, values, by=by, at=at)
    return chosen


@transaction.atomic
def keep_contact(
    *, name: str, company: str, by: Actor, at: datetime, code: str = "", new: bool = False
) -> str:
    """Add an outside contact or change the one with this code; return the code."""
    by.must(Action.ADMINISTER)
    chosen = settle_code("contact", code=code, name=name, new=new)
    values = {"name": name.strip(), "company": company.strip()}
    old = queries.values_of("contact", chosen)
    organisation.add_contact(code=chosen, **values)
    enter(f"contact:{chosen}", old, values, by=by, at=at)
    return chosen


def settle_code(kind: str, *, code: str, name: str, new: bool) -> str:
    """Return the code to keep something under; changes of the centre wait for one another.

    Raises NameTaken, CodeTaken, NeedsCode, NoSuchPlace, or Refusal for an empty name.
    """
    organisation.lock_centre()
    words = needs_words("name", name, "Write a name.")
    chosen = (code.strip().lower() or _code_from(words)) if new else code
    if new and (not chosen or slugify(chosen) != chosen):
        raise NeedsCode
    known = queries.names_by_code(kind)
    if not new and chosen not in known:
        raise NoSuchPlace(kind, chosen)
    others = {one: name for one, name in known.items() if new or one != chosen}
    names = {present.casefold() for present in others.values()}
    if words.casefold() in names | others.keys():
        raise NameTaken(words)
    if chosen in names | others.keys():
        raise CodeTaken(chosen)
    return chosen


def enter(
    of: str,
    old: Mapping[str, Any] | None,
    new: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Append what changed to the ledger of the centre; nothing when nothing did."""
    before = old or {}
    changes = [
        {"of": of, "field": field, "old": _plain(before.get(field)), "new": _plain(value)}
        for field, value in new.items()
        if before.get(field) != value
    ]
    if changes:
        kind = "centre_changed" if old is not None else "centre_extended"
        draft = ledger.Draft(kind=kind, at=at, actor=by.key, data={"changes": changes})
        ledger.append(stream=STREAM, drafts=[draft], recorded_at=at)


def _code_from(name: str) -> str:
    return slugify(name)[:LONGEST_CODE].strip("-")


def _plain(value: Any) -> Any:
    return span_text(value) if isinstance(value, timedelta) else value


@contextmanager
def _zones() -> Iterator[None]:
    try:
        yield
    except UnknownZone as refusal:
        raise NoSuchZone(str(refusal)) from refusal
