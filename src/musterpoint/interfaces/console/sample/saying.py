"""What is said about the dead lines of the sample centre: facts, updates, a briefing, promises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from musterpoint.domain.authority import Actor
from musterpoint.domain.briefings import Line, Part
from musterpoint.domain.facts import About
from musterpoint.domain.updates import Piece, PieceKind
from musterpoint.interfaces.console.sample.centre import ZONE
from musterpoint.interfaces.console.sample.play import Story, minutes
from musterpoint.usecases.add_note import add_note
from musterpoint.usecases.approve_update import approve_update, ask_approval
from musterpoint.usecases.brief_colleagues import issue_briefing
from musterpoint.usecases.claim_fact import claim_fact
from musterpoint.usecases.draft_update import Composed, draft_update
from musterpoint.usecases.hear_customers import hear_customer
from musterpoint.usecases.make_promise import make_promise
from musterpoint.usecases.read_briefing import read_briefing
from musterpoint.usecases.send_update import send_update
from musterpoint.usecases.verify_fact import verify_fact

WHAT, EFFECT, WAY_ROUND, REPAIR, CAUSE, PART_BACK = range(1, 7)
"""The facts by their numbers on the board, in the order in which they are claimed."""


CLAIMS = (
    (
        44,
        "ben.okafor",
        "Our main numbers have been dead since about {began}.",
        About.WHAT,
        "Two test calls from mobiles",
        "",
    ),
    (
        43,
        "tomasz.nowak",
        "Callers hear nothing and are cut off.",
        About.EFFECT,
        "Test calls; 12 chats",
        "",
    ),
    (
        41,
        "siobhan.kelly",
        "Web chat and e-mail work.",
        About.WAY_ROUND,
        "Team leaders in Leeds and Cardiff",
        "",
    ),
    (
        33,
        "marcus.webb",
        "The lines will be back by {back}.",
        About.REPAIR_TIME,
        "Carrier's desk, by phone",
        "the carrier",
    ),
    (
        31,
        "marcus.webb",
        "A router of the carrier failed at Slough.",
        About.CAUSE,
        "Carrier's desk, by phone",
        "",
    ),
    (
        20,
        "siobhan.kelly",
        "60 of our 180 lines work again on the second carrier.",
        About.OTHER,
        "Test from Cardiff",
        "",
    ),
)
"""Each: minutes ago, by whom, the words, about what, from where, whose estimate."""


class Told(Protocol):
    """An incident of the story; ``id`` is known once it has been logged."""

    id: int
    story: Story


def facts(it: Told) -> None:
    """Claim and verify what is known of the dead lines, and what is not."""
    for before, who, says, about, source, owner in CLAIMS:
        claim = partial(
            claim_fact,
            says=_worded(it, says),
            about=about.value,
            source=source,
            estimate_of=owner,
        )
        _then(it, before, who, claim)
    checks = (
        (40, "asha.patel", WHAT, "Called all three numbers from two networks myself"),
        (39, "asha.patel", EFFECT, "Heard it on four test calls"),
        (38, "ben.okafor", WAY_ROUND, "Opened a chat and sent a mail; both were answered"),
        (18, "tomasz.nowak", PART_BACK, "Counted answered calls on the second carrier's trunk"),
    )
    for before, who, number, how in checks:
        _then(it, before, who, partial(verify_fact, number=number, how=how))


def briefing(it: Told) -> None:
    """Brief colleagues from what was verified."""
    lines = (
        Line(part=Part.BROKEN, says="", fact=WHAT),
        Line(part=Part.BROKEN, says="", fact=EFFECT),
        Line(part=Part.SAY, says="Sorry, our phones are down. I can help you here and now."),
        Line(part=Part.NEVER, says="Do not say what caused it: nobody has verified a cause."),
        Line(part=Part.NEVER, says="Do not say when it will work again: nobody knows yet."),
        Line(part=Part.ROUND, says="", fact=WAY_ROUND),
        Line(part=Part.LOOK, says="Here. Team leaders have the reserve numbers."),
    )
    issued: list[int] = []

    def issue(*, incident_id: int, by: Actor, at: datetime) -> None:
        issued.append(
            issue_briefing(
                incident_id=incident_id, headline="Phones are down", lines=lines, by=by, at=at
            )
        )

    def read(*, incident_id: int, by: Actor, at: datetime) -> None:  # noqa: ARG001  # as all steps
        read_briefing(briefing_id=issued[0], revision=1, by=by, at=at)

    _then(it, 36, "carol.reid", issue)
    for before, who in ((35, "maya.singh"), (34, "dan.murphy"), (33, "siobhan.kelly")):
        _then(it, before, who, read)
    for before, who in ((31, "maya.singh"), (27, "dan.murphy"), (12, "ffion.rees")):
        _then(it, before, who, hear_customer)


def updates(it: Told) -> None:
    """Write to customers and colleagues; a second person agrees to what customers read."""
    first, later = (WHAT, EFFECT, WAY_ROUND), (PART_BACK, WAY_ROUND)
    for before, told in ((34.0, first), (6.0, later)):
        pieces = (*_pieces(it, told), _typed("We are sorry."))
        _update(it, before, audience="customers", pieces=pieces)
    for audience in ("colleagues", "leaders", "executives"):
        for before, told in ((33.5, first), (5.5, later)):
            _update(it, before, audience=audience, pieces=_pieces(it, told))


def promises(it: Told) -> None:
    """One promise that is owed, and one in a note that nobody has spoken about yet."""
    due_at = minutes(it.story.now, 55)
    summary = "Send the claims desk a written summary of what we know"
    owed = partial(make_promise, says=summary, whom="Claims desk of a client", due_at=due_at)
    _then(it, 22, "asha.patel", owed)
    note = "The depot rang about its Monday slots. We will call them within the hour."
    _then(it, 4, "siobhan.kelly", partial(add_note, says=note))


def _update(it: Told, before: float, *, audience: str, pieces: tuple[Piece, ...]) -> None:
    """Let the incident manager write it; the communications lead agrees where one must."""
    number = 0

    def write(*, incident_id: int, by: Actor, at: datetime) -> None:
        nonlocal number
        composed = Composed(audience=audience, pieces=pieces, template="", next_at=minutes(at, 29))
        number = draft_update(incident_id=incident_id, composed=composed, by=by, at=at)

    def ask(**step: Any) -> None:
        ask_approval(number=number, **step)

    def agree(**step: Any) -> None:
        approve_update(number=number, revision=1, **step)

    def send(**step: Any) -> None:
        send_update(number=number, **step)

    _then(it, before, "asha.patel", write)
    if audience == "customers":
        _then(it, before, "asha.patel", ask)
        _then(it, before, "carol.reid", agree)
    _then(it, before, "asha.patel", send)


def _pieces(it: Told, numbers: tuple[int, ...]) -> tuple[Piece, ...]:
    return tuple(
        Piece(kind=PieceKind.FACT, says=_worded(it, CLAIMS[number - 1][2]), fact=number)
        for number in numbers
    )


def _typed(says: str) -> Piece:
    return Piece(kind=PieceKind.WORDS, says=says)


def _worded(it: Told, says: str) -> str:
    began, back = (_clock(it.story.now, one) for one in (-51, 165))
    return says.format(began=began, back=back)


def _clock(now: datetime, by: float) -> str:
    return minutes(now, by).astimezone(ZoneInfo(ZONE)).strftime("%H:%M")


def _then(it: Told, before: float, who: str, use_case: Callable[..., object]) -> None:
    def step(at: datetime) -> object:
        return use_case(incident_id=it.id, by=it.story.who(who), at=at)

    it.story.at(minutes(it.story.now, -before), step)
