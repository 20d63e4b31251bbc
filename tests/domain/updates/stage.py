"""Facts, rows of a plan and drafts for the tests of updates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from musterpoint.domain.facts import About, Fact, FactState
from musterpoint.domain.policy.communications import Audience, CommsRule, Forbidden, Template
from musterpoint.domain.updates import Draft, Objection, Piece, PieceKind, compose, may_leave
from musterpoint.domain.updates.gate import Finder

AT = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
NEXT_AT = AT + timedelta(minutes=30)
NEXT = "14:30"
MINUTE = timedelta(minutes=1)

CUSTOMERS = Audience(code="customers", name="Customers", says="Whoever calls.", outside=True)
FLOOR = Audience(code="floor", name="The floor", says="Everybody on shift.")
RULE = CommsRule(
    code="customers_high",
    audience="customers",
    channels=("email", "ivr"),
    first_within=timedelta(minutes=15),
    every=timedelta(minutes=30),
    approver="communications_lead",
    forbids=frozenset(Forbidden),
)
TEMPLATE = Template(
    code="first", name="First words", says="{what} since about {since}. Next word at {next}."
)

DOWN = Fact(
    number=1,
    says="Calls to 0161 do not get through.",
    state=FactState.VERIFIED,
    about=About.WHAT,
    verified_at=AT,
)
SINCE = Fact(number=2, says="Since 13:55.", state=FactState.VERIFIED, about=About.SINCE)
CLAIMED = Fact(number=3, says="A cable was cut in Salford.", state=FactState.CLAIMED)
ESTIMATE = Fact(
    number=4,
    says="Calls will get through again by 16:00.",
    state=FactState.CLAIMED,
    about=About.REPAIR_TIME,
    estimate_of="the carrier",
)
FACTS = {one.number: one for one in (DOWN, SINCE, CLAIMED, ESTIMATE)}


def fact(number: int, says: str | None = None, field: str = "") -> Piece:
    words = FACTS[number].says if says is None else says
    return Piece(kind=PieceKind.FACT, says=words, fact=number, field=field)


def typed(says: str, field: str = "") -> Piece:
    return Piece(kind=PieceKind.WORDS, says=says, field=field)


def draft(*chosen: Piece, template: Template | None = None, **changes: Any) -> Draft:
    """Return an update to customers made of these, with the next one in half an hour."""
    says = "" if changes.get("is_final") else NEXT
    pieces, _wrong = compose(template.says if template else "", chosen, next_at=says)
    values: dict[str, Any] = {
        "pieces": pieces,
        "audience": CUSTOMERS,
        "rule": RULE,
        "template": template,
        "next_at": NEXT_AT if says else None,
        "next_says": says,
    }
    return Draft(**values | changes)


def nothing_personal(_says: str) -> tuple[()]:
    return ()


def objections(
    of: Draft,
    facts: dict[int, Fact] | None = None,
    personal: Finder = nothing_personal,
    at: datetime = AT,
) -> tuple[Objection, ...]:
    return may_leave(of, facts=FACTS if facts is None else facts, at=at, personal=personal)


def whys(*args: Any, **named: Any) -> list[str]:
    return [one.why.value for one in objections(*args, **named)]
