"""An update's words as each channel carries them, with what to mend, in words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from musterpoint.domain import channel_texts
from musterpoint.domain.channel_texts import Kind, Note, Preview, Snag
from musterpoint.interfaces.web.shown import labels


def previews(channels: Iterable[str], text: str, *, subject: str = "") -> list[dict[str, Any]]:
    return [_shown(channel_texts.preview(one, text, subject=subject)) for one in channels]


def _shown(found: Preview) -> dict[str, Any]:
    notes = [_note(one, found) for one in found.notes]
    return {
        "channel": found.channel,
        "name": _sentence(labels.label(labels.CHANNEL, found.channel)),
        "kind": str(found.kind),
        "subject": found.subject,
        "parts": found.parts,
        "is_voice": found.kind is Kind.VOICE,
        "is_sms": found.kind is Kind.SMS,
        "measure": _measure(found),
        "notes": notes,
    }


def _measure(found: Preview) -> str:
    if found.kind is Kind.VOICE:
        return _("about %(n)d seconds") % {"n": found.length}
    if found.kind is Kind.SMS:
        messages = ngettext("%(n)d message", "%(n)d messages", len(found.parts))
        return messages % {"n": len(found.parts)}
    if found.room is None:
        return ""
    return _("%(n)d of %(room)d characters") % {"n": found.length, "room": found.room}


def _note(one: Note, found: Preview) -> str:
    if one.snag is Snag.TOO_LONG and found.kind is Kind.VOICE:
        return _("%(n)d seconds longer than people listen.") % {"n": one.number}
    says = {
        Snag.TOO_LONG: _("%(n)d characters too long."),
        Snag.MANY_MESSAGES: _("%(n)d messages cost more, and may come in the wrong order."),
        Snag.FOREIGN: _("These characters halve the room of each message: %(those)s"),
        Snag.NO_SUBJECT: _("Give it a subject."),
        Snag.LONG_SUBJECT: _("A telephone cuts off the last %(n)d characters of the subject."),
        Snag.EMPTY: _("It says nothing yet."),
    }
    return says[one.snag] % {"n": one.number, "those": " ".join(one.characters)}


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
