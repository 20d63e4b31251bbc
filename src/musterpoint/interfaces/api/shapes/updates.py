"""What is sent and answered about updates, whom they reached, and the clocks of audiences."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from musterpoint.interfaces.api.reading import Body, Code, Count, Instant, Line, Name, Said, Words

Piece = Annotated[str, Field(max_length=4_000)]
Subject = Annotated[str, Field(max_length=200)]
Tag = Annotated[str, Field(min_length=2, max_length=20)]


class PieceBody(Body):
    """A fact by its number, worded here, or typed words; ``field`` is the merge field it fills."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "fact", "fact": 1, "says": "Calls to Leeds drop", "field": "what"},
                {"kind": "words", "says": "We are sorry."},
            ]
        }
    )

    kind: Literal["fact", "words"]
    says: Piece
    fact: Count | None = None
    field: Code = ""


class DraftBody(Body):
    """Words to one audience. Left out, ``rule`` and ``template`` are what the plan holds for it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "audience": "colleagues",
                    "template": "",
                    "pieces": [{"kind": "words", "says": "Use the second desk."}],
                    "next_at": "2190-03-02T12:30:00Z",
                }
            ]
        }
    )

    audience: Name = Field(min_length=1)
    pieces: Annotated[list[PieceBody], Field(max_length=100)] = Field(default_factory=list)
    rule: Name | None = None
    template: Name | None = None
    subject: Subject = ""
    next_at: Instant | None = None
    is_last: bool = False
    translations: Annotated[dict[Tag, Words], Field(max_length=12)] = Field(default_factory=dict)


class RewordBody(DraftBody):
    """Other words of a draft; ``revision`` is the one that was read."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "audience": "colleagues",
                    "template": "",
                    "pieces": [{"kind": "words", "says": "Use the third desk."}],
                    "next_at": "2190-03-02T12:30:00Z",
                    "revision": 1,
                }
            ]
        }
    )

    revision: Count


class RevisionBody(Body):
    """The revision of the words that this is about."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"revision": 1}]})

    revision: Count


class WhyBody(Body):
    """Why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"why": "Say which calls"}]})

    why: Line = Field(min_length=1)


class NothingNewBody(Body):
    """Who is told that nothing is new, and when the next word comes."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"audience": "colleagues", "next_at": "2190-03-02T12:30:00Z"}]
        }
    )

    audience: Name = Field(min_length=1)
    next_at: Instant


class MarkBody(Body):
    """What became of a delivery that somebody makes by hand."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reached": True}, {"reached": False, "says": "The studio is closed"}]
        }
    )

    reached: bool
    says: Line = ""


class MemberBody(Body):
    """Who belongs to an audience: ``person:5``, ``team:tech``, ``role:…`` or ``contact:…``."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"holder": "account_role:planner"}, {"holder": "contact:carrier"}]
        }
    )

    holder: Name = Field(min_length=3)
    account: Name = ""


class PieceSaid(Said):
    """One part of the words."""

    kind: str
    says: str
    fact: int | None
    field: str


class ObjectionSaid(Said):
    """What stands in the way: ``piece`` is the position, ``start`` and ``end`` within its words."""

    why: str
    says: str
    piece: int | None
    start: int | None
    end: int | None
    field: str
    forbids: str


class DeliverySaid(Said):
    """One update on one channel to one recipient."""

    id: int
    channel: str
    recipient: str
    by_hand: bool
    state: str
    reached_at: datetime | None
    says: str


class UpdateSaid(Said):
    """One update; ``objections`` of one that was sent are none."""

    number: int
    url: str
    audience: str
    rule: str
    template: str
    subject: str
    state: str
    revision: int
    text: str
    pieces: list[PieceSaid]
    translations: dict[str, str]
    next_at: datetime | None
    is_last: bool
    nothing_new: bool
    corrects: int | None
    wrong_why: str
    composed_at: datetime
    composed_by: str
    approved_at: datetime | None
    approved_by: str
    sent_at: datetime | None
    sent_by: str
    objections: list[ObjectionSaid]
    deliveries: list[DeliverySaid]


class UpdateLine(Said):
    """One update in the list; ``reached`` counts its deliveries by state."""

    number: int
    url: str
    audience: str
    state: str
    text: str
    next_at: datetime | None
    sent_at: datetime | None
    corrects: int | None
    reached: dict[str, int]


class UpdateList(Said):
    """The updates of an incident, in order."""

    items: list[UpdateLine]


class OwedSaid(Said):
    """The next word to an audience: when it is owed by which row of the plan."""

    audience: str
    name: str
    outside: bool
    rule: str
    due_at: datetime
    is_first: bool
    is_late: bool


class OwedList(Said):
    """What is owed, the soonest first, and how many words that fell due came in time."""

    items: list[OwedSaid]
    due: int
    kept: int


class MemberSaid(Said):
    """One holder; without an ``id`` the audience's name suggests them and nobody was named."""

    id: int | None
    holder: str
    account: str


class AudienceSaid(Said):
    """One audience of the strategy in force, and who it is here."""

    code: str
    name: str
    says: str
    outside: bool
    members: list[MemberSaid]


class AudienceList(Said):
    """Every audience, in the order of the strategy."""

    items: list[AudienceSaid]
