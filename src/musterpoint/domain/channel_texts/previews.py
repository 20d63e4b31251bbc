"""What one channel makes of an update's words, and where that channel has no room for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from musterpoint.domain.channel_texts.sms import Alphabet, as_sms
from musterpoint.domain.channel_texts.voice import aloud

LONGEST_BANNER = 160
LONGEST_POST = 280
LONGEST_CARD = 240
LONGEST_CHAT = 2_000
LONGEST_SUBJECT = 70
LONGEST_ANNOUNCEMENT = 60  # seconds
MOST_SMS = 3


class Kind(StrEnum):
    """What a channel does to words."""

    SMS = "sms"
    VOICE = "voice"
    BANNER = "banner"
    POST = "post"
    CARD = "card"
    CHAT = "chat"
    MAIL = "mail"
    PAGE = "page"


_KINDS = {
    "sms": Kind.SMS,
    "ivr": Kind.VOICE,
    "voice": Kind.VOICE,
    "phone": Kind.VOICE,
    "alarm": Kind.VOICE,
    "banner": Kind.BANNER,
    "website": Kind.BANNER,
    "web_push": Kind.BANNER,
    "social": Kind.POST,
    "floor": Kind.CARD,
    "card": Kind.CARD,
    "chat": Kind.CHAT,
    "chatbot": Kind.CHAT,
    "slack": Kind.CHAT,
    "teams": Kind.CHAT,
    "in_product": Kind.CHAT,
    "email": Kind.MAIL,
    "letter": Kind.MAIL,
}
_ROOM = {
    Kind.BANNER: LONGEST_BANNER,
    Kind.POST: LONGEST_POST,
    Kind.CARD: LONGEST_CARD,
    Kind.CHAT: LONGEST_CHAT,
}
_ONE_LINE = frozenset([Kind.BANNER, Kind.POST])
_WITH_SUBJECT = frozenset([Kind.MAIL, Kind.PAGE])


class Snag(StrEnum):
    TOO_LONG = "too_long"  # by so many characters, or seconds of a voice
    MANY_MESSAGES = "many_messages"  # so many, of a text message
    FOREIGN = "foreign"  # characters for which a text message has less than half the room
    NO_SUBJECT = "no_subject"
    LONG_SUBJECT = "long_subject"  # by so many characters
    EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    snag: Snag
    number: int = 0
    characters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """``parts`` are text messages, sentences of a script, or one text.

    ``length`` is in characters, as the network counts them, or in seconds; ``room`` in the same.
    """

    channel: str
    kind: Kind
    parts: tuple[str, ...]
    length: int
    room: int | None = None
    subject: str = ""
    notes: tuple[Note, ...] = ()


def kind_of(channel: str) -> Kind:
    """Return what ``channel`` does to words; one that nobody knows shows them as a page does."""
    return _KINDS.get(channel, Kind.PAGE)


def preview(channel: str, text: str, *, subject: str = "") -> Preview:
    kind = kind_of(channel)
    if kind is Kind.SMS:
        return _sms(channel, text)
    if kind is Kind.VOICE:
        return _voice(channel, text)
    shown = _on_one_line(text) if kind in _ONE_LINE else text.strip()
    room = _ROOM.get(kind)
    notes = [*_of_subject(subject)] if kind in _WITH_SUBJECT else []
    if room is not None and len(shown) > room:
        notes.append(Note(snag=Snag.TOO_LONG, number=len(shown) - room))
    return Preview(
        channel=channel,
        kind=kind,
        parts=(shown,),
        length=len(shown),
        room=room,
        subject=subject if kind in _WITH_SUBJECT else "",
        notes=(*_nothing(shown), *notes),
    )


def _sms(channel: str, text: str) -> Preview:
    sms = as_sms(text.strip())
    notes = list(_nothing(text))
    if len(sms.parts) > MOST_SMS:
        notes.append(Note(snag=Snag.MANY_MESSAGES, number=len(sms.parts)))
    if sms.alphabet is Alphabet.UNICODE:
        notes.append(Note(snag=Snag.FOREIGN, characters=sms.foreign))
    return Preview(
        channel=channel,
        kind=Kind.SMS,
        parts=sms.parts,
        length=sms.units,
        room=sms.room,
        notes=tuple(notes),
    )


def _voice(channel: str, text: str) -> Preview:
    script = aloud(text)
    notes = list(_nothing(text))
    if script.seconds > LONGEST_ANNOUNCEMENT:
        over = script.seconds - LONGEST_ANNOUNCEMENT
        notes.append(Note(snag=Snag.TOO_LONG, number=over))
    return Preview(
        channel=channel,
        kind=Kind.VOICE,
        parts=script.sentences,
        length=script.seconds,
        room=LONGEST_ANNOUNCEMENT,
        notes=tuple(notes),
    )


def _of_subject(subject: str) -> tuple[Note, ...]:
    if not subject.strip():
        return (Note(snag=Snag.NO_SUBJECT),)
    over = len(subject) - LONGEST_SUBJECT
    return (Note(snag=Snag.LONG_SUBJECT, number=over),) if over > 0 else ()


def _nothing(text: str) -> tuple[Note, ...]:
    return () if text.strip() else (Note(snag=Snag.EMPTY),)


def _on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
