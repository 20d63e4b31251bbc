"""Outside calendars over real HTTP: recurrences across a change of clocks, and every failure."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from musterpoint.apps.notifications.channels import Refused
from musterpoint.apps.notifications.channels.calendar_feed import fetch, transport
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import OutsideCalendar
from musterpoint.domain.authority import Actor
from musterpoint.domain.rotas import OutsideLayer
from musterpoint.interfaces.worker.calendars import EVERY, read_due
from musterpoint.usecases.outside_calendar import keep_outside_calendar
from musterpoint.usecases.rota_readiness import look_ahead
from tests.factories import NOON, manager, people
from tests.rotas import id_of, put_in_force, refused, rota, told

__all__ = ["manager", "people"]

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)

# Two turns a day on London's clock, from before the clocks go forward (29 March 2026) to after.
WEEKDAYS = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Carrier//NOC//EN
BEGIN:VEVENT
UID:day@noc.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/London:20260302T090000
DTEND;TZID=Europe/London:20260302T210000
RRULE:FREQ=DAILY
EXDATE;TZID=Europe/London:20260401T090000
SUMMARY:Day desk
ATTENDEE;CN="Asha Patel":mailto:asha.patel@centre.example
END:VEVENT
BEGIN:VEVENT
UID:night@noc.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/London:20260302T210000
DTEND;TZID=Europe/London:20260303T090000
RRULE:FREQ=DAILY
SUMMARY:On call: Siobhan Kelly
END:VEVENT
BEGIN:VEVENT
UID:day@noc.example
RECURRENCE-ID;TZID=Europe/London:20260402T090000
DTSTAMP:20260101T000000Z
DTSTART;TZID=Europe/London:20260402T090000
DTEND;TZID=Europe/London:20260402T210000
SUMMARY:Somebody of theirs
END:VEVENT
BEGIN:VEVENT
UID:off@noc.example
DTSTAMP:20260101T000000Z
DTSTART:20260310T100000Z
DTEND:20260310T140000Z
STATUS:CANCELLED
SUMMARY:Maya Singh
END:VEVENT
END:VCALENDAR
"""


@dataclass
class Web:
    """What the other side answers, and what it was asked."""

    url: str = ""
    status: int = 200
    content: bytes = WEEKDAYS
    etag: str = ""
    location: str = ""
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def web() -> Iterator[Web]:
    """Another company's server, on this machine."""
    said = Web()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said.asked.append(self.headers.get("If-None-Match", ""))
            unchanged = said.etag and self.headers.get("If-None-Match") == said.etag
            self.send_response(304 if unchanged else said.status)
            if said.etag:
                self.send_header("ETag", said.etag)
            if said.location:
                self.send_header("Location", said.location)
            self.end_headers()
            if not unchanged:
                self.wfile.write(said.content)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    said.url = f"http://127.0.0.1:{server.server_port}/noc.ics"
    yield said
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def calendar(web: Web, people: dict[str, Actor]) -> OutsideCalendar:
    put_in_force(rota("carrier", OutsideLayer(code="desk", name="Desk", given=())))
    keep_outside_calendar(code="carrier", layer="desk", url=web.url, by=people["planner"], at=NOON)
    return OutsideCalendar.objects.get()


def _answers(at: datetime) -> tuple[int, ...]:
    return queries.covers(["carrier"], at=at)["carrier"].people


def _london(day: int, hour: int, month: int = 3) -> datetime:
    summer = (month, day) >= (3, 29)
    return datetime(2026, month, day, hour, tzinfo=UTC) - (HOUR if summer else 0 * HOUR)


def test_turns_keep_their_local_hours_over_the_change_of_clocks(
    calendar: OutsideCalendar, people: dict[str, Actor]
) -> None:
    assert read_due(at=NOON) == 1

    day, night = (id_of(people[role]) for role in ("incident_manager", "team_leader"))
    for date in (20, 28, 29, 30):
        assert _answers(_london(date, 9)) == (day,)
        assert _answers(_london(date, 9) - timedelta(minutes=1)) == (night,)
        assert _answers(_london(date, 21)) == (night,)
    assert _answers(_london(1, 12, month=4)) == ()
    assert _answers(_london(3, 12, month=4)) == (day,)
    assert told(day) == told(night) == ["Carrier: your turns on call changed"]


