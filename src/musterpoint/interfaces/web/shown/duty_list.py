"""Every duty of a strategy for the page about them: ours or not, which law, known how, whose."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from musterpoint.apps.policies.queries import Confirmed
from musterpoint.domain.obligations import applies, root_of, stands_behind
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.duties import Confidence, Obligation
from musterpoint.interfaces.web.shown.duties import STRENGTH
from musterpoint.interfaces.web.templatetags.musterpoint import centre_date

SHOWS: Mapping[str, Any] = {
    "ours": later("Ours now"),
    "unconfirmed": later("Ours, not confirmed"),
    "coming": later("Not law yet"),
    "others": later("Not ours"),
    "all": later("All"),
}


def listed(
    strategy: Strategy,
    confirmed: Mapping[str, Confirmed],
    *,
    on: date,
    mine: Collection[str],
) -> list[dict[str, Any]]:
    """Return every duty; ``mine`` are the roles for which the reader may confirm, or ``*``."""
    return [
        _one(one, strategy, confirmed.get(one.code), on=on, mine=mine)
        for one in strategy.obligations.values()
    ]


def among(rows: list[dict[str, Any]], show: str) -> list[dict[str, Any]]:
    """Return those of the rows that belong to one way of showing them."""
    if show == "all":
        return rows
    if show == "unconfirmed":
        return [row for row in rows if row["group"] == "ours" and not row["is_confirmed"]]
    return [row for row in rows if row["group"] == show]


def _one(
    one: Obligation,
    strategy: Strategy,
    said: Confirmed | None,
    *,
    on: date,
    mine: Collection[str],
) -> dict[str, Any]:
    decision = applies(one, we_are=strategy.we_are, on=on)
    tone, word = STRENGTH[stands_behind(one.clock)] if one.clock else ("", "")
    owner = strategy.roles.get(one.owner)
    return {
        "code": one.code,
        "label": one.name or one.says,
        "to_whom": one.notify,
        "within": one.within,
        "tone": tone,
        "strength": str(word),
        "group": _group(one, is_ours=decision.value, on=on),
        "why": decision.because[0].says,
        "law": one.reference,
        "holds": _holds(one, on=on),
        "next": _next(one, strategy, on=on),
        "known": _("read at the source")
        if one.confidence is Confidence.SOURCE
        else _("from memory: confirm"),
        "from_memory": one.confidence is Confidence.MEMORY,
        "owner": owner.name if owner else one.owner.replace("_", " "),
        "is_confirmed": said is not None or one.confirmed,
        "confirmed": _confirmed(one, said),
        "note": said.note if said else "",
        "may_confirm": "*" in mine or one.owner in mine,
        "clause": f"obligations.{one.code}",
    }


def _group(one: Obligation, *, is_ours: bool, on: date) -> str:
    if is_ours:
        return "ours"
    begins_later = one.in_force_from is not None and on < one.in_force_from
    return "coming" if one.not_yet or begins_later else "others"


def _holds(one: Obligation, *, on: date) -> str:
    if one.not_yet:
        return _("no day is known yet")
    days = {"from": centre_date(one.in_force_from), "to": centre_date(one.in_force_to)}
    if one.in_force_from and one.in_force_to:
        return _("%(from)s to %(to)s") % days
    if one.in_force_to:
        return _("until %(to)s") % days
    if one.in_force_from is None:
        return ""
    words = _("since %(from)s") if one.in_force_from <= on else _("from %(from)s")
    return words % days


def _next(one: Obligation, strategy: Strategy, *, on: date) -> str:
    """Say which version of this duty comes into force next, and when."""
    coming = [
        (other.in_force_from, other.name or other.says)
        for other in strategy.obligations.values()
        if root_of(other) == root_of(one)
        and other.code != one.code
        and other.in_force_from is not None
        and other.in_force_from > max(on, one.in_force_from or on)
    ]
    if not coming:
        return ""
    day, name = min(coming)
    return _("from %(day)s: %(name)s") % {"day": centre_date(day), "name": name}


def _confirmed(one: Obligation, said: Confirmed | None) -> str:
    if said is not None:
        return _("%(who)s, %(day)s") % {"who": said.person, "day": centre_date(said.at)}
    if not one.confirmed:
        return ""
    who, day = one.confirmed_by or _("in the document"), centre_date(one.confirmed_on)
    return f"{who}, {day}" if one.confirmed_on else who
