"""Putting status pages up, naming them, their links, their components: stories and refusals."""

from __future__ import annotations

import pytest

from musterpoint.apps.communications.models import Component, StatusPage
from musterpoint.apps.communications.queries import status_pages as queries
from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.timers.models import Timer
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases import keep_components, keep_status_pages
from musterpoint.usecases.keep_components import (
    ComponentIsThere,
    NoSuchComponent,
    NoSuchService,
    NoSuchStatus,
    TooManyComponents,
)
from musterpoint.usecases.keep_status_pages import (
    NoSuchAccount,
    NoSuchAudience,
    PageIsGone,
    PageIsUp,
    PublicNeedsNoLink,
)
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import at, kinds, refused, strategy

__all__ = ["strategy"]


@pytest.fixture
def public(manager: Actor) -> str:
    return keep_status_pages.add_page(name="Acme service status", by=manager, at=at(0))


@pytest.fixture
def private(manager: Actor) -> str:
    organisation.add_account(code="northern", name="Northern Trains")
    return keep_status_pages.add_page(name="Yours", account="northern", by=manager, at=at(0))


def test_a_page_goes_up_and_comes_down(public: str, manager: Actor) -> None:
    keep_status_pages.change_page(code=public, name="Acme", says="Ring us", by=manager, at=at(1))
    keep_status_pages.take_down_page(code=public, by=manager, at=at(2))

    assert queries.public() is None
    assert kinds("status:public") == [
        "status_page_added", "status_page_changed", "status_page_removed",
    ]  # fmt: skip
    assert verify_ledger(stream="status:public").bad is None
    with refused(PageIsGone):
        keep_status_pages.change_page(code=public, name="X", says="", by=manager, at=at(3))


def test_a_page_that_goes_up_again_begins_a_ledger_of_its_own(public: str, manager: Actor) -> None:
    keep_status_pages.take_down_page(code=public, by=manager, at=at(1))

    again = keep_status_pages.add_page(name="Acme", by=manager, at=at(2))

    assert again == "public-2"
    assert kinds("status:public-2") == ["status_page_added"]


def test_there_is_one_page_for_everybody_and_one_for_each_client(
    public: str, private: str, manager: Actor
) -> None:
    with refused(PageIsUp):
        keep_status_pages.add_page(name="Another", by=manager, at=at(1))
    with refused(PageIsUp):
        keep_status_pages.add_page(name="Another", account="northern", by=manager, at=at(1))
    with refused(NoSuchAccount):
        keep_status_pages.add_page(name="Another", account="nobody", by=manager, at=at(1))
    assert {row.code for row in queries.up()} == {"public", "northern"}


def test_a_new_link_ends_the_one_before_and_no_secret_is_kept(private: str, manager: Actor) -> None:
    first = keep_status_pages.make_link(code=private, by=manager, at=at(1))
    second = keep_status_pages.make_link(code=private, by=manager, at=at(2))

    assert queries.by_secret(first) is None
    found = queries.by_secret(second)
    assert found is not None
    assert found.code == private
    written = str(list(Entry.objects.values_list("data", flat=True)))
    assert not any(secret in written for secret in (first, second, found.secret_digest))
    assert found.secret_digest not in {first, second}
    keep_status_pages.end_link(code=private, by=manager, at=at(3))
    assert queries.by_secret(second) is None
    assert queries.by_secret("") is None


def test_the_public_page_has_no_secret_link(public: str, manager: Actor) -> None:
    with refused(PublicNeedsNoLink):
        keep_status_pages.make_link(code=public, by=manager, at=at(1))


def test_components_are_added_shown_changed_and_taken_off(public: str, manager: Actor) -> None:
    organisation.add_service(code="voice", name="Voice")
    code = keep_components.add_component(
        page=public, name="Phone lines", service="voice", at=at(1), by=manager
    )
    keep_components.show_component(
        page=public, code=code, status="partial_outage", at=at(2), by=manager
    )
    keep_components.change_component(
        page=public, code=code, name="Phones", says="", service="", position=1, at=at(3), by=manager
    )

    row = Component.objects.get()
    assert (row.code, row.name, row.status, row.service) == (
        "phone-lines", "Phones", "partial_outage", None,
    )  # fmt: skip
    keep_components.remove_component(page=public, code=code, at=at(4), by=manager)
    assert kinds("status:public")[1:] == [
        "component_added", "component_shown", "component_changed", "component_removed",
    ]  # fmt: skip
    with refused(NoSuchComponent):
        keep_components.show_component(
            page=public, code=code, status="operational", at=at(5), by=manager
        )


def test_components_are_refused_by_name(
    public: str, manager: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_components.add_component(page=public, name="Chat", by=manager, at=at(1))

    with refused(ComponentIsThere):
        keep_components.add_component(page=public, name="CHAT", by=manager, at=at(2))
    with refused(NoSuchService):
        keep_components.add_component(page=public, name="X", service="no", by=manager, at=at(2))
    with refused(NoSuchStatus):
        keep_components.show_component(
            page=public, code="chat", status="fine", by=manager, at=at(2)
        )
    monkeypatch.setattr(keep_components, "MOST", 1)
    with refused(TooManyComponents):
        keep_components.add_component(page=public, name="Phones", by=manager, at=at(2))
    assert Component.objects.count() == 1


def test_an_agent_keeps_no_status_page(public: str, agent: Actor) -> None:
    with refused(NotAllowed):
        keep_status_pages.add_page(name="X", by=agent, at=at(1))
    with refused(NotAllowed):
        keep_components.add_component(page=public, name="X", by=agent, at=at(1))
    assert StatusPage.objects.count() == 1


def test_every_change_has_the_files_written_again_once(public: str, manager: Actor) -> None:
    keep_components.add_component(page=public, name="Chat", by=manager, at=at(1))
    keep_components.add_component(page=public, name="Phones", by=manager, at=at(2))

    timer = Timer.objects.get(kind="status_files", fired_at=None, cancelled_at=None)
    assert (timer.key, timer.due_at) == ("public", at(2))


def test_a_page_speaks_to_audiences_outside(public: str, manager: Actor, strategy: object) -> None:
    keep_status_pages.speak_to(code=public, audiences=["press", "customers"], by=manager, at=at(1))
    assert StatusPage.objects.get().audiences == ["customers", "press"]

    for wrong in ("colleagues", "nobody"):
        with refused(NoSuchAudience):
            keep_status_pages.speak_to(code=public, audiences=[wrong], by=manager, at=at(2))
    keep_status_pages.speak_to(code=public, audiences=[], by=manager, at=at(3))
    assert StatusPage.objects.get().audiences == []


def test_a_row_that_differs_from_its_ledger_is_found(public: str, manager: Actor) -> None:
    code = keep_components.add_component(page=public, name="Chat", by=manager, at=at(1))
    keep_components.show_component(
        page=public, code=code, status="partial_outage", by=manager, at=at(2)
    )
    assert verify_ledger(stream="status:public").bad is None

    Component.objects.update(status="operational")

    found = verify_ledger(stream="status:public").bad
    assert found is not None
    assert "component:chat status" in str(found)
