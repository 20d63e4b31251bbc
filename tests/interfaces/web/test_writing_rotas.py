"""Writing rotas: layers as forms, what no rota can be, and publishing with its reasons."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from musterpoint.apps.rotas import queries
from musterpoint.apps.rotas.models import Rota
from musterpoint.domain.authority import Actor
from musterpoint.domain.calendars import BadSpan
from musterpoint.domain.rotas import Layer
from musterpoint.interfaces import clock
from musterpoint.interfaces.web.forms import week_hours
from tests.rotas import id_of

pytestmark = pytest.mark.usefixtures("strategy")


def layers(*people: int, **differs: Any) -> dict[str, Any]:
    chosen = {f"layer0-people_{place}": person for place, person in enumerate(people)}
    return (
        {
            "name": "People care",
            "zone": "Europe/London",
            "fallback": "role:duty_manager",
            "count": "1",
            "layer0-name": "First",
            "layer0-place": "1",
            "layer0-first_date": "2026-03-02",
            "layer0-hands_over_at": "08:00, 20:00",
            "layer0-lasts": "1",
            "layer0-zone": "Asia/Kathmandu",
            "layer0-hours": "Mon-Fri 09:00-17:00\nSat 10:00-12:00, 13:00-15:00",
            "layer0-closed": "2026-12-25",
        }
        | chosen
        | differs
    )


def test_a_rota_is_written_and_reads_back_as_it_was_written(
    planner: Client, manager: Actor, leader: Actor
) -> None:
    answer = planner.post("/new-rota/", layers(id_of(leader), id_of(manager), id_of(leader)))

    assert answer.headers["Location"] == "/rotas/people-care/"
    draft = queries.draft_of("people-care")
    assert draft is not None
    (layer,) = draft.layers
    assert layer.people == (id_of(leader), id_of(manager), id_of(leader))
    page = planner.get("/rotas/people-care/layers/")
    again = {
        bound.html_name: bound.value()
        for one in page.context["layers"]
        for bound in one["form"]
        if not isinstance(bound.value(), tuple)
    }
    assert again["layer0-lasts"] == "1"
    assert "Mon-Fri 09:00-17:00\nSat 10:00-12:00, 13:00-15:00" in page.content.decode()
    assert 'value="08:00, 20:00"' in page.content.decode()
    assert "draft: nobody is on call by it" in _words(planner, "/rotas/people-care/")


def test_nights_are_hours_too_and_a_day_has_those_of_all_its_lines(
    planner: Client, leader: Actor
) -> None:
    hours = "Mon-Fri 18:00-06:00\nSat 18:00-24:00\nSat 10:00-12:00\nSun 22:00-00:00"

    planner.post("/new-rota/", layers(id_of(leader), **{"layer0-hours": hours}))

    draft = queries.draft_of("people-care")
    assert draft is not None
    (layer,) = draft.layers
    assert isinstance(layer, Layer)
    assert layer.hours is not None
    assert [", ".join(map(str, day)) for day in layer.hours] == [
        "18:00-24:00",
        *["00:00-06:00, 18:00-24:00"] * 4,
        "00:00-06:00, 10:00-12:00, 18:00-24:00",
        "22:00-24:00",
    ]
    page = planner.get("/rotas/people-care/layers/").content.decode()
    said = "Mon-Fri 18:00-06:00\nSat 10:00-12:00, 18:00-24:00\nSun 22:00-24:00"
    assert said in page


@pytest.mark.parametrize(
    "said",
    [
        "Mon-Fri 18:00-06:00",
        "Mon-Sun 20:00-08:00",
        "Mon-Sun 00:00-24:00",
        "Sun 22:00-06:00",
        "Mon-Tue 09:00-17:00, 22:00-02:00",
        "Mon 00:00-24:00\nTue 00:00-06:00",
    ],
)
def test_hours_read_back_as_they_were_written(said: str) -> None:
    week = week_hours.read(said)

    assert week is not None
    assert week_hours.write(week) == said


def test_hours_that_come_round_to_themselves_are_refused() -> None:
    with pytest.raises(BadSpan):
        week_hours.read("Mon 18:00-18:00")


def test_a_layer_is_added_and_removed_before_anything_is_kept(
    planner: Client, leader: Actor
) -> None:
    more = planner.post("/new-rota/", layers(id_of(leader)) | {"more": ""})
    outside = planner.post("/new-rota/", layers(id_of(leader)) | {"more_outside": ""})

    assert len(more.context["layers"]) == 2
    assert outside.context["layers"][1]["is_outside"]
    assert not Rota.objects.exists()
    kept = layers(
        id_of(leader),
        **{"count": "2", "layer1-outside": "1", "layer1-name": "Pager", "layer1-place": "2"},
    )
    planner.post("/new-rota/", kept | {"layer0-remove": "on"})
    draft = queries.draft_of("people-care")
    assert draft is not None
    assert [layer.name for layer in draft.layers] == ["Pager"]


def test_layers_are_told_in_the_order_of_their_places(planner: Client, leader: Actor) -> None:
    more = {"count": "2", "layer1-outside": "1", "layer1-name": "Pager", "layer1-place": "1"}

    planner.post("/new-rota/", layers(id_of(leader), **more, **{"layer0-place": "2"}))

    draft = queries.draft_of("people-care")
    assert draft is not None
    assert [layer.name for layer in draft.layers] == ["Pager", "First"]


@pytest.mark.parametrize(
    ("differs", "says"),
    [
        ({"layer0-hands_over_at": "noon"}, "Write times such as 08:00, 20:00."),
        ({"layer0-hours": "Mon 9-17"}, "Write lines such as Mon-Fri 09:00-12:30, 13:15-17:00"),
        ({"layer0-hours": "Moonday 09:00-17:00"}, "Write lines such as Mon-Fri"),
        ({"layer0-closed": "Christmas"}, "Write dates such as 2026-12-25, one a line."),
        ({"layer0-zone": "Europe/Camelot"}, "There is no time zone"),
        ({"layer0-people_0": ""}, "Choose at least one person."),
        ({"layer0-people_0": "999999"}, "Choose people from the list."),
        ({"layer0-lasts": "other"}, "Say how many hand-overs a turn lasts."),
        ({"fallback": ""}, "Choose who is told when nobody is on duty."),
        ({"layer0-hours": "Mon"}, "has hours, but is never on duty in a week."),
    ],
)
def test_what_no_rota_can_be_is_said_beside_what_was_typed(
    planner: Client, leader: Actor, differs: dict[str, str], says: str
) -> None:
    answer = planner.post("/new-rota/", layers(id_of(leader), **differs))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Rota.objects.exists()


def test_two_who_write_at_once_do_not_overwrite_each_other(
    planner: Client, technology: Rota, leader: Actor
) -> None:
    first = planner.post("/rotas/tech/layers/", layers(id_of(leader)) | {"seen": "1"})
    second = planner.post("/rotas/tech/layers/", layers(id_of(leader), name="B") | {"seen": "1"})

    assert first.status_code == 302
    assert second.status_code == 409
    assert "Somebody changed this rota meanwhile" in second.content.decode()


def test_a_draft_is_published_or_refused_with_the_reasons(
    planner: Client, leader: Actor, manager: Actor
) -> None:
    always = {"layer0-hours": "", "layer0-closed": "", "layer0-zone": "Europe/London"}
    nobody = layers(id_of(leader), fallback="role:loggist", **always)
    planner.post("/new-rota/", nobody)
    refused = planner.post("/rotas/people-care/", {"act": "publish", "what": "1"})

    assert refused.status_code == 422
    assert "which nobody holds who can be reached" in refused.content.decode()
    assert queries.row("people-care").state == "draft"

    sound = layers(id_of(leader), fallback=f"person:{id_of(manager)}", **always) | {"seen": "1"}
    planner.post("/rotas/people-care/layers/", sound)
    answer = planner.post("/rotas/people-care/", {"act": "publish", "what": "2"}, follow=True)
    assert "Published. It runs now" in answer.content.decode()
    now = queries.covers(["people-care"], at=clock.now())["people-care"]
    assert now.people == (id_of(leader),)


def test_a_draft_is_shown_beside_what_runs_and_discarded(
    planner: Client, technology: Rota, leader: Actor
) -> None:
    planner.post("/rotas/tech/layers/", layers(id_of(leader)) | {"seen": "1"})

    assert planner.get("/rotas/tech/?show=draft").context["is_draft"]
    assert not planner.get("/rotas/tech/").context["is_draft"]
    planner.post("/rotas/tech/", {"act": "discard"})
    assert queries.draft_of("tech") is None


def test_a_rota_is_retired_and_says_so(planner: Client, technology: Rota) -> None:
    planner.post("/rotas/tech/", {"act": "retire"})

    assert "This rota was retired." in _words(planner, "/rotas/tech/")
    assert planner.get("/rotas/tech/layers/").status_code == 404


def _words(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_people_have_names_although_only_the_other_version_has_them(
    planner: Client, technology: Rota, manager: Actor, agent: Actor
) -> None:
    drafted = layers(id_of(agent), fallback=f"person:{id_of(agent)}")
    planner.post("/rotas/tech/layers/", drafted | {"seen": "1"})

    found = planner.get("/rotas/tech/?show=draft").context

    assert found["names"].keys() >= {id_of(manager), id_of(agent)}
