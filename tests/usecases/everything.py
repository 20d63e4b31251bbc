"""All that is kept, to prove that a refusal left every bit of it as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps

from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import NotAllowed
from musterpoint.usecases.refusals import Refusal

APPS = (
    "incidents",
    "ledger",
    "timers",
    "notifications",
    "escalation",
    "complaints",
    "communications",
    "vault",
    "attachments",
)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that a change to an incident may touch."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for app in APPS
        for model in apps.get_app_config(app).get_models()
    }


@contextmanager
def nothing_changes(refusal: type[Exception], **problems: str) -> Iterator[None]:
    """Expect ``refusal`` with exactly these problems, and every row as it was before."""
    before = everything()
    with pytest.raises(refusal) as raised:
        yield
    assert everything() == before
    if isinstance(raised.value, Refusal):
        assert {one.field: one.says for one in raised.value.errors} == problems
    elif isinstance(raised.value, NotAllowed):
        assert {"role": str(raised.value)} == problems or not problems


def armed(kind: str) -> dict[str, tuple[Any, dict[str, Any]]]:
    """Return the armed timers of a kind: key to instant and payload."""
    rows = Timer.objects.filter(kind=kind, fired_at=None, cancelled_at=None)
    return {row.key: (row.due_at, row.payload) for row in rows}
