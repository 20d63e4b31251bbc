"""Coverage and alignment as pages: what they show, what they filter, where their links lead."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from django.test import Client

from musterpoint.apps.policies.queries import Version
from musterpoint.apps.reporting.conformity import loaded

pytestmark = pytest.mark.usefixtures("strategy")


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_coverage_opens_with_business_continuity(browser: Client) -> None:
    text = page(browser, "/strategy/conformity/")

    assert "Conformity with ISO 22301:2019" in text
    assert "Business impact analysis" in text
    assert text.count('<tr><th scope="row">') == 46


@pytest.mark.parametrize("code", list(loaded().frameworks))
def test_each_framework_has_its_page_and_every_link_leads_somewhere(
    browser: Client, code: str
) -> None:
    text = page(browser, f"/strategy/conformity/?framework={code}")

    links = sorted(set(re.findall(r'href="(/strategy/\d+/clause/[^"]+)"', text)))
    assert links
    assert [at for at in links if browser.get(at).status_code not in {200, 302}] == []


def test_only_gaps_are_shown_when_asked(browser: Client) -> None:
    text = page(browser, "/strategy/conformity/?framework=iso22301&show=gaps")

    assert '<span class="tag ok">' not in text
    assert "Audit programme" not in text  # the rule is written, so it is met in part
    assert "tag major" in text or "Nothing of this kind" in text


def test_an_unknown_framework_is_not_found(browser: Client) -> None:
    assert browser.get("/strategy/conformity/?framework=nothing").status_code == 404


def test_a_file_of_ones_own_that_does_not_read_is_said(
    browser: Client, tmp_path: Path, settings: object
) -> None:
    (tmp_path / "mine.yaml").write_text("format: 1\n", encoding="utf-8")
    settings.FRAMEWORKS_FOLDER = str(tmp_path)  # type: ignore[attr-defined]  # pytest-django's

    text = page(browser, "/strategy/conformity/")

    assert "mine.yaml:1: &#x27;code&#x27; is missing." in text


def test_alignment_shows_goals_and_that_nothing_is_left_over(browser: Client) -> None:
    text = page(browser, "/strategy/alignment/")

    assert "Nobody is harmed" in text
    assert "Time to restore, median" in text
    assert "row of the communications plan serves a goal" in text
    assert "measured elsewhere" in text


def test_every_link_of_the_alignment_leads_somewhere(browser: Client) -> None:
    text = page(browser, "/strategy/alignment/")

    links = sorted(set(re.findall(r'href="(/strategy/\d+/clause/[^"]+)"', text)))
    assert len(links) > 80
    assert [at for at in links if browser.get(at).status_code not in {200, 302}] == []


def test_the_alignment_is_saved_as_a_table(browser: Client, strategy: Version) -> None:
    answer = browser.get("/strategy/alignment.csv")

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="alignment-v{strategy.number}.csv"'
    )
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["goal"] for row in rows} == set(strategy.strategy.goals)
    assert {"Path", "Playbook", "Target", "Communications", "Exercise", "Measure"} == {
        row["kind"] for row in rows
    }
