"""Teams and outside contacts, whom paths may tell, and how each is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.notifications import queries as notifications
from musterpoint.apps.organisation import queries as organisation
from musterpoint.interfaces.web.shown.reaching import CHANNELS


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A team or an outside contact. ``kind`` is ``team`` or ``contact``."""

    kind: str
    code: str
    name: str
    says: str = ""

    @property
    def holder(self) -> str:
        return f"{self.kind}:{self.code}"


def groups() -> list[dict[str, Any]]:
    """Return both kinds with everyone of it and their ways in words."""
    teams, contacts = _teams(), _contacts()
    found = notifications.methods_by_holder([one.holder for one in (*teams, *contacts)])

    def rows(others: list[Other]) -> list[dict[str, Any]]:
        return [{"other": one, "ways": _words(found[one.holder])} for one in others]

    return [
        {"kind": "team", "title": _("Teams"), "rows": rows(teams)},
        {"kind": "contact", "title": _("Outside contacts"), "rows": rows(contacts)},
    ]


def find(kind: str, code: str) -> Other | None:
    """Return the team or contact with this code, or None."""
    known = {"team": _teams, "contact": _contacts}.get(kind)
    return next((one for one in known() if one.code == code), None) if known else None


def _teams() -> list[Other]:
    return [Other(kind="team", code=row.code, name=row.name) for row in organisation.teams()]


def _contacts() -> list[Other]:
    return [
        Other(kind="contact", code=row.code, name=row.name, says=row.company)
        for row in organisation.contacts()
    ]


def _words(methods: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": row.label or CHANNELS.get(row.channel, row.channel),
            "address": row.address,
            "is_broken": row.broken_at is not None,
        }
        for row in methods
    ]
