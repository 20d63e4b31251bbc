"""The slow truth about who answers, written without the product's arithmetic.

It reads the wall clock minute by minute and walks every turn from the first date.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import AnyLayer, Layer, Rota
from tests.domain.rotas.rota_examples import MINUTE

QUARTER = timedelta(minutes=15)


def told(rota: Rota, at: datetime) -> tuple[int, ...]:
    """Return whom the rules name at this instant, in order, each once."""
    found = [answer(rota, layer, at) for layer in rota.layers]
    return tuple(dict.fromkeys(person for person in found if person is not None))


def answer(rota: Rota, layer: AnyLayer, at: datetime) -> int | None:
    person = _by_turn(layer, at) if isinstance(layer, Layer) else _by_outside(layer, at)
    for override in layer.overrides:
        if override.start <= at < override.end:
            person = override.person if override.instead_of in {None, person} else person
    away = any(each.person == person and each.start <= at < each.end for each in rota.absences)
    return None if away else person


def _by_outside(layer: AnyLayer, at: datetime) -> int | None:
    assert not isinstance(layer, Layer)
    return next((each.person for each in layer.given if each.start <= at < each.end), None)


def _by_turn(layer: Layer, at: datetime) -> int | None:
    local = at.astimezone(ZoneInfo(layer.zone))
    if local.date() in layer.closed or not _in_hours(layer, local):
        return None
    holder: int | None = None
    counted = hand_over_number = 0
    while _hand_over(layer, hand_over_number) <= at:
        turn = [_reading(layer, hand_over_number + each) for each in (0, layer.turn)]
        holder = layer.people[counted % len(layer.people)]
        counted += _is_worked(layer.hours, turn[0], turn[1])
        hand_over_number += layer.turn
    return holder


def _in_hours(layer: Layer, local: datetime) -> bool:
    return layer.hours is None or _holds(layer.hours[local.weekday()], local)


def _holds(spans: tuple[Span, ...], reading: datetime) -> bool:
    minute = reading.hour * 60 + reading.minute
    return any(span.opens <= minute < span.closes for span in spans)


@lru_cache(maxsize=10_000)
def _is_worked(
    hours: tuple[tuple[Span, ...], ...] | None, since: datetime, until: datetime
) -> bool:
    """Answer whether a turn has hours on the face of the clock, by quarters of an hour."""
    while hours is not None and since < until:
        if _holds(hours[since.weekday()], since):
            return True
        since += QUARTER
    return hours is None


def _reading(layer: Layer, number: int) -> datetime:
    days, which = divmod(number, len(layer.hands_over_at))
    return datetime.combine(layer.first_date + timedelta(days=days), layer.hands_over_at[which])


def _hand_over(layer: Layer, number: int) -> datetime:
    reading = _reading(layer, number)
    return first_reading(layer.zone, reading.date(), reading.time())


@lru_cache(maxsize=10_000)
def first_reading(zone: str, day: date, at: time) -> datetime:
    """Return the first instant at which the wall clock reads this, or anything later."""
    wall, wanted = ZoneInfo(zone), datetime.combine(day, at)
    around = (wanted.replace(tzinfo=UTC) + timedelta(days=each) for each in (-2, 0, 2))
    furthest = max(each.astimezone(wall).utcoffset() or timedelta() for each in around)
    instant = wanted.replace(tzinfo=UTC) - furthest
    while instant.astimezone(wall).replace(tzinfo=None) < wanted:
        instant += MINUTE
    return instant
