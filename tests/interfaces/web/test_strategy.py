"""Every part of a strategy is read, and every reason on a page leads to where it is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

import pytest
from django.test import Client

from musterpoint.apps.policies.queries import Version
from musterpoint.domain.policy.document import Strategy
from musterpoint.domain.policy.numbering import number_of, numbers
from musterpoint.domain.policy.parts import PARTS
from musterpoint.interfaces.web.shown.strategy import pages, wording
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from tests.domain.strategies import shipped
from tests.domain.whole import whole

PLACED = (
    "matrix.I1.U1", "impact.I2", "urgency.U3", "overrides.life_safety", "targets.P1",
    "targets.P1.acknowledge", "targets.P3.restore", "categories.tel_total", "paths.technology",
    "paths.technology.duty_manager", "paths.technology.fallback",
    "roles.loggist", "major.criteria.two_sites", "closing.verified_by", "closing.review_for",
    "categories.tel_total.words", "categories.tel_total.typical", "major.targets_of",
    "major.stand_down.stable", "triage.Q1", "logging.late_after", "reassess.every.P1",
    "playbooks.tel_total", "priorities.P1", "calendars.business", "marks",
    "hold_reasons.waiting_for_supplier.holds", "goals.safety", "services.crm.rto",
    "risks.telephony_lost.current", "obligations.uk_gdpr_33.clock", "authority.declare_major",
    "communications.colleagues_first", "contracts.harlow_plant.notice", "scope.includes",
    "mapping.iso22301.6.1.2", "agreement.groups.client_accounts", "exercises.crm_tabletop",
)  # fmt: skip
INSIDE = {
    "impact.I1.name": "impact.I1",
    "paths.technology.steps.duty_manager.after": "paths.technology.duty_manager",
    "risks.telephony_lost.current.likelihood": "risks.telephony_lost.current",
    "categories.tel_total.group": "categories.tel_total",
}


@pytest.mark.parametrize("clause", PLACED)
def test_a_clause_has_its_place(clause: str, browser: Client, strategy: Version) -> None:
    answer = browser.get(f"/strategy/{strategy.number}/clause/{clause}/")

    assert answer.status_code == 302
    page, _sep, anchor = answer["Location"].partition("#")
    assert anchor == clause
    assert f'id="{clause}"'.encode() in browser.get(page).content


@pytest.mark.parametrize("clause", INSIDE)
def test_a_field_is_read_in_its_clause(clause: str, browser: Client, strategy: Version) -> None:
    answer = browser.get(f"/strategy/{strategy.number}/clause/{clause}/")

    assert answer["Location"].partition("#")[2] == INSIDE[clause]


@pytest.mark.parametrize("path", ["matrix.I1.U1", "paths.technology.duty_manager", "purpose"])
def test_a_number_leads_where_its_clause_is_read(
    path: str, browser: Client, strategy: Version
) -> None:
    number = number_of(strategy.strategy, path)

    answer = browser.get(f"/strategy/{strategy.number}/§{number}/")

    assert answer.status_code == 302
    assert browser.get(answer["Location"]).status_code in {200, 302}
    end = browser.get(f"/strategy/{strategy.number}/§{number}/", follow=True)
    assert f'id="{path}"'.encode() in end.content


def test_a_clause_offers_its_number_as_its_lasting_address(
    browser: Client, strategy: Version
) -> None:
    content = browser.get("/strategy/?part=priority").content.decode()

    number = number_of(strategy.strategy, "overrides.life_safety")
    found = re.search(rf'<a class="no" href="([^"]+)"[^>]*>§{re.escape(number)}</a>', content)
    assert found is not None
    assert unquote(found[1]) == f"/strategy/{strategy.number}/§{number}/"
    answer = browser.get(found[1], follow=True)
    assert answer.redirect_chain[-1][0].endswith("#overrides.life_safety")


def test_every_numbered_clause_has_a_place() -> None:
    strategy = shipped()
    edition = _edition(strategy)
    found = [pages.page(edition, part.code) for part in PARTS]
    found += [pages.category_page(edition, code) for code in strategy.categories]
    places = {p for page in found if page for block in page.blocks for p in block.anchors()}

    missing = [
        path
        for path in numbers(strategy).of
        if "." in path and not path.startswith("parts.") and path not in places
        if path.rpartition(".")[0] not in places
    ]

    assert missing == []


@pytest.mark.parametrize("part", [part.code for part in PARTS])
def test_no_place_stands_twice_on_a_page(part: str, browser: Client, strategy: Version) -> None:
    content = browser.get(f"/strategy/?part={part}").content.decode()

    ids = re.findall(r' id="([^"]+)"', content)
    assert sorted({one for one in ids if ids.count(one) > 1}) == []


def test_every_category_has_a_page(browser: Client, strategy: Version) -> None:
    found = {
        browser.get(f"/strategy/?part=category&code={code}").status_code
        for code in strategy.strategy.categories
    }

    assert found == {200}


@pytest.mark.parametrize("part", list(wording.PARTS))
def test_every_part_is_shown(part: str, browser: Client, strategy: Version) -> None:
    answer = browser.get(f"/strategy/?part={part}&version={strategy.number}")

    assert answer.status_code == 200
    assert str(wording.PARTS[part]).encode() in answer.content
    assert b"says nothing here yet" not in answer.content


def test_the_parts_are_those_of_the_document() -> None:
    assert list(wording.PARTS) == list(pages.BUILDERS) == [part.code for part in PARTS]


def test_a_part_that_says_nothing_says_so(browser: Client) -> None:
    bare = replace(shipped(), services={}, risk_scale=None, agreement=None, mapping={})

    found = {part: pages.page(_edition(bare), part) for part in ("services", "risks", "agreement")}

    assert {part: page.blocks for part, page in found.items() if page} == dict.fromkeys(found, ())


@pytest.mark.parametrize("part", [part.code for part in PARTS])
def test_every_part_of_another_strategy_is_shown_too(part: str) -> None:
    assert pages.page(_edition(whole()), part) is not None


def test_what_was_noted_down_before_still_leads_there(browser: Client, strategy: Version) -> None:
    found = {former: browser.get(f"/strategy/?part={former}") for former in pages.FORMER}

    assert {one.status_code for one in found.values()} == {200}
    assert b'id="targets.P1"' in found["targets"].content


def test_words_are_found_wherever_they_stand(browser: Client, strategy: Version) -> None:
    answer = browser.get("/strategy/?q=information+commissioner")

    content = answer.content.decode()
    assert answer.status_code == 200
    assert "part=obligations#obligations.uk_gdpr_33" in content
    first = re.search(r'class="strong" href="([^"]+)"', content)
    assert first is not None
    assert browser.get(first[1].replace("&amp;", "&")).status_code == 200
    nothing = browser.get("/strategy/?q=zebra+crossing").content.decode()
    assert "0 clauses hold these words" in nothing


def test_law_house_and_contract_are_told_apart() -> None:
    page = pages.page(_edition(shipped()), "obligations")
    assert page is not None
    tags = {e.path: [t.tone for t in e.tags] for block in page.blocks for e in block.entries}

    assert "law" in tags["obligations.uk_gdpr_33"]
    assert "house" in tags["obligations.uk_gdpr_33_processor"]
    assert tags["contracts.harlow_plant"] == ["contract"]


def test_a_duty_not_ours_stands_apart_with_its_reason() -> None:
    strategy = replace(shipped(), we_are=frozenset({"processor"}))

    page = pages.page(_edition(strategy), "obligations")

    assert page is not None
    ours, others = page.blocks[1], page.blocks[2]
    assert "obligations.uk_gdpr_33_processor" in {one.path for one in ours.entries}
    told = next(one for one in others.entries if one.path == "obligations.uk_gdpr_33")
    assert "Not ours: it is for controller." in told.words()


def test_a_risk_past_its_review_says_so() -> None:
    before = pages.page(_edition(shipped(), on=date(2027, 3, 31)), "risks")
    after = pages.page(_edition(shipped(), on=date(2027, 4, 1)), "risks")

    def overdue(page: pages.Page | None) -> bool:
        assert page is not None
        entry = next(e for b in page.blocks for e in b.entries if e.path == "risks.telephony_lost")
        return "Review overdue" in [tag.label for tag in entry.tags]

    assert (overdue(before), overdue(after)) == (False, True)


@pytest.mark.parametrize(
    "address",
    ["/strategy/?version=99", "/strategy/?part=nonsense", "/strategy/?part=category&code=nothing",
     "/strategy/1/clause/matrix.I9.U9/", "/strategy/99/clause/matrix.I1.U1/",
     "/strategy/1/§99.9/", "/strategy/99/§5.1/"],
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


def _edition(strategy: Strategy, on: date = date(2026, 11, 22)) -> Edition:
    return Edition(strategy=strategy, on=on, base="/strategy/", number=1, in_force=True)


def test_what_serves_a_goal_stands_part_by_part() -> None:
    page = pages.page(_edition(shipped()), "goals")

    assert page is not None
    safety = next(e for b in page.blocks for e in b.entries if e.path == "goals.safety")
    served = {fact.label: [link.label for link in fact.links] for fact in safety.facts}
    assert served["Served by paths"] == ["Life and safety"]
    assert "Building evacuated" in served["Served by playbooks"]
    continuity = next(e for b in page.blocks for e in b.entries if e.path == "goals.continuity")
    whole = {fact.label: fact.links for fact in continuity.facts}["Served by the whole of"]
    assert "Matrix" in [link.label for link in whole]
