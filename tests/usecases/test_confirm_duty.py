"""Whoever answers for a duty confirms it, with how it is known."""

from __future__ import annotations

import pytest

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.policies import queries as policies
from musterpoint.apps.policies.models import DutyConfirmation
from musterpoint.apps.policies.queries import Version
from musterpoint.domain.authority import Actor, NotAllowed, Role, system
from musterpoint.usecases.confirm_duty import NoSuchDuty, confirm_duty
from musterpoint.usecases.look_after_versions import Superseded
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.verify_ledger import verify_ledger
from musterpoint.usecases.working import OnlyAPerson
from tests.factories import as_actor, at, person
from tests.running import holds


def confirm(
    by: Actor, *, code: str = "uk_gdpr_33", note: str = "Read Art 33", number: int = 1
) -> None:
    confirm_duty(number=number, code=code, note=note, by=by, at=at(5))


def test_a_confirmation_is_kept_with_who_and_how(strategy: Version, manager: Actor) -> None:
    confirm(manager, note=" Read Art 33 ")

    found = policies.confirmations(strategy.id)["uk_gdpr_33"]
    assert (found.person, found.at, found.note) == ("Asha Patel", at(5), "Read Art 33")
    entry = Entry.objects.filter(stream="policy:1").latest("seq")
    assert (entry.kind, entry.actor) == ("duty_confirmed", manager.key)
    assert verify_ledger(stream="policy:1").bad is None


def test_a_newer_confirmation_stands_before_the_older(strategy: Version, manager: Actor) -> None:
    confirm(manager)
    confirm(manager, note="Asked our adviser")

    assert policies.confirmations(strategy.id)["uk_gdpr_33"].note == "Asked our adviser"
    assert DutyConfirmation.objects.count() == 2


def test_who_answers_for_the_duty_may_confirm_it_and_no_other(
    strategy: Version, agent: Actor
) -> None:
    officer = holds(person("Ada Fox", Role.AGENT), "dpo")

    confirm(as_actor(officer))

    assert set(policies.confirmations(strategy.id)) == {"uk_gdpr_33"}
    with nothing_kept(NotAllowed):
        confirm(as_actor(officer), code="riddor_7day")
    with nothing_kept(NotAllowed):
        confirm(agent)


def test_an_auditor_confirms_nothing(strategy: Version, people: dict[str, Actor]) -> None:
    with nothing_kept(NotAllowed):
        confirm(people["auditor"])


def test_the_product_itself_confirms_nothing(strategy: Version) -> None:
    with nothing_kept(OnlyAPerson):
        confirm(system("tests"))


def test_a_duty_that_is_not_there_is_refused(strategy: Version, manager: Actor) -> None:
    with nothing_kept(NoSuchDuty):
        confirm(manager, code="tithe")


def test_another_version_is_confirmed_anew(strategy: Version, manager: Actor) -> None:
    with nothing_kept(Superseded):
        confirm(manager, number=7)


def test_a_confirmation_says_how_it_is_known(strategy: Version, manager: Actor) -> None:
    for note in (" ", "x" * 2001):
        with nothing_kept(Refusal) as refusal:
            confirm(manager, note=note)
        assert refusal.value.errors[0].field == "note"


class nothing_kept:  # noqa: N801 - reads as words in a with statement
    """Expect a refusal, and that no confirmation and no entry was written."""

    def __init__(self, refusal: type[Exception]) -> None:
        self._raises = pytest.raises(refusal)

    def __enter__(self) -> pytest.ExceptionInfo[Refusal]:
        self._before = (DutyConfirmation.objects.count(), Entry.objects.count())
        return self._raises.__enter__()  # type: ignore[return-value]  # every refusal here has errors or is not read

    def __exit__(self, *raised: object) -> bool:
        done = bool(self._raises.__exit__(*raised))  # type: ignore[arg-type]  # what a with statement gives
        assert (DutyConfirmation.objects.count(), Entry.objects.count()) == self._before
        return done
