"""Reading rotas: exceptions are seen at once, and many cost no more statements than one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas import documents, queries
from musterpoint.apps.rotas.models import (
    Absence,
    OutsideCalendar,
    Override,
    RoleRota,
    Rota,
    Shadow,
)
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Actor
from musterpoint.domain.calendars import Span
from musterpoint.domain.rotas import OutsideLayer
from tests.factories import LONG_AGO, NOON
from tests.rotas import id_of, put_in_force, rota, weekly

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def pair(manager: Actor, leader: Actor) -> tuple[int, int]:
    return id_of(manager), id_of(leader)


@pytest.fixture
def technology(pair: tuple[int, int], agent: Actor) -> Rota:
    return put_in_force(rota("tech", weekly("first", *pair), weekly("second", id_of(agent))))


def _people(*codes: str, at: datetime = NOON) -> dict[str, tuple[int, ...]]:
    return {code: cover.people for code, cover in queries.covers(codes, at=at).items()}


def test_each_layer_answers_in_its_turn(
    technology: Rota, pair: tuple[int, int], agent: Actor
) -> None:
    assert _people("tech", "unknown") == {"tech": (pair[1], id_of(agent))}
    assert _people("tech", at=NOON - 7 * DAY) == {"tech": (pair[0], id_of(agent))}


def test_an_override_counts_at_once_and_no_longer_when_ended(
    technology: Rota, pair: tuple[int, int], agent: Actor, people: dict[str, Actor]
) -> None:
    planner = id_of(people["planner"])
    override = Override.objects.create(
        rota=technology,
        layer="first",
        start=NOON - HOUR,
        end=NOON + HOUR,
        person_id=planner,
        because="At the dentist",
        made_at=NOON,
    )

    assert _people("tech") == {"tech": (planner, id_of(agent))}
    assert _people("tech", at=NOON + HOUR) == {"tech": (pair[1], id_of(agent))}

    Override.objects.filter(pk=override.pk).update(ended_at=NOON)
    assert _people("tech") == {"tech": (pair[1], id_of(agent))}


def test_whoever_is_away_or_gone_does_not_answer(
    technology: Rota, pair: tuple[int, int], agent: Actor
) -> None:
    Absence.objects.create(person_id=pair[1], start=NOON - HOUR, end=NOON + HOUR, made_at=LONG_AGO)
    assert _people("tech") == {"tech": (id_of(agent),)}
    assert queries.absent(pair, at=NOON) == {pair[1]}

    Person.objects.filter(pk=id_of(agent)).update(is_active=False)
    cover = queries.covers(["tech"], at=NOON)["tech"]
    assert cover.nobody
    assert cover.fallback == "duty_manager"


def test_whoever_learns_is_told_beside_the_answer(
    technology: Rota, people: dict[str, Actor]
) -> None:
    learner = id_of(people["planner"])
    Shadow.objects.create(
        rota=technology, person_id=learner, start=NOON, end=NOON + HOUR, made_at=NOON
    )

    assert queries.covers(["tech"], at=NOON)["tech"].shadows == (learner,)
    assert queries.covers(["tech"], at=NOON + HOUR)["tech"].shadows == ()


def test_an_outside_calendar_answers_for_its_layer(pair: tuple[int, int]) -> None:
    row = put_in_force(rota("carrier", OutsideLayer(code="desk", name="Desk", given=())))
    spans = [
        {"start": NOON.isoformat(), "end": (NOON + HOUR).isoformat(), "person": person, "says": ""}
        for person in pair
    ]
    OutsideCalendar.objects.create(
        rota=row, layer="desk", url="https://a.example/x.ics", spans=spans, added_at=NOON
    )

    assert _people("carrier") == {"carrier": tuple(sorted(pair))}
    assert _people("carrier", at=NOON + HOUR) == {"carrier": ()}


def test_only_published_rotas_answer(technology: Rota) -> None:
    Rota.objects.filter(pk=technology.pk).update(state=Rota.State.RETIRED)

    assert queries.covers(["tech"], at=NOON) == {}
    with pytest.raises(NoSuchRota):
        queries.rota("tech")


def test_publishing_again_is_seen_at_once(technology: Rota, pair: tuple[int, int]) -> None:
    assert _people("tech")["tech"][0] == pair[1]
    turned = rota("tech", weekly("first", *reversed(pair)))
    Rota.objects.filter(pk=technology.pk).update(published=documents.written(turned), edition=2)

    assert _people("tech") == {"tech": (pair[0],)}


def test_many_rotas_cost_no_more_statements_than_one(pair: tuple[int, int]) -> None:
    codes = ["one", "two", "three"]
    for code in codes:
        row = put_in_force(rota(code, weekly("first", *pair)))
        RoleRota.objects.create(role=f"role-{code}", rota=row)
    queries.covers(codes, at=NOON)

    with CaptureQueriesContext(
        connection,
    ) as for_one:
        queries.covers(codes[:1], at=NOON)
    with CaptureQueriesContext(connection) as for_three:
        queries.covers(codes, at=NOON)

    assert len(for_one) == len(for_three) == 6
    assert queries.rotas_of_roles(["role-two", "other"]) == {"role-two": "two"}


def test_my_turns_are_those_of_all_rotas(technology: Rota, pair: tuple[int, int]) -> None:
    put_in_force(rota("night", weekly("only", pair[0])))

    mine = queries.my_turns(pair[0], start=NOON, end=NOON + 7 * DAY)

    starts = [(one.rota, one.layer_name, one.turn.start) for one in mine]
    assert starts == [
        ("night", "Only", datetime(2026, 3, 9, 9, tzinfo=UTC)),
        ("night", "Only", datetime(2026, 3, 16, 9, tzinfo=UTC)),
        ("tech", "First", datetime(2026, 3, 16, 9, tzinfo=UTC)),
    ]


def test_a_document_says_all_there_is_to_say(pair: tuple[int, int]) -> None:
    hours = ((Span.parse("09:00-12:00"), Span.parse("13:00-17:30")), *((),) * 6)
    first = weekly("first", *pair, hours=hours, closed=frozenset({date(2026, 12, 25)}), turn=14)
    value = rota("tech", first, OutsideLayer(code="desk", name="Desk", given=()), fallback=pair[0])

    assert documents.read("tech", documents.written(value)) == value
