"""Every route with every role, and with none: what ``domain.authority`` says is what happens.

A route that is missing here fails the first test.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import transaction

from musterpoint.apps.incidents.models import Incident
from musterpoint.apps.policies.queries import Version
from musterpoint.domain import major
from musterpoint.domain.authority import MAY, Action, Actor, Role
from musterpoint.interfaces.api import door
from tests.factories import unagreed_text
from tests.interfaces.api.conftest import INCIDENTS, Speaker, said, speaker
from tests.interfaces.api.routes_of_saying import SAYING
from tests.interfaces.api.routes_of_status_pages import STATUS_PAGES

pytestmark = pytest.mark.django_db
WHY = {"reason": "Because"}
SPAN = {"start": "2026-03-02T09:00:00Z", "end": "2026-03-03T09:00:00Z"}
ONE = "/api/v1/incidents/{ref}"
WORK = Action.WORK
ROUTES: dict[str, tuple[str, str, Any, Action]] = {
    **SAYING,
    **STATUS_PAGES,
    "log_incident": ("POST", INCIDENTS, {"summary": "Another"}, Action.LOG),
    "list_incidents": ("GET", INCIDENTS, None, Action.READ),
    "find_alike": ("GET", f"{INCIDENTS}/alike?summary=secret%20matter", None, Action.READ),
    "suggest_category": ("GET", f"{INCIDENTS}/suggestions?summary=phones", None, Action.LOG),
    "count_open": ("GET", f"{INCIDENTS}/counts", None, Action.READ),
    "read_incident": ("GET", ONE, None, Action.READ),
    "correct_facts": ("PATCH", ONE, {"nature": "More"}, Action.NOTE),
    "read_timeline": ("GET", f"{ONE}/timeline", None, Action.READ),
    "acknowledge_incident": ("POST", f"{ONE}/acknowledge", None, Action.ACKNOWLEDGE),
    "decline_call": ("POST", f"{ONE}/decline", WHY, Action.ACKNOWLEDGE),
    "begin_work": ("POST", f"{ONE}/begin", None, WORK),
    "assess_incident": ("POST", f"{ONE}/assess", {"impact": "I2"}, Action.ASSESS),
    "escalate_incident": ("POST", f"{ONE}/escalate", WHY, Action.ESCALATE),
    "hold_incident": ("POST", f"{ONE}/hold", {"reason": "x"}, Action.HOLD),
    "resume_incident": ("POST", f"{ONE}/resume", None, Action.HOLD),
    "resolve_incident": ("POST", f"{ONE}/resolve", {"resolution": "Done"}, Action.RESOLVE),
    "close_incident": ("POST", f"{ONE}/close", {"verified_by": "Desk"}, Action.CLOSE),
    "reopen_incident": ("POST", f"{ONE}/reopen", WHY, Action.REOPEN),
    "declare_major": ("POST", f"{ONE}/major", {"criteria": ["x"], **WHY}, Action.DECLARE_MAJOR),
    "stand_down": (
        "POST",
        f"{ONE}/stand-down",
        {"confirmed": [], **WHY},
        Action.DECLARE_MAJOR,
    ),
    "retype_incident": ("POST", f"{ONE}/retype", {"verdict": "enquiry", **WHY}, Action.RETYPE),
    "undo_withdrawal": ("POST", f"{ONE}/restore", WHY, Action.RETYPE),
    "restrict_incident": ("POST", f"{ONE}/restrict", {"restricted": True, **WHY}, Action.RESTRICT),
    "move_to_policy": ("POST", f"{ONE}/policy", {"number": 9, **WHY}, Action.MIGRATE_POLICY),
    "ask_replay": ("POST", "/api/v1/replays", {"policy": "default"}, Action.TEST_POLICY),
    "read_replay": ("GET", "/api/v1/replays/1", None, Action.TEST_POLICY),
    "add_note": ("POST", f"{ONE}/notes", {"says": "Seen"}, Action.NOTE),
    "record_update": ("POST", f"{ONE}/updates", {"says": "So", "audience": "all"}, Action.UPDATE),
    "add_task": ("POST", f"{ONE}/tasks", {"says": "Do"}, WORK),
    "finish_task": ("POST", f"{ONE}/tasks/1/finish", None, WORK),
    "reopen_task": ("POST", f"{ONE}/tasks/1/reopen", WHY, WORK),
    "drop_task": ("POST", f"{ONE}/tasks/1/drop", WHY, WORK),
    "open_role": ("POST", f"{ONE}/roles", {"role": "loggist"}, WORK),
    "hold_role": ("PUT", f"{ONE}/roles/loggist", {}, WORK),
    "release_role": ("DELETE", f"{ONE}/roles/loggist", None, WORK),
    "settle_obligation": (
        "PUT",
        f"{ONE}/obligations/none",
        {"state": "done", **WHY},
        Action.SETTLE,
    ),
    "anchor_obligation": (
        "PUT",
        f"{ONE}/obligations/none/anchor",
        {"anchor_at": "2026-03-10T12:00:00Z", **WHY},
        Action.SETTLE,
    ),
    "link_incident": ("POST", f"{ONE}/links", {"target": "https://example.org"}, WORK),
    "undo_link": ("DELETE", f"{ONE}/links/1", None, WORK),
    "merge_incident": ("POST", f"{ONE}/merge", {"into": "INC-000001", **WHY}, Action.MERGE),
    "undo_merge": ("POST", f"{ONE}/unmerge", WHY, Action.MERGE),
    "ask_help": ("POST", f"{ONE}/help", {"says": "Help"}, Action.ASK_HELP),
    "answer_help": ("POST", f"{ONE}/help/1", {"answer": "Yes"}, Action.NOTE),
    "offer_help": ("POST", f"{ONE}/help/1/coming", None, Action.NOTE),
    "list_handovers": ("GET", "/api/v1/handovers", None, Action.READ),
    "offer_handover": ("POST", "/api/v1/handovers", {"receiver": 1}, Action.NOTE),
    "read_handover": ("GET", "/api/v1/handovers/1", None, Action.READ),
    "accept_handover": ("POST", "/api/v1/handovers/1/accept", {"items": [1]}, Action.NOTE),
    "decline_handover": (
        "POST",
        "/api/v1/handovers/1/decline",
        {"items": [1], **WHY},
        Action.NOTE,
    ),
    "withdraw_handover": ("POST", "/api/v1/handovers/1/withdraw", None, Action.NOTE),
    "read_shift_log": ("GET", "/api/v1/shift-log", None, Action.READ),
    "write_shift_note": ("POST", "/api/v1/shift-log", {"says": "Lift"}, Action.NOTE),
    "list_complaints": ("GET", "/api/v1/complaints", None, Action.READ),
    "log_complaint": (
        "POST",
        "/api/v1/complaints",
        {"summary": "Cut off", "received_at": "2026-03-02T09:00:00Z"},
        Action.COMPLAIN,
    ),
    "read_complaint": ("GET", "/api/v1/complaints/CMP-000001", None, Action.READ),
    "acknowledge_complaint": (
        "POST",
        "/api/v1/complaints/CMP-000001/acknowledge",
        None,
        Action.COMPLAIN,
    ),
    "close_complaint": (
        "POST",
        "/api/v1/complaints/CMP-000001/close",
        {"outcome": "Upheld"},
        Action.COMPLAIN,
    ),
    "list_policies": ("GET", "/api/v1/policies", None, Action.READ),
    "publish_policy": ("POST", "/api/v1/policies", {"text": "x"}, Action.PUBLISH_POLICY),
    "check_policy": ("POST", "/api/v1/policies/check", {"text": "x"}, Action.READ),
    "read_policy": ("GET", "/api/v1/policies/1", None, Action.READ),
    "read_agreement": ("GET", "/api/v1/drafts/1/agreement", None, Action.READ),
    "open_consultation": ("POST", "/api/v1/drafts/1/consultation", {}, Action.DRAFT_POLICY),
    "invite_to_consultation": (
        "POST",
        "/api/v1/drafts/1/invitations",
        {"group": "agents"},
        Action.DRAFT_POLICY,
    ),
    "end_invitation": ("DELETE", "/api/v1/drafts/1/invitations/1", None, Action.DRAFT_POLICY),
    "contribute": ("POST", "/api/v1/drafts/1/contributions", {}, Action.COMMENT_POLICY),
    "record_consultation": (
        "POST",
        "/api/v1/drafts/1/meetings",
        {"group": "agents", "held_on": "2026-03-02", "spoke_with": "Six"},
        Action.DRAFT_POLICY,
    ),
    "answer_contribution": (
        "POST",
        "/api/v1/drafts/1/contributions/1/answer",
        {"outcome": "noted", "says": "Yes"},
        Action.DRAFT_POLICY,
    ),
    "ask_for_approval": ("POST", "/api/v1/drafts/1/approval", {}, Action.DRAFT_POLICY),
    "sign_draft": (
        "POST",
        "/api/v1/drafts/1/signatures",
        {"role": "x", "digest": "x"},
        Action.COMMENT_POLICY,
    ),
    "withdraw_draft": ("POST", "/api/v1/drafts/1/withdraw", {"says": "x"}, Action.DRAFT_POLICY),
    "publish_draft": ("POST", "/api/v1/drafts/1/publish", {}, Action.PUBLISH_POLICY),
    "compare_policies": ("GET", "/api/v1/policies/compare?old=1&new=1", None, Action.READ),
    "read_evidence": ("GET", "/api/v1/policies/1/agreement", None, Action.READ),
    "acknowledge_policy": ("POST", "/api/v1/policies/1/acknowledge", None, Action.COMMENT_POLICY),
    "set_review_date": (
        "POST",
        "/api/v1/policies/1/review",
        {"date": "2190-01-01"},
        Action.PUBLISH_POLICY,
    ),
    "read_coverage": ("GET", "/api/v1/policies/1/coverage", None, Action.READ),
    "read_alignment": ("GET", "/api/v1/policies/1/alignment", None, Action.READ),
    "list_drafts": ("GET", "/api/v1/drafts", None, Action.READ),
    "start_draft": ("POST", "/api/v1/drafts", {"text": "a: {"}, Action.DRAFT_POLICY),
    "read_draft": ("GET", "/api/v1/drafts/1", None, Action.READ),
    "check_draft": ("GET", "/api/v1/drafts/1/findings", None, Action.READ),
    "add_clause": (
        "POST",
        "/api/v1/drafts/1/clauses",
        {"path": "title", "value": "x"},
        Action.DRAFT_POLICY,
    ),
    "read_clause": ("GET", "/api/v1/drafts/1/clauses/title", None, Action.READ),
    "edit_clause": ("PUT", "/api/v1/drafts/1/clauses/title", {"value": 1}, Action.DRAFT_POLICY),
    "remove_clause": ("DELETE", "/api/v1/drafts/1/clauses/title", None, Action.DRAFT_POLICY),
    "list_comments": ("GET", "/api/v1/drafts/1/comments", None, Action.READ),
    "comment_draft": (
        "POST",
        "/api/v1/drafts/1/comments",
        {"path": "title", "says": "x"},
        Action.COMMENT_POLICY,
    ),
    "play_scenarios": ("GET", "/api/v1/policies/1/scenarios?id=SC01", None, Action.TEST_POLICY),
    "list_rotas": ("GET", "/api/v1/rotas", None, Action.READ),
    "read_rota": ("GET", "/api/v1/rotas/tech", None, Action.READ),
    "read_cover": ("GET", "/api/v1/rotas/tech/cover", None, Action.READ),
    "list_turns": ("GET", "/api/v1/rotas/tech/turns", None, Action.READ),
    "read_readiness": ("GET", "/api/v1/rotas/tech/readiness", None, Action.READ),
    "add_override": (
        "POST",
        "/api/v1/rotas/tech/overrides",
        {"layer": "first", **SPAN, "person": 1, "because": "Ill"},
        Action.PLAN_ROTA,
    ),
    "end_override": ("DELETE", "/api/v1/rotas/tech/overrides/1", None, Action.PLAN_ROTA),
    "add_absence": ("POST", "/api/v1/absences", SPAN, Action.ARRANGE_TURNS),
    "end_absence": ("DELETE", "/api/v1/absences/1", None, Action.ARRANGE_TURNS),
    "read_me": ("GET", "/api/v1/me", None, Action.READ),
    "list_people": ("GET", "/api/v1/people", None, Action.READ),
    "list_services": ("GET", "/api/v1/services", None, Action.READ),
    "list_sites": ("GET", "/api/v1/sites", None, Action.READ),
    "list_queues": ("GET", "/api/v1/queues", None, Action.READ),
    "list_accounts": ("GET", "/api/v1/accounts", None, Action.READ),
    "list_messages": ("GET", "/api/v1/messages", None, Action.READ),
    "simulate_path": ("GET", "/api/v1/paths/technology/simulation", None, Action.READ),
    "list_contact_methods": ("GET", "/api/v1/contact-methods", None, Action.READ),
    "add_contact_method": (
        "POST",
        "/api/v1/contact-methods",
        {"channel": "sms", "address": "+441632960001"},
        Action.READ,
    ),
    "verify_contact_method": (
        "POST",
        "/api/v1/contact-methods/1/verify",
        {"code": "000000"},
        Action.READ,
    ),
    "remove_contact_method": ("DELETE", "/api/v1/contact-methods/1", None, Action.READ),
    "list_incident_messages": ("GET", f"{ONE}/messages", None, Action.READ),
    "list_dead_letters": ("GET", "/api/v1/dead-letters", None, Action.ADMINISTER),
    "take_dead_letter": ("POST", "/api/v1/dead-letters/1/take", None, Action.ADMINISTER),
    "send_dead_letter_again": (
        "POST",
        "/api/v1/dead-letters/1/send-again",
        None,
        Action.ADMINISTER,
    ),
    "settle_dead_letter": (
        "POST",
        "/api/v1/dead-letters/1/settle",
        {"says": "Reached by phone"},
        Action.ADMINISTER,
    ),
    "mark_messages_read": ("POST", "/api/v1/messages/read", {"ids": [1]}, Action.READ),
}
BY_ROUTING_KEY = {"enqueue_event"}
SEES_RESTRICTED = {Role.INCIDENT_MANAGER, Role.AUDITOR}


def send(speaker: Speaker, name: str, ref: str) -> int:
    """Ask for a route and return the status; nothing that it did remains."""
    method, address, body, _ = ROUTES[name]
    with transaction.atomic():
        response = speaker(method, address.replace("{ref}", ref), body)
        transaction.set_rollback(True)
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"
    return response.status_code


def allowed(name: str, role: Role, strategy: Version) -> bool:
    """Return whether this role may do it: the table of roles, and for majors the strategy too."""
    action = ROUTES[name][3]
    if action is Action.DECLARE_MAJOR:
        has = major.may_declare(strategy.strategy, account_roles=[role], holds=[])
        return role in MAY[action] and has
    return role in MAY[action]


def logged(speaker: Speaker, **facts: Any) -> Incident:
    """Log it now, since likeness and misspelt words reach back from now."""
    return Incident.objects.get(pk=int(said(speaker.post(INCIDENTS, facts), 201)["ref"][4:]))


@pytest.fixture
def secret(strategy: Version, as_manager: Speaker) -> Incident:
    """A restricted incident that only managers and auditors may see."""
    return logged(as_manager, summary="A secret matter", restricted=True)


@pytest.fixture
def shown(strategy: Version, as_manager: Speaker) -> Incident:
    """An incident that everybody may see."""
    return logged(as_manager, summary="Phones are down")


def test_every_route_is_in_the_table() -> None:
    operations = [
        operation["operationId"]
        for methods in door.document()["paths"].values()
        for operation in methods.values()
    ]

    assert sorted(operations) == sorted({*ROUTES, *BY_ROUTING_KEY})


def test_without_a_token_every_route_is_closed(shown: Incident, nobody: Speaker) -> None:
    assert {name: send(nobody, name, shown.ref) for name in ROUTES} == dict.fromkeys(ROUTES, 401)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_its_authority_says(
    shown: Incident, strategy: Version, people: dict[str, Actor], role: Role
) -> None:
    one = speaker(people[role])

    refused = {name for name in ROUTES if send(one, name, shown.ref) == 403}

    assert refused == {name for name in ROUTES if not allowed(name, role, strategy)}


@pytest.mark.parametrize("role", list(Role))
def test_no_route_shows_a_restricted_incident_to_the_wrong_role(
    secret: Incident, strategy: Version, people: dict[str, Actor], role: Role
) -> None:
    one = speaker(people[role])
    sees = role in SEES_RESTRICTED

    for name, (_, address, _, action) in ROUTES.items():
        if "{ref}" in address and not sees:
            expected = {404} if role in MAY[action] else {403, 404}
            assert send(one, name, secret.ref) in expected, name
    found = {
        address: secret.ref in json.dumps(said(one.get(address)))
        for address in (
            INCIDENTS,
            f"{INCIDENTS}?q=secret",
            f"{INCIDENTS}?q=secrett%20mattter",
            f"{INCIDENTS}?q={secret.ref}",
            f"{INCIDENTS}?order=due",
        )
    }
    assert found == dict.fromkeys(found, sees)
    assert bool(said(one.get(f"{INCIDENTS}/counts"))["open"]) is sees


def test_likeness_gives_no_restricted_incident_away(
    secret: Incident, as_agent: Speaker, as_manager: Speaker
) -> None:
    address = f"{INCIDENTS}/alike?summary=A%20secret%20matter"

    assert said(as_agent.get(address))["items"] == []
    assert len(said(as_manager.get(address))["items"]) == 1


def test_a_link_into_a_restricted_incident_is_refused_as_unknown(
    secret: Incident, shown: Incident, as_leader: Speaker
) -> None:
    for address, body in (
        (f"{INCIDENTS}/{shown.ref}/links", {"other": secret.ref}),
        (f"{INCIDENTS}/{shown.ref}/merge", {"into": secret.ref, **WHY}),
        (
            "/api/v1/complaints",
            {"summary": "x", "received_at": "2026-03-02T09:00:00Z", "incident": secret.ref},
        ),
    ):
        assert as_leader.post(address, body).status_code == 404


def test_an_agent_who_holds_a_role_may_work_on_that_incident(
    shown: Incident, people: dict[str, Actor], as_manager: Speaker, as_agent: Speaker
) -> None:
    url = f"{INCIDENTS}/{shown.ref}"
    assert as_agent.post(f"{url}/tasks", {"says": "Do"}).status_code == 403

    agent = people["agent"].person_id
    held = as_manager("PUT", f"{url}/roles/loggist", {"person": agent})

    if held.status_code == 200:
        assert as_agent.post(f"{url}/tasks", {"says": "Do"}).status_code == 200


def test_publishing_takes_the_role_for_it(
    unagreed: Version, as_agent: Speaker, as_manager: Speaker
) -> None:
    text = unagreed_text().replace("contact centre", "contact center")

    assert as_agent.post("/api/v1/policies", {"text": text}).status_code == 403
    assert as_manager.post("/api/v1/policies", {"text": text}).status_code == 201


def test_what_names_who_agrees_is_not_published_directly(
    strategy: Version, as_manager: Speaker
) -> None:
    answer = as_manager.post("/api/v1/policies", {"text": unagreed_text()})

    assert answer.status_code == 409
    assert b"have it agreed, and publish the draft" in answer.content
