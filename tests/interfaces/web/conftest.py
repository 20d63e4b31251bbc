"""What tests of pages begin with: the strategy, people in every role, their browsers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.test import Client

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas.models import Rota
from musterpoint.domain.authority import Actor
from musterpoint.interfaces.web import directory
from tests.factories import agent, incident, leader, manager, people, strategy
from tests.rotas import id_of, put_in_force, rota, weekly

__all__ = ["agent", "incident", "leader", "manager", "people", "strategy"]

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def fresh_names() -> Iterator[None]:
    """Names kept by the process belong to another test's database."""
    directory.forget()
    yield
    directory.forget()


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return a browser in which this person is signed in."""

    def signed_in(actor: Actor) -> Client:
        browser = Client()
        browser.force_login(
            Person.objects.get(pk=actor.person_id or 0),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return browser

    return signed_in


@pytest.fixture
def browser(sign_in: SignIn, manager: Actor) -> Client:
    """A browser in which the incident manager is signed in."""
    return sign_in(manager)


@pytest.fixture
def technology(manager: Actor, leader: Actor) -> Rota:
    """Two people in turn, week by week; who has this week depends on the day the test runs."""
    return put_in_force(rota("tech", weekly("first", id_of(manager), id_of(leader))))


@pytest.fixture
def planner(sign_in: SignIn, people: dict[str, Actor]) -> Client:
    """A browser in which somebody who plans rotas, and is on none, is signed in."""
    return sign_in(people["planner"])
