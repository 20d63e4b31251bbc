"""Planned work: announced, moved, begun, done, called off; and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.communications.models import Component, Notice
from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.notifications.models import Message
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.status_pages import Impact, NoticeState
from musterpoint.interfaces.worker.firing import fire_batch
from musterpoint.interfaces.worker.handlers import HANDLERS
from musterpoint.usecases import keep_components, keep_status_pages
from musterpoint.usecases.plan_work import (
    CannotTurn,
    EndsBeforeItBegins,
    IsGoingOn,
    IsOver,
    NoSuchComponents,
    NoSuchWork,
    NothingMoved,
    PersonalDataInPublic,
    TakesTooLong,
    announce_work,
    move_work,
    turn_work,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, kinds, refused

WORK = {"title": "New lines", "says": "Calls may drop for a minute."}


@pytest.fixture
def page(manager: Actor) -> str:
    code = keep_status_pages.add_page(name="Acme", by=manager, at=at(0))
    keep_components.add_component(page=code, name="Phones", by=manager, at=at(0))
    return code


def announced(page: str, by: Actor, **more: Any) -> str:
    window = {"planned_from": at(60), "planned_until": at(120)}
    return announce_work(page=page, by=by, at=at(1), **{**WORK, **window, **more})


def status() -> str:
    return Component.objects.get().status


def armed() -> dict[str, Any]:
    rows = Timer.objects.filter(kind="planned_work", fired_at=None, cancelled_at=None)
    return {row.key.partition(":")[2]: row.due_at for row in rows}


def test_work_runs_from_announced_to_finished(page: str, manager: Actor) -> None:
    code = announced(page, manager, components=["phones"])
    assert (status(), armed()) == ("operational", {"begin": at(60), "end": at(120)})

    turn_work(page=page, code=code, to=NoticeState.IN_PROGRESS, says="Now.", by=manager, at=at(61))
    assert (status(), armed()) == ("under_maintenance", {"end": at(120)})
    row = queries.public()
    assert row is not None
    assert queries.read(row).indicator is Impact.MAINTENANCE

    turn_work(page=page, code=code, to=NoticeState.COMPLETED, says="Done.", by=manager, at=at(90))
    assert (status(), armed()) == ("operational", {})
    assert Notice.objects.get().resolved_at == at(90)
    assert kinds("status:public")[-3:] == ["work_announced", "work_turned", "work_turned"]
    assert verify_ledger(stream="status:public").bad is None


def test_work_that_is_moved_says_what_moved(page: str, manager: Actor) -> None:
    code = announced(page, manager)

    move_work(
        page=page, code=code, planned_from=at(180), planned_until=at(240), says="Parts are late.",
        by=manager, at=at(2),
    )  # fmt: skip

    found = queries.one_notice(queries.public(), code)  # type: ignore[arg-type]  # it is up
    assert found is not None
    assert found.entries[0].says == (
        "It begins Tue 10 Mar 2026, 15:00 GMT instead of Tue 10 Mar 2026, 13:00 GMT. "
        "It ends Tue 10 Mar 2026, 16:00 GMT instead of Tue 10 Mar 2026, 14:00 GMT. "
        "Parts are late."
    )
    assert armed() == {"begin": at(180), "end": at(240)}


def test_work_that_has_begun_keeps_its_start(page: str, manager: Actor) -> None:
    code = announced(page, manager)
    turn_work(page=page, code=code, to=NoticeState.IN_PROGRESS, says="Now.", by=manager, at=at(60))

    move_work(
        page=page, code=code, planned_from=at(70), planned_until=at(150), by=manager, at=at(61)
    )

    row = Notice.objects.get()
    assert (row.planned_from, row.planned_until) == (at(60), at(150))
    assert armed() == {"end": at(150)}


def test_work_that_is_called_off_is_over(page: str, manager: Actor) -> None:
    code = announced(page, manager)

    turn_work(page=page, code=code, to=NoticeState.CANCELLED, says="Not now.", by=manager, at=at(2))

    assert armed() == {}
    with refused(NoSuchWork):
        turn_work(page=page, code=code, to=NoticeState.IN_PROGRESS, says="x", by=manager, at=at(3))
    with refused(NoSuchWork):
        move_work(
            page=page, code=code, planned_from=at(70), planned_until=at(80), by=manager, at=at(3)
        )


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"planned_until": at(60)}, EndsBeforeItBegins),
        ({"planned_from": at(-60), "planned_until": at(0)}, IsOver),
        ({"planned_from": at(800 * 1440), "planned_until": at(801 * 1440)}, IsOver),
        ({"planned_from": at(-5)}, IsGoingOn),
        ({"planned_until": at(40 * 1440)}, TakesTooLong),
        ({"components": ["lift"]}, NoSuchComponents),
        ({"title": " "}, Refusal),
        ({"says": ""}, Refusal),
        ({"says": "Ask for AB 12 34 56 C."}, PersonalDataInPublic),
    ],
)
def test_work_is_refused_by_name(
    page: str, manager: Actor, more: dict[str, Any], refusal: type[Exception]
) -> None:
    with refused(refusal):
        announced(page, manager, **more)
    assert not Notice.objects.exists()


def test_what_cannot_come_next_is_refused(page: str, manager: Actor) -> None:
    code = announced(page, manager)

    with refused(CannotTurn):
        turn_work(page=page, code=code, to=NoticeState.COMPLETED, says="x", by=manager, at=at(2))
    with refused(NothingMoved):
        move_work(
            page=page, code=code, planned_from=at(60), planned_until=at(120), by=manager, at=at(2)
        )
    assert Notice.objects.get().entries.count() == 1


def test_an_agent_announces_nothing(page: str, agent: Actor) -> None:
    with refused(NotAllowed):
        announced(page, agent)


def test_somebody_is_asked_when_work_should_begin_and_end(page: str, manager: Actor) -> None:
    code = announced(page, manager)

    fire_batch(HANDLERS, at=at(60))
    asked = Message.objects.filter(purpose="planned_work")
    assert [one.subject for one in asked.order_by("id")] == ["“New lines” should begin now"] * 2
    assert {one.link for one in asked} == {f"/setup/status/public/planned/{code}/"}
    turn_work(page=page, code=code, to=NoticeState.IN_PROGRESS, says="Now.", by=manager, at=at(61))
    fire_batch(HANDLERS, at=at(120))
    assert asked.filter(subject="“New lines” should be over now").count() == 2
    assert status() == "operational"


def test_nobody_is_asked_about_what_was_said(page: str, manager: Actor) -> None:
    code = announced(page, manager)
    turn_work(page=page, code=code, to=NoticeState.CANCELLED, says="No.", by=manager, at=at(2))

    fire_batch(HANDLERS, at=at(130))

    assert not Message.objects.filter(purpose="planned_work").exists()
