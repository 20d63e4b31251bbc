"""The product's own pulse in words: on the strip over every page, and on a page of its own."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musterpoint.apps.reporting.pulse import Pulse


def lines(pulse: Pulse) -> list[str]:
    """Return what people must know about the product itself, the gravest first; none when well."""
    found: list[str] = []
    if pulse.silent_for is not None:
        says = _(
            "Nothing is escalated or sent: no worker has answered for %(span)s. "
            "Call people yourself."
        )
        found.append(says % {"span": minutes(pulse.silent_for)})
    elif pulse.late_by is not None:
        says = (
            _("Escalation is late by %(span)s. Call people yourself if it is urgent.")
            if pulse.has_ever_beaten
            else _("Nothing is escalated or sent: no worker has run yet.")
        )
        found.append(says % {"span": minutes(pulse.late_by)})
    found += pulse.found
    if pulse.left:
        says = ngettext(
            "%(n)s open incident has no next step.",
            "%(n)s open incidents have no next step.",
            pulse.left,
        )
        found.append(says % {"n": pulse.left})
    return found


def minutes(span: timedelta) -> str:
    """Return a span as whole minutes, or hours once there are many."""
    whole = max(1, int(span.total_seconds() // 60))
    if whole < 120:
        return _("%(n)s min") % {"n": whole}
    return _("%(n)s h") % {"n": whole // 60}
