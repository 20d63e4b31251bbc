"""Correcting facts: gaps are filled and errors put right; the old values stay on the ledger."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from musterpoint.apps.incidents.models import Incident, RoleOnIncident
from musterpoint.apps.incidents.operations import NoSuchIncident, StaleVersion
from musterpoint.apps.organisation.models import ClientAccount, Site
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.domain.timer_kinds import TimerKind
from musterpoint.usecases.refusals import Conflict, Refusal
from tests.factories import assert_ledger_adds_up, at, entries, kinds, log
from tests.usecases.everything import armed, everything, nothing_changes
from tests.usecases.handling import Handling

PROMPT = "The facts have changed since the last assessment."


@pytest.fixture
def handling(strategy: Version, agent: Actor, manager: Actor) -> Handling:
    """A P3 logged at noon: restore within 24 working hours."""
    return Handling(incident=log(by=agent, impact="I2", urgency="U3"), by=manager)


def changes(incident: Incident) -> dict[str, tuple[Any, Any]]:
    """Return what the newest entry says of the incident's own row: field to old and new."""
    return {
        one["field"]: (one["old"], one["new"])
        for one in entries(incident)[-1].data["changes"]
        if one["of"] == "incident"
    }


def test_a_gap_is_filled_and_asks_for_a_fresh_look(handling: Handling) -> None:
    handling.correct(5, {"nature": " It crackles ", "customers_affected": 40}, reason="Rang back")

    row = handling.row
    assert (row.nature, row.customers_affected, row.version) == ("It crackles", 40, 2)
    assert row.reassess_reason == PROMPT
    entry = entries(row)[-1]
    assert (entry.kind, entry.data["reason"]) == ("facts_corrected", "Rang back")
    assert changes(row) == {
        "nature": (None, "It crackles"),
        "customers_affected": (None, 40),
        "reassess_reason": (None, PROMPT),
    }
    assert_ledger_adds_up(row)


def test_saying_the_same_again_changes_nothing_and_prompts_nobody(handling: Handling) -> None:
    before = everything()

    handling.correct(5, {"summary": handling.row.summary, "nature": "", "site": None})

    assert everything() == before


def test_none_takes_a_fact_back(handling: Handling) -> None:
    handling.correct(5, {"life_safety": True, "nature": "Smoke", "site": "Leeds"})
    assert handling.row.priority == "P1"

    handling.correct(6, {"life_safety": None, "nature": None, "site": None})

    row = handling.row
    assert (row.life_safety, row.nature, row.site_named, row.priority) == (None, "", "", "P3")
    assert row.gravest_priority == "P1"
    assert_ledger_adds_up(row)


def test_a_correction_of_the_beginning_moves_restoration_and_keeps_the_old_start(
    handling: Handling,
) -> None:
    handling.correct(30, {"began_at": at(-60)}, reason="Seen in the switch")

    restore = handling.clock("restore")
    assert (restore.started_at, restore.due_at) == (
        at(-60),
        datetime(2026, 3, 12, 15, tzinfo=UTC),
    )
    assert restore.events[-1] == {
        "kind": "corrected",
        "at": "2026-03-10T12:30:00.000000Z",
        "seq": 1,
        "reason": "Seen in the switch",
        "was": "2026-03-10T12:00:00.000000Z",
        "began_at": "2026-03-10T11:00:00.000000Z",
    }
    assert handling.clock("acknowledge").started_at == at(0)
    handling.correct(40, {"began_at": None})
    assert handling.clock("restore").started_at == at(0)
    assert_ledger_adds_up(handling.incident)


def test_an_earlier_beginning_may_breach_the_clock_at_once(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)

    handling.correct(30, {"began_at": at(-240)})

    restore = handling.clock("restore")
    assert (restore.state, restore.breached_at) == ("breached", at(0))
    key = f"{handling.incident.pk}:restore:1"
    assert armed(TimerKind.CLOCK_MARK)[key] == (
        at(30),
        {"incident": handling.incident.pk, "percent": 100},
    )


def test_the_verdict_on_a_restored_incident_follows_its_beginning(
    strategy: Version, agent: Actor, manager: Actor
) -> None:
    handling = Handling(incident=log(by=agent, impact="I1", urgency="U1"), by=manager)
    handling.acknowledge(1)
    handling.resolve(200)
    assert handling.clock("restore").state == "met"

    handling.correct(210, {"began_at": at(-60)})

    restore = handling.clock("restore")
    assert (restore.state, restore.met_at, restore.breached_at) == ("met_late", at(200), at(180))
    assert (handling.row.status, handling.row.reassess_reason) == ("resolved", "")
    assert armed(TimerKind.CLOCK_MARK) == {}
    assert_ledger_adds_up(handling.incident)


def test_it_cannot_have_begun_after_the_service_was_back(handling: Handling) -> None:
    handling.acknowledge(1)
    handling.resolve(100, restored_at=at(50))

    with nothing_changes(Refusal, began_at="It cannot have begun after the service was back."):
        handling.correct(110, {"began_at": at(51)})


