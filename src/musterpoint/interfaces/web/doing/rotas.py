"""What the page of a rota does: one function an act, each saying in the end what happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musterpoint.interfaces.web import asked
from musterpoint.usecases import (
    answer_role,
    be_absent,
    outside_calendar,
    override_turn,
    publish_rota,
    settle_swap,
    shadow_rota,
    swap_turn,
    write_rota,
)

Values = Mapping[str, Any]
Act = Callable[[HttpRequest, str, Values], str]


def _override(request: HttpRequest, code: str, values: Values) -> str:
    override_turn.add_override(code=code, **values, **_by(request))
    return _("Done. It counts now.")


def _end_override(request: HttpRequest, code: str, _values: Values) -> str:
    override_turn.end_override(code=code, override_id=_number(request), **_by(request))
    return _("The override has ended.")


def _absence(request: HttpRequest, _code: str, values: Values) -> str:
    away = be_absent.add_absence(**values, **_by(request))
    count = len(away.left_open)
    if not count:
        return _("Kept. No turn is left without somebody.")
    says = ngettext(
        "Kept. %(n)d turn has nobody now; those who plan rotas were told.",
        "Kept. %(n)d turns have nobody now; those who plan rotas were told.",
        count,
    )
    return says % {"n": count}


def _end_absence(request: HttpRequest, _code: str, _values: Values) -> str:
    be_absent.end_absence(absence_id=_number(request), **_by(request))
    return _("Kept. They answer again in their turns.")


def _offer(request: HttpRequest, code: str, values: Values) -> str:
    turn, back = values["turn"], values["back"]
    swap_turn.offer_swap(
        code=code,
        layer=turn["layer"],
        start=turn["start"],
        end=turn["end"],
        taker_id=back.get("person", values["taker_id"]),
        return_start=back.get("start"),
        return_end=back.get("end"),
        because=values["because"],
        **_by(request),
    )
    return _("Offered. You are on call until somebody accepts and it is approved.")


def _accept(request: HttpRequest, _code: str, _values: Values) -> str:
    swap_turn.accept_swap(swap_id=_number(request), **_by(request))
    return _("Accepted. It counts once somebody who plans rotas approves it.")


def _approve(request: HttpRequest, _code: str, _values: Values) -> str:
    settle_swap.approve_swap(swap_id=_number(request), **_by(request))
    return _("Approved. It counts now.")


def _decline(request: HttpRequest, _code: str, _values: Values) -> str:
    settle_swap.decline_swap(swap_id=_number(request), **_by(request))
    return _("Declined. Nothing has changed.")


def _withdraw(request: HttpRequest, _code: str, _values: Values) -> str:
    settle_swap.withdraw_swap(swap_id=_number(request), **_by(request))
    return _("Taken back. The turn is yours.")


def _shadow(request: HttpRequest, code: str, values: Values) -> str:
    shadow_rota.add_shadow(code=code, **values, **_by(request))
    return _("Kept. They are told as well, and nobody counts on them.")


def _end_shadow(request: HttpRequest, code: str, _values: Values) -> str:
    shadow_rota.end_shadow(code=code, shadow_id=_number(request), **_by(request))
    return _("They are not told any more.")


def _publish(request: HttpRequest, code: str, _values: Values) -> str:
    publish_rota.publish_rota(code=code, seen_version=_number(request), **_by(request))
    return _("Published. It runs now; everybody whose turns changed was told.")


def _discard(request: HttpRequest, code: str, _values: Values) -> str:
    write_rota.discard_rota_draft(code=code, **_by(request))
    return _("The draft is gone. What was published runs on.")


def _retire(request: HttpRequest, code: str, _values: Values) -> str:
    publish_rota.retire_rota(code=code, **_by(request))
    return _("Retired. Nobody is on call on it any more.")


def _role(request: HttpRequest, code: str, values: Values) -> str:
    answer_role.answer_role_by_rota(role=values["role"], code=code, **_by(request))
    return _("Kept. Whoever is on call answers for it now.")


def _release(request: HttpRequest, code: str, _values: Values) -> str:
    role = asked.text(request, "what")
    answer_role.release_role_from_rota(role=role, code=code, **_by(request))
    return _("Kept. The people named for the role answer for it again.")


def _outside(request: HttpRequest, code: str, values: Values) -> str:
    outside_calendar.keep_outside_calendar(code=code, **values, **_by(request))
    return _("Kept. It is read within a minute, and every quarter of an hour from then on.")


def _end_outside(request: HttpRequest, code: str, _values: Values) -> str:
    layer = asked.text(request, "what")
    outside_calendar.remove_outside_calendar(code=code, layer=layer, **_by(request))
    return _("It is read no longer.")


ACTS: dict[str, Act] = {
    "override": _override,
    "end_override": _end_override,
    "absence": _absence,
    "end_absence": _end_absence,
    "offer": _offer,
    "accept": _accept,
    "approve": _approve,
    "decline": _decline,
    "withdraw": _withdraw,
    "shadow": _shadow,
    "end_shadow": _end_shadow,
    "publish": _publish,
    "discard": _discard,
    "retire": _retire,
    "role": _role,
    "release": _release,
    "outside": _outside,
    "end_outside": _end_outside,
}


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"by": asked.actor(request), "at": asked.moment(request)}


def _number(request: HttpRequest) -> int:
    """Return which row is meant; 0, which none is, for what is no number."""
    text = asked.text(request, "what")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
