"""Pages that edit the strategy as what it is, and read a draft however unfinished it is."""

from __future__ import annotations

import random
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.test import Client

from musterpoint.domain.authority import Actor
from musterpoint.domain.policy.dumping import dump
from musterpoint.domain.policy.parsing import sketch
from musterpoint.domain.policy.parts import PARTS
from musterpoint.domain.policy.tree import grown
from musterpoint.interfaces.web.shown.strategy import pages
from musterpoint.interfaces.web.shown.strategy.edition import Edition
from musterpoint.usecases.start_draft import start_from_shipped
from tests.domain.strategies import shipped
from tests.factories import at
from tests.interfaces.web.conftest import SignIn
from tests.usecases.drafting import assert_draft_adds_up, edit, revision, small_draft, value

pytestmark = pytest.mark.usefixtures("strategy")


@pytest.fixture
def draft(manager: Actor) -> int:
    return start_from_shipped(title="Next", note="", by=manager, at=at(0))


def _sheet(browser: Client, draft: int, key: str, **sent: str) -> Any:
    page = browser.get(f"/strategy/drafts/{draft}/sheet/{key}/")
    filled: dict[str, Any] = {}
    for row in page.context["rows"]:
        filled[f"seen.{row['code']}"] = row["seen"]
        for cell in row["cells"]:
            if cell.kind != "tick" or cell.text:
                filled[cell.name] = cell.text
    return filled | {name.replace("__", "."): text for name, text in sent.items()}


@pytest.mark.parametrize("key", ["authority", "communications"])
def test_a_sheet_sent_back_as_shown_changes_nothing(key: str, browser: Client, draft: int) -> None:
    answer = browser.post(f"/strategy/drafts/{draft}/sheet/{key}/", _sheet(browser, draft, key))

    assert answer.status_code == 302
    tree: Any = dump(shipped())[key]
    assert {code: value(draft, f"{key}.{code}") for code in tree} == tree
    assert {revision(draft, f"{key}.{code}") for code in tree} == {1}


def test_letters_are_chosen_on_the_sheet(browser: Client, draft: int) -> None:
    sent = _sheet(browser, draft, "authority", cell__declare_major__technical_lead="R",
                  cell__declare_major__incident_manager="")  # fmt: skip

    answer = browser.post(f"/strategy/drafts/{draft}/sheet/authority/", sent)

    assert answer.status_code == 302
    found = value(draft, "authority.declare_major")
    assert found["responsible"] == ["duty_manager", "technical_lead"]
    assert found["consulted"] == ["communications_lead"]
    assert found["accountable"] == "duty_manager"
    assert revision(draft, "authority.declare_major") == 2
    assert revision(draft, "authority.set_priority") == 1
    assert_draft_adds_up(draft)


def test_two_that_answer_are_refused_and_the_other_rows_kept(browser: Client, draft: int) -> None:
    sent = _sheet(browser, draft, "authority", cell__declare_major__technical_lead="A",
                  cell__set_priority__loggist="I")  # fmt: skip

    answer = browser.post(f"/strategy/drafts/{draft}/sheet/authority/", sent)

    assert answer.status_code == 409
    assert "Only one role answers for it." in answer.content.decode()
    assert revision(draft, "authority.declare_major") == 1
    assert value(draft, "authority.set_priority")["informed"] == ["duty_manager", "loggist"]


def test_a_row_that_somebody_else_changed_stands_with_both_changes(
    browser: Client, draft: int, agent: Actor, manager: Actor
) -> None:
    sent = _sheet(browser, draft, "communications", cell__colleagues_first__every="45 min")
    meanwhile = value(draft, "communications.colleagues_first") | {"every": "1 h"}
    edit(draft, "communications.colleagues_first", meanwhile, by=manager)

    answer = browser.post(f"/strategy/drafts/{draft}/sheet/communications/", sent)

    assert answer.status_code == 409
    assert "changed this row meanwhile" in answer.content.decode()
    assert value(draft, "communications.colleagues_first")["every"] == "1 h"
    row = next(one for one in answer.context["rows"] if one["code"] == "colleagues_first")
    assert row["seen"] == 2


