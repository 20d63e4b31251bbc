"""Stories of a version in force: read by people, read again on its day, replaced by another."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from musterpoint.apps.notifications.models import Message
from musterpoint.apps.policies import agreement
from musterpoint.apps.policies.models import Acknowledgement, ReviewDate
from musterpoint.apps.policies.queries import Version
from musterpoint.apps.timers.models import Timer
from musterpoint.apps.timers.operations import claim_due
from musterpoint.domain.authority import Actor, NotAllowed, system
from musterpoint.usecases.look_after_versions import (
    AcknowledgedAlready,
    NoSuchVersion,
    NotAhead,
    Superseded,
    acknowledge_version,
    set_review_date,
)
from musterpoint.usecases.publish_policy import publish_policy
from musterpoint.usecases.remind_strategy_review import remind_strategy_review
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import at, kinds
from tests.usecases import agreeing as story
from tests.usecases.agreeing import refused


@pytest.fixture
def version(strategy: Version, people: dict[str, Actor]) -> int:
    """Version 2, which names who signs, who reads it, and when it is read again."""
    text = story.agreed_text()
    return publish_policy(text=text, by=system("console"), at=at(0)).number


def test_whoever_is_asked_finds_a_notice_and_no_mail(
    version: int, people: dict[str, Actor]
) -> None:
    asked = Message.objects.filter(purpose="acknowledge").values_list("recipient", "channel")

    assert list(asked) == [(people["agent"].person_id, "in_product")]


def test_somebody_says_that_they_have_read_it(version: int, agent: Actor) -> None:
    acknowledge_version(number=version, by=agent, at=at(5))

    (row,) = agreement.readings(Acknowledgement.objects.get().version_id)
    assert (row.person_id, row.at) == (agent.person_id, at(5))
    assert kinds(f"policy:{version}") == ["policy_published", "version_acknowledged"]
    story.adds_up(f"policy:{version}")
    with refused(AcknowledgedAlready):
        acknowledge_version(number=version, by=agent, at=at(6))
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        Acknowledgement.objects.all().delete()


@pytest.mark.parametrize(
    ("number", "refusal"), [(9, NoSuchVersion), (1, Superseded), (0, NoSuchVersion)]
)
def test_what_cannot_be_read_any_more(
    number: int, refusal: type[Exception], version: int, agent: Actor
) -> None:
    with refused(refusal):
        acknowledge_version(number=number, by=agent, at=at(5))


def test_the_product_itself_reads_nothing(version: int) -> None:
    with refused(OnlyAPerson):
        acknowledge_version(number=version, by=system("worker"), at=at(5))


def test_a_version_comes_with_its_review_date(version: int) -> None:
    assert ReviewDate.objects.get(version__number=version).date == date(2027, 3, 10)
    (timer,) = Timer.objects.filter(kind="strategy_review")
    assert timer.due_at.isoformat() == "2027-03-10T09:00:00+00:00"


def test_the_review_date_is_set_and_its_reminder_moves(version: int, manager: Actor) -> None:
    set_review_date(number=version, date=date(2026, 7, 1), by=manager, at=at(5))

    row = ReviewDate.objects.get(version__number=version)
    assert (row.date, row.set_by_id) == (date(2026, 7, 1), manager.person_id)
    due = Timer.objects.filter(kind="strategy_review", cancelled_at=None, fired_at=None)
    assert [one.due_at.isoformat() for one in due] == ["2026-07-01T08:00:00+00:00"]
    story.adds_up(f"policy:{version}")


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        ({"date": date(2026, 3, 10)}, NotAhead),
        ({"number": 1}, Superseded),
        ({"number": 9}, NoSuchVersion),
    ],
)
def test_what_is_no_review_date(
    more: dict[str, Any], refusal: type[Exception], version: int, manager: Actor
) -> None:
    facts: dict[str, Any] = {"number": version, "date": date(2026, 7, 1)}
    with refused(refusal):
        set_review_date(by=manager, at=at(5), **facts | more)


def test_who_may_not_set_it(version: int, people: dict[str, Actor]) -> None:
    with refused(NotAllowed):
        set_review_date(number=version, date=date(2026, 7, 1), by=people["planner"], at=at(5))


def test_those_who_sign_are_reminded_every_week(
    version: int, people: dict[str, Actor], manager: Actor
) -> None:
    when = at(366 * story.DAY)
    remind_strategy_review(claim_due(at=when, limit=9), when)

    assert [one.subject for one in story.letters(manager)] == [
        "Version 2 of the strategy is due to be read again"
    ]
    assert len(story.letters(people["welfare"])) == 1
    assert story.letters(people["agent"]) == []
    again = at(374 * story.DAY)
    remind_strategy_review(claim_due(at=again, limit=9), again)
    assert len(story.letters(manager)) == 2


def test_nobody_is_reminded_of_what_was_replaced(version: int, manager: Actor) -> None:
    text = story.agreed_text(review_every="900 d")
    publish_policy(text=text, by=system("console"), at=at(10))

    when = at(366 * story.DAY)
    remind_strategy_review(claim_due(at=when, limit=9), when)
    assert story.letters(manager) == []
