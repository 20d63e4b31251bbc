"""Writing and publishing a rota, whole; retiring it; the roles it answers for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from musterpoint.apps.accounts.models import Person
from musterpoint.apps.notifications.models import ContactMethod
from musterpoint.apps.organisation import operations as organisation
from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import RoleRota, Rota
from musterpoint.apps.rotas.operations import StaleRota
from musterpoint.apps.rotas.unknown import NoSuchRota
from musterpoint.domain.authority import Actor, NotAllowed
from musterpoint.usecases.answer_role import (
    RoleAnswered,
    RoleNotAnswered,
    answer_role_by_rota,
    release_role_from_rota,
)
from musterpoint.usecases.override_turn import add_override, end_override
from musterpoint.usecases.publish_rota import (
    LayerStillUsed,
    NotReady,
    StillNamed,
    publish_rota,
    retire_rota,
)
from musterpoint.usecases.refusals import Refusal
from musterpoint.usecases.rota_words import NotPublished
from musterpoint.usecases.set_up_centre import CodeTaken, NameTaken, NeedsCode, NoSuchZone
from musterpoint.usecases.set_up_cover import CannotBeTold, UnknownResponderRole
from musterpoint.usecases.write_rota import (
    IsRetired,
    NeedsFallback,
    NeedsLayers,
    NoDraft,
    NotARota,
    discard_rota_draft,
    keep_rota_draft,
)
from tests.factories import LONG_AGO, NOON, at, default_text, entries, kinds, publish
from tests.rotas import assert_ledger_adds_up, id_of, refused, told, weekly

pytestmark = pytest.mark.usefixtures("strategy")
CHANGED = "Technology: your turns on call changed"


@pytest.fixture
def how(people: dict[str, Actor], manager: Actor, leader: Actor) -> dict[str, Any]:
    organisation.hold_role(role="duty_manager", person_id=id_of(people["quality"]))
    return {
        "name": "Technology",
        "zone": "Europe/London",
        "fallback": "duty_manager",
        "layers": (weekly("first", id_of(manager), id_of(leader)),),
        "by": people["planner"],
    }


@pytest.fixture
def published(how: dict[str, Any]) -> Rota:
    code = keep_rota_draft(**how, new=True, at=NOON)
    publish_rota(code=code, by=how["by"], at=NOON)
    return Rota.objects.get(code=code)


def _answers() -> tuple[int, ...]:
    return queries.covers(["technology"], at=at(1))["technology"].people


def test_a_draft_puts_nobody_on_call_and_publishing_does(
    how: dict[str, Any], leader: Actor, manager: Actor
) -> None:
    code = keep_rota_draft(**how, new=True, at=NOON)
    assert queries.covers([code], at=at(1)) == {}

    result = publish_rota(code=code, by=how["by"], at=NOON)

    row = Rota.objects.get()
    assert (code, row.state, row.edition, row.version) == ("technology", "published", 1, 2)
    assert result.edition == 1
    assert _answers() == (id_of(leader),)
    assert told(id_of(leader)) == told(id_of(manager)) == [CHANGED]
    assert kinds(row.stream) == ["rota_drafted", "rota_published"]
    assert "Siobhan" not in str([entry.data for entry in entries(row.stream)])
    assert_ledger_adds_up(row)


def test_what_runs_stays_until_the_next_draft_is_published(
    published: Rota, how: dict[str, Any], leader: Actor, agent: Actor, manager: Actor
) -> None:
    layers = (weekly("first", id_of(manager), id_of(agent)),)
    keep_rota_draft(**how | {"layers": layers, "name": "IT"}, code="technology", at=at(1))
    assert _answers() == (id_of(leader),)
    assert Rota.objects.get().name == "Technology"

    publish_rota(code="technology", by=how["by"], at=at(1))

    assert _answers() == (id_of(agent),)
    assert Rota.objects.get().name == "IT"
    assert told(id_of(leader))[1:] == told(id_of(agent)) == ["IT: your turns on call changed"]
    assert told(id_of(manager)) == [CHANGED]
    assert_ledger_adds_up(Rota.objects.get())


def test_a_draft_is_forgotten(published: Rota, how: dict[str, Any]) -> None:
    with refused(NoDraft):
        discard_rota_draft(code="technology", by=how["by"], at=at(1))
    keep_rota_draft(**how | {"name": "IT"}, code="technology", at=at(1))
    discard_rota_draft(code="technology", by=how["by"], at=at(2))

    assert queries.draft_of("technology") is None
    with refused(NoDraft):
        publish_rota(code="technology", by=how["by"], at=at(3))
    assert_ledger_adds_up(Rota.objects.get())


def test_two_editors_do_not_overwrite_each_other(published: Rota, how: dict[str, Any]) -> None:
    keep_rota_draft(**how | {"name": "IT"}, code="technology", seen_version=2, at=at(1))

    with refused(StaleRota):
        keep_rota_draft(**how, code="technology", seen_version=2, at=at(2))
    with refused(StaleRota):
        publish_rota(code="technology", by=how["by"], seen_version=2, at=at(2))


def test_drafts_are_refused(published: Rota, how: dict[str, Any], agent: Actor) -> None:
    layers = how["layers"]
    cases: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotAllowed, {"by": agent}),
        (NameTaken, {"name": "technology"}),
        (CodeTaken, {"code": "technology", "name": "Other"}),
        (NeedsCode, {"name": "日本"}),
        (NeedsCode, {"code": "a code", "name": "Other"}),
        (Refusal, {"name": " "}),
        (NoSuchZone, {"zone": "Europe", "name": "Other"}),
        (NeedsLayers, {"layers": (), "name": "Other"}),
        (NotARota, {"layers": (*layers, *layers), "name": "Other"}),
        (NeedsFallback, {"fallback": "", "name": "Other"}),
        (CannotBeTold, {"fallback": 0, "name": "Other"}),
        (UnknownResponderRole, {"fallback": "wizard", "name": "Other"}),
        (CannotBeTold, {"layers": (weekly("first", 0),), "name": "Other"}),
    ]
    for refusal, changed in cases:
        with refused(refusal):
            keep_rota_draft(**how | changed, new=True, at=at(1))
    with refused(NoSuchRota):
        keep_rota_draft(**how, code="nowhere", at=at(1))


def test_a_rota_that_would_leave_somebody_unreachable_is_not_published(
    how: dict[str, Any], leader: Actor
) -> None:
    code = keep_rota_draft(**how, new=True, at=NOON)
    person = Person.objects.get(pk=id_of(leader))
    ContactMethod.objects.create(
        person=person,
        holder=leader.key,
        channel="email",
        address=person.email,
        verified_at=LONG_AGO,
        broken_at=NOON,
        broken_says="No such mailbox.",
        added_at=LONG_AGO,
    )

    with refused(NotReady):
        publish_rota(code=code, by=how["by"], at=NOON)
    with pytest.raises(NotReady, match=r"^Siobhan Kelly: .*no working way"):
        publish_rota(code=code, by=how["by"], at=NOON)


def test_a_fallback_that_nobody_answers_for_is_not_published(how: dict[str, Any]) -> None:
    code = keep_rota_draft(**how | {"fallback": "loggist"}, new=True, at=NOON)

    with refused(NotReady):
        publish_rota(code=code, by=how["by"], at=NOON)


def test_warnings_are_returned_and_do_not_stop_it(how: dict[str, Any], leader: Actor) -> None:
    code = keep_rota_draft(**how, new=True, at=NOON)
    again = keep_rota_draft(**how | {"name": "Second"}, new=True, at=NOON)
    assert publish_rota(code=code, by=how["by"], at=NOON).warnings == ()

    warned = publish_rota(code=again, by=how["by"], at=NOON)

    assert {str(one.kind) for one in warned.warnings} == {"double_booked"}


def test_a_layer_on_which_something_is_arranged_stays(
    published: Rota, how: dict[str, Any], agent: Actor, manager: Actor
) -> None:
    override_id = add_override(
        code="technology",
        layer="first",
        start=at(10),
        end=at(60),
        person_id=id_of(agent),
        because="At the dentist",
        by=how["by"],
        at=at(1),
    )
    layers = (weekly("only", id_of(manager)),)
    keep_rota_draft(**how | {"layers": layers}, code="technology", at=at(2))
    with refused(LayerStillUsed):
        publish_rota(code="technology", by=how["by"], at=at(3))

    end_override(code="technology", override_id=override_id, by=how["by"], at=at(20))
    publish_rota(code="technology", by=how["by"], at=at(21))
    assert queries.covers(["technology"], at=at(22))["technology"].people == (id_of(manager),)


def test_publishing_is_refused(how: dict[str, Any], agent: Actor) -> None:
    code = keep_rota_draft(**how, new=True, at=NOON)
    with refused(NotAllowed):
        publish_rota(code=code, by=agent, at=NOON)
    with refused(NoSuchRota):
        publish_rota(code="nowhere", by=how["by"], at=NOON)
    with refused(NotPublished):
        retire_rota(code=code, by=how["by"], at=NOON)


def test_a_retired_rota_has_nobody_on_call(
    published: Rota, how: dict[str, Any], leader: Actor
) -> None:
    retire_rota(code="technology", by=how["by"], at=at(1))

    assert queries.covers(["technology"], at=at(1)) == {}
    assert told(id_of(leader)) == [CHANGED, CHANGED]
    assert_ledger_adds_up(Rota.objects.get())
    for call in (retire_rota, publish_rota):
        with refused(IsRetired):
            call(code="technology", by=how["by"], at=at(2))
    with refused(IsRetired):
        keep_rota_draft(**how, code="technology", at=at(2))


def test_a_rota_that_a_path_tells_is_not_retired(published: Rota, how: dict[str, Any]) -> None:
    text = default_text().replace("role incident_manager", "rota technology", 1)
    assert text != default_text()
    publish(text, number_from=NOON + timedelta(minutes=1))

    with refused(StillNamed):
        retire_rota(code="technology", by=how["by"], at=at(2))


def test_a_rota_answers_for_a_role_until_it_is_released(
    published: Rota, how: dict[str, Any], agent: Actor
) -> None:
    role: dict[str, Any] = {"role": "technical_lead", "code": "technology", "by": how["by"]}
    answer_role_by_rota(**role, at=at(1))
    answered = RoleRota.objects.get()
    assert_ledger_adds_up(answered)
    assert queries.rotas_of_roles(["technical_lead", "loggist"]) == {"technical_lead": "technology"}
    with refused(RoleAnswered):
        answer_role_by_rota(**role, at=at(2))
    with refused(UnknownResponderRole):
        answer_role_by_rota(**role | {"role": "wizard"}, at=at(2))
    with refused(NotAllowed):
        answer_role_by_rota(**role | {"role": "loggist", "by": agent}, at=at(2))
    with refused(StillNamed):
        retire_rota(code="technology", by=how["by"], at=at(2))

    release_role_from_rota(**role, at=at(3))

    assert queries.rotas_of_roles(["technical_lead"]) == {}
    assert kinds(published.stream)[-2:] == ["role_answered_by_rota", "role_released_by_rota"]
    with refused(RoleNotAnswered):
        release_role_from_rota(**role, at=at(4))
