"""Pages of writing a strategy: every action, every refusal, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from musterpoint.apps.policies import drafts, remarks
from musterpoint.apps.policies.models import StrategyDraft
from musterpoint.domain.authority import Actor
from tests.factories import default_text
from tests.interfaces.web.conftest import SignIn
from tests.usecases.drafting import SMALL, edit, revision, small_draft, value

pytestmark = pytest.mark.usefixtures("strategy")


@pytest.fixture
def draft(manager: Actor) -> int:
    return small_draft(manager)


def at_clause(draft: int, path: str = "paths.people") -> str:
    return f"/strategy/drafts/{draft}/clause/{path}/"


def arrange(browser: Client, draft: int, **sent: str) -> Any:
    return browser.post(f"/strategy/drafts/{draft}/arrange/", sent)


@pytest.mark.parametrize(("begin", "based_on"), [("in_force", 1), ("shipped", None)])
def test_a_draft_is_begun_from_what_there_is(
    begin: str, based_on: int | None, browser: Client
) -> None:
    answer = browser.post("/strategy/drafts/", {"begin": begin, "title": "For 2027", "note": "x"})

    (row,) = drafts.listed()
    assert answer["Location"] == f"/strategy/drafts/{row.pk}/"
    assert (row.title, row.based_on and row.based_on.number) == ("For 2027", based_on)
    assert drafts.draft_text(row.pk) == default_text()
    assert b"For 2027" in browser.get("/strategy/drafts/").content


def test_a_draft_is_begun_from_a_file_or_pasted_text(browser: Client) -> None:
    file = SimpleUploadedFile("mine.yaml", SMALL.encode())
    browser.post("/strategy/drafts/", {"begin": "file", "file": file})
    browser.post("/strategy/drafts/", {"begin": "file", "pasted": SMALL})

    assert [drafts.draft_text(row.pk) for row in drafts.listed()] == [SMALL, SMALL]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"begin": "file"}, "Choose a file, or paste its text."),
        ({"begin": "file", "pasted": "a: {b"}, "This is not YAML"),
        ({"begin": "nothing"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_begun_says_why(sent: dict[str, str], says: str, browser: Client) -> None:
    answer = browser.post("/strategy/drafts/", sent)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert drafts.listed() == []


def test_a_file_that_is_no_text_says_so(browser: Client) -> None:
    file = SimpleUploadedFile("mine.yaml", b"\xff\xfe\x00")
    answer = browser.post("/strategy/drafts/", {"begin": "file", "file": file})

    assert b"This file is not UTF-8 text." in answer.content
    assert drafts.listed() == []


def test_a_draft_shows_its_parts_and_what_is_wrong(browser: Client, draft: int) -> None:
    page = browser.get(f"/strategy/drafts/{draft}/")

    parts = {part["code"]: part for part in page.context["parts"]}
    assert (parts["paths"]["count"], parts["paths"]["state"]) == (1, "open")
    assert parts["risks"]["state"] == "empty"
    assert parts["risks"]["missing"] == ["Scales of risk", "Risks"]
    assert page.context["draft"]["errors"] == drafts.draft(draft).errors


def test_a_part_shows_its_clauses_with_their_numbers(browser: Client, draft: int) -> None:
    page = browser.get(f"/strategy/drafts/{draft}/roles/")

    roles = page.context["keys"][0]["clauses"]
    assert [(row["number"], row["title"]) for row in roles] == [
        ("8.1.1", "Chief"),
        ("8.1.2", "Writer"),
    ]


def test_a_finding_stands_beside_its_field(browser: Client, draft: int) -> None:
    page = browser.get(at_clause(draft) + "?as=form").content.decode()

    assert '<a href="#id_f-' in page
    beside = page.partition('id="id_f-fallback-errors"')[2][:300]
    assert "&#x27;fallback&#x27; is missing." in beside


def test_a_field_is_kept_and_so_is_what_is_wrong(browser: Client, draft: int) -> None:
    sent = form_of(browser, draft) | {
        "f.name": "Everybody",
        "f.fallback_after": "soon",
        "why": "Clearer",
    }

    answer = browser.post(at_clause(draft), sent, follow=True)

    assert answer.redirect_chain == [(at_clause(draft), 302)]
    kept = value(draft, "paths.people")
    assert (kept["name"], kept["fallback_after"]) == ("Everybody", "soon")
    assert "Write a length of time such as 5 min" in answer.content.decode()
    assert drafts.history(draft, "paths.people")[0].why == "Clearer"


def test_one_more_row_is_shown_and_nothing_kept(browser: Client, draft: int) -> None:
    sent = form_of(browser, draft) | {"f.name": "Typed before", "more": "f.steps"}

    answer = browser.post(at_clause(draft), sent)

    page = answer.content.decode()
    assert 'name="f.steps.1.code"' in page
    assert 'value="Typed before"' in page
    assert revision(draft, "paths.people") == 1


def test_what_cannot_be_read_stays_as_typed(browser: Client, draft: int) -> None:
    sent = form_of(browser, draft) | {"f.steps.0.after_at": "P1 two minutes"}

    answer = browser.post(at_clause(draft), sent)

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "P1 two minutes</textarea>" in page
    assert "has no colon" in page
    assert revision(draft, "paths.people") == 1


def test_two_people_in_one_field_see_both_texts(
    browser: Client, draft: int, manager: Actor
) -> None:
    sent = form_of(browser, draft) | {"f.name": "Mine", "f.owner": "writer"}
    edit(draft, "paths.people", value(draft, "paths.people") | {"name": "Theirs"}, by=manager)

    answer = browser.post(at_clause(draft), sent)

    assert answer.status_code == 409
    (clash,) = answer.context["answer"].conflict["fields"]
    assert clash == {"path": "name", "base": "People", "theirs": "Theirs", "yours": "Mine"}
    assert answer.context["answer"].seen == 2
    assert value(draft, "paths.people")["name"] == "Theirs"
    again = browser.post(at_clause(draft), sent | {"seen": "2"})
    assert again.status_code == 302
    assert value(draft, "paths.people")["name"] == "Mine"


def test_two_people_in_different_fields_are_both_kept(
    browser: Client, draft: int, manager: Actor
) -> None:
    sent = form_of(browser, draft) | {"f.owner": "writer"}
    edit(draft, "paths.people", value(draft, "paths.people") | {"name": "Theirs"}, by=manager)

    answer = browser.post(at_clause(draft), sent, follow=True)

    assert "together with what somebody else changed" in answer.content.decode()
    kept = value(draft, "paths.people")
    assert (kept["name"], kept["owner"]) == ("Theirs", "writer")


def test_a_clause_that_is_gone_can_be_put_back(browser: Client, draft: int, manager: Actor) -> None:
    sent = form_of(browser, draft) | {"f.name": "Mine"}
    arrange(browser, draft, act="remove", path="paths.people")

    answer = browser.post(at_clause(draft), sent)

    assert answer.status_code == 409
    assert "name: Mine" in answer.context["yours"]
    arrange(browser, draft, act="add", path="paths.people", text=answer.context["yours"])
    assert value(draft, "paths.people")["name"] == "Mine"


def test_a_clause_is_edited_as_text(browser: Client, draft: int) -> None:
    page = browser.get(at_clause(draft, "matrix") + "?as=text").content.decode()
    assert "I1: {U1: P1}" in page

    bad = browser.post(at_clause(draft, "matrix") + "?as=text", {"seen": "1", "text": "I1: {U1"})
    good = browser.post(
        at_clause(draft, "matrix") + "?as=text", {"seen": "1", "text": "matrix:\n  I1: {U1: P2}\n"}
    )

    assert (bad.status_code, good.status_code) == (422, 302)
    assert "I1: {U1</textarea>" in bad.content.decode()
    assert value(draft, "matrix") == {"I1": {"U1": "P2"}}


def test_under_consultation_a_change_needs_a_reason(browser: Client, draft: int) -> None:
    StrategyDraft.objects.filter(pk=draft).update(state="consultation")

    answer = browser.post(at_clause(draft), form_of(browser, draft) | {"f.name": "Mine"})

    assert answer.status_code == 422
    assert 'value="Mine"' in answer.content.decode()
    assert value(draft, "paths.people")["name"] == "People"


def test_what_is_agreed_is_shown_and_not_edited(browser: Client, draft: int) -> None:
    sent = form_of(browser, draft) | {"f.name": "Mine"}
    StrategyDraft.objects.filter(pk=draft).update(state="approval")

    page = browser.get(at_clause(draft)).content.decode()
    answer = browser.post(at_clause(draft), sent)

    assert '<fieldset class="bare" disabled>' in page
    assert answer.status_code == 409
    assert value(draft, "paths.people")["name"] == "People"


def test_clauses_come_move_are_renamed_and_go(browser: Client, draft: int) -> None:
    added = arrange(browser, draft, act="add", path="roles", name="Night runner")
    arrange(browser, draft, act="move", path="roles.night_runner", down="no")
    renamed = arrange(browser, draft, act="rename", path="roles.chief", code="lead")
    removed = arrange(browser, draft, act="remove", path="roles.writer", seen="2")

    assert added["Location"] == at_clause(draft, "roles.night_runner")
    assert renamed["Location"] == at_clause(draft, "roles.lead")
    assert removed["Location"] == f"/strategy/drafts/{draft}/"
    roles: Any = drafts.tree(draft)["roles"]
    assert list(roles) == ["lead", "night_runner"]
    assert value(draft, "paths.people")["owner"] == "lead"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"act": "add", "path": "roles", "code": "a b", "name": "Kept words"}, 422),
        ({"act": "add", "path": "roles", "code": "chief"}, 409),
        ({"act": "move", "path": "roles.chief", "down": "no"}, 409),
        ({"act": "rename", "path": "roles.chief", "code": "writer"}, 409),
        ({"act": "remove", "path": "roles.chief", "seen": "7"}, 409),
        ({"act": "remove", "path": "roles.nobody"}, 409),
        ({"act": "burn", "path": "roles.chief"}, 404),
    ],
)
def test_what_cannot_be_arranged_says_so(
    sent: dict[str, str], status: int, browser: Client, draft: int
) -> None:
    answer = arrange(browser, draft, **sent)

    assert answer.status_code == status
    assert drafts.draft_text(draft) == SMALL
    if "name" in sent:
        assert b"Kept words" in answer.content


def test_a_whole_key_that_is_missing_is_begun(browser: Client, draft: int) -> None:
    answer = arrange(browser, draft, act="add", path="purpose")

    assert answer["Location"] == at_clause(draft, "purpose")
    assert value(draft, "purpose") == ""
    browser.post(at_clause(draft, "purpose"), {"seen": "1", "f": "So that nobody waits"})
    assert value(draft, "purpose") == "So that nobody waits"


def test_an_agent_comments_and_a_writer_resolves(
    sign_in: SignIn, agent: Actor, browser: Client, draft: int
) -> None:
    floor = sign_in(agent)
    sent = {"draft": str(draft), "path": "paths.people", "says": "Who is called at night?"}

    answer = floor.post("/strategy/comment/", sent)
    (thread,) = remarks.threads(draft_id=draft)
    first = thread.first.pk
    assert answer["Location"] == f"{at_clause(draft)}#comment-{first}"
    browser.post("/strategy/comment/", sent | {"says": "See 9.2", "answer_to": str(first)})
    settled = browser.post(f"/strategy/comment/{first}/")

    assert settled["Location"] == f"{at_clause(draft)}#comments"
    page = floor.get(at_clause(draft)).content.decode()
    assert "Who is called at night?" in page
    assert "See 9.2" in page
    assert "resolved by" in page
    assert remarks.open_counts(draft) == {}
    again = browser.post(f"/strategy/comment/{first}/", {"open": "yes"})
    assert again.status_code == 302
    assert remarks.open_counts(draft) == {"paths.people": 1}


def test_a_comment_of_no_words_says_so(browser: Client, draft: int) -> None:
    answer = browser.post(
        "/strategy/comment/", {"draft": str(draft), "path": "paths.people", "says": " "}
    )

    assert answer.status_code == 422
    assert b"Write what you want to say." in answer.content


def test_a_version_is_commented_on(browser: Client) -> None:
    sent = {"version": "1", "path": "paths.technology", "says": "Five minutes is long"}

    answer = browser.post("/strategy/comment/", sent, follow=True)

    assert answer.status_code == 200
    assert "Five minutes is long" in answer.content.decode()
    assert browser.get("/strategy/1/comments/paths.nowhere/").status_code == 404
    assert browser.get("/strategy/9/comments/paths.technology/").status_code == 404


def test_a_clause_is_given_to_somebody_and_waits_on_their_list(
    browser: Client, draft: int, manager: Actor
) -> None:
    sent = {"path": "paths.people", "person": str(manager.person_id), "due_on": "2031-01-05"}

    browser.post(f"/strategy/drafts/{draft}/assign/", sent)

    mine = browser.get("/my-work/").content.decode()
    assert at_clause(draft) in mine
    assert "5 January 2031" in browser.get(at_clause(draft)).content.decode()
    browser.post(f"/strategy/drafts/{draft}/assign/", {"path": "paths.people", "end": "yes"})
    assert at_clause(draft) not in browser.get("/my-work/").content.decode()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"path": "paths.people", "person": "0"}, 302),
        ({"path": "paths.people", "end": "yes"}, 409),
    ],
)
def test_what_cannot_be_given_says_so(
    sent: dict[str, str], status: int, browser: Client, draft: int
) -> None:
    answer = browser.post(f"/strategy/drafts/{draft}/assign/", sent)

    assert answer.status_code == status
    assert remarks.assignments(draft) == {}


def test_words_are_found_in_a_draft_and_in_what_is_in_force(browser: Client, draft: int) -> None:
    inside = browser.get(f"/strategy/search/?draft={draft}&q=chief")
    in_force = browser.get("/strategy/search/?q=tel_total")
    nothing = browser.get("/strategy/search/?q=zzzzzz")

    assert [hit["path"] for hit in inside.context["hits"]] == [
        "roles.chief", "roles.writer", "paths.people",
    ]  # fmt: skip
    assert in_force.context["hits"][0]["path"] == "categories.tel_total"
    assert b"No clause holds all of these words." in nothing.content


def test_a_draft_is_saved_as_a_file(browser: Client, draft: int) -> None:
    answer = browser.get(f"/strategy/drafts/{draft}/text/")

    assert answer.content.decode() == SMALL
    assert f'filename="strategy-draft-{draft}.yaml"' in answer["Content-Disposition"]


def test_staff_read_drafts_and_change_nothing(
    sign_in: SignIn, agent: Actor, browser: Client, draft: int
) -> None:
    floor = sign_in(agent)
    sent = form_of(browser, draft) | {"f.name": "Mine"}

    assert "disabled" in floor.get(at_clause(draft)).content.decode()
    assert floor.post(at_clause(draft), sent).status_code == 403
    assert arrange(floor, draft, act="remove", path="paths.people").status_code == 403
    assert drafts.draft_text(draft) == SMALL


def test_what_is_not_there_is_not_found(browser: Client, draft: int) -> None:
    for address in ("/strategy/drafts/999/", at_clause(draft, "paths.nowhere"),
                    f"/strategy/drafts/{draft}/nonsense/"):  # fmt: skip
        assert browser.get(address).status_code == 404


def form_of(browser: Client, draft: int, path: str = "paths.people") -> dict[str, str]:
    """Return what the form would send untouched."""
    from musterpoint.interfaces.web.clauses.boxes import Box
    from tests.interfaces.web.clauses.test_forms import sending

    page = browser.get(at_clause(draft, path))
    box: Box = page.context["editor"]["box"]
    sent: dict[str, Any] = dict(sending(box))
    return sent | {"seen": str(page.context["answer"].seen)}
