"""The line over every page for what must not be missed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from musterpoint.apps.reporting.waiting import Loud
from musterpoint.interfaces.web.shown.rows import next_label


def shown(loud: Iterable[Loud]) -> list[dict[str, Any]]:
    """Return the lines, what falls due next first."""
    return [
        {
            "ref": one.ref,
            "title": one.title,
            "due_at": one.due_at,
            "says": _says(one),
        }
        for one in loud
    ]


def _says(one: Loud) -> str:
    what = next_label(one.due_kind)
    head = _("Major incident.") if one.is_major else _("%(priority)s.") % {"priority": one.priority}
    return f"{head} {_('Next: %(what)s.') % {'what': what}}" if what else head
