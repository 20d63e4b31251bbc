"""The line over every page for what must not be missed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.incidents.queries.strip import strip
from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web.shown.rows import next_label


def shown(actor: Actor, *, at: datetime) -> list[dict[str, Any]]:
    """Return the lines, what falls due next first."""
    return [
        {
            "ref": row.ref,
            "title": row.summary,
            "due_at": row.next_due_at,
            "says": _says(row.is_major, row.priority, row.next_due_kind),
        }
        for row in strip(actor, at=at)
    ]


def _says(is_major: bool, priority: str, kind: str) -> str:
    what = next_label(kind)
    head = _("Major incident.") if is_major else _("%(priority)s.") % {"priority": priority}
    return f"{head} {_('Next: %(what)s.') % {'what': what}}" if what else head
