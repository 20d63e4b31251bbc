"""Rotas drawn around changes of clocks: odd hours and hand-overs, overrides upon overrides."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from musterpoint.domain.rotas import (
    Absence,
    AnyLayer,
    Given,
    Layer,
    OutsideLayer,
    Override,
    Rota,
    Shadow,
)
from tests.domain.calendar_examples import CHANGES, days
from tests.domain.rotas.rota_examples import MINUTE, rota

people = st.integers(1, 5)
_quarters = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
# As often as not a reading that clocks skip or repeat somewhere, or midnight.
readings = _quarters | st.sampled_from(
    (time(0), time(0, 15), time(1, 30), time(1, 45), time(2, 15), time(2, 30), time(3, 15))
)


@st.composite
def spans(draw: st.DrawFn, change: datetime) -> tuple[datetime, datetime]:
    """Draw a stretch of some minutes that begins within two days of the change."""
    start = change + MINUTE * draw(st.integers(-2880, 2880))
    return start, start + MINUTE * draw(st.integers(1, 2880))


@st.composite
def overrides(draw: st.DrawFn, change: datetime) -> tuple[Override, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        start, end = draw(spans(change))
        person, other = draw(people), draw(st.none() | people)
        if person != other:
            found.append(Override(start=start, end=end, person=person, instead_of=other))
    return tuple(found)


@st.composite
def layers(draw: st.DrawFn, code: str, change: datetime) -> Layer:
    zone = draw(st.sampled_from(tuple(CHANGES)))
    today = change.astimezone(ZoneInfo(zone)).date()
    week = st.lists(days, min_size=7, max_size=7).filter(any).map(tuple)
    near = st.integers(-2, 2).map(lambda offset: today + timedelta(days=offset))
    return Layer(
        code=code,
        name=code.title(),
        people=tuple(draw(st.lists(people, min_size=1, max_size=4))),
        first_date=today + timedelta(days=draw(st.integers(-20, 1))),
        zone=zone,
        hands_over_at=tuple(sorted(draw(st.sets(readings, min_size=1, max_size=3)))),
        turn=draw(st.sampled_from((1, 1, 2, 3, 5, 7, 14))),
        hours=draw(st.none() | week),
        closed=frozenset(draw(st.sets(near, max_size=2))),
        overrides=draw(overrides(change)),
    )


@st.composite
def outside(draw: st.DrawFn, code: str, change: datetime) -> OutsideLayer:
    edges = sorted(draw(st.sets(st.integers(-2880, 2880), max_size=8)))
    given = tuple(
        Given(start=change + MINUTE * start, end=change + MINUTE * end, person=draw(people))
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    )
    return OutsideLayer(
        code=code, name=code.title(), given=given, overrides=draw(overrides(change))
    )


@st.composite
def rotas(draw: st.DrawFn) -> tuple[Rota, datetime]:
    """Draw a rota and the change of clocks around which things happen on it."""
    change = draw(st.sampled_from(sorted({each for both in CHANGES.values() for each in both})))
    codes = ("first", "second", "third")[: draw(st.integers(0, 3))]
    drawn: list[AnyLayer] = [draw(layers(code, change) | outside(code, change)) for code in codes]
    absences = draw(st.lists(st.tuples(people, spans(change)), max_size=3))
    shadows = draw(st.lists(st.tuples(people, spans(change)), max_size=2))
    made = rota(
        *drawn,
        absences=tuple(Absence(person=who, start=at, end=to) for who, (at, to) in absences),
        shadows=tuple(Shadow(person=who, start=at, end=to) for who, (at, to) in shadows),
    )
    return made, change