def test_priorities_are_ticked_on_the_sheet(browser: Client, draft: int) -> None:
    sent = _sheet(browser, draft, "communications", cell__colleagues_today__P4="on",
                  cell__colleagues_today__channels="chat, floor")  # fmt: skip
    del sent["cell.colleagues_first.P2"]

    browser.post(f"/strategy/drafts/{draft}/sheet/communications/", sent)

    assert value(draft, "communications.colleagues_today")["priorities"] == ["P3", "P4"]
    assert value(draft, "communications.colleagues_today")["channels"] == ["chat", "floor"]
    assert value(draft, "communications.colleagues_first")["priorities"] == ["P1"]


def test_a_role_without_a_letter_can_be_given_a_column(browser: Client, draft: int) -> None:
    plain = browser.get(f"/strategy/drafts/{draft}/sheet/authority/")
    more = plain.context["more"][0][0]

    widened = browser.get(f"/strategy/drafts/{draft}/sheet/authority/?with={more}")

    assert more not in [column.code for column in plain.context["columns"]]
    assert more in [column.code for column in widened.context["columns"]]


def test_there_is_no_sheet_of_anything_else(browser: Client, draft: int) -> None:
    assert browser.get(f"/strategy/drafts/{draft}/sheet/paths/").status_code == 404


def test_the_drawing_follows_what_is_typed_and_keeps_nothing(browser: Client, draft: int) -> None:
    address = f"/strategy/drafts/{draft}/draw/risks.telephony_lost/"
    sent = {"f.current.likelihood": "5", "f.current.consequence": "5"}

    drawn = browser.post(address, sent).content.decode()

    assert drawn.startswith("<svg")
    assert "All telephone lines lost at a peak: likelihood 5, consequence 5" in drawn
    assert value(draft, "risks.telephony_lost")["current"]["likelihood"] == 3
    assert browser.get(address).status_code == 405
    nowhere = f"/strategy/drafts/{draft}/draw/goals.safety/"
    assert browser.post(nowhere, {}).status_code == 404


def test_only_who_may_write_draws(sign_in: SignIn, agent: Actor, draft: int) -> None:
    answer = sign_in(agent).post(f"/strategy/drafts/{draft}/draw/matrix/", {})

    assert answer.status_code == 403


@pytest.mark.parametrize("part", [part.code for part in PARTS])
def test_an_unfinished_draft_is_read_too(part: str, browser: Client, manager: Actor) -> None:
    pk = small_draft(manager)

    answer = browser.get(f"/strategy/drafts/{pk}/read/?part={part}")

    assert answer.status_code == 200
    assert 'aria-current="page"' in answer.content.decode()


def test_a_draft_is_searched_and_leads_to_its_own_pages(browser: Client, draft: int) -> None:
    content = browser.get(f"/strategy/drafts/{draft}/read/?q=zebra").content.decode()
    found = browser.get(f"/strategy/drafts/{draft}/read/?q=ransomware").content.decode()

    assert "0 clauses hold these words" in content
    assert f'href="/strategy/drafts/{draft}/read/?part=risks#risks.ransomware"' in found


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_missing_or_wrong_every_page_is_shown(seed: int) -> None:
    tree: Any = deepcopy(dump(shipped()))
    dice = random.Random(seed)
    for _ in range(60):
        _spoil(tree, dice)

    edition = Edition(strategy=sketch(grown(tree)), on=date(2026, 11, 22), base="/read/")

    assert all(pages.page(edition, part.code) is not None for part in PARTS)
    for code in edition.strategy.categories:
        assert pages.category_page(edition, code) is not None
    assert pages.search(edition, "nothing like this") == ()


def _spoil(tree: Any, dice: random.Random) -> None:
    """Take something out, or put something there that does not belong."""
    place = tree
    while True:
        key = dice.choice(list(place)) if isinstance(place, dict) and place else None
        if key is None:
            return
        inner = place[key]
        if not isinstance(inner, dict) or not inner or dice.random() < 0.25:
            break
        place = inner
    if dice.random() < 0.4:
        del place[key]
    else:
        place[key] = dice.choice([None, "", "zebra", 7, [], {}, ["zebra"], {"zebra": 1}])
