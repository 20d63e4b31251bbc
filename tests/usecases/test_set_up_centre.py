"""The centre: named, filled with places; every refusal leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.ledger.models import Entry
from musterpoint.apps.organisation import queries
from musterpoint.domain.authority import Actor, NotAllowed, Role
from musterpoint.usecases import set_up_centre, set_up_cover
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.set_up_centre import (
    CodeTaken,
    NameTaken,
    NeedsCode,
    NoSuchPlace,
    NoSuchZone,
    ToleratesLess,
    keep_account,
    keep_contact,
    keep_queue,
    keep_service,
    keep_site,
    name_centre,
)
from musterpoint.usecases.verify_ledger import verify_ledger
from tests.factories import NOON, at, entries

KINDS = ("site", "service", "queue", "account", "team", "contact")
LEEDS: dict[str, Any] = {"name": "Leeds", "zone": "Europe/London", "seats": 140}
VOICE: dict[str, Any] = {
    "name": "Voice", "critical": True, "rto": timedelta(hours=4), "mtpd": timedelta(days=1)
}  # fmt: skip


@pytest.fixture
def administrator(people: dict[str, Actor]) -> Actor:
    return people["administrator"]


def _state() -> tuple[Any, ...]:
    places = {
        kind: {code: queries.values_of(kind, code) for code in queries.names_by_code(kind)}
        for kind in KINDS
    }
    centre = queries.centre()
    return places, centre.name, centre.zone, Entry.objects.count()


def _refused(refusal: type[Exception], call: Callable[..., object], **asked: Any) -> Any:
    before = _state()
    with pytest.raises(refusal) as raised:
        call(**asked)
    assert _state() == before
    return raised.value


def test_the_centre_is_named_and_has_a_zone(administrator: Actor) -> None:
    name_centre(name="Calder", zone="Europe/Dublin", by=administrator, at=NOON)

    centre = queries.centre()
    assert (centre.name, centre.zone) == ("Calder", "Europe/Dublin")
    (entry,) = entries("centre")
    assert {"of": "centre", "field": "zone", "old": "Europe/London", "new": "Europe/Dublin"} in (
        entry.data["changes"]
    )


def test_a_site_gets_its_code_from_its_name(administrator: Actor) -> None:
    code = keep_site(**LEEDS | {"name": "Leeds, north"}, new=True, by=administrator, at=NOON)

    assert code == "leeds-north"
    assert queries.values_of("site", code) == LEEDS | {"name": "Leeds, north"}


def test_an_outside_contact_has_a_name_and_a_company(administrator: Actor) -> None:
    code = keep_contact(
        name="Carrier desk",
        company="Northline",
        code="carrier",
        new=True,
        by=administrator,
        at=NOON,
    )

    assert queries.values_of("contact", code) == {"name": "Carrier desk", "company": "Northline"}
    assert str(queries.contacts_of(["carrier"])["carrier"]) == "Carrier desk (Northline)"
    assert entries("centre")[-1].data["changes"][0]["of"] == "contact:carrier"


def test_a_change_is_kept_with_old_and_new(administrator: Actor) -> None:
    keep_service(**VOICE, new=True, by=administrator, at=NOON)
    changed = VOICE | {"rto": timedelta(hours=2)}

    keep_service(**changed, code="voice", by=administrator, at=at(1))

    assert queries.values_of("service", "voice") == changed
    added, entry = entries("centre")
    assert added.kind == "centre_extended"
    assert (entry.kind, entry.data["changes"]) == (
        "centre_changed",
        [{"of": "service:voice", "field": "rto", "old": "4 h", "new": "2 h"}],
    )
    assert verify_ledger(stream="centre").bad is None


def test_the_same_again_is_no_change(administrator: Actor) -> None:
    keep_site(**LEEDS, new=True, by=administrator, at=NOON)
    keep_site(**LEEDS, code="leeds", by=administrator, at=at(1))

    assert len(entries("centre")) == 1


def test_a_queue_belongs_to_a_service(administrator: Actor) -> None:
    keep_service(**VOICE, new=True, by=administrator, at=NOON)
    keep_queue(name="Billing", service="voice", new=True, by=administrator, at=NOON)

    assert queries.values_of("queue", "billing") == {"name": "Billing", "service": "voice"}


def test_a_key_account_is_marked(administrator: Actor) -> None:
    keep_account(name="Harlow", key_account=True, new=True, by=administrator, at=NOON)

    assert queries.values_of("account", "harlow") == {"name": "Harlow", "key_account": True}


@pytest.mark.parametrize(
    ("changed", "refusal", "field"),
    [
        ({"name": " "}, Refusal, "name"),
        ({"name": "LEEDS"}, NameTaken, "name"),
        ({"name": "Elsewhere", "code": "leeds"}, CodeTaken, "code"),
        ({"name": "Elsewhere", "code": "two words"}, NeedsCode, "code"),
        ({"name": "§"}, NeedsCode, "code"),
        ({"name": "Mars", "zone": "Mars/Base"}, NoSuchZone, "zone"),
        ({"name": "Continent", "zone": "Europe"}, NoSuchZone, "zone"),
        ({"name": "Endless", "zone": "E" * 300}, NoSuchZone, "zone"),
    ],
)
def test_a_site_is_refused(
    administrator: Actor, changed: dict[str, Any], refusal: type[Refusal], field: str
) -> None:
    keep_site(**LEEDS, new=True, by=administrator, at=NOON)

    found = _refused(refusal, keep_site, **LEEDS | changed, new=True, by=administrator, at=at(1))

    assert [problem.field for problem in found.errors] == [field]


def test_two_sites_never_come_to_one_name(administrator: Actor) -> None:
    keep_site(**LEEDS, new=True, by=administrator, at=NOON)
    keep_site(**LEEDS | {"name": "Cardiff"}, new=True, by=administrator, at=NOON)
    asked = LEEDS | {"name": "leeds", "code": "cardiff"}

    _refused(NameTaken, keep_site, **asked, by=administrator, at=at(1))


def test_what_is_not_there_is_not_changed(administrator: Actor) -> None:
    how: dict[str, Any] = {"by": administrator, "at": NOON}

    _refused(NoSuchPlace, keep_site, **LEEDS, code="leeds", **how)
    _refused(NoSuchPlace, keep_queue, name="Billing", service="nothing", new=True, **how)


def test_an_outage_is_borne_no_shorter_than_it_may_last(administrator: Actor) -> None:
    asked = VOICE | {"mtpd": timedelta(hours=1)}

    _refused(ToleratesLess, keep_service, **asked, new=True, by=administrator, at=NOON)


def test_the_centre_keeps_its_name_and_zone_when_refused(administrator: Actor) -> None:
    _refused(NoSuchZone, name_centre, name="Calder", zone="../etc", by=administrator, at=NOON)
    _refused(Refusal, name_centre, name=" ", zone="Europe/London", by=administrator, at=NOON)


EACH: dict[Callable[..., object], dict[str, Any]] = {
    name_centre: {"name": "Calder", "zone": "Europe/London"},
    keep_site: LEEDS,
    keep_service: VOICE,
    keep_queue: {"name": "Billing", "service": ""},
    keep_account: {"name": "Harlow", "key_account": False},
    set_up_cover.keep_team: {"name": "Floor", "people": []},
    set_up_cover.hold_standing_role: {"role": "loggist", "person_id": 1, "rank": 1},
    set_up_cover.release_standing_role: {"role": "loggist", "person_id": 1},
}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_set_up(people: dict[str, Actor], role: Role) -> None:
    for call, asked in EACH.items():
        _refused(NotAllowed, call, **asked, by=people[role], at=NOON)


def test_every_kind_of_place_can_be_kept() -> None:
    kept = {name for module in (set_up_centre, set_up_cover) for name in vars(module)}

    assert {f"keep_{kind}" for kind in KINDS} <= kept
