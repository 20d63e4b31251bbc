from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from musterpoint.domain.categorise import SimilarIncident, suggest
from musterpoint.domain.closing import ClosingFacts, guards
from musterpoint.domain.decisions import Because
from musterpoint.domain.escalation import RunState, instead, skipped, tellings
from musterpoint.domain.gaps import logged_late
from musterpoint.domain.major import declare, stand_down
from musterpoint.domain.policy.clause_names import clause_names
from musterpoint.domain.policy.clauses import UnknownClause, clause
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.priority import Facts, assess
from musterpoint.domain.reassess import Looked, reasons
from musterpoint.domain.roles import Scale, open_roles
from musterpoint.domain.triage import Verdict, walk
from tests.domain.strategies import shipped
from tests.domain.test_priority import PRIORITIES, facts
from tests.domain.whole_document import whole

NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def resolves(because: Because) -> bool:
    found = clause(shipped(), because.clause)
    return bool(found.title and found.says)


@given(known=facts)
def test_whatever_a_priority_rests_on_can_be_looked_up(known: Facts) -> None:
    by_hand = replace(known, override_priority="P2", override_reason="Agreed.")

    assert all(resolves(because) for because in assess(shipped(), known).because)
    assert all(resolves(because) for because in assess(shipped(), by_hand).because)


def test_whatever_a_path_tells_can_be_looked_up() -> None:
    for path in shipped().paths.values():
        for priority in PRIORITIES:
            state = RunState(started_at=NINE, priority=priority)
            plan = tellings(path, state)
            said = [one.because for one in (*plan, instead(path, plan[0]))]
            said += [one.because for one in skipped(path, state)]
            assert all(resolves(because) for because in said)


def cited() -> Iterator[str]:
    """Every clause that the other rules cite, at least once each."""
    strategy = shipped()
    leaders = ["incident_manager"]
    criteria = [one.code for one in strategy.major.criteria]
    done = [one.code for one in strategy.major.stand_down]
    decisions = [
        declare(strategy, criteria=criteria, account_roles=leaders).because,
        stand_down(strategy, confirmed=done, account_roles=leaders).because,
        logged_late(strategy, began_at=None, logged_at=NINE).because,
        logged_late(strategy, began_at=NINE, logged_at=NINE).because,
    ]
    looked = Looked(
        priority="P1",
        assessed_at=NINE,
        facts_changed_at=NINE + timedelta(minutes=1),
        update_missed_at=NINE + timedelta(minutes=1),
    )
    decisions.append(reasons(strategy, looked, at=NINE + timedelta(hours=1)))
    for category in strategy.categories:
        scale = Scale(
            priority="P1",
            category=category,
            is_major=True,
            sites=2,
            requested=frozenset(strategy.roles),
        )
        decisions.append(tuple(one.because for one in open_roles(strategy, scale)))
        past = SimilarIncident(ref="INC-000001", category=category, similarity=1.0)
        suggested = suggest(strategy, words=category, service="crm", similar=[past])
        decisions.extend(one.because for one in suggested)
    answers = dict.fromkeys([question.code for question in strategy.triage], False)
    for code in answers:
        verdict = walk(strategy.triage, {**answers, code: True, "Q2": True, "Q6": True})
        assert isinstance(verdict, Verdict)
        decisions.append(verdict.because)
    yield from (because.clause for decision in decisions for because in decision)
    yield from cited_at_closing(strategy)


def cited_at_closing(strategy: Strategy) -> Iterator[str]:
    """Every clause that stands between an incident and its closure."""
    closing = ClosingFacts(
        status="logged",
        gravest_priority="P1",
        major_running=True,
        open_obligations=("hswa",),
        distress=True,
        held_roles=("loggist",),
    )
    strict = replace(
        strategy,
        closing=replace(strategy.closing, verified_by_another=True, roles_released=True),
    )
    small = replace(closing, gravest_priority="P4", was_major=True)
    same = replace(closing, verified_by="ann", resolved_by="ann")
    for case in (closing, small, same):
        yield from (guard.clause for guard in guards(strict, case))


def test_whatever_the_other_rules_cite_can_be_looked_up() -> None:
    for path in sorted(set(cited())):
        assert clause(shipped(), path).says, path


@pytest.mark.parametrize(
    ("path", "title", "says"),
    [
        ("matrix.I1.U1", "Matrix I1 × U1", "Impact I1 (Everybody, or somebody's life)"),
        ("targets.P1.acknowledge", "Target P1 acknowledge", "P1 acknowledge within 5 min (always)"),
        ("targets.P3", "Target P3", "P3 acknowledge within 1 h (business); P3 first update"),
        ("paths.technology.duty_manager", "Technology: duty manager", "Tells duty manager after"),
        ("paths.technology.fallback", "Technology: fallback", "When nobody is found or answers"),
        ("paths.technology", "Technology", "service_desk, then duty_manager"),
        ("categories.injury.floor", "Somebody hurt or collapsed, or nearly: floor", "At least P1"),
        ("categories.tel_total", "Telephones down", "Offered calls collapse"),
        ("roles.loggist", "Role: Loggist", "Writes down decisions"),
        ("playbooks.generic.name_it", "No known category: name it", "Choose a category"),
        ("playbooks.generic", "No known category", "Is anybody hurt"),
        (
            "obligations.uk_gdpr_33",
            "Obligation: Breach of personal data",
            "A breach of personal data",
        ),
        ("impact.I2", "Impact I2: One large group", "A channel, a site"),
        ("hold_reasons.waiting_for_access", "Hold reasons waiting for access", "says: Nobody may"),
        ("calendars.business", "Calendars business", "zone: Europe/London"),
        ("marks", "Marks", "0.5, 0.75, 1.0"),
        ("major.criteria", "Major incident: criteria", "Life or safety is threatened"),
        ("major", "Major incident: criteria", "Life or safety is threatened"),
        ("closing.reopen_within", "Closing reopen within", "14 d"),
        ("closing.obligations_settled", "Closing obligations settled", "yes"),
        ("generic_category", "Generic category", "unknown"),
        ("matrix", "Matrix", "I1: U1: P1; U2: P1"),
        ("closing", "Closing", "verified_by_another: no; "),
        ("parts.priority", "Impact, urgency and priority", "Impact; Urgency; Priorities"),
        ("priority", "Impact, urgency and priority", "Impact; Urgency; Priorities"),
        ("paths.technology.owner", "Paths technology owner", "it_service_desk"),
        ("paths.technology.steps.duty_manager", "Paths technology steps", "kind: hierarchical"),
    ],
)
def test_a_clause_says_what_the_strategy_says_there(path: str, title: str, says: str) -> None:
    found = clause(shipped(), path)

    assert found.title.startswith(title)
    assert found.says.startswith(says)


