"""Who was told about an incident, by which channel, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.interfaces.web.shown import labels
from musterpoint.interfaces.web.templatetags.musterpoint import centre_time

STATE = {
    "queued": ("waiting", gettext_lazy("waiting")),
    "sent": ("sent", gettext_lazy("handed over")),
    "dead": ("failed", gettext_lazy("failed")),
    "superseded": ("waiting", gettext_lazy("not needed any more")),
    "held": ("failed", gettext_lazy("not sent: the channel is not set up")),
}
RECEIPT = {
    "sent": ("sent", gettext_lazy("on its way")),
    "delivered": ("delivered", gettext_lazy("delivered")),
    "read": ("seen", gettext_lazy("seen")),
}


def told(messages: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the newest message for each person and channel, and how many there were."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in messages:
        shown = _shown(one)
        known = found.setdefault((shown["name"], shown["channel"]), shown | {"times": 0})
        known["times"] += 1
    return list(found.values())


def _shown(one: Any) -> dict[str, Any]:
    tone, words = _fate(one)
    return {
        "name": _reader(one),
        "channel": labels.label(labels.CHANNEL, one.channel),
        "at": one.created_at,
        "state": tone,
        "state_label": words,
    }


def _reader(one: Any) -> str:
    """Return who it was for. The address of a team's or contact's way can be a secret."""
    if one.recipient is not None:
        return str(one.recipient.name)
    if one.method is not None:
        return str(one.method.label or one.method.holder.partition(":")[2])
    return str(one.address)


def _fate(one: Any) -> tuple[str, str]:
    if one.state == "bundled":
        tone, words = _fate(one.bundled_into)
        return tone, _("%(fate)s, with other notices") % {"fate": words}
    if one.channel == "in_product":
        is_read = one.read_at is not None
        return ("seen", _("seen")) if is_read else ("sent", _("in their notices"))
    if one.state == "sent" and one.receipt in RECEIPT:
        tone, said = RECEIPT[one.receipt]
        return tone, str(said)
    if one.state == "queued":
        return "waiting", _waiting(one)
    if one.state == "dead" and one.settled_at is not None:
        says = {"how": one.settled_says}
        return "waiting", _("failed; settled: %(how)s") % says
    tone, said = STATE.get(one.state, ("waiting", one.state))
    return tone, str(said)


def _waiting(one: Any) -> str:
    until = one.retry_at or one.send_at
    if one.retry_at is not None:
        return _("failed, tried again at %(time)s") % {"time": centre_time(until)}
    if until is None:
        return _("waiting")
    why = one.waits_because or _("later than the first way")
    return _("waits until %(time)s: %(why)s") % {"time": centre_time(until), "why": why}
