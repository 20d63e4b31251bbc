"""Every address of this door with every role, and without any; restricted incidents nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from musterpoint.apps.incidents.models import Incident
from musterpoint.domain.authority import Action, Actor, Role, may
from musterpoint.interfaces.web.doing import DOINGS
from musterpoint.usecases.attach_file import attach_file
from tests.apps.attachments.files_to_try import MAIL
from tests.factories import at, log
from tests.interfaces.web.conftest import SignIn

# What each address needs beyond being signed in; None: everybody signed in.
NEEDS: dict[str, Action | None] = {
    "board": None, "board_pieces": None, "strip": None, "pulse": None,
    "wallboard": None,
    "wallboard_pieces": None, "my_work": None, "my_work_pieces": None, "notices": None,
    "notices_read": None, "incidents": None, "log": Action.LOG, "log_suggestions": Action.LOG,
    "room": None, "pieces": None, "timeline_print": None, "timeline_export": None,
    "note": Action.NOTE, "role": Action.WORK, "task": Action.WORK, "add_task": Action.WORK,
    "fill_gap": Action.NOTE, "settle": Action.SETTLE, "anchor": Action.SETTLE,
    "answer_help": Action.NOTE,
    "unlink": Action.WORK, "draft": None, "strategy": None, "clause": None,
    "numbered": None, "complaints": None,
    "log_complaint": Action.COMPLAIN, "complaint": None, "setup_people": Action.ADMINISTER,
    "setup_person": Action.ADMINISTER, "setup_centre": Action.ADMINISTER,
    "setup_name": Action.ADMINISTER, "setup_role": Action.ADMINISTER,
    "setup_new": Action.ADMINISTER, "setup_one": Action.ADMINISTER,
    "come_to_help": Action.NOTE, "handovers": None, "new_handover": Action.NOTE, "handover": None,
    "handover_draft": Action.NOTE, "shift_log": None,
    "try_path": None, "duties": None, "confirm_duty": Action.DRAFT_POLICY,
    "reach": None, "reach_add": None, "reach_browser": None, "reach_order": None,
    "reach_quiet": None, "reach_way": None, "setup_reach": Action.ADMINISTER,
    "setup_reach_one": Action.ADMINISTER, "setup_reach_way": Action.ADMINISTER,
    "setup_audiences": Action.ADMINISTER, "setup_audience": Action.ADMINISTER,
    "undelivered": Action.ADMINISTER, "undelivered_one": Action.ADMINISTER,
    "rotas": None, "rota": None, "my_turns": None, "rota_new": Action.PLAN_ROTA,
    "rota_layers": Action.PLAN_ROTA, "rota_calendars": Action.PLAN_ROTA,
    "setup_channels": Action.ADMINISTER, "papers": Action.TEST_POLICY,
    "exercises": None, "exercise_action": None, "training": None,
    "training_withdraw": Action.KEEP_RECORDS,
    "conformity": None, "alignment": None, "alignment_csv": None,
    "replays": Action.TEST_POLICY, "replay": Action.TEST_POLICY, "replay_rows": Action.TEST_POLICY,
    "replay_csv": Action.TEST_POLICY, "replay_incident": Action.TEST_POLICY,
    "drafts": None, "draft_one": None, "draft_part": None, "draft_text": None,
    "draft_read": None, "clause_draw": Action.DRAFT_POLICY, "clause_sheet": Action.DRAFT_POLICY,
    "clause_edit": None, "strategy_search": None, "version_comments": None,
    "comment": Action.COMMENT_POLICY, "comment_settle": Action.COMMENT_POLICY,
    "clause_arrange": Action.DRAFT_POLICY, "clause_assign": Action.DRAFT_POLICY,
    "ratings": None, "rating": None, "fact_board": None, "promises": None,
    "update_new": Action.UPDATE, "update_preview": Action.UPDATE,
    "updates": None, "update": None, "update_edit": Action.UPDATE, "update_languages": None,
    "scenarios": Action.TEST_POLICY, "scenario": Action.TEST_POLICY,
    "job": None, "job_progress": None, "job_stop": None, "job_file": None,
    "versions": None, "version_one": None, "version_readers": Action.DRAFT_POLICY,
    "card": None, "card_pieces": None, "briefings": None, "briefing": None, "room_briefings": None,
    "briefing_revise": Action.UPDATE, "new_briefing": Action.UPDATE,
    "compare": None, "draft_agreement": None, "draft_consultation": None,
    "attachments": None, "attachment": None, "attached_mail": None,
    "words": None, "glossary": None, "term": None, "term_new": Action.KEEP_WORDS,
    "setup_status": Action.KEEP_STATUS_PAGE, "setup_status_one": Action.KEEP_STATUS_PAGE,
    "setup_work_new": Action.KEEP_STATUS_PAGE, "setup_work": Action.KEEP_STATUS_PAGE,
    "vault": Action.KEEP_VAULT, "vault_value": Action.READ_VAULT,
    "vault_person": Action.KEEP_VAULT, "vault_file": Action.KEEP_VAULT,
    "status_of": None, "status_of_history": None, "status_of_notice": None,
}  # fmt: skip
POSTED = frozenset(
    {"vault_file", "update_preview", "exercise_action", "training_withdraw", "reach_add",
     "reach_browser", "reach_order", "reach_quiet", "reach_way",
     "setup_reach_way", "undelivered_one",
     "notices_read", "log_suggestions", "note", "role", "task", "add_task", "fill_gap", "settle",
     "comment", "comment_settle", "clause_arrange", "clause_assign", "clause_draw",
     "anchor", "confirm_duty",
     "job_stop", "answer_help", "come_to_help", "unlink", "draft", "log_complaint"}
)  # fmt: skip
SIGNED_OUT_TOO = {
    "answer", "answer_by_phone", "outside_consultation", "calendar_feed", "push_worker",
    "receipts_email", "receipts_twilio",
    "status", "status_history", "status_feed", "status_notice", "status_document",
    "status_private", "status_private_history", "status_private_feed", "status_private_notice",
    "status_private_document", "status_private_subscribe", "status_subscribe",
    "status_subscription",
}  # fmt: skip
BODIES = {"role": {"role": "loggist", "action": "open"}, "add_task": {"says": "Ring"}}
REFUSED_OR_DONE = {200, 204, 302, 404, 409, 422}


def _of_updates(ref: str) -> dict[str, str]:
    updates = f"/incidents/{ref}/updates/"
    return {
        "updates": updates, "update_new": f"{updates}new/", "update_preview": f"{updates}preview/",
        "update": f"{updates}1/", "update_edit": f"{updates}1/edit/",
        "update_languages": f"{updates}1/languages/", "setup_audiences": "/setup/audiences/",
        "setup_audience": "/setup/audiences/customers/",
    }  # fmt: skip


def _addresses(ref: str) -> dict[str, str]:
    return {
        "board": "/", "board_pieces": "/board/pieces/", "strip": "/strip/", "pulse": "/pulse/",
        "wallboard": "/wallboard/", "wallboard_pieces": "/wallboard/pieces/",
        "my_work": "/my-work/", "my_work_pieces": "/my-work/pieces/", "notices": "/notices/",
        "notices_read": "/notices/read/", "incidents": "/incidents/", "log": "/incidents/new/",
        "log_suggestions": "/incidents/new/suggestions/", "room": f"/incidents/{ref}/",
        "pieces": f"/incidents/{ref}/pieces/",
        "timeline_print": f"/incidents/{ref}/timeline/print/",
        "timeline_export": f"/incidents/{ref}/timeline.csv", "note": f"/incidents/{ref}/note/",
        "role": f"/incidents/{ref}/role/", "task": f"/incidents/{ref}/task/",
        "add_task": f"/incidents/{ref}/new-task/", "fill_gap": f"/incidents/{ref}/gap/",
        "settle": f"/incidents/{ref}/obligation/",
        "anchor": f"/incidents/{ref}/obligation/anchor/",
        "duties": "/strategy/duties/", "confirm_duty": "/strategy/duties/uk_gdpr_33/",
        "answer_help": f"/incidents/{ref}/answer/",
        "unlink": f"/incidents/{ref}/unlink/", "draft": "/drafts/log/", "strategy": "/strategy/",
        "clause": "/strategy/1/clause/matrix.I1.U1/", "numbered": "/strategy/1/§5.1/",
        "complaints": "/complaints/",
        "log_complaint": "/complaints/new/", "complaint": "/complaints/1/",
        "setup_people": "/setup/people/", "setup_person": "/setup/people/1/",
        "setup_centre": "/setup/centre/", "setup_name": "/setup/centre/name/",
        "setup_channels": "/setup/channels/",
        "papers": "/strategy/documents/", "exercises": "/strategy/exercises/",
        "exercise_action": "/strategy/exercises/action/1/", "training": "/strategy/training/",
        "training_withdraw": "/strategy/training/withdraw/1/",
        "setup_role": "/setup/centre/role/loggist/", "setup_new": "/setup/centre/team/",
        "try_path": "/paths/technology/simulate/",
        "ratings": "/strategy/ratings/", "rating": "/strategy/ratings/1/",
        "scenarios": "/strategy/scenarios/", "scenario": "/strategy/scenarios/SC01/",
        "reach": "/reach/", "reach_add": "/reach/add/", "reach_browser": "/reach/browser/",
        "reach_order": "/reach/order/", "reach_quiet": "/reach/quiet/",
        "come_to_help": f"/incidents/{ref}/come/",
        "handovers": "/handovers/", "new_handover": "/handovers/new/",
        "handover": "/handovers/1/", "handover_draft": "/handovers/1/draft/",
        "shift_log": "/shift-log/",
        "promises": "/promises/", "fact_board": f"/incidents/{ref}/facts/",
        **_of_updates(ref),
        "reach_way": "/reach/way/1/", "setup_reach": "/setup/reach/",
        "setup_reach_one": "/setup/reach/team/tech/",
        "setup_reach_way": "/setup/reach/team/tech/way/1/", "undelivered": "/setup/undelivered/",
        "undelivered_one": "/setup/undelivered/1/",
        "setup_one": "/setup/centre/site/leeds/", "rotas": "/rotas/", "rota": "/rotas/tech/",
        "my_turns": "/my-turns/", "rota_new": "/new-rota/", "rota_layers": "/rotas/tech/layers/",
        "rota_calendars": "/rotas/tech/calendars/",
        "job": "/jobs/1/", "job_progress": "/jobs/1/progress/", "job_stop": "/jobs/1/stop/",
        "job_file": "/jobs/1/file/",
        **_about_the_strategy(ref), **_about_saying(ref),
    }  # fmt: skip


def _about_saying(ref: str) -> dict[str, str]:
    return _about_status_pages() | _about_briefings(ref) | _about_words(ref) | _about_the_vault()


def _about_the_vault() -> dict[str, str]:
    return {
        "vault": "/vault/", "vault_value": "/vault/V-0000000000/",
        "vault_person": "/vault/P-0000000000/", "vault_file": "/vault/P-0000000000/file/1/",
    }  # fmt: skip


def _about_words(ref: str) -> dict[str, str]:
    return {
        "attachments": f"/incidents/{ref}/files/", "attachment": f"/incidents/{ref}/files/1/",
        "attached_mail": f"/incidents/{ref}/files/1/mail/",
        "words": "/words/", "glossary": "/words/glossary/", "term": "/words/glossary/ncr/",
        "term_new": "/words/new-term/",
    }  # fmt: skip


def _about_briefings(ref: str) -> dict[str, str]:
    return {
        "card": "/card/", "card_pieces": "/card/pieces/", "briefings": "/briefings/",
        "briefing": "/briefings/1/", "briefing_revise": "/briefings/1/revise/",
        "new_briefing": f"/incidents/{ref}/briefings/new/",
        "room_briefings": f"/incidents/{ref}/briefings/",
    }  # fmt: skip


def _about_status_pages() -> dict[str, str]:
    return {
        "setup_status": "/setup/status/", "setup_status_one": "/setup/status/acme/",
        "setup_work_new": "/setup/status/acme/planned/",
        "setup_work": "/setup/status/acme/planned/x/",
        "status_of": "/status/of/acme/", "status_of_history": "/status/of/acme/history/",
        "status_of_notice": "/status/of/acme/incidents/abc/",
    }  # fmt: skip


def _about_the_strategy(ref: str) -> dict[str, str]:
    return {
        "conformity": "/strategy/conformity/", "alignment": "/strategy/alignment/",
        "alignment_csv": "/strategy/alignment.csv",
        "replays": "/strategy/replays/", "replay": "/strategy/replays/1/",
        "replay_rows": "/strategy/replays/1/incidents/",
        "replay_csv": "/strategy/replays/1/incidents.csv",
        "replay_incident": f"/strategy/replays/1/incidents/{ref}/",
        "drafts": "/strategy/drafts/", "draft_one": "/strategy/drafts/1/",
        "draft_part": "/strategy/drafts/1/paths/", "draft_text": "/strategy/drafts/1/text/",
        "clause_edit": "/strategy/drafts/1/clause/paths.technology/",
        "draft_read": "/strategy/drafts/1/read/",
        "clause_draw": "/strategy/drafts/1/draw/paths.technology/",
        "clause_sheet": "/strategy/drafts/1/sheet/authority/",
        "strategy_search": "/strategy/search/?q=phone",
        "version_comments": "/strategy/1/comments/paths.technology/",
        "comment": "/strategy/comment/", "comment_settle": "/strategy/comment/1/",
        "clause_arrange": "/strategy/drafts/1/arrange/",
        "clause_assign": "/strategy/drafts/1/assign/",
        "versions": "/strategy/versions/", "version_one": "/strategy/versions/1/",
        "version_readers": "/strategy/versions/1/readers.csv", "compare": "/strategy/compare/",
        "draft_agreement": "/strategy/drafts/1/progress/",
        "draft_consultation": "/strategy/drafts/1/consultation/",
    }  # fmt: skip


def _send(browser: Client, name: str, address: str) -> int:
    if name in POSTED:
        return browser.post(address, BODIES.get(name, {})).status_code
    return browser.get(address).status_code


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _names(one.url_patterns)
        elif one.name:
            yield one.name


def test_every_address_of_this_door_is_walked() -> None:
    resolvers = get_resolver("musterpoint.interfaces.web.urls").url_patterns

    assert set(_names(resolvers)) - {"do"} == NEEDS.keys() | SIGNED_OUT_TOO


@pytest.mark.usefixtures("technology")
@pytest.mark.parametrize("role", list(Role))
def test_a_role_reaches_what_it_may(
    role: Role, sign_in: SignIn, people: dict[str, Actor], incident: Incident
) -> None:
    browser = sign_in(people[role])

    found = {
        name: _send(browser, name, address) for name, address in _addresses(incident.ref).items()
    }

    wrong = {
        name: status
        for name, status in found.items()
        if (needs := NEEDS[name]) is not None and not may([role], needs)
        if status != 403
    }
    shut_out = {
        name: status
        for name, status in found.items()
        if NEEDS[name] is None or may([role], NEEDS[name] or Action.READ)
        if status not in REFUSED_OR_DONE
    }
    assert (wrong, shut_out) == ({}, {})


@pytest.mark.parametrize("role", list(Role))
def test_a_role_does_what_it_may(
    role: Role, sign_in: SignIn, people: dict[str, Actor], incident: Incident
) -> None:
    browser = sign_in(people[role])

    found = {
        name: browser.get(f"/incidents/{incident.ref}/do/{name}/").status_code for name in DOINGS
    }

    expected = {name: 200 if may([role], one.needs) else 403 for name, one in DOINGS.items()}
    assert found == expected


@pytest.mark.parametrize("role", list(Role))
def test_nobody_does_by_post_what_they_may_not(
    role: Role, sign_in: SignIn, people: dict[str, Actor], incident: Incident
) -> None:
    browser = sign_in(people[role])
    forbidden = [name for name, one in DOINGS.items() if not may([role], one.needs)]

    found = {browser.post(f"/incidents/{incident.ref}/do/{n}/").status_code for n in forbidden}

    assert found <= {403}


@pytest.mark.usefixtures("technology")
def test_nobody_reaches_anything_signed_out(client: Client, incident: Incident) -> None:
    found = {
        name: _send(client, name, address) for name, address in _addresses(incident.ref).items()
    }

    assert found == dict.fromkeys(found, 302)
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/answer/nonsense/").status_code == 410


OF_ONE = {"update", "update_edit", "update_languages"}  # a new incident has no update yet
SEES = {Role.INCIDENT_MANAGER, Role.AUDITOR}


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.ATTACHMENTS_FOLDER = str(tmp_path / "files")


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.usefixtures("folder")
def test_a_restricted_incident_is_nowhere(
    role: Role, sign_in: SignIn, people: dict[str, Actor], incident: Incident, manager: Actor
) -> None:
    secret = log(by=manager, summary="Zebra payroll file sent outside", restricted=True)
    attach_file(incident_id=secret.pk, name="z.eml", content=[MAIL], by=manager, at=at(1))
    browser = sign_in(people[role])
    room = f"/incidents/{secret.ref}/"
    rooms = {
        address
        for name, address in _addresses(secret.ref).items()
        if address.startswith(room) and name not in POSTED | OF_ONE
        if (needs := NEEDS[name]) is None or may([role], needs)
    }

    statuses = {browser.get(address).status_code for address in rooms}
    shown = {
        address
        for address in ("/", "/incidents/", "/incidents/?q=zebra", f"/incidents/?q={secret.ref}",
                        "/my-work/", "/wallboard/", "/strip/", "/complaints/", "/shift-log/",
                        "/card/", "/briefings/",
                        f"/incidents/{incident.ref}/")
        if b"Zebra" in browser.get(address).content
    }  # fmt: skip
    guessed = browser.post(
        "/incidents/new/suggestions/", {"summary": "Zebra payroll file sent outside"}
    )

    if role in SEES:
        assert statuses == {200}
        assert shown == {
            "/", "/incidents/", "/incidents/?q=zebra", f"/incidents/?q={secret.ref}", *shown,
        }  # fmt: skip
        assert "/wallboard/" not in shown
    else:
        assert statuses == {404}
        assert shown == set()
        assert b"Zebra" not in guessed.content


def test_a_restricted_incident_is_not_counted(
    sign_in: SignIn, leader: Actor, manager: Actor, incident: Incident
) -> None:
    def count(actor: Actor) -> int:
        found = sign_in(actor).get("/")
        total: int = found.context["total"]
        return total

    before = count(leader)
    log(by=manager, summary="Zebra payroll file sent outside", restricted=True)

    assert count(leader) == before
    assert count(manager) == before + 1
