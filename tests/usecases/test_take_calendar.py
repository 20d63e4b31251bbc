"""One's own calendar address: made, renewed, ended; nobody but its owner is shown it."""

from __future__ import annotations

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import CalendarFeed
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.take_calendar import NoFeed, drop_calendar_feed, renew_calendar_feed
from tests.factories import NOON, at, entries, kinds
from tests.rotas import assert_ledger_adds_up, id_of, refused


def test_a_new_address_ends_the_old_one(agent: Actor) -> None:
    old = renew_calendar_feed(by=agent, at=NOON)
    assert queries.feed_owner(old) == id_of(agent)

    new = renew_calendar_feed(by=agent, at=at(1))

    assert queries.feed_owner(old) is None
    assert queries.feed_owner(new) == id_of(agent)
    assert queries.feed_made_at(id_of(agent)) == at(1)
    assert kinds(agent.key) == ["calendar_feed_made", "calendar_feed_made"]
    assert_ledger_adds_up(CalendarFeed.objects.get())


def test_the_secret_is_kept_nowhere(agent: Actor) -> None:
    secret = renew_calendar_feed(by=agent, at=NOON)

    kept = [str(entry.data) for entry in entries(agent.key)]
    kept.append(str(CalendarFeed.objects.values().get()))
    assert not [one for one in kept if secret in one]


def test_an_address_is_ended(agent: Actor, people: dict[str, Actor]) -> None:
    secret = renew_calendar_feed(by=agent, at=NOON)
    drop_calendar_feed(by=agent, at=at(1))

    assert queries.feed_owner(secret) is None
    assert kinds(agent.key)[-1] == "calendar_feed_dropped"
    with refused(NoFeed):
        drop_calendar_feed(by=agent, at=at(2))
    with refused(NotAllowed):
        renew_calendar_feed(by=people["auditor"], at=at(2))


@pytest.mark.parametrize("secret", ["", "x", "mp_" + "a" * 40, "\ud800"])
def test_nothing_else_opens_it(agent: Actor, secret: str) -> None:
    renew_calendar_feed(by=agent, at=NOON)

    assert queries.feed_owner(secret) is None


def test_whoever_has_left_reads_it_no_longer(agent: Actor) -> None:
    secret = renew_calendar_feed(by=agent, at=NOON)
    Person.objects.filter(pk=id_of(agent)).update(is_active=False)

    assert queries.feed_owner(secret) is None