@pytest.mark.parametrize(
    ("fact", "priority", "clause"),
    [
        ("life_safety", "P1", "overrides.life_safety"),
        ("personal_data", "P2", "overrides.personal_data"),
        ("vulnerable_customers", "P2", "overrides.vulnerable_customers"),
    ],
)
def test_facts_that_weigh_are_judged_at_once(
    handling: Handling, fact: str, priority: str, clause: str
) -> None:
    handling.correct(5, {fact: True})

    row = handling.row
    assert row.priority == priority
    assert clause in {one["clause"] for one in row.because}
    assert entries(row)[-1].data["because"] == row.because
    assert handling.clock("restore").calendar == "always"
    assert_ledger_adds_up(row)


def test_a_key_account_is_judged_at_once(strategy: Version, agent: Actor, manager: Actor) -> None:
    ClientAccount.objects.create(code="northgate", name="Northgate", key_account=True)
    handling = Handling(incident=log(by=agent, impact="I4", urgency="U2"), by=manager)

    handling.correct(5, {"account": "Northgate"})
    assert handling.row.priority == "P2"

    handling.correct(6, {"account": "Southgate"})
    assert (handling.row.priority, handling.row.account_named) == ("P4", "Southgate")


def test_a_second_site_opens_the_roles_that_several_sites_need(handling: Handling) -> None:
    before = RoleOnIncident.objects.filter(incident=handling.incident).count()

    handling.correct(5, {"other_sites": [" Leeds ", ""], "site": "York"})

    assert handling.row.other_sites == ["Leeds"]
    assert RoleOnIncident.objects.filter(incident=handling.incident).count() >= before
    assert_ledger_adds_up(handling.incident)


def test_places_are_found_by_code_or_name(handling: Handling) -> None:
    leeds = Site.objects.create(code="leeds", name="Leeds works")

    handling.correct(5, {"site": "Atlantis", "queue": "Returns"})
    assert (handling.row.site_named, handling.row.queue_named) == ("Atlantis", "Returns")
    handling.correct(6, {"site": "LEEDS WORKS"})

    assert (handling.row.site_id, handling.row.site_named) == (leeds.pk, "")
    assert handling.row.queue_named == "Returns"


def test_a_closed_incident_is_still_put_right(handling: Handling) -> None:
    handling.acknowledge(1)
    handling.resolve(2)
    handling.close(3)

    handling.correct(4, {"life_safety": True, "nature": "Smoke"})

    row = handling.row
    assert (row.status, row.priority, row.life_safety) == ("closed", "P3", True)
    assert kinds(row)[-1] == "facts_corrected"
    assert_ledger_adds_up(row)


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({}, {"facts": "Give at least one fact."}),
        ({"summary": " "}, {"summary": "The summary cannot be empty."}),
        ({"summary": None}, {"summary": "The summary cannot be empty."}),
        ({"summary": "x" * 301}, {"summary": "At most 300 characters; this has 301."}),
        ({"nature": "x" * 20_001}, {"nature": "At most 20000 characters; this has 20001."}),
        ({"reported_by": "x" * 121}, {"reported_by": "At most 120 characters; this has 121."}),
        ({"source": "x" * 41}, {"source": "At most 40 characters; this has 41."}),
        (
            {"began_at": at(6.1)},
            {"began_at": "This is in the future. Say when it began, or leave it open."},
        ),
        (
            {"began_at": datetime(1000, 1, 1, tzinfo=UTC)},
            {"began_at": "This is before 1970. Say when it began, or leave it open."},
        ),
        (
            {"customers_affected": 2**31},
            {
                "customers_affected": "Give the number of customers as a whole number"
                " from 0 to 2147483647."
            },
        ),
        (
            {"priority": "P1"},
            {
                "priority": "There is no fact 'priority'. Known: summary, nature, reported_by,"
                " source, service, site, queue, account, vulnerable_customers, life_safety,"
                " personal_data, distress, began_at, customers_affected, other_sites."
            },
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    handling: Handling, facts: dict[str, Any], problems: dict[str, str]
) -> None:
    with nothing_changes(Refusal, **problems):
        handling.correct(5, facts)


def test_a_stale_page_corrects_nothing(handling: Handling) -> None:
    handling.correct(5, {"nature": "Mine"}, seen_version=1)

    with nothing_changes(StaleVersion):
        handling.correct(6, {"nature": "Theirs"}, seen_version=1)
    assert handling.row.nature == "Mine"


def test_everybody_may_fill_a_gap_but_the_auditor(
    handling: Handling, people: dict[str, Actor]
) -> None:
    for role, by in people.items():
        if role != "auditor":
            handling.correct(5, {"nature": f"Said by the {role}"}, by=by)
    with nothing_changes(NotAllowed):
        handling.correct(5, {"nature": "Audited"}, by=people["auditor"])


def test_a_restricted_incident_does_not_exist_for_others(handling: Handling, leader: Actor) -> None:
    Incident.objects.filter(pk=handling.incident.pk).update(restricted=True)

    with nothing_changes(NoSuchIncident):
        handling.correct(5, {"nature": "Curious"}, by=leader)


def test_correcting_never_goes_back_before_what_happened(handling: Handling) -> None:
    handling.acknowledge(10)

    says = (
        "Something later is already recorded (2026-03-10 12:10 UTC), so nothing can be put in at"
        " 2026-03-10 12:05 UTC."
    )
    with nothing_changes(Conflict, at=says):
        handling.correct(5, {"nature": "Late news"})
