"""Let somebody else's calendar say who is on call in a layer, and take in what it says.

It is fetched elsewhere, outside any transaction. While it cannot be read, what it said last holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from musterpoint.apps.accounts import queries as accounts
from musterpoint.apps.rotas import operations as rotas
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import OutsideCalendar
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.operations import Record, calendars
from musterpoint.domain.authority import Action, Actor
from musterpoint.domain.rotas import Given, OutsideLayer
from musterpoint.domain.rotas.outside import Known, Said, matched
from musterpoint.usecases import rota_words as shared
from musterpoint.usecases.refusals import Conflict, Problem, Refusal

LONGEST_URL = 500
SUBSCRIBED = "webcal://"
BEFORE = timedelta(days=31)
AHEAD = timedelta(days=90)
"""How far back and ahead a calendar is read."""


class NotAnAddress(Refusal):
    """A calendar is read over the web."""

    def __init__(self) -> None:
        says = "Write the whole address, beginning with https:// or http://."
        super().__init__(Problem(field="url", says=says))


class NotAnOutsideLayer(Refusal):
    """The layer has people of its own who take turns."""

    def __init__(self, layer: str) -> None:
        says = f"The rota has no layer {layer!r} that is read from a calendar."
        super().__init__(Problem(field="layer", says=says))


class NotRead(Conflict):
    """No calendar feeds the layer (any more)."""

    def __init__(self) -> None:
        says = "This layer is not read from a calendar any more."
        super().__init__(Problem(field="layer", says=says))


@transaction.atomic
def keep_outside_calendar(*, code: str, layer: str, url: str, by: Actor, at: datetime) -> int:
    """Read a layer from this address from now on, in place of any other; return the row's id.

    The same address again is tried again at once. Raises NoSuchRota, NotAnOutsideLayer and
    NotAnAddress.
    """
    by.must(Action.PLAN_ROTA)
    row = rotas.lock(code)
    address = _address(url)
    if layer not in _outside_layers(code):
        raise NotAnOutsideLayer(layer)
    present = calendars.outside_of(row, layer)
    if present is not None and present.url == address:
        calendars.keep(present, tried_at=None)
        return present.pk
    record = Record(at=at, actor=by.key)
    if present is not None:
        record.set(present, removed_at=at)
    calendar = OutsideCalendar(rota=row, layer=layer, url=address, added_at=at)
    record.add(calendar)
    record.enter("outside_calendar_added", stream=row.stream)
    return calendar.pk


@transaction.atomic
def remove_outside_calendar(*, code: str, layer: str, by: Actor, at: datetime) -> None:
    """Read a layer from its calendar no longer; then it has nobody. Raises NoSuchRota, NotRead."""
    by.must(Action.PLAN_ROTA)
    row = rotas.lock(code)
    calendar = calendars.outside_of(row, layer)
    if calendar is None:
        raise NotRead
    before = shared.as_it_runs(code, at=at)
    record = Record(at=at, actor=by.key)
    record.set(calendar, removed_at=at)
    record.enter("outside_calendar_removed", stream=row.stream)
    after = shared.as_it_runs(code, at=at)
    key, why = f"outside:{calendar.pk}:removed", "An outside calendar is read no longer."
    shared.tell_what_changed(row, before, after, key=key, why=why, by=by, at=at)


@transaction.atomic
def record_outside_calendar(
    *, calendar_id: int, said: Sequence[Said], etag: str, by: Actor, at: datetime
) -> None:
    """Take in what a calendar says from ``at - BEFORE`` to ``at + AHEAD``.

    Does nothing when it was removed meanwhile. Everybody whose turns change is told.
    """
    row, calendar = _locked(calendar_id)
    if row is None or calendar is None:
        return
    known = Known.of((one.pk, one.email, one.name) for one in accounts.everybody() if one.is_active)
    found = matched(said, known)
    spans = [_span(turn) for turn in found.given]
    before = shared.as_it_runs(row.code, at=at)
    calendars.keep(
        calendar,
        spans=spans,
        unmatched=list(found.unmatched),
        etag=etag,
        read_at=at,
        fetched_at=at,
        last_error="",
    )
    after = shared.as_it_runs(row.code, at=at)
    key, why = f"outside:{calendar.pk}:{at:%Y%m%dT%H%M%S.%f}", "An outside calendar changed."
    shared.tell_what_changed(row, before, after, key=key, why=why, by=by, at=at)


@transaction.atomic
def record_outside_unchanged(*, calendar_id: int, at: datetime) -> None:
    """Take in that a calendar says what it said before."""
    _, calendar = _locked(calendar_id)
    if calendar is not None:
        calendars.keep(calendar, fetched_at=at, last_error="")


@transaction.atomic
def record_outside_failure(*, calendar_id: int, says: str) -> None:
    """Take in that a calendar could not be read; what it said last holds on."""
    _, calendar = _locked(calendar_id)
    if calendar is not None:
        calendars.keep(calendar, last_error=says[:2000])


def _locked(calendar_id: int) -> tuple[Row | None, OutsideCalendar | None]:
    code = calendars.rota_of_outside(calendar_id)
    if code is None:
        return None, None
    row = rotas.lock(code)
    return row, calendars.outside(row, calendar_id)


def _outside_layers(code: str) -> set[str]:
    written = (queries.draft_of(code), queries.published_of(code))
    layers = (layer for rota in written if rota is not None for layer in rota.layers)
    return {layer.code for layer in layers if isinstance(layer, OutsideLayer)}


def _address(url: str) -> str:
    address = url.strip()
    if address.startswith(SUBSCRIBED):
        address = f"https://{address.removeprefix(SUBSCRIBED)}"
    try:
        parts = urlsplit(address)
    except ValueError:
        raise NotAnAddress from None
    is_plain = address.isprintable() and " " not in address and len(address) <= LONGEST_URL
    if parts.scheme not in {"http", "https"} or not parts.hostname or not is_plain:
        raise NotAnAddress
    return address


def _span(turn: Given) -> dict[str, Any]:
    """Return a turn as it is kept: without the calendar's words, which hold names."""
    return {
        "start": turn.start.isoformat(),
        "end": turn.end.isoformat(),
        "person": turn.person,
    }