def test_a_clause_without_a_reason_of_its_own_has_that_of_its_part() -> None:
    assert clause(shipped(), "matrix.I1.U1").rationale == shipped().rationale["matrix"]
    assert clause(shipped(), "targets.P1.restore").rationale == shipped().targets["P1"].rationale


@pytest.mark.parametrize(
    "path",
    [
        "",
        "matrix.I9.U1",
        "targets.P1.lunch",
        "paths.technology.nobody",
        "categories.tel_total.floor",
        "categories.tel_total.mood",
        "nonsense",
        "goals.world_peace",
        "services.telegraph",
        "parts.dessert",
        "contracts.northwind.clocks.notice",
        "major.criteria.gut_feeling",
    ],
)
def test_a_name_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(UnknownClause):
        clause(shipped(), path)


@pytest.mark.parametrize(
    ("path", "title", "says"),
    [
        ("goals.reachable", "Goal: Customers reach us", "Nobody waits long."),
        (
            "measures.restored",
            "Measure: Time to restore",
            "from logged to restored, in min. Wanted: 240 or less.",
        ),
        (
            "measures.welcome",
            "Measure: Welcome",
            "asked of callers, in points. Wanted: 4.5 or more.",
        ),
        (
            "services.telephony",
            "Service: Telephony",
            (
                "Customers reach us by phone. Back within 4 h (RTO)."
                " Its loss cannot be borne longer than 8 h (MTPD)."
            ),
        ),
        ("services.telephony.rto", "Service: Telephony: rto", "4 h"),
        (
            "risks.carrier_fails",
            "Risk: The carrier fails",
            "One carrier brings every call. Likelihood 2, consequence 3; wanted: 1 and 3.",
        ),
        (
            "authority.declare",
            "Authority: Declare a major incident",
            (
                "Done by duty manager; executive sponsor answers for it; asked: legal compliance;"
                " told: agent."
            ),
        ),
        ("audiences.callers", "Audience: Callers", "Whoever calls us."),
        ("templates.first", "Template: First words", "We know of {what}."),
        (
            "communications.callers_high",
            "Telling: Callers",
            (
                "By recorded announcement within 15 min, then every 30 min; communications lead"
                " agrees."
            ),
        ),
        (
            "obligations.breach",
            "Obligation: Notice of a breach",
            "A breach of personal data is told. Tell the regulator, 72 h.",
        ),
        ("contracts.northwind", "Contract: Northwind", "Signed in spring. First notice"),
        (
            "contracts.northwind.clocks.notice",
            "Contract: Northwind: First notice",
            "Within 36 h (business). A miss costs 2 % of the month.",
        ),
        (
            "contracts.northwind.notice",
            "Contract: Northwind: First notice",
            "Within 36 h (business). A miss costs 2 % of the month.",
        ),
        ("resources.bridge", "Resource: Bridge", "Where everybody talks."),
        (
            "levers.callback",
            "Lever: Call back",
            "Switch it on. It brings a third fewer waiting within 15 min.",
        ),
        (
            "training.leading",
            "Training: Leading",
            "Half a day. For duty manager; it counts for 365 d.",
        ),
        (
            "exercises.phones",
            "Exercise: Telephones down",
            "An hour at a table. Tabletop, every 180 d.",
        ),
        (
            "reviews.whole",
            "Review: The strategy",
            "Read as a whole. Every 365 d and after a major incident.",
        ),
        ("agreement.groups.leaders.name", "Agreement groups leaders name", "Team leaders"),
        ("mapping.iso22301.5.2", "Mapping iso22301 5 2", "purpose, goals"),
        ("scope.context", "Scope context", "Two sites and one partner."),
    ],
)
def test_an_entry_of_a_plan_is_a_clause_too(path: str, title: str, says: str) -> None:
    found = clause(whole(), path)

    assert (found.title, found.says) == (title, says)


def test_the_reason_of_an_entry_of_a_plan_is_its_own() -> None:
    assert clause(whole(), "services.telephony").rationale == "Measured last year."
    assert clause(whole(), "obligations.breach").rationale == "Trust."
    assert ("Rto", "4 h") in clause(whole(), "services.telephony").rows


@pytest.mark.parametrize("strategy", [shipped(), whole()], ids=["shipped", "whole"])
def test_whatever_can_be_named_leads_to_a_clause(strategy: Strategy) -> None:
    for name in sorted(clause_names(strategy)):
        assert clause(strategy, name).title, name
