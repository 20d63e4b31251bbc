"""Who is on call at the sample centre: two rotas, a swap that waits for approval, an absence."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from musterpoint.apps.rotas import queries
from musterpoint.domain.rotas import AbsenceKind, Layer
from musterpoint.interfaces.console.sample.centre import ZONE
from musterpoint.interfaces.console.sample.play import Story
from musterpoint.usecases.answer_role import answer_role_by_rota
from musterpoint.usecases.be_absent import add_absence
from musterpoint.usecases.publish_rota import publish_rota
from musterpoint.usecases.shadow_rota import add_shadow
from musterpoint.usecases.swap_turn import accept_swap, offer_swap
from musterpoint.usecases.write_rota import keep_rota_draft

DAY = timedelta(days=1)
PLANNER = "tomasz.nowak"
TECHNOLOGY, MANAGERS = "technology", "incident-managers"
FIRST_LINE = ("siobhan.kelly", "ben.okafor", "tomasz.nowak", "leila.hassan")


def tell(story: Story) -> None:
    """Add the rotas of the centre to the story: published two weeks ago, rearranged since."""
    story.at(story.now - 14 * DAY, lambda at: _publish(story, at))
    story.at(story.now - 2 * DAY, lambda at: _learn(story, at))
    story.at(story.now - DAY, lambda at: _offer(story, at))
    story.at(story.now - DAY / 2, lambda at: _be_away(story, at))


def _publish(story: Story, at: datetime) -> None:
    today = story.now.astimezone(ZoneInfo(ZONE)).date()
    monday = today - timedelta(days=today.weekday() + 14)
    weekly = (
        _layer(story, "first", "First line", FIRST_LINE, begins=monday),
        _layer(
            story, "second", "Second line", ("carol.reid", "marcus.webb"), begins=monday + 3 * DAY
        ),
    )
    daily = _layer(
        story,
        "managers",
        "Incident managers",
        ("asha.patel", "marcus.webb"),
        begins=today - 14 * DAY,
        hands_over=time(8),
        turn=1,
    )
    by = story.who(PLANNER)
    for name, code, fallback, layers in (
        ("Technology", TECHNOLOGY, "duty_manager", weekly),
        ("Incident managers", MANAGERS, "head_of_operations", (daily,)),
    ):
        keep_rota_draft(
            name=name,
            code=code,
            zone=ZONE,
            fallback=fallback,
            layers=layers,
            new=True,
            by=by,
            at=at,
        )
        publish_rota(code=code, by=by, at=at)
    for role, code in (
        ("it_service_desk", TECHNOLOGY),
        ("technical_lead", TECHNOLOGY),
        ("incident_manager", MANAGERS),
    ):
        answer_role_by_rota(role=role, code=code, by=by, at=at)


def _layer(
    story: Story,
    code: str,
    name: str,
    people: tuple[str, ...],
    *,
    begins: date,
    hands_over: time = time(9),
    turn: int = 7,
) -> Layer:
    return Layer(
        code=code,
        name=name,
        people=tuple(story.who(key).person_id or 0 for key in people),
        first_date=begins,
        zone=ZONE,
        hands_over_at=(hands_over,),
        turn=turn,
    )


def _learn(story: Story, at: datetime) -> None:
    add_shadow(
        code=TECHNOLOGY,
        layer="first",
        person_id=story.who("dan.murphy").person_id or 0,
        start=at,
        end=at + 21 * DAY,
        by=story.who(PLANNER),
        at=at,
    )


def _offer(story: Story, at: datetime) -> None:
    """Let Ben offer a day of his next turn; Siobhán accepts, and no planner has looked yet."""
    giver, taker = story.who("ben.okafor"), story.who("siobhan.kelly")
    begins, ends = _next_turn(story, "ben.okafor")
    swap_id = offer_swap(
        code=TECHNOLOGY,
        layer="first",
        start=begins,
        end=min(begins + DAY, ends),
        taker_id=taker.person_id,
        because="My sister's graduation",
        by=giver,
        at=at,
    )
    accept_swap(swap_id=swap_id, by=taker, at=at + timedelta(hours=2))


def _be_away(story: Story, at: datetime) -> None:
    away = story.who(PLANNER)
    begins, _ = _next_turn(story, PLANNER)
    add_absence(
        person_id=away.person_id or 0,
        start=begins,
        end=begins + 2 * DAY,
        kind=AbsenceKind.LEAVE,
        by=away,
        at=at,
    )


def _next_turn(story: Story, key: str) -> tuple[datetime, datetime]:
    """Return from when to when somebody is next on call, from tomorrow morning on."""
    tomorrow = story.local(days=-1, clock="09:00")
    mine = queries.my_turns(story.who(key).person_id or 0, start=tomorrow, end=tomorrow + 40 * DAY)
    turn = next(one.turn for one in mine if one.rota == TECHNOLOGY)
    return max(turn.start, tomorrow), turn.end
