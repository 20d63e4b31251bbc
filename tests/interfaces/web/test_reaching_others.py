"""Ways of teams and outside contacts, and messages that could not be delivered."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.notifications import operations as notifications
from musterpoint.apps.notifications.models import ContactMethod, Message
from musterpoint.apps.notifications.operations import Letter
from musterpoint.apps.organisation import operations as organisation
from musterpoint.domain.authority import Actor
from tests.factories import at
from tests.interfaces.web.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strategy")]
NOC = "/setup/reach/contact/carrier_noc/"


@pytest.fixture
def desk(sign_in: SignIn, people: dict[str, Actor]) -> Client:
    """A browser in which the administrator is signed in."""
    organisation.add_contact(code="carrier_noc", name="Operations desk", company="Carrier Ltd")
    organisation.add_team(code="tech", name="Technology", people=[])
    return sign_in(people["administrator"])


def _add(desk: Client, where: str = NOC) -> ContactMethod:
    sent = {"channel": "email", "address": "noc@carrier.example", "label": "Desk"}
    assert desk.post(where, sent).headers["Location"] == where
    return ContactMethod.objects.latest("id")


def _dead(agent: Actor, *, count: int = 1) -> list[Message]:
    letters = [
        Letter(key=f"dead:{n}", stream="incident:1", channel="email", link="/incidents/INC-000001/",
               subject=f"[P1] INC-00000{n} Phones down", body="b", recipient_id=agent.person_id)
        for n in range(count)
    ]  # fmt: skip
    notifications.queue(letters, at=at(0))
    found = list(Message.objects.filter(key__startswith="dead:").order_by("id"))
    for message in found:
        notifications.failed(message, at=at(1), error="550 no such user", lasting=True)
    return found


def test_a_contact_is_added_from_where_one_looks_for_it(
    sign_in: SignIn, people: dict[str, Actor]
) -> None:
    page = sign_in(people["administrator"]).get("/setup/reach/").content.decode()

    assert 'href="/setup/centre/contact/"' in page


def test_everybody_a_path_may_tell_is_listed_with_their_ways(desk: Client) -> None:
    assert "no way of its own" in desk.get("/setup/reach/").content.decode()
    _add(desk)

    words = desk.get("/setup/reach/").content.decode()

    for word in ("Technology", "Operations desk", "Carrier Ltd", "noc@carrier.example"):
        assert word in words


def test_a_way_of_a_contact_is_used_at_once_tried_and_removed(desk: Client) -> None:
    method = _add(desk)
    assert (method.holder, method.is_verified) == ("contact:carrier_noc", True)

    assert desk.post(f"{NOC}way/{method.pk}/", {"act": "test"}).headers["Location"] == NOC
    again = desk.post(f"{NOC}way/{method.pk}/", {"act": "test"})
    assert again.status_code == 409
    assert "less than a minute ago" in again.content.decode()
    assert desk.post(f"{NOC}way/{method.pk}/", {"act": "remove"}).status_code == 302

    assert Message.objects.filter(address="noc@carrier.example").count() == 1
    assert "reaches nobody" in desk.get(NOC).content.decode()


def test_what_is_wrong_is_said_beside_its_field(desk: Client) -> None:
    wrong = desk.post(NOC, {"channel": "email", "address": "the desk"})
    empty = desk.post(NOC, {})
    _add(desk)
    twice = desk.post(NOC, {"channel": "email", "address": "noc@carrier.example"})

    assert [answer.status_code for answer in (wrong, empty, twice)] == [422, 422, 409]
    assert wrong.context["form"].errors.keys() == {"address"}
    assert ContactMethod.objects.count() == 1


def test_a_way_is_changed_only_where_it_belongs(desk: Client) -> None:
    method = _add(desk)

    elsewhere = desk.post(f"/setup/reach/team/tech/way/{method.pk}/", {"act": "remove"})
    nobody = [desk.get(f"/setup/reach/{who}/") for who in ("team/none", "person/1", "site/leeds")]

    assert elsewhere.status_code == 404
    assert {answer.status_code for answer in nobody} == {404}
    assert ContactMethod.objects.get().removed_at is None


def test_the_list_of_others_takes_the_same_statements_however_long(desk: Client) -> None:
    def count() -> int:
        desk.get("/setup/reach/")
        with CaptureQueriesContext(connection) as statements:
            desk.get("/setup/reach/")
        return len(statements)

    with_one = count()
    for code in ("floor", "data"):
        organisation.add_team(code=code, name=code, people=[])
        organisation.add_contact(code=code, name=code)

    assert count() == with_one


def test_nothing_undelivered_is_said_kindly(desk: Client) -> None:
    assert "Everything arrived" in desk.get("/setup/undelivered/").content.decode()


def test_a_dead_letter_says_for_whom_why_and_whose_it_is(desk: Client, agent: Actor) -> None:
    (message,) = _dead(agent)

    words = desk.get("/setup/undelivered/").content.decode()
    for word in ("Maya Singh", "550 no such user", "nobody sees to it", "/incidents/INC-000001/"):
        assert word in words
    desk.post(f"/setup/undelivered/{message.pk}/", {"act": "take"})

    assert "yours" in desk.get("/setup/undelivered/").content.decode()


def test_a_letter_is_settled_with_words_and_not_without(desk: Client, agent: Actor) -> None:
    (message,) = _dead(agent)
    where = f"/setup/undelivered/{message.pk}/"

    empty = desk.post(where, {"act": "settle", "says": " "})
    assert empty.status_code == 422
    assert "Write how the person was reached" in empty.content.decode()
    assert desk.post(where, {"act": "settle", "says": "Rang her desk"}).status_code == 302

    message.refresh_from_db()
    assert message.settled_says == "Rang her desk"
    assert "Maya Singh" not in desk.get("/setup/undelivered/").content.decode()
    late = desk.post(where, {"act": "again"})
    assert late.status_code == 409


def test_a_letter_is_sent_again(desk: Client, agent: Actor) -> None:
    (message,) = _dead(agent)

    desk.post(f"/setup/undelivered/{message.pk}/", {"act": "again"})

    message.refresh_from_db()
    assert message.sent_again is not None
    assert message.sent_again.state == "queued"


def test_what_is_no_dead_letter_is_not_there(desk: Client, agent: Actor) -> None:
    (message,) = _dead(agent)

    found = {
        desk.post(f"/setup/undelivered/{number}/", {"act": act}).status_code
        for number, act in ((message.pk, "burn"), (message.pk + 99, "take"), (2**64, "take"))
    }

    assert found == {404}


def test_many_letters_come_in_pages_and_cost_the_same(desk: Client, agent: Actor) -> None:
    def count() -> int:
        desk.get("/setup/undelivered/")
        with CaptureQueriesContext(connection) as statements:
            desk.get("/setup/undelivered/")
        return len(statements)

    _dead(agent)
    with_one = count()
    _dead(agent, count=51)

    assert count() == with_one
    first = desk.get("/setup/undelivered/")
    second = desk.get(f"/setup/undelivered/{first.context['older_url']}")
    assert [len(page.context["rows"]) for page in (first, second)] == [50, 1]
    assert desk.get("/setup/undelivered/?before=x").status_code == 200
