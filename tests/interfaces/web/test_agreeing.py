"""The pages from draft to in force: consulting, answering, signing, publishing, by forms alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.policies import consultation_links
from musterpoint.apps.policies.models import Contribution, Invitation, Signature, StrategyVersion
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor
from musterpoint.usecases.consult_draft import end_invitation
from musterpoint.usecases.contribute import contribute
from tests.factories import at
from tests.interfaces.web.conftest import SignIn
from tests.usecases import agreeing as story

NO_WAIT = {"open_for": "0 min"}


def page_of(pk: int) -> str:
    return f"/strategy/drafts/{pk}/progress/"


def act(browser: Client, pk: int, name: str, **sent: Any) -> Any:
    return browser.post(page_of(pk), {"act": name, **sent}, follow=True)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def draft(strategy: Version, manager: Actor) -> int:
    return story.begun(manager, **NO_WAIT)


def test_a_draft_is_led_into_force_by_forms(
    draft: int, browser: Client, sign_in: SignIn, people: dict[str, Actor], agent: Actor
) -> None:
    assert "Nothing stands in the way." in words(browser.get(page_of(draft)))
    assert "The consultation is open." in words(act(browser, draft, "open", says="Look!"))
    shown = words(browser.get(page_of(draft)))
    assert "No consultation of Agents is recorded." in shown

    act(browser, draft, "invite", group="agents", person=[agent.person_id])
    answer = sign_in(agent).post(
        f"/strategy/drafts/{draft}/consultation/", {"says": "Sooner", "clause": "marks"}
    )
    assert answer.status_code == 302
    met = {"group": "works_council", "held_on": "2026-03-01", "spoke_with": "Ana", "says": ""}
    written = words(act(browser, draft, "record", **met))
    assert "Written down." in written
    assert "2. Ana Works council meeting on 1 Mar 2026" in written
    assert "Answered." in words(act(browser, draft, "answer", number=1, outcome="noted", says="Ok"))
    assert "Put up for approval." in words(act(browser, draft, "ask"))

    digest = story.row(draft).digest
    mine = {"role": "incident_manager", "digest": digest, "says": "Good"}
    assert "Signed." in words(act(browser, draft, "sign", **mine))
    theirs = {"role": "welfare_lead", "digest": digest, "says": ""}
    assert "Signed." in words(act(sign_in(people["welfare"]), draft, "sign", **theirs))
    assert "Published as version 2." in words(act(browser, draft, "publish", note="Better"))
    assert StrategyVersion.objects.get(number=2).digest == digest


REFUSED: list[tuple[str, dict[str, str], int, str]] = [
    ("invite", {"group": "agents"}, 409, "Nobody is being asked about this draft."),
    ("ask", {}, 409, "No consultation of Agents is recorded."),
    ("publish", {}, 409, "A draft that is being written cannot be published."),
    ("publish", {"in_force_from": "soon"}, 422, "Choose from when it holds"),
    ("record", {"held_on": "yesterday"}, 422, "Choose the day of the meeting."),
    ("withdraw", {"says": ""}, 422, "Say why, for whoever was asked."),
    ("end", {"invitation": "x"}, 409, "Nobody is being asked about this draft."),
    ("answer", {"number": "x"}, 409, "Nobody is being asked about this draft."),
]


@pytest.mark.parametrize("refused", REFUSED, ids=lambda one: one[0])
def test_a_refusal_is_shown_on_the_page(
    refused: tuple[str, dict[str, str], int, str], draft: int, browser: Client
) -> None:
    name, sent, status, says = refused
    answer = browser.post(page_of(draft), {"act": name, **sent})

    assert answer.status_code == status
    assert says in words(answer)


def test_what_was_typed_is_kept_when_it_is_refused(
    strategy: Version, manager: Actor, browser: Client
) -> None:
    pk = story.in_consultation(manager)
    answer = browser.post(
        page_of(pk), {"act": "invite", "group": "agents", "name": "Bo Ek", "email": "bo at home"}
    )

    assert answer.status_code == 422
    assert b'value="Bo Ek"' in answer.content
    assert b'value="bo at home"' in answer.content


def test_an_act_that_is_none_is_not_found(draft: int, browser: Client) -> None:
    assert browser.post(page_of(draft), {"act": "burn"}).status_code == 404
    assert browser.get(page_of(999)).status_code == 404


def test_only_whoever_may_lead_finds_the_forms(
    strategy: Version, manager: Actor, browser: Client, sign_in: SignIn, agent: Actor
) -> None:
    pk = story.in_consultation(manager)

    assert b'id="form-invite"' in browser.get(page_of(pk)).content
    assert b'id="form-invite"' not in sign_in(agent).get(page_of(pk)).content
    assert sign_in(agent).post(page_of(pk), {"act": "ask"}).status_code == 403


def test_a_colleague_reads_it_part_by_part_and_comments(
    strategy: Version, manager: Actor, agent: Actor, sign_in: SignIn
) -> None:
    pk = story.in_consultation(manager)
    browser, where = sign_in(agent), f"/strategy/drafts/{pk}/consultation/"

    shown = words(browser.get(f"{where}?part=paths"))
    assert "9 Escalation paths" in shown
    assert '<div class="part-list only-wide' in browser.get(where).content.decode()
    assert "Please look at the matrix." in shown
    sent = {"says": "Ring us first", "clause": "paths.technology", "act": "say"}
    answer = browser.post(f"{where}?part=paths", sent, follow=True)
    assert answer.redirect_chain == [(f"{where}?part=paths", 302)]
    assert "Ring us first" in words(answer)
    refused = browser.post(where, {"says": " ", "clause": "paths.technology"})
    assert refused.status_code == 422
    assert browser.post(where, {"act": "read"}).status_code == 302
    assert Contribution.objects.filter(way="read", person=agent.person_id).count() == 1


# From outside ---------------------------------------------------------------------------


@pytest.fixture
def token(strategy: Version, manager: Actor) -> str:
    return consultation_links.make(story.invited(story.in_consultation(manager), manager))


def test_somebody_from_outside_reads_and_comments_without_account_or_cookie(token: str) -> None:
    browser, where = Client(enforce_csrf_checks=True), f"/consultation/{token}/"

    shown = browser.get(f"{where}?part=time")
    assert shown.status_code == 200
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert not shown.cookies
    assert "for Ana Lima" in words(shown)
    assert Invitation.objects.get().opened_at is not None
    kept = browser.post(where, {"says": "Call us first", "clause": "paths.technology"})
    assert "Thank you. It is kept" in words(kept)
    assert "Call us first" in words(kept)
    assert browser.post(where, {"act": "read"}).status_code == 200
    assert browser.post(where, {"says": ""}).status_code == 422


def test_a_link_shows_nobody_else(token: str, agent: Actor) -> None:
    draft_id = Invitation.objects.get().consultation.draft_id
    contribute(draft_id=draft_id, says="Secret of a colleague", by=agent, at=at(5))

    assert "Secret of a colleague" not in words(Client().get(f"/consultation/{token}/"))


def test_a_link_that_ended_or_was_altered_opens_nothing(token: str, manager: Actor) -> None:
    row = Invitation.objects.get()
    assert Client().get(f"/consultation/{token}x/").status_code == 410
    end_invitation(draft_id=row.consultation.draft_id, invitation_id=row.pk, by=manager, at=at(9))

    for answer in (
        Client().get(f"/consultation/{token}/"),
        Client().post(f"/consultation/{token}/", {"says": "Late"}),
    ):
        assert answer.status_code == 410
        assert "Thank you for your time." in words(answer)
    assert not Contribution.objects.exists()


# Signing --------------------------------------------------------------------------------


def test_a_refusal_to_sign_says_why_and_stands_on_the_page(
    strategy: Version, people: dict[str, Actor], sign_in: SignIn
) -> None:
    pk = story.in_approval(people["administrator"])
    browser = sign_in(people["welfare"])
    sent = {"role": "welfare_lead", "digest": story.row(pk).digest, "says": "Too lax"}

    assert b'id="form-sign-welfare_lead"' in browser.get(page_of(pk)).content
    assert b'id="form-sign-incident_manager"' not in browser.get(page_of(pk)).content
    shown = words(act(browser, pk, "refuse", **sent))
    assert "Welfare lead refused to sign this text." in shown
    assert "Too lax" in shown
    assert Signature.objects.get().verdict == "refused"


# Versions and differences ---------------------------------------------------------------


@pytest.fixture
def published(people: dict[str, Actor], strategy: Version, manager: Actor) -> int:
    from musterpoint.usecases.publish_draft import publish_draft

    pk = story.approved(people)
    publish_draft(draft_id=pk, note="Agreed", by=manager, at=at(7 * story.DAY))
    return pk


def test_every_version_says_how_it_came_about(published: int, browser: Client) -> None:
    shown = words(browser.get("/strategy/versions/"))

    assert "Agreed: consulted, signed and published from a draft." in shown
    assert "Published from the command line by the operator, without recorded approval." in shown
    one = words(browser.get("/strategy/versions/2/"))
    assert "Asha Patel" in one
    assert "has read it and has no comment" in one.lower()
    assert browser.get("/strategy/versions/9/").status_code == 404


def test_staff_say_that_they_have_read_it(
    published: int, sign_in: SignIn, agent: Actor, browser: Client
) -> None:
    theirs = sign_in(agent)
    assert "You are asked to read version 2." in words(theirs.get("/strategy/versions/"))

    answer = theirs.post("/strategy/versions/2/", {"act": "acknowledge"}, follow=True)
    assert "You have read this version." in words(answer)
    assert theirs.post("/strategy/versions/2/", {"act": "acknowledge"}).status_code == 409
    assert "You are asked to read" not in words(theirs.get("/strategy/versions/"))
    assert "1 have, 0 of those asked have not" in words(browser.get("/strategy/versions/2/"))
    assert "Who has read it" not in words(theirs.get("/strategy/versions/2/"))


def test_who_has_and_has_not_read_it_as_a_file(
    published: int, sign_in: SignIn, agent: Actor, browser: Client
) -> None:
    answer = browser.get("/strategy/versions/2/readers.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.content.decode().splitlines() == ["name,roles,read_at", "Maya Singh,agent,"]
    assert sign_in(agent).get("/strategy/versions/2/readers.csv").status_code == 403


def test_the_review_date_is_set_on_the_page(
    published: int, browser: Client, sign_in: SignIn, agent: Actor
) -> None:
    sent = {"act": "review", "date": "2999-01-01"}

    assert "read again on 1 Jan 2999" in words(
        browser.post("/strategy/versions/2/", sent, follow=True)
    )
    assert browser.post("/strategy/versions/2/", sent | {"date": "?"}).status_code == 422
    assert sign_in(agent).post("/strategy/versions/2/", sent).status_code == 403
    assert browser.post("/strategy/versions/2/", {"act": "burn"}).status_code == 404


def test_differences_say_what_who_and_why(
    strategy: Version, manager: Actor, browser: Client
) -> None:
    pk = story.in_consultation(manager)
    story.said(pk, "purpose", "To be quick and kind to everybody who calls.", by=manager)

    shown = browser.get(f"/strategy/compare/?new=draft:{pk}")
    assert "Somebody asked for it" in words(shown)
    assert b"<ins>" in shown.content
    part = words(browser.get(f"/strategy/compare/?old=1&new=draft:{pk}&part=purpose"))
    assert "Escalation paths" not in part.partition("Compare")[2].partition("From")[0]
    assert browser.get("/strategy/compare/?old=1&new=77").status_code == 404
    assert browser.get("/strategy/compare/?old=1&new=draft:x").status_code == 404


def test_differences_within_a_text_are_marked(
    published: int, browser: Client, manager: Actor
) -> None:
    shown = browser.get("/strategy/compare/").content.decode()

    assert "Signed:" in shown
    assert "without recorded approval" in shown
    assert browser.get("/strategy/compare/?old=2&new=2").status_code == 200
    assert "Nothing differs here." in browser.get("/strategy/compare/?old=2&new=2").content.decode()


@pytest.mark.parametrize("person", ["9" * 30, "9" * 5000, "x"])
def test_an_invitation_of_nobody_is_refused(draft: int, browser: Client, person: str) -> None:
    act(browser, draft, "open", says="Look")

    answer = act(browser, draft, "invite", group="agents", person=[person])

    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_a_version_for_the_end_of_time_is_refused(
    strategy: Version, people: dict[str, Actor], browser: Client
) -> None:
    pk = story.approved(people, **NO_WAIT)

    answer = act(browser, pk, "publish", in_force_from="9999-12-31T23:59")

    assert answer.status_code == 422
    assert "within 10 years" in words(answer)
    assert StrategyVersion.objects.count() == 1
