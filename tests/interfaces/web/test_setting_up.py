"""The set-up pages: what an administrator sees and does there, and what is said when wrong."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.organisation import queries
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.rotas.models import RoleRota
from musterpoint.domain.authority import Actor, Role
from tests.factories import person
from tests.interfaces.web.conftest import SignIn
from tests.rotas import put_in_force, rota, weekly

pytestmark = pytest.mark.usefixtures("strategy")
PASSWORD = "correct horse battery staple"


@pytest.fixture
def desk(sign_in: SignIn, people: dict[str, Actor]) -> Client:
    """A browser in which the administrator is signed in."""
    return sign_in(people["administrator"])


def _page(agent: Actor) -> str:
    return f"/setup/people/{agent.person_id}/"


def test_every_account_is_listed_with_what_matters(desk: Client) -> None:
    Person.objects.filter(name="Maya Singh").update(is_active=False)

    words = desk.get("/setup/people/").content.decode()

    assert "Asha Patel" in words
    assert "maya.singh@centre.example" in words
    assert "deactivated" in words
    assert "never" in words


def test_somebody_is_added_and_their_page_opens(desk: Client) -> None:
    sent = {"name": "Nova Quinn", "email": "nova@centre.example", "roles": ["agent"]}

    answer = desk.post("/setup/people/", sent)

    added = Person.objects.get(email="nova@centre.example")
    assert answer.headers["Location"] == f"/setup/people/{added.pk}/"


def test_what_was_typed_stays_beside_what_is_wrong(desk: Client) -> None:
    sent = {"name": "Nova Quinn", "email": "maya.singh@centre.example", "roles": ["agent"]}

    answer = desk.post("/setup/people/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "email": ["There is an account with this e-mail already."]
    }
    assert b'value="Nova Quinn"' in answer.content


def test_an_empty_form_says_what_is_missing(desk: Client) -> None:
    answer = desk.post("/setup/people/", {})

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"name", "email", "roles"}


def test_roles_are_changed(desk: Client, agent: Actor) -> None:
    answer = desk.post(_page(agent), {"act": "roles", "roles": ["agent", "quality"]})

    assert answer.status_code == 302
    assert Person.objects.get(pk=agent.person_id or 0).roles == ["agent", "quality"]


def test_the_last_administrator_hears_why_not(desk: Client, people: dict[str, Actor]) -> None:
    own = _page(people["administrator"])

    roles = desk.post(own, {"act": "roles", "roles": ["agent"]})
    access = desk.post(own, {"act": "deactivate"})

    assert [answer.status_code for answer in (roles, access)] == [409, 409]
    for answer in (roles, access):
        assert answer.content.decode().count("This is the last administrator.") == 1


def test_whoever_is_deactivated_is_out_at_once(desk: Client, sign_in: SignIn, agent: Actor) -> None:
    theirs = sign_in(agent)
    assert theirs.get("/").status_code == 200

    desk.post(_page(agent), {"act": "deactivate"})

    assert theirs.get("/").headers["Location"].startswith("/accounts/login/")
    desk.post(_page(agent), {"act": "reactivate"})
    assert Person.objects.get(pk=agent.person_id or 0).is_active


def test_a_link_sets_a_password_once(desk: Client, agent: Actor, client: Client) -> None:
    page = desk.post(_page(agent), {"act": "link"}).content.decode()
    found = re.search(r"data-password-link>https?://[^/]+([^<]+)<", page)
    assert found
    link = found.group(1)

    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})

    assert Person.objects.get(pk=agent.person_id or 0).check_password(PASSWORD)
    assert "token_fail" in client.get(link).context


def test_a_link_goes_by_mail_where_there_is_a_server(
    desk: Client, agent: Actor, settings: object
) -> None:
    settings.EMAIL_CONFIGURED = True  # type: ignore[attr-defined]  # the fixture has no type

    answer = desk.post(_page(agent), {"act": "mail"})

    assert answer.context["sent"]
    assert [one.to for one in mail.outbox] == [["maya.singh@centre.example"]]


def test_a_lost_second_factor_is_dropped(desk: Client, agent: Actor) -> None:
    assert b'value="drop"' not in desk.get(_page(agent)).content
    Authenticator.objects.create(
        user_id=agent.person_id, type=Authenticator.Type.TOTP, data={"secret": ""}
    )
    assert b'value="drop"' in desk.get(_page(agent)).content

    desk.post(_page(agent), {"act": "drop"})
    again = desk.post(_page(agent), {"act": "drop"})

    assert not Authenticator.objects.exists()
    assert again.status_code == 409
    assert b"This person has no second factor." in again.content


def test_nobody_and_nothing_unknown_has_a_page(desk: Client, agent: Actor) -> None:
    assert desk.get("/setup/people/0/").status_code == 404
    assert desk.post(_page(agent), {"act": "promote"}).status_code == 404
    assert desk.get("/setup/centre/planet/").status_code == 404
    assert desk.get("/setup/centre/site/nowhere/").status_code == 404
    assert desk.get("/setup/centre/role/wizard/").status_code == 404


def test_only_administrators_find_it_in_their_menu(desk: Client, browser: Client) -> None:
    assert b"/setup/people/" in desk.get("/").content
    found = browser.get("/").content
    assert b"/setup/people/" not in found
    assert b"/setup/centre/" not in found


def test_the_centre_warns_of_roles_that_nobody_answers_for(desk: Client, manager: Actor) -> None:
    before = {row["name"] for row in desk.get("/setup/centre/").context["missing"]}
    organisation.hold_role(role="duty_manager", person_id=manager.person_id or 0)

    after = {row["name"] for row in desk.get("/setup/centre/").context["missing"]}

    assert before - after == {"Duty manager"}


def test_a_role_that_a_rota_answers_for_is_not_missing(desk: Client, manager: Actor) -> None:
    row = put_in_force(rota("night", weekly("first", manager.person_id or 0)))
    RoleRota.objects.create(role="duty_manager", rota=row)

    context = desk.get("/setup/centre/").context

    assert "Duty manager" not in {one["name"] for one in context["missing"]}
    duty = next(one for one in context["roles"] if one["name"] == "Duty manager")
    assert duty["people"] == ["rota night"]


def test_a_service_is_added_and_changed(desk: Client) -> None:
    added = desk.post("/setup/centre/service/", {"name": "Web chat", "rto": "4", "mtpd": "24"})
    assert added.headers["Location"] == "/setup/centre/#service"
    assert b'value="4"' in desk.get("/setup/centre/service/web-chat/").content

    desk.post(
        "/setup/centre/service/web-chat/",
        {"name": "Web chat", "critical": "on", "rto": "0.5", "mtpd": "24"},
    )

    assert queries.values_of("service", "web-chat") == {
        "name": "Web chat",
        "critical": True,
        "rto": timedelta(minutes=30),
        "mtpd": timedelta(hours=24),
    }


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        ("site", {"name": "Mars", "zone": "Mars/Base", "seats": "1"}, "zone"),
        ("site", {"name": "Leeds", "zone": "Europe/London", "seats": "-1"}, "seats"),
        ("service", {"name": "Voice", "rto": "4", "mtpd": "1"}, "mtpd"),
        ("queue", {"name": "Billing", "service": "nothing"}, "service"),
        ("account", {"name": ""}, "name"),
        ("contact", {"name": ""}, "name"),
        ("team", {"name": "Floor", "code": "two words"}, "code"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(
    desk: Client, kind: str, sent: dict[str, str], field: str
) -> None:
    answer = desk.post(f"/setup/centre/{kind}/", sent)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert queries.names_by_code(kind) == {}


def test_an_outside_contact_is_added_and_shown_with_its_company(desk: Client) -> None:
    desk.post("/setup/centre/contact/", {"name": "Carrier desk", "company": "Northline"})

    page = desk.get("/setup/centre/").content.decode()
    assert "Carrier desk" in page
    assert "Northline" in page


def test_a_team_shows_its_members_ticked(desk: Client, agent: Actor) -> None:
    desk.post("/setup/centre/team/", {"name": "Floor", "people": [str(agent.person_id)]})

    form = desk.get("/setup/centre/team/floor/").context["form"]

    assert form.initial["people"] == [agent.person_id]


def test_a_deactivated_member_stays_in_the_list_of_a_team(desk: Client, agent: Actor) -> None:
    organisation.add_team(code="floor", name="Floor", people=[agent.person_id or 0])
    Person.objects.filter(name="Maya Singh").update(is_active=False)

    page = desk.get("/setup/centre/team/floor/")

    assert b"Maya Singh (deactivated)" in page.content


def test_the_centre_is_named(desk: Client) -> None:
    desk.post("/setup/centre/name/", {"name": "Calder", "zone": "Europe/Dublin"})

    centre = queries.centre()
    assert (centre.name, centre.zone) == ("Calder", "Europe/Dublin")


def test_somebody_is_named_for_a_role_and_removed(desk: Client, leader: Actor) -> None:
    address = "/setup/centre/role/loggist/"
    desk.post(address, {"person": str(leader.person_id), "rank": "1"})
    assert queries.ranks_of("loggist") == {leader.person_id: 1}

    desk.post(address, {"release": str(leader.person_id)})
    again = desk.post(address, {"release": str(leader.person_id)})

    assert queries.ranks_of("loggist") == {}
    assert again.status_code == 409
    assert b"does not answer for the role any more" in again.content


@pytest.mark.parametrize("address", ["/setup/people/", "/setup/centre/"])
def test_a_list_takes_the_same_statements_however_long(
    desk: Client, address: str, strategy: Version, people: dict[str, Actor]
) -> None:
    def count() -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as statements:
            desk.get(address)
        return len(statements)

    def add(name: str) -> None:
        someone = person(name, Role.AGENT)
        organisation.add_team(code=name.lower(), name=name, people=[someone.pk])
        organisation.add_queue(code=name.lower(), name=name)
        organisation.hold_role(role="loggist", person_id=someone.pk)

    add("First")
    with_one = count()
    add("Second")
    add("Third")

    assert count() == with_one
    assert with_one <= 14
