"""A message as a call: read out twice, and answered by one key where there is something to answer.

The words are TwiML, Twilio's XML for calls. Pressing a key asks the address that holds the signed
token of the message's own answer link.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

from musterpoint.apps.notifications import wording
from musterpoint.apps.notifications.channels.twilio.settings import RECEIPTS
from musterpoint.apps.notifications.models import Message

LANGUAGE = "en-GB"
LONGEST = 600
ANSWER = "Press 1 to acknowledge, or 2 to decline."
_TOKEN = re.compile(r"/answer/([\w.~\-]+)/")
_LINK = re.compile(r"https?://\S+")
_REF = re.compile(r"\bINC-0*(\d+)\b")
_PRIORITY = re.compile(r"\[?\bP([1-5])\b\]?")
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def compose(message: Message, *, may_answer: bool) -> str:
    """Return the call as TwiML."""
    words = spoken(wording.spoken_words(message))
    token = _TOKEN.search(f"{message.link} {message.body}") if may_answer else None
    if token is None:
        return document(f"{words} {words}")
    action = wording.address_of(f"{RECEIPTS}answer/{token[1]}/")
    ask = say(f"{words} {ANSWER}")
    return (
        f'<Response><Gather numDigits="1" timeout="6" method="POST" action={quoteattr(action)}>'
        f'{ask}<Pause length="1"/>{ask}</Gather>{say("No key was pressed. Goodbye.")}</Response>'
    )


def document(words: str) -> str:
    """Return TwiML that says these words and hangs up."""
    return f"<Response>{say(words)}</Response>"


def say(words: str) -> str:
    """Return the part of TwiML that says these words."""
    return f'<Say language="{LANGUAGE}">{escape(_NOT_XML.sub(" ", words))}</Say>'


def spoken(text: str) -> str:
    """Return a text as a voice can read it: no links, and the digits of a reference one by one."""
    plain = _LINK.sub("", text)
    plain = _PRIORITY.sub(lambda found: f"Priority {found[1]}.", plain)
    plain = _REF.sub(lambda found: f"Incident {' '.join(found[1])}.", plain)
    words = " ".join(plain.split())[:LONGEST]
    return f"This is Musterpoint. {words}".rstrip(" .") + "."
