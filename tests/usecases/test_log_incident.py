"""Logging: what is known is kept at once, judged, timed and told; what is missing is a gap."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.incidents.models import (
    Clock,
    Incident,
    Obligation,
    RoleOnIncident,
    Task,
)
from musterpoint.apps.organisation.models import ClientAccount, ContactQueue, Service, Site
from musterpoint.apps.policies.queries import NoStrategyInForce, Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.report import Report
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.log_incident import Logged, log_incident
from musterpoint.usecases.refusals import Refusal
from tests.factories import NOON, assert_ledger_adds_up, at, entries, fresh, log
from tests.usecases.everything import armed, nothing_changes

UNSURE = dict.fromkeys(("Q1", "Q2", "Q6", "Q7", "Q8"), False) | {"Q9": True}


def logged(by: Actor, minutes: float = 0, **facts: Any) -> Logged:
    facts.setdefault("summary", "Calls drop after the second menu")
    return log_incident(report=Report(**facts), by=by, at=at(minutes))


def due(incident: Incident) -> dict[str, tuple[datetime, datetime | None, str]]:
    rows = Clock.objects.filter(incident=incident).order_by("pk")
    return {row.kind: (row.started_at, row.due_at, row.state) for row in rows}


def test_a_summary_alone_is_enough(strategy: Version, agent: Actor) -> None:
    made = logged(agent, summary="  Calls drop  ")

    row = fresh(made.incident)
    assert row.ref == f"INC-{row.pk:06d}"
    assert (row.summary, row.status, row.version) == ("Calls drop", "logged", 1)
    assert (row.logged_at, row.logged_by_id, row.began_at) == (NOON, agent.person_id, None)
    assert (row.impact, row.urgency, row.priority, row.gravest_priority) == (None, None, "P2", "P2")
    assert (row.strategy_id, row.assessed_at) == (strategy.id, None)
    assert made.gaps == (
        "began_at",
        "nature",
        "impact",
        "reported_by",
        "source",
        "service",
        "site",
        "customers_affected",
    )
    assert row.because == [
        {
            "clause": "categories.unknown.typical",
            "says": "Not judged yet, so as is usual for “No known category”:"
            " impact I3 and urgency U1.",
        },
        {
            "clause": "matrix.I3.U1",
            "says": "I3 (A team or a few customers) and U1 (Now) make P2.",
        },
    ]
    assert_ledger_adds_up(row)


def test_its_clocks_count_from_the_log_and_restoration_from_the_beginning(
    strategy: Version, agent: Actor
) -> None:
    made = logged(agent, category="tel_total", impact="I1", urgency="U1", began_at=at(-10))

    assert due(made.incident) == {
        "acknowledge": (at(0), at(5), "running"),
        "first_update": (at(0), at(15), "running"),
        "restore": (at(-10), at(230), "running"),
    }
    row = fresh(made.incident)
    assert (row.next_due_at, row.next_due_kind) == (at(5), "acknowledge")
    assert (row.priority, row.assessed_at) == ("P1", NOON)


def test_every_clock_the_path_and_the_next_look_are_armed(strategy: Version, agent: Actor) -> None:
    pk = logged(agent, impact="I1", urgency="U1").incident.pk

    assert armed(TimerKind.CLOCK_MARK) == {
        f"{pk}:acknowledge:1": (at(2.5), {"incident": pk, "percent": 50}),
        f"{pk}:first_update:1": (at(7.5), {"incident": pk, "percent": 50}),
        f"{pk}:restore:1": (at(120), {"incident": pk, "percent": 50}),
    }
    assert [one for one, _ in armed(TimerKind.PATH_STEP).values()] == [NOON]
    assert armed(TimerKind.REASSESS) == {str(pk): (at(30), {"incident": pk})}
    assert armed(TimerKind.TRIAGE_DUE) == {}


def test_a_lower_priority_counts_working_hours_and_is_not_looked_at_again(
    strategy: Version, agent: Actor
) -> None:
    made = logged(agent, impact="I4", urgency="U4")

    assert {kind: span[1] for kind, span in due(made.incident).items()} == {
        "acknowledge": datetime(2026, 3, 11, 10, tzinfo=UTC),
        # 24 working days of ten hours, over Good Friday, Easter Monday and the clock change.
        "restore": datetime(2026, 4, 15, 11, tzinfo=UTC),
    }
    assert armed(TimerKind.REASSESS) == {}


def test_roles_tasks_and_duties_of_the_category_are_there_from_the_start(
    strategy: Version, agent: Actor
) -> None:
    row = logged(agent, category="tel_total", impact="I1", urgency="U1").incident

    roles = RoleOnIncident.objects.filter(incident=row).order_by("pk")
    assert [role.code for role in roles] == [
        "incident_manager",
        "duty_manager",
        "loggist",
        "communications_lead",
        "welfare_lead",
        "it_service_desk",
        "resource_planner",
    ]
    tasks = Task.objects.filter(incident=row).order_by("position")
    assert [(task.position, task.code) for task in tasks] == [
        (1, "test_from_outside"),
        (2, "open_carrier_bridge"),
        (3, "switch_to_reserve"),
        (4, "move_agents"),
        (5, "first_words_out"),
        (6, "word_to_the_head"),
    ]
    assert tasks[0].due_at == at(5)
    assert [one.code for one in Obligation.objects.filter(incident=row).order_by("pk")] == [
        "equality_act",
        "client_sla",
    ]


def test_logging_more_than_five_minutes_late_is_said(strategy: Version, agent: Actor) -> None:
    on_time = logged(agent, began_at=at(-5))
    late = logged(agent, began_at=at(-6))

    assert (on_time.logged_late, late.logged_late) == (False, True)
    entry = entries(late.incident)[0]
    assert (entry.kind, entry.data["logged_late"]) == ("logged", True)
    assert entry.data["because"][-1] == {
        "clause": "logging.late_after",
        "says": "Logged 6 min after it began; 5 min are allowed.",
    }


def test_what_was_unsure_is_looked_at_within_a_quarter_of_an_hour(
    strategy: Version, agent: Actor
) -> None:
    made = logged(agent, triage=UNSURE, triage_reason="Nobody can say")

    pk = made.incident.pk
    assert armed(TimerKind.TRIAGE_DUE) == {str(pk): (at(15), {"incident": pk})}
    kept = fresh(made.incident).triage
    assert (kept["verdict"], kept["reason"], kept["also_complaint"]) == (
        "incident_unsure",
        "Nobody can say",
        False,
    )


def test_answers_that_establish_danger_make_it_the_gravest(strategy: Version, agent: Actor) -> None:
    row = logged(agent, triage={"Q1": True}, impact="I4", urgency="U4").incident

    assert (row.life_safety, row.priority) == (True, "P1")
    assert row.because[-1] == {
        "clause": "overrides.life_safety",
        "says": "Somebody's life or safety is at risk. P5 becomes P1.",
    }


def test_what_the_reporter_said_goes_before_what_the_answers_established(
    strategy: Version, agent: Actor
) -> None:
    assert logged(agent, triage={"Q1": True}, life_safety=False).incident.life_safety is False


@pytest.mark.parametrize(
    ("category", "distress", "restricted"),
    [("tel_total", False, False), ("violence", True, False), ("safeguard", True, True)],
)
def test_distress_and_restriction_come_with_the_category(
    strategy: Version, agent: Actor, category: str, distress: bool, restricted: bool
) -> None:
    row = logged(agent, category=category).incident

    assert (row.distress, row.restricted) == (distress, restricted)


def test_places_are_found_by_code_or_name_and_kept_as_named_when_unknown(
    strategy: Version, agent: Actor
) -> None:
    telephony = Service.objects.create(code="telephony", name="Telephony")
    made = logged(agent, service="TELEPHONY", site="The moon", queue=" Returns ", account="")

    row = fresh(made.incident)
    assert (row.service_id, row.service_named) == (telephony.pk, "")
    assert (row.site_id, row.site_named) == (None, "The moon")
    assert (row.queue_named, row.account_named) == ("Returns", "")
    assert made.notes == (
        "site “The moon” is not in the list of this centre; kept as named",
        "queue “Returns” is not in the list of this centre; kept as named",
    )
    assert_ledger_adds_up(row)


def test_a_key_account_counts_as_a_large_group(strategy: Version, agent: Actor) -> None:
    ClientAccount.objects.create(code="northgate", name="Northgate", key_account=True)

    row = logged(agent, account="northgate", impact="I4", urgency="U2").incident

    assert row.priority == "P2"
    assert row.because[0] == {
        "clause": "overrides.key_account",
        "says": "A key account named in a contract is affected. I4 becomes I2.",
    }


def test_a_clock_breached_before_anybody_logged_it_marks_at_once(
    strategy: Version, agent: Actor
) -> None:
    made = logged(agent, impact="I1", urgency="U1", began_at=at(-600))

    assert due(made.incident)["restore"] == (at(-600), at(-360), "breached")
    key = f"{made.incident.pk}:restore:1"
    assert armed(TimerKind.CLOCK_MARK)[key] == (
        NOON,
        {"incident": made.incident.pk, "percent": 100},
    )
    assert (fresh(made.incident).next_due_at, fresh(made.incident).next_due_kind) == (
        at(-360),
        "restore",
    )
    assert_ledger_adds_up(made.incident)


def test_logging_takes_seven_statements_and_one_more_to_look_places_up(
    strategy: Version, agent: Actor
) -> None:
    Service.objects.create(code="telephony", name="Telephony")
    Site.objects.create(code="leeds", name="Leeds")
    ContactQueue.objects.create(code="returns", name="Returns")
    ClientAccount.objects.create(code="northgate", name="Northgate")
    places = {"service": "telephony", "site": "leeds", "queue": "returns", "account": "northgate"}

    known: dict[str, dict[str, Any]] = {
        "bare": {},
        "planned": {"impact": "I4", "urgency": "U4"},
        "unsure": {"triage": UNSURE},
        "places": places,
        "all": {**places, "category": "tel_total", "began_at": at(-600), "triage": UNSURE},
    }
    counts = {name: _statements(agent, **facts) for name, facts in known.items()}

    assert counts == {"bare": 7, "planned": 7, "unsure": 7, "places": 8, "all": 8}


def _statements(by: Actor, **facts: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        logged(by, **facts)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({"summary": " "}, {"summary": "Say in a few words what is happening."}),
        (
            {"summary": "x" * 301},
            {"summary": "The summary has 301 characters; put what is over 300 in nature."},
        ),
        ({"nature": "x" * 20_001}, {"nature": "At most 20000 characters; this has 20001."}),
        (
            {"began_at": at(1.1)},
            {"began_at": "This is in the future. Say when it began, or leave it open."},
        ),
        (
            {"began_at": datetime(1, 1, 1, tzinfo=UTC)},
            {"began_at": "This is before 1970. Say when it began, or leave it open."},
        ),
        (
            {"category": "ghosts"},
            {
                "category": "There is no category 'ghosts' in the strategy."
                " Leave it open if unsure."
            },
        ),
        (
            {"impact": "I9", "urgency": "now"},
            {
                "impact": "There is no impact 'I9'. Use one of I1, I2, I3, I4, or leave it open.",
                "urgency": "There is no urgency 'now'. Use one of U1, U2, U3, U4,"
                " or leave it open.",
            },
        ),
        (
            {"customers_affected": -1},
            {"customers_affected": "Give the number of customers as a whole number"
             " from 0 to 2147483647."},
        ),
        (
            {"triage": {"Q77": True}},
            {"triage": "There is no question 'Q77'. The strategy asks"
             " Q1, Q2, Q3, Q4, Q5, Q6, Q7, Q8, Q9."},
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(
    strategy: Version, agent: Actor, facts: dict[str, Any], problems: dict[str, str]
) -> None:
    with nothing_changes(Refusal, **problems):
        logged(agent, **facts)


def test_a_reporters_clock_may_be_a_minute_ahead(strategy: Version, agent: Actor) -> None:
    row = logged(agent, began_at=at(1)).incident

    assert due(row)["restore"] == (at(1), at(481), "running")


def test_everybody_may_log_but_the_auditor(strategy: Version, people: dict[str, Actor]) -> None:
    for role, by in people.items():
        if role != "auditor":
            assert log(by=by).logged_by_id == by.person_id
    with nothing_changes(NotAllowed):
        logged(people["auditor"])


def test_nothing_is_logged_without_a_strategy_in_force(agent: Actor) -> None:
    with nothing_changes(NoStrategyInForce):
        logged(agent)