def test_nobody_is_on_call_who_is_not_one_of_us(
    calendar: OutsideCalendar, people: dict[str, Actor]
) -> None:
    read_due(at=NOON)

    calendar.refresh_from_db()
    assert calendar.unmatched == ["Somebody of theirs"]
    assert _answers(_london(2, 12, month=4)) == ()
    assert _answers(datetime(2026, 3, 10, 13, tzinfo=UTC)) == (id_of(people["incident_manager"]),)
    kinds = [str(one.kind) for one in look_ahead(at=NOON) if "outside" in one.says]
    assert kinds == ["calendar_unmatched"]
    assert "Asha" not in str(calendar.spans)


def test_each_is_read_once_in_a_while(calendar: OutsideCalendar, web: Web) -> None:
    web.etag = '"one"'
    read_due(at=NOON)
    assert read_due(at=NOON + EVERY / 2) == 0
    assert read_due(at=NOON + EVERY) == 1

    calendar.refresh_from_db()
    assert web.asked == ["", '"one"']
    assert (calendar.read_at, calendar.fetched_at) == (NOON, NOON + EVERY)

    read_due(at=NOON + DAY)
    calendar.refresh_from_db()
    assert web.asked[-1] == ""
    assert calendar.read_at == NOON + DAY


@pytest.mark.parametrize(
    "answer",
    [
        (500, b"", "The other side answered 500."),
        (404, b"", "The other side answered 404."),
        (200, b"<html>Sign in</html>", "It is not a calendar that can be read: ValueError."),
        (200, b"", "It is not a calendar that can be read: ValueError."),
    ],
)
def test_what_was_read_last_holds_while_it_fails(
    calendar: OutsideCalendar, web: Web, manager: Actor, answer: tuple[int, bytes, str]
) -> None:
    read_due(at=NOON)
    web.status, web.content, says = answer
    read_due(at=NOON + HOUR)

    calendar.refresh_from_db()
    assert calendar.last_error == says
    assert calendar.fetched_at == NOON
    assert _answers(_london(30, 10)) == (id_of(manager),)
    assert "calendar_unread" not in {str(one.kind) for one in look_ahead(at=NOON + 23 * HOUR)}
    (unread,) = (one for one in look_ahead(at=NOON + DAY) if one.kind == "calendar_unread")
    assert says in unread.says


def test_a_server_that_is_away_is_named(calendar: OutsideCalendar) -> None:
    OutsideCalendar.objects.update(url="http://127.0.0.1:1/noc.ics")
    read_due(at=NOON)

    calendar.refresh_from_db()
    assert calendar.last_error == "It could not be fetched (ConnectionError)."


def test_a_calendar_that_is_too_large_is_left(
    calendar: OutsideCalendar, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MOST_BYTES", 100)
    read_due(at=NOON)

    calendar.refresh_from_db()
    assert calendar.last_error.startswith("It is larger than")


def test_it_is_read_where_it_moved_to_and_nowhere_but_the_web(
    calendar: OutsideCalendar, web: Web
) -> None:
    web.status, web.location = 302, "ftp://127.0.0.1/noc.ics"
    read_due(at=NOON)

    calendar.refresh_from_db()
    assert calendar.last_error == "It could not be fetched (InvalidSchema)."
    with pytest.raises(Refused):
        fetch("file:///etc/passwd")


def test_one_that_was_removed_meanwhile_changes_nothing(
    calendar: OutsideCalendar, people: dict[str, Actor]
) -> None:
    from musterpoint.usecases.outside_calendar import NotRead, remove_outside_calendar

    how = {"code": "carrier", "layer": "desk", "by": people["planner"]}
    read_due(at=NOON)
    remove_outside_calendar(**how, at=NOON + HOUR)  # type: ignore[arg-type]  # three kinds

    assert read_due(at=NOON + DAY) == 0
    assert _answers(_london(30, 10)) == ()
    with refused(NotRead):
        remove_outside_calendar(**how, at=NOON + HOUR)  # type: ignore[arg-type]  # three kinds
