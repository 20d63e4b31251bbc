"""What the pages show of how somebody is reached: each way, the order, quiet hours, and now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from musterpoint.apps.notifications import queries as notifications
from musterpoint.apps.notifications import routing
from musterpoint.apps.notifications.channels.registry import KINDS
from musterpoint.domain.policy.document import Strategy
from musterpoint.interfaces.web.forms.reaching import nights_of
from musterpoint.interfaces.web.templatetags.musterpoint import span

CHANNELS = {
    "in_product": gettext_lazy("Page in Musterpoint"),
    "email": gettext_lazy("E-mail"),
    "web_push": gettext_lazy("Browser"),
    "sms": gettext_lazy("Text message"),
    "voice": gettext_lazy("Telephone call"),
    "slack": gettext_lazy("Slack"),
    "teams": gettext_lazy("Microsoft Teams"),
    "webhook": gettext_lazy("Web address of a program"),
    "other": gettext_lazy("Another service"),
}
BECAUSE = {
    "their own order": gettext_lazy("as you ordered it"),
    "their own order leaves nothing": gettext_lazy("your order leaves nothing, so all your ways"),
    "all their ways at once": gettext_lazy("you set no order, so all your ways"),
    "this must wake": gettext_lazy("this must wake you"),
    "shown in the product": gettext_lazy("always"),
}
ACCOUNT = "account"
BLANK_LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class WayShown:
    """One way as the page shows it. ``number`` is None for the e-mail of the account."""

    number: int | None
    channel: str
    name: str
    address: str
    row: Any = None
    is_set_up: bool = True
    not_set_up: str = ""

    @property
    def is_browser(self) -> bool:
        return self.channel == "web_push"

    @property
    def browser(self) -> str:
        """Return the short name by which a browser knows that this is itself."""
        return self.address.rpartition(" ")[2] if self.is_browser else ""


def ways(holder: str, *, account_email: str = "") -> list[WayShown]:
    """Return the ways of a holder; a person's account e-mail comes first."""
    rows = notifications.methods_of(holder)
    own = next((r for r in rows if r.channel == "email" and r.address == account_email), None)
    shown = [_way(row) for row in rows if row is not own]
    if account_email:
        name = _("E-mail of your account")
        account = WayShown(
            number=own.pk if own else None, channel="email", name=name, address=account_email,
            row=own, **_readiness("email"),
        )  # fmt: skip
        shown.insert(0, account)
    return shown


def channels_to_add() -> list[tuple[str, str]]:
    """Return the channels that people add by typing an address; those not set up say so."""
    return [
        (name, str(CHANNELS[name]) if _is_open(name) else _("%(name)s – not set up here") % {
            "name": CHANNELS[name]
        })
        for name, kind in KINDS.items()
        if kind.by_hand
    ]  # fmt: skip


def lines(person_id: int) -> list[dict[str, Any]]:
    """Return somebody's order as the form shows it."""
    return [
        {
            "way": str(row.method_id or ACCOUNT),
            "minutes": int(row.after.total_seconds()) // 60,
            "priorities": row.priorities,
            "when": row.when,
        }
        for row in notifications.order_of(person_id)
    ]


def quiet(person_id: int) -> dict[str, Any] | None:
    """Return somebody's quiet hours as the form shows them, or None."""
    found = notifications.quiet_hours_of(person_id)
    return nights_of(found.week) if found else None


def now(person_id: int, strategy: Strategy, *, at: datetime) -> dict[str, Any]:
    """Return how somebody would be reached at this instant for the highest priority."""
    priority = next((level.code for level in strategy.priorities), "")
    holder = f"person:{person_id}"
    wakes = priority in strategy.waking
    found = routing.ways([holder], priority=priority, wakes=wakes, at=at)[holder]
    return {
        "priority": priority,
        "ways": [
            {"name": CHANNELS.get(way.channel, way.channel), "address": _where(way),
             "after": _after(way.after), "because": BECAUSE.get(way.says, way.says),
             "is_set_up": way.channel not in KINDS or _is_open(way.channel)}
            for way in found
        ],
    }  # fmt: skip


def waking(strategy: Strategy) -> str:
    """Return the priorities that wake somebody whatever their quiet hours, in words."""
    return _listed(one.code for one in strategy.priorities if one.code in strategy.waking)


def _way(row: Any) -> WayShown:
    name = row.label or str(CHANNELS.get(row.channel, row.channel))
    return WayShown(
        number=row.pk, channel=row.channel, name=name, address=row.address, row=row,
        **_readiness(row.channel),
    )  # fmt: skip


def _readiness(channel: str) -> dict[str, Any]:
    is_open = _is_open(channel)
    return {"is_set_up": is_open, "not_set_up": "" if is_open else KINDS[channel].not_set_up}


def _is_open(name: str) -> bool:
    kind = KINDS.get(name)
    channel = kind.open() if kind is not None else None
    if channel is None:
        return False
    channel.close()
    return True


def _where(way: Any) -> str:
    return "" if way.channel in {"in_product", "web_push"} else str(way.address)


def _after(wait: timedelta) -> str:
    return _("at once") if not wait else _("after %(span)s") % {"span": span(wait)}


def _listed(codes: Iterable[str]) -> str:
    *most, last = list(codes) or [""]
    return _("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last
