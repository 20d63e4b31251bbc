"""Whom an update reached, by channel, and what somebody still has to do by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.interfaces.web.shown import labels

STATE = {
    "waiting": (later("on its way"), ""),
    "sent": (later("sent"), ""),
    "reached": (later("reached"), "ok"),
    "failed": (later("did not arrive"), "soon"),
}
BY_HAND = (later("to be done"), "soon")


def receipts(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_receipt(one) for one in rows]


def summary(counts: Mapping[str, int]) -> str:
    """Return how many were reached, as 12 of 14 reached."""
    total = sum(counts.values())
    if not total:
        return ""
    return _("%(n)d of %(all)d reached") % {"n": counts.get("reached", 0), "all": total}


def _receipt(one: Any) -> dict[str, Any]:
    is_open = one.by_hand and one.state in ("waiting", "failed")
    label, tone = BY_HAND if one.by_hand and one.state == "waiting" else STATE[one.state]
    return {
        "id": one.pk,
        "channel": labels.label(labels.CHANNEL, one.channel),
        "recipient": one.recipient,
        "state": one.state,
        "label": label,
        "tone": tone,
        "reached_at": one.reached_at,
        "by_hand": one.by_hand,
        "is_open": is_open,
        "done_by": one.done_by.name if one.done_by else "",
        "says": one.says,
        "is_again": one.again_id is not None,
    }
