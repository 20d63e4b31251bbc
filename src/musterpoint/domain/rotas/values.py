"""A rota as values: who takes turns, when they hand over, and what was arranged differently.

Everything that could never mean anything is refused here, with a name, so that the rules that ask
who answers need no exceptions: no empty layer, no span without length, no override of nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from musterpoint.domain.calendars import WHOLE_DAY, BadSpan, Segment, Span, WorkingCalendar
from musterpoint.domain.wall_clock import utc, zone_named

Week = tuple[tuple[Span, ...], ...]
ALWAYS: Week = ((WHOLE_DAY,),) * 7


class BadRota(ValueError):
    """A rota that could not be asked who answers."""


class BadLayer(ValueError):
    """A layer in which nobody's turn could ever be worked out."""


class BadOverride(ValueError):
    """An override without length, or one that changes nothing."""


class BadAbsence(ValueError):
    """An absence without length."""


class BadShadow(ValueError):
    """Shadowing without length, or of a layer that is not there."""


class BadGiven(ValueError):
    """A turn from an outside calendar that has no length, or two at once in one layer."""


class AbsenceKind(StrEnum):
    LEAVE = "leave"
    SICKNESS = "sickness"
    TRAINING = "training"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """``person`` answers from ``start`` up to ``end``, in place of what the layer would say.

    With ``instead_of`` it holds only where that person would answer: in the layer's hours, in
    their turns. Without, it holds for the whole span, outside the hours and on closed dates too.
    """

    start: datetime
    end: datetime
    person: int
    because: str = ""
    instead_of: int | None = None
    swap: bool = False

    def __post_init__(self) -> None:
        _set_span(self, self.start, self.end, BadOverride)
        if self.person == self.instead_of:
            raise BadOverride("Nobody can stand in for themselves.")

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """The person cannot answer from ``start`` up to ``end``, on any layer.

    What kind it is concerns those who plan; no answer ever says it.
    """

    person: int
    start: datetime
    end: datetime
    kind: AbsenceKind = AbsenceKind.OTHER

    def __post_init__(self) -> None:
        _set_span(self, self.start, self.end, BadAbsence)

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Shadow:
    """The person learns: told when the layer's answer is, or any answer, and never the answer."""

    person: int
    start: datetime
    end: datetime
    layer: str | None = None

    def __post_init__(self) -> None:
        _set_span(self, self.start, self.end, BadShadow)

    def holds(self, at: datetime) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """People who take turns, in order, on the wall clock of one place.

    Person 0's first turn begins on ``first_date`` at the first of ``hands_over_at``; a turn lasts
    ``turn`` hand-overs, so with one hand-over a day 1 is daily and 7 is weekly. ``hours`` is a week
    beginning on Monday, None for always; on a ``closed`` date the layer is not on duty.
    """

    code: str
    name: str
    people: tuple[int, ...]
    first_date: date
    zone: str
    hands_over_at: tuple[time, ...] = (time(9),)
    turn: int = 7
    hours: Week | None = None
    closed: frozenset[date] = frozenset()
    overrides: tuple[Override, ...] = ()
    wall: ZoneInfo = field(init=False, repr=False, compare=False)
    calendar: WorkingCalendar = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.people:
            raise BadLayer(f"Layer {self.code!r} has nobody to take turns.")
        if self.turn < 1:
            raise BadLayer(f"A turn of layer {self.code!r} lasts at least one hand-over.")
        self._require_hand_overs()
        if self.hours is not None and not any(self.hours):
            raise BadLayer(f"Layer {self.code!r} has hours, but is never on duty in a week.")
        object.__setattr__(self, "wall", zone_named(self.zone))
        object.__setattr__(self, "calendar", self._laid_out())

    def _require_hand_overs(self) -> None:
        times = self.hands_over_at
        if not times:
            raise BadLayer(f"Layer {self.code!r} never hands over.")
        if any(each.second or each.microsecond or each.tzinfo for each in times):
            raise BadLayer(
                f"Layer {self.code!r} hands over at whole minutes of its own wall clock."
            )
        if any(later <= earlier for earlier, later in pairwise(times)):
            raise BadLayer(f"The hand-overs of layer {self.code!r} are not in order of the day.")

    def _laid_out(self) -> WorkingCalendar:
        try:
            return WorkingCalendar(
                name=self.code, zone=self.zone, week=self.hours or ALWAYS, closed=self.closed
            )
        except BadSpan as bad:
            raise BadLayer(f"The hours of layer {self.code!r}: {bad}.") from bad


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One turn as an outside calendar gave it."""

    start: datetime
    end: datetime
    person: int
    says: str = ""

    def __post_init__(self) -> None:
        _set_span(self, self.start, self.end, BadGiven)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideLayer:
    """A layer that is not worked out here: its turns are those an outside calendar gave."""

    code: str
    name: str
    given: tuple[Given, ...]
    overrides: tuple[Override, ...] = ()

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.given, key=lambda each: each.start))
        for earlier, later in pairwise(ordered):
            if later.start < earlier.end:
                raise BadGiven(
                    f"Layer {self.code!r} has two turns at {later.start.isoformat()};"
                    " one layer has one answer."
                )
        object.__setattr__(self, "given", ordered)

    @property
    def people(self) -> tuple[int, ...]:
        return tuple(dict.fromkeys(each.person for each in self.given))


AnyLayer = Layer | OutsideLayer


def outside_layers(
    code: str, name: str, given: tuple[Given, ...], overrides: tuple[Override, ...] = ()
) -> tuple[OutsideLayer, ...]:
    """Return as many layers as the outside calendar has people at once, so that none is lost.

    The second and later ones are called ``code+2`` and so on, as no layer of a rota's own is;
    overrides concern the first.
    """
    tracks: list[list[Given]] = [[]]
    for turn in sorted(given, key=lambda each: (each.start, each.end, each.person)):
        free = next((each for each in tracks if not each or each[-1].end <= turn.start), None)
        if free is None:
            tracks.append([turn])
        else:
            free.append(turn)
    return tuple(
        OutsideLayer(
            code=code if number == 1 else f"{code}+{number}",
            name=name if number == 1 else f"{name} {number}",
            given=tuple(track),
            overrides=overrides if number == 1 else (),
        )
        for number, track in enumerate(tracks, start=1)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """Layers in the order in which their answers are told, and who is told when none answers.

    ``fallback`` is a person, or the code of a responder role. Every rota has one: nobody on duty
    is a case that happens, and it is never an answer.
    """

    code: str
    name: str
    zone: str
    fallback: int | str
    layers: tuple[AnyLayer, ...] = ()
    absences: tuple[Absence, ...] = ()
    shadows: tuple[Shadow, ...] = ()

    def __post_init__(self) -> None:
        zone_named(self.zone)
        if isinstance(self.fallback, str) and not self.fallback.strip():
            raise BadRota(f"Rota {self.code!r} must say who is told when nobody is on duty.")
        codes = [layer.code for layer in self.layers]
        if len(set(codes)) < len(codes):
            raise BadRota(f"Rota {self.code!r} has two layers of one code.")
        for shadow in self.shadows:
            if shadow.layer is not None and shadow.layer not in codes:
                raise BadShadow(f"Rota {self.code!r} has no layer {shadow.layer!r} to shadow.")

    @property
    def people(self) -> tuple[int, ...]:
        """Return everybody who could be the answer, each once."""
        return tuple(dict.fromkeys(self._named()))

    @property
    def everybody(self) -> tuple[int, ...]:
        """Return everybody who could be told: the answers, who shadows them, and the fallback."""
        fallback = (self.fallback,) if isinstance(self.fallback, int) else ()
        learning = (each.person for each in self.shadows)
        return tuple(dict.fromkeys((*self._named(), *learning, *fallback)))

    def _named(self) -> Iterator[int]:
        for layer in self.layers:
            yield from layer.people
            for override in layer.overrides:
                yield override.person


def _set_span(value: object, start: datetime, end: datetime, bad: type[ValueError]) -> None:
    """Keep both ends in UTC, or raise ``bad`` for a span that does not run forward."""
    span = Segment(utc(start), utc(end))
    if span.end <= span.start:
        raise bad(f"{span.start.isoformat()} to {span.end.isoformat()} does not run forward.")
    object.__setattr__(value, "start", span.start)
    object.__setattr__(value, "end", span.end)
