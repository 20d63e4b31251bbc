"""Lists, search, duplicates: what is found, in which order, by whom, in how many statements."""

from __future__ import annotations

import base64
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts import operations as accounts
from musterpoint.apps.accounts.queries import actor_of
from musterpoint.apps.incidents import queries
from musterpoint.apps.incidents.models import Incident, Link, RoleOnIncident
from musterpoint.apps.incidents.queries import Filters, Order
from musterpoint.apps.incidents.queries.cursor import BadCursor, Cursor
from musterpoint.apps.organisation.models import Service
from musterpoint.apps.policies.models import StrategyVersion
from musterpoint.domain.authority import Actor, Role

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def strategy() -> StrategyVersion:
    return StrategyVersion.objects.create(
        number=1, title="Test", text="", digest="", created_at=AT, published_at=AT, in_force_from=AT
    )


@pytest.fixture
def ines() -> Actor:
    return actor_of(
        accounts.add_person(email="ines@example.org", name="Ines", roles=[Role.AGENT], at=AT)
    )


@pytest.fixture
def manager() -> Actor:
    return actor_of(
        accounts.add_person(email="mo@example.org", name="Mo", roles=[Role.INCIDENT_MANAGER], at=AT)
    )


def incident(
    strategy: StrategyVersion, summary: str, *, minutes: int = 0, **fields: object
) -> Incident:
    return Incident.objects.create(
        strategy=strategy,
        summary=summary,
        logged_at=AT + timedelta(minutes=minutes),
        **{"priority": "P3", **fields},
    )


def found(actor: Actor, **filters: object) -> list[str]:
    page = queries.page(actor, Filters(**filters))  # type: ignore[arg-type]  # by name
    return [row.summary for row in page.rows]


def test_pages_follow_one_another_without_gap_or_repeat(
    strategy: StrategyVersion, ines: Actor
) -> None:
    for minutes in (0, 1, 1, 1, 2, 3, 3):
        incident(strategy, f"at {minutes}", minutes=minutes)

    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = queries.page(ines, Filters(), cursor=cursor, limit=2)
        seen += [row.id for row in page.rows]
        cursor = page.next

    newest_first = Incident.objects.order_by("-logged_at", "-pk").values_list("pk", flat=True)
    assert seen == list(newest_first)


def test_the_board_lists_what_falls_due_next_first_and_what_never_does_last(
    strategy: StrategyVersion, ines: Actor
) -> None:
    incident(strategy, "never")
    incident(strategy, "later", next_due_at=AT + timedelta(hours=2))
    incident(strategy, "soon", next_due_at=AT + timedelta(minutes=5))
    incident(strategy, "over", status="closed", closed_at=AT, resolved_at=AT)
    incident(strategy, "history", source_system="other", source_ref="1")

    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = queries.page(ines, Filters(), order=Order.DUE, cursor=cursor, limit=1)
        seen += [row.summary for row in page.rows]
        cursor = page.next

    assert seen == ["soon", "later", "never"]


def test_filters_narrow_the_list(strategy: StrategyVersion, ines: Actor) -> None:
    billing = Service.objects.create(code="billing", name="Billing")
    incident(strategy, "billing is slow", priority="P2", service=billing, category="tel_total")
    incident(strategy, "fire", declared_at=AT, status="acknowledged")
    incident(strategy, "done", status="closed", closed_at=AT, source_system="o", source_ref="1")

    assert found(ines, priority=("P2",)) == ["billing is slow"]
    assert found(ines, service="billing") == ["billing is slow"]
    assert found(ines, category="tel_total") == ["billing is slow"]
    assert found(ines, major=True) == ["fire"]
    assert found(ines, status=("closed", "acknowledged")) == ["done", "fire"]
    assert found(ines, open=True) == ["fire", "billing is slow"]
    assert found(ines, open=False) == ["done"]
    assert found(ines, imported=True) == ["done"]


def test_a_place_is_looked_up_once_and_an_unknown_one_has_nothing(
    strategy: StrategyVersion, ines: Actor, django_assert_num_queries: Any
) -> None:
    billing = Service.objects.create(code="billing", name="Billing")
    incident(strategy, "billing is slow", service=billing)

    with django_assert_num_queries(2):
        assert found(ines, service="billing") == ["billing is slow"]
    with django_assert_num_queries(1):
        assert found(ines, service="nowhere") == []
    assert found(ines, service="billing", site="nowhere") == []


def test_a_person_finds_what_they_own_or_hold_a_role_on(
    strategy: StrategyVersion, ines: Actor
) -> None:
    held = incident(strategy, "held")
    incident(strategy, "owned", owner_id=ines.person_id)
    incident(strategy, "of others")
    RoleOnIncident.objects.create(
        incident=held, code="loggist", person_id=ines.person_id, opened_at=AT
    )

    assert sorted(found(ines, involving=ines.person_id)) == ["held", "owned"]


