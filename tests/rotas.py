"""What rota stories begin with: a rota of two weekly layers, published long ago."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db.models import Model

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.rotas import documents
from musterpoint.apps.rotas.models import (
    Absence,
    CalendarFeed,
    OutsideCalendar,
    Override,
    RoleRota,
    Shadow,
    Swap,
)
from musterpoint.apps.rotas.models import Rota as Row
from musterpoint.apps.rotas.operations.record import as_recorded, label_of
from musterpoint.domain.authority import Actor
from musterpoint.domain.rotas import AnyLayer, Layer, Rota
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import entries

MONDAY = date(2026, 3, 2)
"""Eight days before ``factories.NOON``: at noon the second weekly turn has been running a day."""

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
LONDON = "Europe/London"
_TABLES: tuple[type[Model], ...] = (
    Row, RoleRota, Override, Swap, Absence, Shadow, CalendarFeed, OutsideCalendar,
)  # fmt: skip


def weekly(code: str, *people: int, **more: Any) -> Layer:
    """Return a layer that hands over on Mondays at nine in London."""
    how: dict[str, Any] = {
        "name": code.title(),
        "first_date": MONDAY,
        "zone": LONDON,
        "hands_over_at": (time(9),),
        "turn": 7,
    }
    return Layer(code=code, people=people, **(how | more))


def rota(code: str, *layers: AnyLayer, fallback: int | str = "duty_manager") -> Rota:
    """Return a rota of these layers."""
    return Rota(
        code=code,
        name=code.replace("-", " ").title(),
        zone=LONDON,
        fallback=fallback,
        layers=layers,
    )


def put_in_force(value: Rota) -> Row:
    """Write a rota as if it had been published long ago, without asking whether it is ready."""
    return Row.objects.create(
        code=value.code,
        name=value.name,
        state=Row.State.PUBLISHED,
        edition=1,
        published=documents.written(value),
        changed_at=LONG_AGO,
        published_at=LONG_AGO,
    )


def id_of(actor: Actor) -> int:
    """Return the id of the person who acts."""
    assert actor.person_id is not None
    return actor.person_id


def state() -> tuple[Any, ...]:
    """Return all that rotas hold, so that a refusal can be shown to have changed nothing."""
    rows = tuple(tuple(model._default_manager.order_by("pk").values()) for model in _TABLES)
    return (*rows, Entry.objects.count(), Message.objects.count())


@contextmanager
def refused(refusal: type[Exception]) -> Iterator[None]:
    """Expect ``refusal``, and nothing that rotas, ledgers or the outbox hold to have changed."""
    before = state()
    with pytest.raises(refusal):
        yield
    assert state() == before


def told(person: int) -> list[str]:
    """Return the subjects of what a person was told about rotas, in order."""
    rows = Message.objects.filter(recipient=person, purpose="rota", channel="in_product")
    return list(rows.order_by("pk").values_list("subject", flat=True))


def assert_ledger_adds_up(*rows: Model) -> None:
    """Assert that the ledgers of rotas and people come to the rows as they stand."""
    for row in rows:
        stream = _stream(row)
        label = label_of(row)
        values: dict[str, Any] = {}
        for change in (one for entry in entries(stream) for one in entry.data["changes"]):
            if change["of"] == label:
                assert values.get(change["field"]) == change["old"], change
                values[change["field"]] = change["new"]
        row.refresh_from_db()
        assert {name: value for name, value in values.items() if value is not None} == as_recorded(
            row
        )
        assert verify_ledger(stream=stream).bad is None


def _stream(row: Model) -> str:
    if isinstance(row, Absence | CalendarFeed):
        return f"person:{row.person_id}"
    found = row if isinstance(row, Row) else row.rota  # type: ignore[attr-defined]  # all have one
    return str(found.stream)
