"""Drafts over the API: begun, read, changed with the revision in hand, commented on."""

from __future__ import annotations

from typing import Any

import pytest

from musterpoint.apps.policies import drafts
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from tests.factories import default_text
from tests.interfaces.api.conftest import Speaker, faults, said
from tests.usecases.drafting import SMALL, edit, small_draft, value

DRAFTS = "/api/v1/drafts"
CLAUSE = "clauses/paths.people"


@pytest.fixture
def draft(manager: Actor) -> str:
    return f"{DRAFTS}/{small_draft(manager)}"


def number_of(draft: str) -> int:
    return int(draft.rpartition("/")[2])


def put(one: Speaker, draft: str, body: Any, seen: int | None) -> Any:
    headers = {} if seen is None else {"If_Match": f'"{seen}"'}
    return one("PUT", f"{draft}/{CLAUSE}", body, **headers)


def test_a_draft_is_begun_from_a_text_a_version_or_what_ships(
    strategy: Version, as_manager: Speaker
) -> None:
    own = said(as_manager.post(DRAFTS, {"text": SMALL, "title": "Mine", "note": "x"}), 201)
    copied = said(as_manager.post(DRAFTS, {"version": 1}), 201)
    shipped = said(as_manager.post(DRAFTS, {}), 201)

    assert (own["title"], own["state"], own["based_on"]) == ("Mine", "drafting", None)
    assert copied["based_on"] == 1
    assert drafts.draft_text(shipped["number"]) == default_text()
    listed = said(as_manager.get(DRAFTS))["items"]
    assert [one["number"] for one in listed] == [
        shipped["number"], copied["number"], own["number"],
    ]  # fmt: skip


def test_a_draft_is_read_as_clauses_and_as_text(draft: str, as_agent: Speaker) -> None:
    whole = said(as_agent.get(draft))
    text = as_agent.get(f"{draft}?format=yaml")

    assert [one["path"] for one in whole["clauses"]][:3] == [
        "title", "organisation", "priorities.P1",
    ]  # fmt: skip
    assert text.content.decode() == SMALL
    assert text["Content-Type"] == "application/yaml"


def test_findings_carry_their_path(draft: str, as_agent: Speaker) -> None:
    found = said(as_agent.get(f"{draft}/findings"))

    assert found["ok"] is False
    assert "paths.people.fallback" in {one["path"] for one in found["findings"]}


def test_a_text_that_is_none_is_refused(strategy: Version, as_manager: Speaker) -> None:
    answer = as_manager.post(DRAFTS, {"text": "a: {"})

    assert answer.status_code == 422
    assert list(faults(answer)) == ["line 2"]
    assert said(as_manager.get(DRAFTS))["items"] == []


def test_a_clause_is_changed_by_whoever_read_it_last(draft: str, as_manager: Speaker) -> None:
    read = as_manager.get(f"{draft}/{CLAUSE}")
    assert read["ETag"] == '"1"'

    changed = put(as_manager, draft, {"value": {"name": "All"}, "why": "Clearer"}, 1)

    body = said(changed)
    assert (body["value"], body["revision"], body["merged"]) == ({"name": "All"}, 2, False)
    assert changed["ETag"] == '"2"'
    assert drafts.history(number_of(draft), "paths.people")[0].why == "Clearer"


def test_a_change_without_a_revision_is_refused(draft: str, as_manager: Speaker) -> None:
    answer = put(as_manager, draft, {"value": {"name": "All"}}, None)

    assert answer.status_code == 400
    assert list(faults(answer)) == ["If-Match"]
    assert value(number_of(draft), "paths.people")["name"] == "People"


def test_whoever_was_slower_gets_both_texts(
    draft: str, as_manager: Speaker, manager: Actor
) -> None:
    before = value(number_of(draft), "paths.people")
    edit(number_of(draft), "paths.people", before | {"name": "Theirs"}, by=manager)

    refused = put(as_manager, draft, {"value": before | {"name": "Mine"}}, 1)

    assert refused.status_code == 412
    body = refused.json()
    assert body["type"] == "urn:musterpoint:problem:stale"
    assert (body["base"], body["theirs"]["name"], body["yours"]["name"]) == (
        before, "Theirs", "Mine",
    )  # fmt: skip
    assert (body["proposal"]["name"], body["clashes"], body["revision"]) == ("Mine", ["name"], 2)
    assert value(number_of(draft), "paths.people")["name"] == "Theirs"


def test_changes_of_different_fields_are_merged(
    draft: str, as_manager: Speaker, manager: Actor
) -> None:
    before = value(number_of(draft), "paths.people")
    edit(number_of(draft), "paths.people", before | {"name": "Theirs"}, by=manager)

    body = said(put(as_manager, draft, {"value": before | {"owner": "writer"}}, 1))

    assert body["merged"] is True
    assert (body["value"]["name"], body["value"]["owner"]) == ("Theirs", "writer")


def test_a_clause_comes_and_goes(draft: str, as_manager: Speaker) -> None:
    new = {"path": "roles.runner", "value": {"name": "Runner"}}
    added = as_manager.post(f"{draft}/clauses", new)
    gone = as_manager("DELETE", f"{draft}/clauses/roles.runner")

    assert said(added, 201)["value"] == {"name": "Runner"}
    assert added["Location"] == f"{draft}/clauses/roles.runner"
    assert gone.status_code == 204
    assert drafts.draft_text(number_of(draft)) == SMALL
    assert as_manager.get(f"{draft}/clauses/roles.runner").status_code == 404
    assert as_manager.post(f"{draft}/clauses", new | {"path": "roles.chief"}).status_code == 409


def test_what_is_not_there_is_not_found(draft: str, as_manager: Speaker) -> None:
    for address in (f"{DRAFTS}/999", f"{DRAFTS}/999/findings", f"{DRAFTS}/999/comments",
                    f"{draft}/clauses/paths.nowhere"):  # fmt: skip
        assert as_manager.get(address).status_code == 404


def test_anybody_comments(draft: str, as_agent: Speaker) -> None:
    first = said(
        as_agent.post(f"{draft}/comments", {"path": "paths.people", "says": "Too slow"}), 201
    )
    as_agent.post(
        f"{draft}/comments", {"path": "paths.people", "says": "Yes", "answer_to": first["id"]}
    )

    items = said(as_agent.get(f"{draft}/comments"))["items"]
    assert [(one["says"], one["answer_to"]) for one in items] == [
        ("Too slow", None), ("Yes", first["id"]),
    ]  # fmt: skip