def test_search_knows_references_words_and_typing_errors(
    strategy: StrategyVersion, ines: Actor
) -> None:
    telephony = incident(strategy, "Telephony is down in Leeds", nature="Callers hear nothing")
    incident(strategy, "Printers jam")

    assert found(ines, q=telephony.ref) == [telephony.summary]
    assert found(ines, q=telephony.ref.lower().replace("-", "")) == [telephony.summary]
    assert found(ines, q="leeds telephony") == [telephony.summary]
    assert found(ines, q="hearing") == [telephony.summary]
    assert found(ines, q="telefony") == [telephony.summary]
    assert found(ines, q="pritners") == ["Printers jam"]
    assert found(ines, q="zebra") == []


def test_words_are_found_beyond_the_newest_and_in_pages(
    strategy: StrategyVersion, ines: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[queries.page.__module__], "NEWEST_LOOKED_AT", 2)
    for minutes in range(9):
        incident(strategy, "Lines dead" if minutes % 3 else "Chat is slow", minutes=minutes)

    seen: list[int] = []
    cursor: str | None = ""
    while cursor is not None:
        page = queries.page(ines, Filters(q="lines"), cursor=cursor, limit=2)
        seen += [(row.logged_at - AT).seconds // 60 for row in page.rows]
        cursor = page.next

    assert seen == [8, 7, 5, 4, 2, 1]


def test_a_guess_says_that_it_is_one(strategy: StrategyVersion, ines: Actor) -> None:
    incident(strategy, "Telephony is down in Leeds")

    assert queries.page(ines, Filters(q="telefony")).guessed is True
    assert queries.page(ines, Filters(q="telephony")).guessed is False


@pytest.mark.parametrize(
    "q", ["\x00", "' OR 1=1", "(((", "🔥" * 300, '"', "\ud800", "INC-" + "9" * 30]
)
def test_no_words_break_the_search(strategy: StrategyVersion, ines: Actor, q: str) -> None:
    assert queries.page(ines, Filters(q=q)).rows == ()


@pytest.mark.parametrize("q", ["secret matter", "secrett mater", "INC"])
def test_a_restricted_incident_is_found_only_by_those_it_concerns(
    strategy: StrategyVersion, ines: Actor, manager: Actor, q: str
) -> None:
    hidden = incident(strategy, "secret matter", restricted=True)
    q = hidden.ref if q == "INC" else q

    assert found(ines, q=q) == []
    assert found(manager, q=q) == ["secret matter"]
    assert queries.alike(ines, "secret matter", at=AT) == []
    assert queries.open_sums(ines) == {}
    assert queries.open_sums(manager) == {"P3": 1}
    with pytest.raises(queries.NotFound):
        queries.brief(ines, hidden.pk)


def test_likely_duplicates_come_best_first_and_not_from_long_ago(
    strategy: StrategyVersion, ines: Actor
) -> None:
    incident(strategy, "Phones down in Leeds", minutes=-60 * 24 * 9)
    incident(strategy, "Phones down in Leeds and York")
    incident(strategy, "Phones are down, Leeds", service_named="Voice")
    incident(strategy, "The canteen is closed")

    alike = queries.alike(ines, "Phones down in Leeds", at=AT, service="voice")

    assert [row.summary for row in alike] == [
        "Phones down in Leeds and York",
        "Phones are down, Leeds",
    ] or [row.summary for row in alike] == [
        "Phones are down, Leeds",
        "Phones down in Leeds and York",
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_is_one_statement_however_long(
    strategy: StrategyVersion, ines: Actor, rows: int
) -> None:
    for _ in range(rows):
        incident(strategy, "Telephony is down", owner_id=ines.person_id)

    with CaptureQueriesContext(connection) as listed:
        queries.page(ines, Filters())
    with CaptureQueriesContext(connection) as guessed:
        queries.page(ines, Filters(q="telefony"))
    with CaptureQueriesContext(connection) as alike:
        queries.alike(ines, "Telephony is down", at=AT)

    assert (len(listed), len(guessed), len(alike)) == (1, 5, 1)


def test_a_link_to_a_restricted_incident_is_not_shown_to_others(
    strategy: StrategyVersion, ines: Actor, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = incident(strategy, "shown")
    hidden = incident(strategy, "hidden", restricted=True)
    Link.objects.create(incident=shown, other=hidden, kind="related", made_at=AT)
    monkeypatch.setattr("musterpoint.apps.policies.queries.get", lambda _: None)
    monkeypatch.setattr("musterpoint.apps.incidents.queries.one.missing", lambda *_: ())

    assert [tie.summary for tie in queries.room(manager, shown.pk).links] == ["hidden"]
    assert [tie.summary for tie in queries.room(manager, hidden.pk).links] == ["shown"]
    assert queries.room(ines, shown.pk).links == ()


@pytest.mark.parametrize(
    "text", ["x", "é", "W10", "bnVsbA", "[]", Cursor(at=AT, id=-1).written(), "W" * 5000]
)
def test_a_cursor_of_another_make_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        Cursor.read(text)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_cursor_outside_all_calendars_is_refused(at: str) -> None:
    text = base64.urlsafe_b64encode(json.dumps([at, 1]).encode()).decode().rstrip("=")

    with pytest.raises(BadCursor):
        Cursor.read(text)


def test_a_cursor_survives_the_journey() -> None:
    for cursor in (Cursor(at=AT, id=5), Cursor(at=None, id=5)):
        assert Cursor.read(cursor.written()) == cursor
