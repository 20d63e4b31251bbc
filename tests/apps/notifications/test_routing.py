"""Ways are found for any number of people in a fixed number of statements."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import ContactMethod, Preference, QuietHours
from musterpoint.apps.notifications.routing import ways
from musterpoint.domain.authority import Role
from tests.factories import at, person

pytestmark = pytest.mark.django_db


def mail(holder: str, address: str, *, of: Person | None = None, **more: object) -> ContactMethod:
    more.setdefault("verified_at", at(0))
    return ContactMethod.objects.create(
        person=of, holder=holder, channel="email", address=address, added_at=at(0), **more
    )


def channels(holder: str, *, minute: float = 0) -> list[tuple[str, str]]:
    found = ways([holder], priority="P1", wakes=True, at=at(minute))[holder]
    return [(way.channel, way.address) for way in found]


def test_somebody_who_set_nothing_up_has_the_page_and_the_e_mail_of_the_account() -> None:
    ann = person("Ann Lee", Role.AGENT)

    assert channels(f"person:{ann.pk}") == [("in_product", ""), ("email", ann.email)]


def test_only_verified_methods_that_were_not_removed_are_used() -> None:
    ann = person("Ann Lee", Role.AGENT)
    mail(f"person:{ann.pk}", "home@ann.example", of=ann)
    mail(f"person:{ann.pk}", "typed@ann.example", of=ann, verified_at=None)
    mail(f"person:{ann.pk}", "old@ann.example", of=ann, removed_at=at(0))

    assert channels(f"person:{ann.pk}")[1:] == [
        ("email", ann.email),
        ("email", "home@ann.example"),
    ]


def test_the_e_mail_of_the_account_is_left_out_once_it_bounced() -> None:
    ann = person("Ann Lee", Role.AGENT)
    mail(f"person:{ann.pk}", ann.email.upper(), of=ann, broken_at=at(0))
    mail(f"person:{ann.pk}", "home@ann.example", of=ann)

    assert channels(f"person:{ann.pk}") == [("in_product", ""), ("email", "home@ann.example")]


def test_a_team_and_an_outside_contact_have_what_was_set_up_for_them() -> None:
    mail("team:tech", "tech@centre.example")

    assert channels("team:tech") == [("email", "tech@centre.example")]
    assert channels("contact:noc") == []
    assert channels("person:999999") == []


def test_a_persons_own_order_and_quiet_hours_are_read() -> None:
    ann = person("Ann Lee", Role.AGENT)
    home = mail(f"person:{ann.pk}", "home@ann.example", of=ann)
    Preference.objects.create(person=ann, position=1, method=home, after=timedelta(0))
    Preference.objects.create(person=ann, position=2, after=timedelta(minutes=5), when="night")
    QuietHours.objects.create(person=ann, zone="Europe/London", week=[["12:30-13:00"]] * 7)

    assert channels(f"person:{ann.pk}") == [("in_product", ""), ("email", "home@ann.example")]
    assert channels(f"person:{ann.pk}", minute=40) == [
        ("in_product", ""),
        ("email", "home@ann.example"),
        ("email", ann.email),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_ways_to_many_take_four_statements(count: int) -> None:
    holders = [f"person:{person(f'Ann {n}', Role.AGENT).pk}" for n in range(count)]

    with CaptureQueriesContext(connection) as statements:
        ways(holders, priority="P1", wakes=True, at=at(0))

    assert len(statements) == 4


def test_a_channel_that_is_not_set_up_here_leaves_the_next_way_to_be_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann = person("Ann Lee", Role.AGENT)
    text = ContactMethod.objects.create(
        person=ann,
        holder=f"person:{ann.pk}",
        channel="sms",
        address="+441632960001",
        verified_at=at(0),
        added_at=at(0),
    )
    Preference.objects.create(person=ann, position=1, method=text, after=timedelta(0))

    assert channels(f"person:{ann.pk}") == [("in_product", ""), ("email", ann.email)]
    for name in ("SID", "TOKEN", "FROM"):
        monkeypatch.setattr(f"django.conf.settings.TWILIO_{name}", "AC0")
    assert channels(f"person:{ann.pk}") == [("in_product", ""), ("sms", "+441632960001")]
