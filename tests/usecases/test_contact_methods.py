"""The ways of people, teams and outside contacts: whose they are, and what each refusal leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.notifications.models import ContactMethod, Message, Preference, QuietHours
from musterpoint.apps.notifications.operations import NoSuchMethod, Ordered
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.usecases import contact_methods, order_ways, prove_ways
from musterpoint.usecases.contact_methods import (
    AddedAlready,
    NotAnAddress,
    TooManyWays,
    UnknownChannel,
)
from musterpoint.usecases.order_ways import NoQuietWeek, NotTheirWay
from musterpoint.usecases.prove_ways import SpentCode, TooSoon, WrongCode
from musterpoint.usecases.refusals import Refusal
from tests.apps.notifications.push_service import Browser
from tests.factories import as_actor, at, person

pytestmark = pytest.mark.django_db
NIGHTS = [["00:00-07:00", "22:00-24:00"]] * 7
ENDPOINT = "https://push.browser.example/send/abc"


@pytest.fixture
def ruth() -> Actor:
    return as_actor(person("Ruth Ames", Role.AGENT))


@pytest.fixture
def victor() -> Actor:
    return as_actor(person("Victor Osei", Role.ADMINISTRATOR))


def add(
    by: Actor,
    address: str = "+44 1632 960001",
    *,
    channel: str = "sms",
    minute: float = 0,
    **more: str,
) -> int:
    holder = more.pop("holder", by.key)
    return contact_methods.add_contact_method(
        holder=holder, channel=channel, address=address, by=by, at=at(minute), **more
    )


def code(method_id: int) -> str:
    """Return the code that was sent last."""
    sent = Message.objects.filter(method=method_id, purpose="code").latest("id")
    found = re.match(r"\d{6}", sent.short)
    assert found
    return found.group()


def verify(method_id: int, words: str, *, by: Actor, minute: float = 1) -> None:
    prove_ways.verify_contact_method(method_id=method_id, code=words, by=by, at=at(minute))


def kinds(stream: str) -> list[str]:
    return list(Entry.objects.filter(stream=stream).order_by("seq").values_list("kind", flat=True))


def test_a_way_is_added_and_a_code_goes_there_and_nowhere_else(ruth: Actor) -> None:
    method = ContactMethod.objects.get(pk=add(ruth, label="My mobile"))

    assert (method.holder, method.person_id, method.label) == (
        ruth.key, ruth.person_id, "My mobile",
    )  # fmt: skip
    assert not method.is_verified
    (sent,) = Message.objects.all()
    assert (sent.channel, sent.address, sent.method_id) == ("sms", method.address, method.pk)
    assert code(method.pk) not in sent.subject
    assert code(method.pk) not in method.code_digest
    (entry,) = Entry.objects.filter(stream=ruth.key)
    assert "1632" not in json.dumps(entry.data)


def test_the_code_verifies_once(ruth: Actor) -> None:
    pk = add(ruth)
    words = code(pk)

    verify(pk, f" {words[:3]} {words[3:]} ", by=ruth)

    assert ContactMethod.objects.get(pk=pk).verified_at == at(1)
    with pytest.raises(SpentCode):
        verify(pk, words, by=ruth)
    assert kinds(ruth.key) == ["way_added", "way_verified"]


def test_a_code_can_be_tried_five_times(ruth: Actor) -> None:
    pk = add(ruth)
    right = code(pk)
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(5):
        with pytest.raises(WrongCode):
            verify(pk, wrong, by=ruth)
    with pytest.raises(SpentCode):
        verify(pk, right, by=ruth)

    assert not ContactMethod.objects.get(pk=pk).is_verified


def test_a_code_counts_for_a_quarter_of_an_hour(ruth: Actor) -> None:
    pk = add(ruth)

    with pytest.raises(SpentCode):
        verify(pk, code(pk), by=ruth, minute=15.1)


def test_a_new_code_takes_the_place_of_the_old_after_a_minute(ruth: Actor) -> None:
    pk = add(ruth)
    first = code(pk)
    with pytest.raises(TooSoon):
        prove_ways.send_code(method_id=pk, by=ruth, at=at(0.9))

    prove_ways.send_code(method_id=pk, by=ruth, at=at(1))

    assert Message.objects.filter(purpose="code").count() == 2
    if code(pk) != first:
        with pytest.raises(WrongCode):
            verify(pk, first, by=ruth, minute=2)
    verify(pk, code(pk), by=ruth, minute=2)


@pytest.mark.parametrize(
    ("channel", "address", "refusal"),
    [
        ("pigeon", "coop 7", UnknownChannel),
        ("in_product", "x", UnknownChannel),
        ("web_push", json.dumps(Browser().subscription(ENDPOINT)), UnknownChannel),
        ("sms", "ask at the desk", NotAnAddress),
        ("email", "ruth", NotAnAddress),
        ("email", "Ruth.Ames@centre.example", AddedAlready),
    ],
)
def test_what_cannot_be_added_is_refused(
    ruth: Actor, channel: str, address: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add(ruth, address, channel=channel)

    assert not ContactMethod.objects.exists()
    assert not Message.objects.exists()
    assert kinds(ruth.key) == []


def test_the_same_way_is_not_added_twice_but_again_after_it_was_removed(ruth: Actor) -> None:
    pk = add(ruth)
    with pytest.raises(AddedAlready):
        add(ruth)

    contact_methods.remove_contact_method(method_id=pk, by=ruth, at=at(1))
    again = add(ruth, minute=1)

    assert again != pk
    assert kinds(ruth.key) == ["way_added", "way_removed", "way_added"]


def test_removing_and_adding_a_way_sends_no_second_code_within_a_minute(ruth: Actor) -> None:
    pk = add(ruth)
    contact_methods.remove_contact_method(method_id=pk, by=ruth, at=at(0.2))

    with pytest.raises(TooSoon):
        add(ruth, minute=0.5)

    assert Message.objects.count() == 1
    assert not ContactMethod.objects.filter(removed_at=None).exists()


def test_there_are_only_so_many_ways(ruth: Actor) -> None:
    for number in range(contact_methods.MOST_WAYS):
        add(ruth, f"ruth{number}@home.example", channel="email")

    with pytest.raises(TooManyWays):
        add(ruth, "one.more@home.example", channel="email")


def test_nobody_touches_the_ways_of_somebody_else(ruth: Actor, victor: Actor) -> None:
    pk = add(ruth)

    with pytest.raises(NotAllowed):
        add(victor, "+44 1632 960009", holder=ruth.key)
    acts: list[Callable[[], None]] = [
        lambda: verify(pk, code(pk), by=victor),
        lambda: prove_ways.send_code(method_id=pk, by=victor, at=at(5)),
        lambda: prove_ways.try_contact_method(method_id=pk, by=victor, at=at(5)),
        lambda: contact_methods.remove_contact_method(method_id=pk, by=victor, at=at(5)),
        lambda: contact_methods.volunteer_for_proof(
            method_id=pk, volunteers=True, by=victor, at=at(5)
        ),
    ]
    for act in acts:
        with pytest.raises(NoSuchMethod):
            act()

    method = ContactMethod.objects.get()
    assert (method.is_verified, method.volunteers, method.removed_at) == (False, False, None)


def test_an_administrator_vouches_for_a_team_and_others_may_not(ruth: Actor, victor: Actor) -> None:
    pk = add(victor, "noc@carrier.example", channel="email", holder="contact:carrier_noc")

    assert ContactMethod.objects.get(pk=pk).is_verified
    assert not Message.objects.exists()
    assert kinds("contact:carrier_noc") == ["way_added"]
    with pytest.raises(NotAllowed):
        add(ruth, "tech@centre.example", channel="email", holder="team:tech")


def test_a_browser_is_reached_without_a_code_and_renewed_when_it_asks_again(ruth: Actor) -> None:
    browser = Browser()

    def ask(keys: Browser) -> int:
        return contact_methods.notify_browser(
            subscription=json.dumps(keys.subscription(ENDPOINT)), label="Chromium on Linux",
            by=ruth, at=at(0),
        )  # fmt: skip

    pk = ask(browser)
    ContactMethod.objects.filter(pk=pk).update(broken_at=at(1), broken_says="410")
    newer = Browser()

    assert ask(newer) == pk
    method = ContactMethod.objects.get()
    assert (method.is_verified, method.broken_at) == (True, None)
    assert method.details["keys"] == newer.subscription(ENDPOINT)["keys"]
    assert kinds(ruth.key) == ["way_added"]
    with pytest.raises(NotAnAddress):
        contact_methods.notify_browser(subscription="{}", label="", by=ruth, at=at(0))


def test_a_browser_that_changed_hands_notifies_its_new_user_alone(
    ruth: Actor, victor: Actor
) -> None:
    subscription = json.dumps(Browser().subscription(ENDPOINT))

    for who in (ruth, victor):
        contact_methods.notify_browser(subscription=subscription, label="Desk 4", by=who, at=at(0))

    assert [m.holder for m in ContactMethod.objects.filter(removed_at=None)] == [victor.key]
    assert kinds(ruth.key) == ["way_added", "way_removed"]


def test_a_test_goes_by_that_way_alone_and_gives_a_broken_one_another_chance(ruth: Actor) -> None:
    pk = add(ruth)
    ContactMethod.objects.filter(pk=pk).update(broken_at=at(1), broken_says="gone")

    prove_ways.try_contact_method(method_id=pk, by=ruth, at=at(2))
    with pytest.raises(TooSoon):
        prove_ways.try_contact_method(method_id=pk, by=ruth, at=at(2.5))

    (sent,) = Message.objects.filter(purpose="proof")
    assert (sent.channel, sent.method_id) == ("sms", pk)
    assert ContactMethod.objects.get(pk=pk).broken_at is None
    assert kinds(ruth.key) == ["way_added", "way_changed"]


def test_volunteering_is_noted_once(ruth: Actor) -> None:
    pk = add(ruth)

    for _ in range(2):
        contact_methods.volunteer_for_proof(method_id=pk, volunteers=True, by=ruth, at=at(1))

    assert ContactMethod.objects.get(pk=pk).volunteers
    assert kinds(ruth.key) == ["way_added", "way_changed"]


def test_the_order_is_kept_and_a_removed_way_leaves_it(ruth: Actor) -> None:
    pk = add(ruth)
    verify(pk, code(pk), by=ruth)
    entries = [
        Ordered(method_id=pk, after=timedelta(0), priorities=("P1",), when="night"),
        Ordered(method_id=None, after=timedelta(minutes=5)),
    ]

    for _ in range(2):
        order_ways.order_ways(entries=entries, by=ruth, at=at(2))

    rows = Preference.objects.order_by("position").values_list("method", "after", "when")
    assert list(rows) == [(pk, timedelta(0), "night"), (None, timedelta(minutes=5), "always")]
    contact_methods.remove_contact_method(method_id=pk, by=ruth, at=at(3))
    assert list(Preference.objects.values_list("method", flat=True)) == [None]
    assert kinds(ruth.key)[-2:] == ["ways_ordered", "way_removed"]


@pytest.mark.parametrize(
    "entry",
    [
        Ordered(method_id=None, after=timedelta(minutes=-1)),
        Ordered(method_id=None, after=timedelta(hours=25)),
        Ordered(method_id=None, after=timedelta(0), when="on Sundays"),
        Ordered(method_id=999_999, after=timedelta(0)),
    ],
)
def test_an_order_that_makes_no_sense_changes_nothing(ruth: Actor, entry: Ordered) -> None:
    with pytest.raises(Refusal):
        order_ways.order_ways(entries=[entry], by=ruth, at=at(0))

    assert not Preference.objects.exists()


def test_a_way_that_is_not_verified_stands_in_no_order(ruth: Actor) -> None:
    with pytest.raises(NotTheirWay):
        order_ways.order_ways(
            entries=[Ordered(method_id=add(ruth), after=timedelta(0))], by=ruth, at=at(0)
        )


def test_quiet_hours_are_kept_and_given_up(ruth: Actor) -> None:
    def keep(week: list[list[str]]) -> None:
        order_ways.keep_quiet_hours(zone="Europe/London", week=week, by=ruth, at=at(0))

    keep(NIGHTS)
    keep(NIGHTS)
    assert QuietHours.objects.get().week == NIGHTS
    keep([[]] * 7)

    assert not QuietHours.objects.exists()
    assert kinds(ruth.key) == ["quiet_hours_kept", "quiet_hours_kept"]


@pytest.mark.parametrize(
    ("zone", "week"),
    [
        ("Mars/Olympus", NIGHTS),
        ("Europe/London", NIGHTS[:6]),
        ("Europe/London", [["22:00-07:00"]] * 7),
        ("Europe/London", [["at night"]] * 7),
        ("Europe/London", [["00:00-24:00"]] * 7),
    ],
)
def test_a_week_that_is_none_changes_nothing(ruth: Actor, zone: str, week: list[list[str]]) -> None:
    with pytest.raises(NoQuietWeek):
        order_ways.keep_quiet_hours(zone=zone, week=week, by=ruth, at=at(0))

    assert not QuietHours.objects.exists()
    assert Person.objects.count() == 1
