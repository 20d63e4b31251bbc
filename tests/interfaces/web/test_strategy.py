"""Every reason on a page leads to where the strategy says it."""

from __future__ import annotations

import pytest
from django.test import Client

from musterpoint.apps.policies.queries import Version
from musterpoint.interfaces.web.shown.strategy import PARTS

PLACED = (
    "matrix.I1.U1", "impact.I2", "urgency.U3", "overrides.life_safety", "targets.P1",
    "targets.P1.acknowledge", "targets.P3.restore", "categories.tel_total", "paths.technology",
    "roles.loggist", "major.criteria.two_sites", "closing.verified_by", "closing.review_for",
)  # fmt: skip
SHOWN_ALONE = (
    "categories.tel_total.words", "categories.tel_total.typical", "major.targets_of",
    "major.stand_down.stable", "triage.Q1", "logging.late_after", "reassess.every.P1",
    "playbooks.tel_total", "priorities.P1", "calendars.business", "marks",
)  # fmt: skip


@pytest.mark.parametrize("clause", PLACED)
def test_a_clause_has_its_place(clause: str, browser: Client, strategy: Version) -> None:
    answer = browser.get(f"/strategy/{strategy.number}/clause/{clause}/")

    assert answer.status_code == 302
    page, _sep, anchor = answer["Location"].partition("#")
    assert anchor == clause
    assert f'id="{clause}"'.encode() in browser.get(page).content


@pytest.mark.parametrize("clause", SHOWN_ALONE)
def test_a_clause_without_a_place_has_a_page(
    clause: str, browser: Client, strategy: Version
) -> None:
    answer = browser.get(f"/strategy/{strategy.number}/clause/{clause}/")

    assert answer.status_code == 200
    assert f'id="{clause}"'.encode() in answer.content


def test_a_clause_of_several_parts_is_a_table_of_them(browser: Client, strategy: Version) -> None:
    page = f"/strategy/{strategy.number}/clause/hold_reasons.waiting_for_supplier/"

    content = browser.get(page, follow=True).content.decode()

    assert '<th scope="row">Holds</th><td>restore</td>' in content
    assert "says: " not in content


def test_every_category_has_a_page(browser: Client, strategy: Version) -> None:
    found = {
        browser.get(f"/strategy/?part=category&code={code}").status_code
        for code in strategy.strategy.categories
    }

    assert found == {200}


@pytest.mark.parametrize("part", list(PARTS))
def test_every_part_is_shown(part: str, browser: Client, strategy: Version) -> None:
    answer = browser.get(f"/strategy/?part={part}&version={strategy.number}")

    assert answer.status_code == 200
    assert str(PARTS[part]).encode() in answer.content


@pytest.mark.parametrize(
    "address",
    ["/strategy/?version=99", "/strategy/?part=nonsense", "/strategy/?part=category&code=nothing",
     "/strategy/1/clause/matrix.I9.U9/", "/strategy/99/clause/matrix.I1.U1/"],
)  # fmt: skip
def test_what_is_not_in_it_is_not_found(address: str, browser: Client, strategy: Version) -> None:
    assert browser.get(address, follow=True).status_code == 404


@pytest.mark.usefixtures("strategy")
def test_only_pages_that_exist_are_offered_beside_it(browser: Client) -> None:
    content = browser.get("/strategy/").content.decode()

    bar = content.partition('class="area')[2].partition("</nav>")[0]
    assert 'href="/strategy/" aria-current="page"' in bar
    offered = [part.partition('"')[0] for part in bar.split('href="')[1:]]
    assert all(offered)
    assert {browser.get(address).status_code for address in offered} == {200}
